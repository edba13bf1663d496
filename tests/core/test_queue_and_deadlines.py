"""Nobody waits unseen: the queue is fair, and every open conversation has a deadline with a next step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoff.core import agent as agents
from handoff.core import bot, customer, follow_up
from handoff.core.conversation import Status
from handoff.core.deadlines import Limits, granted, passed, scheduled
from handoff.core.errors import Closed, Conflict, Forbidden, NotFound, NotNow, Taken
from handoff.core.events import Reader
from handoff.core.queue import place
from handoff.ports import Visitor
from tests.cast import (
    ADA_HOLDS,
    GRACE_HOLDS,
    LIMITS,
    MAX,
    MIA,
    MIA_SPEAKS,
    NOON,
    TEAM,
    WAITS,
    Story,
    answer,
    once,
    to,
)


def waiting(now: int = NOON, visitor: Visitor = MIA) -> Story:
    story = Story(visitor, now)
    story.add(customer.start("I am a bot.", "en", None))
    story.add(customer.person(story.at, MIA_SPEAKS, WAITS))
    return story


def with_ada(now: int = NOON, visitor: Visitor = MIA) -> Story:
    story = waiting(now, visitor)
    story.add(agents.take(story.at, ADA_HOLDS))
    return story


def pass_deadline(story: Story) -> list[str]:
    """Let the deadline pass, and what follows."""
    assert story.at.due_at is not None
    story.now = story.at.due_at
    story.at, drafts = passed(story.at, story.now, MIA_SPEAKS, WAITS)
    return story.add(drafts)


def test_who_asked_first_is_first() -> None:
    early, late = waiting(NOON), waiting(NOON + 1, MAX)
    assert place(early.at) < place(late.at)


def test_whoever_lost_their_agent_goes_before_everybody_else() -> None:
    mia = with_ada(NOON + 1_000)
    mia.add(agents.release(mia.at, ADA_HOLDS))
    assert place(mia.at) < place(waiting(NOON, MAX).at)


def test_among_the_returned_the_original_time_decides() -> None:
    mia, max_ = with_ada(NOON), with_ada(NOON + 1, MAX)
    max_.wait(5)
    max_.add(agents.release(max_.at, ADA_HOLDS))
    mia.wait(60_000)
    mia.add(agents.release(mia.at, ADA_HOLDS))
    assert mia.at.waiting_since == NOON
    assert place(mia.at) < place(max_.at)


def test_two_who_asked_in_the_same_millisecond_still_have_an_order() -> None:
    assert place(waiting(NOON).at) != place(waiting(NOON, MAX).at)


def test_giving_up_the_place_and_asking_again_means_a_new_place() -> None:
    mia = waiting(NOON)
    mia.add(customer.back_to_bot(mia.at, MIA_SPEAKS))
    mia.wait(10)
    mia.add(customer.person(mia.at, MIA_SPEAKS, WAITS))
    assert mia.at.waiting_since == NOON + 10
    assert not mia.at.returned


def test_a_bot_that_is_late_means_a_person() -> None:
    story = Story()
    story.add(customer.start("I am a bot.", "en", None))
    story.add(customer.say(story.at, MIA_SPEAKS, "Hello?", once(), WAITS))
    assert (story.at.due_step, story.at.due_at) == ("bot_late", NOON + LIMITS.bot_reply)
    assert pass_deadline(story) == ["handoff_requested", "queued"]
    assert story.at.reason == "bot_unavailable"


def test_a_customer_who_left_the_bot_long_ago_is_closed() -> None:
    story = Story()
    story.add(customer.start("I am a bot.", "en", None))
    assert story.at.due_step == "bot_idle"
    assert pass_deadline(story) == ["resolved"]


def test_nobody_took_it_rings_again_and_again_but_never_closes() -> None:
    """Once the wait is longer than the team wants, a follow-up is offered beside."""
    story = waiting()
    steps = []
    for _ in range(50):
        steps.append(story.at.due_step)
        assert pass_deadline(story) == []
        assert story.at.status is Status.QUEUED
        assert story.at.due_at is not None
        assert story.at.due_at <= story.now + LIMITS.still_waiting
    assert sorted(set(steps), key=str) == ["long_wait", "still_waiting"]
    assert steps.count("long_wait") == 1
    assert story.at.offered_at == NOON + 10 * 60_000


def test_an_agent_whose_connection_is_gone_loses_the_customer_to_the_front_of_the_queue() -> None:
    story = with_ada(NOON + 5)
    story.at = scheduled(replace(story.at, agent_gone_at=story.now), LIMITS)
    assert (story.at.due_step, story.at.due_at) == ("agent_lost", story.now + LIMITS.agent_grace)
    assert pass_deadline(story) == ["agent_left", "queued"]
    assert story.log[-2].data["reason"] == "lost"
    assert story.log[-2].by.role == "system"
    assert (story.at.returned, story.at.waiting_since, story.at.agent) == (True, NOON + 5, None)


def test_an_agent_who_lets_the_customer_wait_loses_them_too() -> None:
    story = with_ada()
    assert story.at.due_step == "agent_nudge"
    assert pass_deadline(story) == [], "at first she is only reminded"
    assert story.at.due_step == "agent_idle"
    assert pass_deadline(story) == ["agent_left", "queued"]
    assert story.log[-2].data["reason"] == "idle"


def test_a_conversation_in_which_the_customer_is_the_one_waiting_is_never_closed() -> None:
    story = with_ada()
    story.add(agents.say(story.at, ADA_HOLDS, "One moment.", None, once()))
    assert story.at.due_step == "customer_idle"
    story.wait(1_000)
    story.add(customer.say(story.at, MIA_SPEAKS, "Are you there?", once(), WAITS))
    assert story.at.due_step == "agent_nudge"
    for _ in range(20):
        assert "resolved" not in pass_deadline(story)


def test_a_customer_silent_after_the_agents_last_words_is_closed_in_the_end() -> None:
    story = with_ada()
    story.add(agents.say(story.at, ADA_HOLDS, "That was all.", None, once()))
    assert pass_deadline(story) == ["resolved"]
    assert (story.at.due_at, story.at.due_step) == (None, None)


def test_a_note_among_colleagues_puts_no_deadline_off() -> None:
    story = with_ada()
    story.add(agents.say(story.at, ADA_HOLDS, "That was all.", None, once()))
    due = story.at.due_at
    story.wait(60_000)
    story.add(agents.note(story.at, GRACE_HOLDS, "Seen before.", once()))
    assert story.at.due_at == due


def test_a_deadline_taken_too_early_does_nothing() -> None:
    story = waiting()
    assert passed(story.at, NOON, MIA_SPEAKS, WAITS) == (story.at, [])


def test_our_downtime_counts_against_nobody() -> None:
    """After a restart the bot, a vanished agent, a slow agent and a silent customer all start afresh."""
    later = NOON + 48 * 3_600_000
    asked = Story()
    asked.add(customer.start("I am a bot.", "en", None))
    asked.add(customer.say(asked.at, MIA_SPEAKS, "Hello?", once(), WAITS))
    lost, slow, silent, idle = with_ada(), with_ada(), with_ada(), Story()
    lost.at = scheduled(replace(lost.at, agent_gone_at=NOON), LIMITS)
    silent.add(agents.say(silent.at, ADA_HOLDS, "That was all.", None, once()))
    idle.add(customer.start("I am a bot.", "en", None))
    for story in (asked, lost, slow, silent, idle):
        assert story.at.due_at is not None
        assert story.at.due_at < later
        fresh = scheduled(granted(story.at, later), LIMITS)
        assert fresh.due_step == story.at.due_step
        assert fresh.due_at is not None
        assert fresh.due_at > later, story.at.due_step


def test_who_comes_back_to_the_queue_after_the_clock_was_set_back_is_rung_for_in_time() -> None:
    story = with_ada()
    story.wait(-8 * 24 * 3_600_000)
    story.add(agents.release(story.at, ADA_HOLDS))
    assert story.at.due_at is not None
    assert story.at.due_at <= story.now + LIMITS.still_waiting


def test_a_form_that_an_agent_gives_back_is_what_the_bot_is_asked() -> None:
    story = Story()
    story.add(customer.start("I am a bot.", "en", None))
    story.add(follow_up.leave(story.at, MIA_SPEAKS, follow_up.Form("mia@mail.example", "Why?"), TEAM, NOON))
    story.add(customer.person(story.at, MIA_SPEAKS, WAITS))
    story.add(agents.take(story.at, ADA_HOLDS))
    story.add(agents.to_bot(story.at, ADA_HOLDS))
    assert story.at.turn is not None
    assert story.log[story.at.turn.seq - 1].data["text"] == "Why?"


def test_a_take_wins_once_and_the_slower_one_learns_who_was_faster() -> None:
    story = with_ada()
    assert agents.take(story.at, ADA_HOLDS) == [], "asking again for what one has changes nothing"
    with pytest.raises(Taken) as refused:
        agents.take(story.at, GRACE_HOLDS)
    assert refused.value.wire()["by"] == {"id": ADA_HOLDS.id, "name": "Ada", "avatar": None}


def test_only_the_owner_speaks_gives_back_or_resolves() -> None:
    story = with_ada()
    with pytest.raises(Forbidden):
        agents.say(story.at, GRACE_HOLDS, "Hi", None, once())
    with pytest.raises(Forbidden):
        agents.release(story.at, GRACE_HOLDS)
    with pytest.raises(Forbidden):
        agents.to_bot(story.at, GRACE_HOLDS)
    with pytest.raises(Forbidden):
        agents.resolve(story.at, GRACE_HOLDS, None)


def test_an_agent_does_not_speak_before_taking_nor_after_resolving() -> None:
    story = waiting()
    with pytest.raises(NotNow):
        agents.say(story.at, ADA_HOLDS, "Hi", None, once())
    story.add(agents.take(story.at, ADA_HOLDS))
    story.add(agents.resolve(story.at, ADA_HOLDS, None))
    with pytest.raises(Closed):
        agents.say(story.at, ADA_HOLDS, "Hi", None, once())
    with pytest.raises(Closed):
        agents.take(story.at, ADA_HOLDS)


def test_an_agent_cannot_take_what_is_still_with_the_bot() -> None:
    story = Story()
    story.add(customer.start("I am a bot.", "en", None))
    with pytest.raises(NotNow):
        agents.take(story.at, ADA_HOLDS)


def test_notes_are_not_for_customers_and_do_not_break_their_chain() -> None:
    story = with_ada()
    before = story.at.customer_seq
    story.add(agents.note(story.at, ADA_HOLDS, "Angry; careful.", once()))
    story.add(agents.say(story.at, ADA_HOLDS, "Hello Mia.", None, once()))
    note, said = story.log[-2:]
    assert not note.visible_to(Reader.CUSTOMER)
    assert said.wire(Reader.CUSTOMER)["prev"] == before
    assert said.wire(Reader.AGENT)["prev"] == note.seq


def test_customers_do_not_see_how_sure_the_bot_was() -> None:
    story = Story()
    story.add(customer.start("I am a bot.", "en", None))
    story.add(customer.say(story.at, MIA_SPEAKS, "Returns?", once(), WAITS))
    said = replace(answer("returns"), entities=({"entity": "order", "value": "4711"},))
    story.add(bot.reply(story.at, MIA_SPEAKS, said, WAITS))
    told = story.log[-1].wire(Reader.CUSTOMER)
    assert not {"intent", "confidence", "entities"} & told.keys()
    assert {"intent", "confidence", "entities"} <= story.log[-1].wire(Reader.AGENT).keys()
    assert told["model"] == "m-1"


def test_a_conversation_is_rated_once_for_each_time_it_is_resolved() -> None:
    story = with_ada()
    rating = {"score": 5, "comment": None, "repeated": False, "knew_who": True}
    with pytest.raises(NotNow):
        customer.rate(story.at, MIA_SPEAKS, rating)
    story.add(agents.resolve(story.at, ADA_HOLDS, None))
    assert story.add(customer.rate(story.at, MIA_SPEAKS, rating)) == ["rated"]
    assert customer.rate(story.at, MIA_SPEAKS, rating) == []
    with pytest.raises(Conflict):
        customer.rate(story.at, MIA_SPEAKS, rating | {"score": 1})
    story.add(customer.say(story.at, MIA_SPEAKS, "Once more", once(), WAITS))
    story.add(agents.take(story.at, ADA_HOLDS))
    story.add(agents.resolve(story.at, ADA_HOLDS, None))
    assert story.add(customer.rate(story.at, MIA_SPEAKS, rating | {"score": 1})) == ["rated"]


def test_feedback_on_an_answer_that_never_was_is_refused() -> None:
    with pytest.raises(NotFound):
        customer.feedback(waiting().at, MIA_SPEAKS, 1, True, WAITS)


def test_whoever_comes_back_within_a_week_gets_their_agent_if_there_and_the_queue_if_not() -> None:
    for free, expected in ((ADA_HOLDS, "agent_joined"), (None, "queued")):
        story = with_ada()
        story.add(agents.resolve(story.at, ADA_HOLDS, None))
        story.wait(7 * 24 * 3_600_000)
        assert not customer.starts_anew(story.at, story.now)
        kinds = story.add(customer.say(story.at, MIA_SPEAKS, "It broke again", once(), to(free)))
        assert kinds == ["customer_said", "reopened", expected]


def test_after_a_week_words_begin_a_new_conversation() -> None:
    story = with_ada()
    story.add(agents.resolve(story.at, ADA_HOLDS, None))
    story.wait(7 * 24 * 3_600_000 + 1)
    assert customer.starts_anew(story.at, story.now)


@pytest.mark.parametrize("status", list(Status))
def test_limits_name_a_step_for_every_open_state(status: Status) -> None:
    story = with_ada() if status is Status.WITH_AGENT else waiting()
    at = scheduled(replace(story.at, status=status), Limits())
    assert (at.due_at is None) == (at.due_step is None)
    assert (at.due_at is None) == (status is Status.RESOLVED)
