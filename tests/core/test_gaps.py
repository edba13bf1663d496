"""What becomes of a question is read from the conversation's events, and from nothing else."""

from __future__ import annotations

from handoff.core import agent as agents
from handoff.core import bot, customer
from handoff.core.bot import UNAVAILABLE, BotReply, Question
from handoff.core.choosing import choose
from handoff.core.events import Draft, Kind, Role, Speaker
from handoff.core.gaps import SILENCE_MS, Became, answers, questions, score
from tests.cast import ADA_HOLDS, MIA_SPEAKS, WAITS, Story, answer, once

MINUTE = 60_000
HELD = "Do you deliver to a ship in the harbour?"


def asked(text: str = HELD) -> Story:
    story = Story()
    story.add(customer.start("I am a bot.", "en", None))
    say(story, text)
    return story


def say(story: Story, text: str) -> None:
    story.add(customer.say(story.at, MIA_SPEAKS, text, once(), WAITS))


def reply(story: Story, said: BotReply) -> None:
    story.add(bot.reply(story.at, MIA_SPEAKS, said, WAITS))


def wants_a_person(story: Story) -> None:
    story.add(customer.person(story.at, MIA_SPEAKS, WAITS))


def helped_by_ada(story: Story, *said: str, minutes: int = 4) -> None:
    story.add([customer.joined(ADA_HOLDS, "support")])
    for text in said:
        story.now += minutes * MINUTE // max(1, len(said))
        story.add([Draft(Kind.AGENT_SAID, Speaker(Role.AGENT, "ada", "Ada"), {"text": text})])
    story.add(agents.resolve(story.at, ADA_HOLDS, None))


def became(story: Story) -> list[tuple[Became, str | None, str | None]]:
    return [(one.became, one.reason, one.entry) for one in questions(story.log)]


def test_an_answer_that_nobody_refused_is_an_answer() -> None:
    story = asked()
    reply(story, answer("returns"))
    (one,) = questions(story.log)
    assert (one.became, one.entry, one.helpful, one.seq) == (Became.ANSWERED, "returns", None, 2)
    assert one.confidence is not None


def test_a_yes_and_a_no_are_kept_with_the_question() -> None:
    helped, refused = asked(), asked()
    for story, verdict in ((helped, True), (refused, False)):
        reply(story, answer("returns"))
        drafts, _ = customer.feedback(story.at, MIA_SPEAKS, story.at.answers[-1].seq, verdict, WAITS)
        story.add(drafts)
    assert [(one.became, one.helpful) for one in questions(helped.log)] == [(Became.ANSWERED, True)]
    assert became(refused) == [(Became.REFUSED, "unsatisfied", "returns")]


def test_a_typed_no_is_a_verdict_and_no_question() -> None:
    story = asked()
    reply(story, answer("returns"))
    say(story, "No, that is not what I meant at all, you machine")
    reply(story, BotReply(helpful=False))
    assert became(story) == [(Became.REFUSED, "unsatisfied", "returns")]


def test_a_question_without_an_entry_is_unanswered_and_so_is_one_the_bot_was_down_for() -> None:
    nothing, down = asked(), asked()
    reply(nothing, BotReply(handoff="no_answer"))
    reply(down, UNAVAILABLE)
    assert became(nothing) == [(Became.UNANSWERED, "no_answer", None)]
    assert became(down) == [(Became.UNANSWERED, "bot_unavailable", None)]


def test_whoever_asks_for_a_person_after_an_answer_had_no_use_for_it() -> None:
    story = asked()
    reply(story, answer("returns"))
    wants_a_person(story)
    assert became(story) == [(Became.PERSON, "asked", "returns")]


def test_whoever_was_helped_and_then_asks_for_a_person_has_another_question() -> None:
    story = asked("Where is my parcel?")
    reply(story, answer("order"))
    drafts, _ = customer.feedback(story.at, MIA_SPEAKS, story.at.answers[-1].seq, True, WAITS)
    story.add(drafts)
    wants_a_person(story)
    say(story, HELD)
    assert became(story) == [(Became.ANSWERED, None, "order"), (Became.PERSON, "asked", None)]


def test_the_first_words_to_a_person_are_the_question_of_who_asked_for_one_at_once() -> None:
    story = Story()
    story.add(customer.start("I am a bot.", "en", None))
    wants_a_person(story)
    say(story, "hi")
    say(story, HELD)
    say(story, "It is the Aurora, at pier 3.")
    assert became(story) == [(Became.PERSON, "asked", None)]
    assert questions(story.log)[0].seq == 5


def test_asking_for_a_person_in_words_is_no_question_but_a_question_in_it_is_one() -> None:
    plain, full = asked("a human please"), asked("I want a person who can deliver to a ship")
    for story in (plain, full):
        reply(story, BotReply(handoff="asked"))
    assert became(plain) == []
    assert became(full) == [(Became.PERSON, "asked", None)]


def test_small_talk_is_no_question() -> None:
    story = asked("good morning")
    reply(story, BotReply(texts=("Good morning.",)))
    wants_a_person(story)
    assert became(story) == []


def test_titles_chosen_are_an_answer_and_none_of_them_is_a_refusal() -> None:
    offered = BotReply(suggested=({"entry": "returns", "title": "Returns"},), model="m")
    chosen, none = asked(), asked()
    for story in (chosen, none):
        reply(story, offered)
    seq = chosen.at.seq
    told = answer("returns").answer
    chosen.add(choose(chosen.at, MIA_SPEAKS, seq, told, WAITS)[0])
    none.add(choose(none.at, MIA_SPEAKS, seq, None, WAITS)[0])
    (one,) = questions(chosen.log)
    assert (one.became, one.entry, one.chosen, one.seq) == (Became.ANSWERED, "returns", True, 2)
    assert became(none) == [(Became.REFUSED, "no_answer", None)]


def test_titles_passed_over_are_unanswered_together_with_what_was_said_instead() -> None:
    story = asked()
    reply(story, BotReply(suggested=({"entry": "returns", "title": "Returns"},), model="m"))
    assert became(story) == []
    say(story, "It is the Aurora, at pier 3.")
    reply(story, BotReply(handoff="no_answer"))
    assert became(story) == [(Became.UNANSWERED, "no_answer", None)] * 2


def test_the_same_entry_again_is_a_refusal() -> None:
    story = asked()
    reply(story, answer("returns"))
    say(story, "But how do I return it?")
    reply(story, answer("returns"))
    assert became(story) == [(Became.ANSWERED, None, "returns"), (Became.REFUSED, "repeated", None)]


def test_what_an_agent_gives_back_is_asked_anew() -> None:
    story = asked()
    reply(story, BotReply(handoff="no_answer"))
    story.add([customer.joined(ADA_HOLDS, "support")])
    say(story, "And how long may I return it?")
    story.add([Draft(Kind.RETURNED_TO_BOT, Speaker(Role.AGENT, "ada", "Ada"))])
    reply(story, answer("returns"))
    assert became(story) == [(Became.UNANSWERED, "no_answer", None), (Became.ANSWERED, None, "returns")]


def test_the_agents_time_is_counted_without_silence_and_shared_among_the_questions() -> None:
    story = asked()
    reply(story, BotReply(suggested=({"entry": "returns", "title": "Returns"},), model="m"))
    say(story, "It is the Aurora, at pier 3.")
    reply(story, BotReply(handoff="no_answer"))
    story.now += 60 * MINUTE  # the wait is nobody's work
    helped_by_ada(story, "Yes, we deliver to every pier.", minutes=4)
    assert [one.agent_ms for one in questions(story.log)] == [2 * MINUTE, 2 * MINUTE]
    slow = asked()
    reply(slow, BotReply(handoff="no_answer"))
    helped_by_ada(slow, "Yes, we deliver to every pier.", minutes=600)
    assert questions(slow.log)[0].agent_ms == SILENCE_MS


def test_time_after_a_reopening_counts_for_the_same_question() -> None:
    story = asked()
    reply(story, BotReply(handoff="no_answer"))
    helped_by_ada(story, "Yes, we deliver to every pier.", minutes=3)
    say(story, "It did not come.")
    helped_by_ada(story, "I have sent it again just now.", minutes=2)
    (one,) = questions(story.log)
    assert one.agent_ms == 5 * MINUTE


def test_the_agents_real_answer_is_neither_the_greeting_nor_a_question_back() -> None:
    story = asked()
    reply(story, BotReply(handoff="no_answer"))
    helped_by_ada(
        story,
        "Hi Mia!",
        "Which harbour is the ship in at the moment, please?",
        "We deliver to every pier in Hamburg, to the harbour master's office.",
    )
    assert [event.data["text"][:12] for event in answers(story.log, 2)] == ["We deliver t"]


def test_where_agents_only_asked_back_their_questions_are_shown() -> None:
    story = asked()
    reply(story, BotReply(handoff="no_answer"))
    helped_by_ada(story, "Hello!", "Which harbour is the ship in at the moment, please?")
    assert len(answers(story.log, 2)) == 1


def test_a_log_read_from_its_middle_or_emptied_is_read_without_harm() -> None:
    story = asked()
    reply(story, answer("returns"))
    wants_a_person(story)
    helped_by_ada(story, "Yes, we deliver to every pier.")
    for first in range(len(story.log)):
        assert len(questions(story.log[first:])) <= 1
    still_open = Question(story.at.id, 2, 0)
    assert still_open.seq == questions(story.log)[0].seq


def test_more_customers_and_more_time_rank_higher() -> None:
    assert score(3, 0) == 3
    assert score(3, 10 * MINUTE) > score(3, 9 * MINUTE) > score(2, 9 * MINUTE)


def test_words_with_which_the_bot_gives_up_do_not_hide_the_question() -> None:
    story = asked()
    reply(story, BotReply(texts=("I'm a bot, and I have no good answer to that.",), handoff="no_answer"))
    assert became(story) == [(Became.UNANSWERED, "no_answer", None)]


def test_small_talk_before_somebody_asks_for_a_person_is_no_question() -> None:
    story = asked("Hello there, I hope you are well today")
    reply(story, BotReply(texts=("Good morning.",)))
    story.now += MINUTE
    wants_a_person(story)
    assert became(story) == []
