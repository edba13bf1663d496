"""An uncertain bot shows titles, once: choosing one gives its answer, anything else leads to a person."""

from __future__ import annotations

import pytest

from handoff.core.bot import BotReply
from handoff.core.choosing import choose
from handoff.core.conversation import Status
from handoff.core.errors import NotFound, NotNow
from tests.cast import ADA_HOLDS, MIA_SPEAKS, WAITS, Story, answer, titles, to
from tests.core.test_one_try import accept_latest, ask, back_to_bot, refuse_latest, reply


def offered(*entries: str) -> Story:
    story = Story()
    ask(story)
    assert reply(story, titles(*entries)) == ["bot_suggested"]
    return story


def pick(story: Story, entry: str | None) -> tuple[list[str], str | None]:
    assert story.at.suggestion is not None
    given = answer(entry).answer if entry else None
    drafts, counts = choose(story.at, MIA_SPEAKS, story.at.suggestion.seq, given, WAITS)
    return story.add(drafts), counts


def test_a_chosen_title_gives_its_answer_which_can_be_judged() -> None:
    story = offered("returns", "shipping")
    assert pick(story, "shipping") == (["bot_answered"], "shipping")
    assert story.log[-1].data["suggestion"] == story.log[-2].seq
    assert story.log[-1].data["model"] == "m-1", "the model that suggested it"
    assert refuse_latest(story) == ["feedback_given", "handoff_requested", "queued"]


def test_none_of_these_is_a_person_and_refuses_all_of_them() -> None:
    story = offered("returns", "shipping")
    assert pick(story, None) == (["handoff_requested", "queued"], None)
    assert story.at.reason == "no_answer"
    assert story.at.refused == ("returns", "shipping")
    back_to_bot(story)
    ask(story)
    assert reply(story, answer("returns")) == ["handoff_requested", "queued"]
    assert story.at.reason == "repeated"


def test_at_most_three_titles_are_shown_and_none_that_was_refused() -> None:
    story = offered("a", "b", "c", "d")
    assert [one["entry"] for one in story.log[-1].data["entries"]] == ["a", "b", "c"]


def test_titles_are_the_one_try() -> None:
    story = offered("returns", "shipping")
    ask(story, "That is not what I meant.")
    assert reply(story, titles("payment", "warranty")) == ["handoff_requested", "queued"]
    assert story.at.reason == "no_answer"


def test_an_answered_problem_gets_no_titles_any_more() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    ask(story)
    assert reply(story, titles("payment")) == ["handoff_requested", "queued"]


def test_a_new_problem_may_have_titles_again() -> None:
    story = offered("returns", "shipping")
    pick(story, "returns")
    accept_latest(story)
    ask(story, "Something else.")
    assert reply(story, titles("shipping", "payment")) == ["bot_suggested"]


def test_clearer_words_instead_of_a_click_are_a_choice_too() -> None:
    story = offered("returns", "shipping")
    ask(story, "I mean the shipping")
    assert reply(story, answer("shipping")) == ["bot_answered"]
    assert pick(story, "returns") == ([], "shipping"), "the first choice counts"


def test_another_entry_reached_by_words_may_be_answered_once() -> None:
    story = offered("returns", "shipping")
    ask(story)
    assert reply(story, answer("payment")) == ["bot_answered"]
    assert pick(story, "returns") == (["bot_answered"], "returns")


def test_a_typed_no_refuses_the_titles_and_a_yes_that_says_not_which_is_a_persons() -> None:
    no, yes = offered("returns", "shipping"), offered("returns", "shipping")
    for story in (no, yes):
        assert story.at.asked_about == "returns", "the bot is told that a verdict is open"
        ask(story, "hm")
    assert reply(no, BotReply(helpful=False)) == ["handoff_requested", "queued"]
    assert no.at.refused == ("returns", "shipping")
    assert reply(yes, BotReply(("Fine.",), helpful=True)) == ["handoff_requested", "queued"]
    assert (yes.at.reason, yes.at.refused) == ("no_answer", ())


def test_choosing_twice_gives_the_first_choice_back() -> None:
    chosen, none = offered("returns", "shipping"), offered("returns", "shipping")
    pick(chosen, "returns")
    pick(none, None)
    for story, first in ((chosen, "returns"), (none, None)):
        assert pick(story, "shipping") == ([], first)
        assert pick(story, None) == ([], first)


def test_what_was_not_offered_cannot_be_chosen() -> None:
    story = offered("returns", "shipping")
    with pytest.raises(NotFound):
        pick(story, "payment")
    with pytest.raises(NotFound):
        choose(story.at, MIA_SPEAKS, 1, None, WAITS)
    with pytest.raises(NotFound):
        choose(Story().at, MIA_SPEAKS, 1, None, WAITS)


@pytest.mark.parametrize("agent", [None, ADA_HOLDS])
def test_after_a_handoff_no_entry_is_shown_and_a_person_stays_one_click_away(agent: object) -> None:
    from handoff.core import customer

    story = offered("returns", "shipping")
    story.add(customer.person(story.at, MIA_SPEAKS, to(ADA_HOLDS if agent else None)))
    with pytest.raises(NotNow, match="a person sees"):
        pick(story, "returns")
    assert pick(story, None) == ([], None)
    assert story.at.status is (Status.WITH_AGENT if agent else Status.QUEUED)


def test_a_click_does_not_swallow_a_newer_question() -> None:
    story = offered("returns", "shipping")
    ask(story, "And where is my parcel?")
    with pytest.raises(NotNow, match="newer"):
        pick(story, "returns")
    assert story.at.turn is not None
    assert pick(story, None) == (["handoff_requested", "queued"], None)


def test_titles_over_which_the_problem_ended_are_gone() -> None:
    story = offered("returns", "shipping")
    seq = story.at.seq
    ask(story)
    reply(story, answer("payment"))
    accept_latest(story)
    with pytest.raises(NotFound):
        choose(story.at, MIA_SPEAKS, seq, answer("returns").answer, WAITS)


def test_a_chosen_answer_counts_towards_the_three() -> None:
    story = Story()
    for entry in ("returns", "shipping"):
        ask(story)
        reply(story, answer(entry))
        accept_latest(story)
    ask(story)
    reply(story, titles("payment", "warranty"))
    pick(story, "payment")
    accept_latest(story)
    ask(story)
    assert reply(story, titles("warranty", "vouchers")) == ["handoff_requested", "queued"]
    assert story.at.reason == "rule"
