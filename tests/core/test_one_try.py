"""A problem gets one try of the bot. Then it is a person's."""

from __future__ import annotations

import pytest

from handoff.core import agent as agents
from handoff.core import bot, customer
from handoff.core.bot import UNAVAILABLE, BotReply, Question
from handoff.core.conversation import Status
from handoff.core.events import Role
from tests.cast import ADA_HOLDS, MIA_SPEAKS, NOON, WAITS, Story, answer, once


def ask(story: Story, text: str = "How long may I send it back?") -> Question:
    if not story.log:
        story.add(customer.start("I am a bot.", "en", None))
    story.add(customer.say(story.at, MIA_SPEAKS, text, once(), WAITS))
    return Question(story.at.id, story.at.seq, story.at.epoch)


def reply(story: Story, said: BotReply) -> list[str]:
    return story.add(bot.reply(story.at, MIA_SPEAKS, said, WAITS))


def refuse_latest(story: Story) -> list[str]:
    drafts, _ = customer.feedback(story.at, MIA_SPEAKS, story.at.answers[-1].seq, False, WAITS)
    return story.add(drafts)


def accept_latest(story: Story) -> list[str]:
    drafts, _ = customer.feedback(story.at, MIA_SPEAKS, story.at.answers[-1].seq, True, WAITS)
    return story.add(drafts)


def back_to_bot(story: Story) -> None:
    story.add(customer.back_to_bot(story.at, MIA_SPEAKS))


def test_a_question_gets_one_answer_from_the_bot() -> None:
    story = Story()
    ask(story)
    assert reply(story, answer("returns")) == ["bot_answered"]
    assert story.at.status is Status.WITH_BOT
    assert story.at.problem_open


def test_a_no_brings_a_person_at_once() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    assert refuse_latest(story) == ["feedback_given", "handoff_requested", "queued"]
    assert story.at.reason == "unsatisfied"
    assert story.at.refused == ("returns",)


def test_a_typed_no_brings_a_person_and_a_typed_yes_closes_the_problem() -> None:
    yes, no = Story(), Story()
    for story in (yes, no):
        ask(story)
        reply(story, answer("returns"))
        ask(story, "hm")
    assert reply(no, BotReply(helpful=False)) == ["feedback_given", "handoff_requested", "queued"]
    assert reply(yes, BotReply(("Glad to hear it.",), helpful=True)) == ["feedback_given", "bot_said"]
    assert not yes.at.problem_open


def test_a_yes_or_no_that_answers_nothing_is_only_small_talk() -> None:
    story = Story()
    ask(story, "yes")
    assert reply(story, BotReply(("Fine.",), helpful=True)) == ["bot_said"]


def test_the_same_entry_a_second_time_brings_a_person_instead() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    ask(story, "but how long can I return it")
    assert reply(story, answer("returns")) == ["handoff_requested", "queued"]
    assert story.at.reason == "repeated"


def test_another_entry_may_be_answered_once_while_a_problem_is_open() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    ask(story)
    assert reply(story, answer("shipping")) == ["bot_answered"]
    ask(story)
    assert reply(story, answer("shipping")) == ["handoff_requested", "queued"]
    assert story.at.reason == "repeated"


def test_no_entry_at_all_brings_a_person() -> None:
    story = Story()
    ask(story)
    said = BotReply(("I don't know that.",), handoff="no_answer")
    assert reply(story, said) == ["bot_said", "handoff_requested", "queued"]
    assert story.at.reason == "no_answer"


def test_the_bot_never_answers_a_fourth_time_without_a_person() -> None:
    story = Story()
    for entry in ("returns", "shipping", "payment"):
        ask(story)
        assert reply(story, answer(entry)) == ["bot_answered"]
    ask(story)
    assert reply(story, answer("warranty")) == ["handoff_requested", "queued"]
    assert story.at.reason == "rule"


def test_even_helpful_answers_count_towards_the_three() -> None:
    story = Story()
    for entry in ("returns", "shipping", "payment"):
        ask(story)
        reply(story, answer(entry))
        accept_latest(story)
    ask(story)
    assert reply(story, answer("warranty")) == ["handoff_requested", "queued"]


def test_a_helped_problem_is_over_so_its_entry_may_answer_again() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    accept_latest(story)
    ask(story)
    assert reply(story, answer("returns")) == ["bot_answered"]


def test_going_back_to_the_bot_does_not_bring_a_refused_answer_back() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    refuse_latest(story)
    back_to_bot(story)
    assert story.at.refused == ("returns",)
    ask(story)
    assert reply(story, answer("returns")) == ["handoff_requested", "queued"]
    assert story.at.reason == "repeated"


def test_an_agent_who_gives_back_to_the_bot_does_not_bring_a_refused_answer_back() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    refuse_latest(story)
    story.add(agents.take(story.at, ADA_HOLDS))
    story.add(agents.to_bot(story.at, ADA_HOLDS))
    ask(story)
    assert reply(story, answer("returns")) == ["handoff_requested", "queued"]


def test_a_reopened_problem_still_remembers_what_was_refused() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    refuse_latest(story)
    story.add(agents.take(story.at, ADA_HOLDS))
    story.add(agents.resolve(story.at, ADA_HOLDS, None))
    ask(story)
    assert story.at.status is Status.QUEUED
    assert story.at.refused == ("returns",)


def test_the_first_verdict_on_an_answer_counts_and_later_ones_get_it_back() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    seq = story.at.answers[-1].seq
    assert customer.feedback(story.at, MIA_SPEAKS, seq, True, WAITS)[1] is True
    accept_latest(story)
    assert customer.feedback(story.at, MIA_SPEAKS, seq, False, WAITS) == ([], True)
    assert story.at.status is Status.WITH_BOT


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (UNAVAILABLE, "bot_unavailable"),
        (BotReply(), "bot_unavailable"),
        (BotReply(handoff="asked"), "asked"),
        (BotReply(handoff="sensitive"), "sensitive"),
        (BotReply(handoff="whatever the model made up"), "rule"),
    ],
)
def test_whatever_goes_wrong_with_the_bot_a_person_comes(said: BotReply, reason: str) -> None:
    story = Story()
    ask(story)
    assert reply(story, said)[-2:] == ["handoff_requested", "queued"]
    assert story.at.reason == reason
    asked_by = story.log[-2].by.role
    assert asked_by is (Role.CUSTOMER if reason == "asked" else Role.SYSTEM)


def test_a_reply_that_comes_after_a_person_was_asked_for_is_dropped() -> None:
    story = Story()
    question = ask(story)
    story.add(customer.person(story.at, MIA_SPEAKS, WAITS))
    assert not bot.still_open(story.at, question)


def test_a_reply_that_comes_after_an_agent_took_over_and_gave_back_is_dropped() -> None:
    story = Story()
    question = ask(story)
    story.add(customer.person(story.at, MIA_SPEAKS, WAITS))
    back_to_bot(story)
    assert story.at.status is Status.WITH_BOT
    assert not bot.still_open(story.at, question)


def test_a_reply_to_words_that_newer_ones_replaced_is_dropped() -> None:
    story = Story()
    first = ask(story, "How long")
    second = ask(story, "How long may I send it back?")
    assert not bot.still_open(story.at, first)
    assert bot.still_open(story.at, second)
    reply(story, answer("returns"))
    assert not bot.still_open(story.at, second), "and nothing is answered twice"


def test_a_clicked_verdict_leaves_a_newer_question_open() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    question = ask(story, "and who pays?")
    accept_latest(story)
    assert bot.still_open(story.at, question)
    assert story.at.due_step == "bot_late"


def test_writing_more_does_not_put_off_the_person() -> None:
    story = Story(now=NOON)
    ask(story, "How")
    first_due = story.at.due_at
    story.wait(4_000)
    ask(story, "How long?")
    assert story.at.due_at == first_due


def test_bot_and_system_carry_no_name_and_no_face() -> None:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    refuse_latest(story)
    for event in story.log:
        if event.by.role in (Role.BOT, Role.SYSTEM):
            assert (event.by.id, event.by.name, event.by.avatar) == (None, None, None)
