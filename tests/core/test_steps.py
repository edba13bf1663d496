"""Guided steps belong to the one answer: each is recorded once, and they end helped or with a person."""

from __future__ import annotations

import pytest

from handoff.core import customer
from handoff.core.conversation import Status
from handoff.core.errors import NotFound, NotNow
from handoff.core.events import Event
from handoff.core.steps import DEEPEST, MOST_TAKEN, take
from tests.cast import ADA_HOLDS, MIA_SPEAKS, STEPS, WAITS, Story, answer, guided, to
from tests.core.test_one_try import accept_latest, ask, back_to_bot, refuse_latest, reply


def shown(entry: str = "lamp") -> Story:
    story = Story()
    ask(story, "My lamp is dark.")
    assert reply(story, guided(entry)) == ["bot_answered"]
    return story


def answered(story: Story) -> Event:
    return next(event for event in story.log if event.seq == story.at.answers[-1].seq)


def step(story: Story, *path: int) -> list[str]:
    return story.add(take(story.at, MIA_SPEAKS, answered(story), path, WAITS))


def test_a_step_is_recorded_with_the_way_that_led_to_it() -> None:
    story = shown()
    assert step(story, 0) == ["step_taken"]
    assert step(story, 1) == ["step_taken"], "back, and another way"
    first, other = story.log[-2:]
    assert dict(first.data) == {
        "answer": answered(story).seq,
        "path": [0],
        "label": "It does not switch on",
        "trail": ["It does not switch on"],
        "text": "Charge it for an hour.",
    }
    assert (other.data["path"], other.data["trail"]) == ([1], ["It switches off by itself"])
    assert story.at.answers[-1].taken == ((0,), (1,))
    assert (story.at.status, story.at.problem_open) == (Status.WITH_BOT, True)


def test_the_same_step_twice_is_one() -> None:
    story = shown()
    step(story, 0)
    assert step(story, 0) == []


def test_steps_are_no_second_try() -> None:
    story = shown()
    step(story, 0)
    assert story.at.answers_since_person == 1
    ask(story, "Still dark.")
    assert reply(story, answer("lamp")) == ["handoff_requested", "queued"]
    assert story.at.reason == "repeated"


def test_a_step_may_end_with_help_which_is_the_same_as_a_yes() -> None:
    story = shown()
    step(story, 0)
    assert step(story, 0, 0) == ["step_taken", "feedback_given"]
    assert story.at.answers[-1].helpful is True
    assert not story.at.problem_open
    assert step(story, 0, 0) == [], "said once"


def test_a_step_may_end_with_a_person_who_sees_all_that_was_tried() -> None:
    story = shown()
    step(story, 1)
    step(story, 0)
    assert step(story, 0, 1) == ["step_taken", "handoff_requested", "queued"]
    requested = story.log[-2]
    assert requested.data["reason"] == "unsatisfied"
    assert requested.data["note"] == {
        "steps": [
            ["It switches off by itself"],
            ["It does not switch on"],
            ["It does not switch on", "Still dark"],
        ]
    }
    assert step(story, 0, 1) == [], "asked for once"
    back_to_bot(story)
    assert step(story, 0, 1) == ["handoff_requested", "queued"], "and again after going back"


def test_a_person_is_never_too_early_and_never_too_much() -> None:
    story = shown()
    ask(story, "Hello?")
    with pytest.raises(NotNow):
        step(story, 0)
    assert step(story, 0, 1)[-1] == "queued"


@pytest.mark.parametrize("path", [(), (2,), (-1,), (1, 0), (0, 2), (0, 1, 0), (0,) * (DEEPEST + 1)], ids=str)
def test_a_step_that_was_not_offered_is_not_found(path: tuple[int, ...]) -> None:
    with pytest.raises(NotFound):
        step(shown(), *path)


@pytest.mark.parametrize("steps", [None, "no", [1], [None], {"0": STEPS[0]}, [["label"]]], ids=str)
def test_steps_that_are_none_are_not_found(steps: object) -> None:
    story = Story()
    ask(story)
    said = guided("lamp")
    assert said.answer is not None
    reply(story, type(said)(said.texts, {**said.answer, "steps": steps}))
    with pytest.raises(NotFound):
        step(story, 0)


def test_what_is_no_answer_has_no_steps() -> None:
    story = shown()
    with pytest.raises(NotFound):
        take(story.at, MIA_SPEAKS, story.log[1], (0,), WAITS)


def test_after_a_verdict_a_newer_answer_or_a_person_no_step_is_taken() -> None:
    judged, newer, handed, refused = shown(), shown(), shown(), shown()
    accept_latest(judged)
    refuse_latest(refused)
    story, first = newer, answered(newer)
    ask(story)
    reply(story, answer("shipping"))
    handed.add(customer.person(handed.at, MIA_SPEAKS, to(ADA_HOLDS)))
    for one, of in (
        (judged, answered(judged)),
        (newer, first),
        (handed, answered(handed)),
        (refused, answered(refused)),
    ):
        with pytest.raises(NotNow):
            take(one.at, MIA_SPEAKS, of, (0,), WAITS)


def test_nobody_goes_round_in_circles_for_ever() -> None:
    many = [{"label": f"{n}", "text": "No."} for n in range(MOST_TAKEN + 1)]
    story = Story()
    ask(story)
    said = guided("lamp")
    assert said.answer is not None
    reply(story, type(said)(said.texts, {**said.answer, "steps": [*many, {"label": "P", "ends": "person"}]}))
    for number in range(MOST_TAKEN):
        step(story, number)
    with pytest.raises(NotNow):
        step(story, MOST_TAKEN)
    assert step(story, MOST_TAKEN + 1)[-1] == "queued"
