"""Whatever people do in whatever order, the promise holds after every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.core import agent as agents
from handoff.core import bot, customer
from handoff.core.bot import UNAVAILABLE, BotReply, Question
from handoff.core.choosing import choose
from handoff.core.conversation import ROW_ONLY, Conversation, Status, speaker_of
from handoff.core.deadlines import Step, passed, scheduled
from handoff.core.errors import Refusal
from handoff.core.events import Draft, Kind, Reader, Role
from handoff.core.folding import fold
from handoff.core.identity import Profile, identified
from handoff.core.records import tag
from handoff.core.steps import take
from handoff.core.told import Waiting, tell
from tests.cast import (
    ADA_HOLDS,
    GRACE_HOLDS,
    LIMITS,
    MIA,
    MIA_SPEAKS,
    TEAM,
    WAITS,
    Story,
    answer,
    guided,
    once,
    titles,
    to,
)

BOT_SPEAKS = {Kind.BOT_SAID, Kind.BOT_ANSWERED, Kind.BOT_SUGGESTED}

Act = Callable[[Story, int], list[Draft]]


def _feedback(story: Story, number: int, helpful: bool) -> list[Draft]:
    answers = story.at.answers
    seq = answers[number % len(answers)].seq if answers else 1
    return customer.feedback(story.at, MIA_SPEAKS, seq, helpful, WAITS)[0]


def _reply(said: BotReply) -> Act:
    """A reply to the latest question or, as often, to one that is over."""

    def act(story: Story, number: int) -> list[Draft]:
        seq = story.at.turn.seq if story.at.turn else story.at.seq
        question = Question(story.at.id, seq, story.at.epoch - number % 2)
        return bot.reply(story.at, MIA_SPEAKS, said, WAITS) if bot.still_open(story.at, question) else []

    return act


def _choose(story: Story, number: int) -> list[Draft]:
    """One of the titles, none of them, or what was never offered."""
    offer = story.at.suggestion
    entries = (*(offer.entries if offer else ()), "unheard-of", None)
    entry = entries[number % len(entries)]
    given = answer(entry).answer if entry else None
    return choose(story.at, MIA_SPEAKS, offer.seq if offer else 1, given, WAITS)[0]


def _step(story: Story, number: int) -> list[Draft]:
    """Of one of the answers, guided or not; a step that it has, or has not."""
    answers = [event for event in story.log if event.kind is Kind.BOT_ANSWERED]
    if not answers:
        return []
    path = ((0,), (1,), (0, 0), (0, 1), (2,))[number % 5]
    return take(story.at, MIA_SPEAKS, answers[number // 5 % len(answers)], path, WAITS)


def _deadline(story: Story, _number: int) -> list[Draft]:
    story.now = max(story.now, story.at.due_at or 0)
    story.at, drafts = passed(story.at, story.now, MIA_SPEAKS, WAITS)
    return drafts


def _gone(story: Story, number: int) -> list[Draft]:
    if story.at.status is Status.WITH_AGENT:
        story.at = replace(story.at, agent_gone_at=story.now if number % 2 else None)
    return []


ACTS: dict[str, Act] = {
    "say": lambda s, n: customer.say(
        s.at, MIA_SPEAKS, f"words {n}", once(), to(ADA_HOLDS if n % 2 else None)
    ),
    "identified": lambda _s, n: [identified(Profile(f"{n}", f"Mia {n}", "mia@example.com", {}, n % 2 == 0))],
    "tagged": lambda s, n: tag(s.at, ADA_HOLDS, [f"{n % 3}"], [f"{n % 2}"]),
    "person": lambda s, n: customer.person(s.at, MIA_SPEAKS, to(ADA_HOLDS if n % 2 else None)),
    "bot": lambda s, _n: customer.back_to_bot(s.at, MIA_SPEAKS),
    "yes": lambda s, n: _feedback(s, n, True),
    "no": lambda s, n: _feedback(s, n, False),
    "rate": lambda s, n: customer.rate(s.at, MIA_SPEAKS, {"score": 1 + n % 5}),
    "take": lambda s, n: agents.take(s.at, (ADA_HOLDS, GRACE_HOLDS)[n % 2]),
    "agent says": lambda s, n: agents.say(s.at, (ADA_HOLDS, GRACE_HOLDS)[n % 2], "Hello.", None, once()),
    "note": lambda s, n: agents.note(s.at, (ADA_HOLDS, GRACE_HOLDS)[n % 2], "Careful.", once()),
    "release": lambda s, n: agents.release(s.at, (ADA_HOLDS, GRACE_HOLDS)[n % 2]),
    "to_bot": lambda s, n: agents.to_bot(s.at, (ADA_HOLDS, GRACE_HOLDS)[n % 2]),
    "resolve": lambda s, n: agents.resolve(s.at, (ADA_HOLDS, GRACE_HOLDS)[n % 2], None),
    "bot answers returns": _reply(answer("returns")),
    "bot answers another": lambda s, n: _reply(answer(f"entry-{n % 5}"))(s, n),
    "bot suggests": lambda s, n: _reply(titles("returns", f"entry-{n % 5}", "shipping"))(s, n),
    "choose": _choose,
    "bot guides": lambda s, n: _reply(guided(f"guide-{n % 3}"))(s, n),
    "step": _step,
    "told": lambda s, n: tell(s.at, Waiting("t", MIA.id, f"gap:{n}", "News.", speaker_of(ADA_HOLDS))),
    "bot chats": _reply(BotReply(("Hello!",))),
    "bot hears yes": _reply(BotReply(helpful=True)),
    "bot hears no": _reply(BotReply(helpful=False)),
    "bot gives up": _reply(BotReply(handoff="no_answer")),
    "bot fails": _reply(UNAVAILABLE),
    "deadline": _deadline,
    "connection": _gone,
}


def owners(at: Conversation) -> int:
    """How many own the conversation: bot, queue, agent or, when it is over, nobody has to."""
    return (
        (at.status is Status.WITH_BOT and at.agent is None)
        + (at.status is Status.QUEUED and at.agent is None and at.team is not None)
        + (at.status is Status.WITH_AGENT and at.agent is not None)
        + (at.status is Status.RESOLVED and at.agent is None)
    )


def check_promise(before: Conversation, story: Story) -> None:
    at = story.at
    new = story.log[before.seq :]
    assert owners(at) == 1
    assert (at.due_at is None) == (at.status is Status.RESOLVED), "no dead end"
    assert (at.due_step is None) == (at.due_at is None)
    if at.due_step is not None:
        Step(at.due_step)
    assert [event.seq for event in story.log] == list(range(1, at.seq + 1)), "gapless"
    seen = [event for event in story.log if event.visible_to(Reader.CUSTOMER)]
    assert [event.prev_customer for event in seen] == [0, *(event.seq for event in seen)][:-1]
    assert at.customer_seq == (seen[-1].seq if seen else 0)
    assert not any(event.kind is Kind.NOTE_ADDED for event in seen), "customers never see notes"
    assert at.epoch >= before.epoch
    if (before.status, before.agent) != (at.status, at.agent) and at.status is not Status.RESOLVED:
        moved_within_bot = before.status is Status.WITH_BOT and at.status is Status.WITH_BOT
        assert at.epoch > before.epoch or moved_within_bot, "whoever computed a reply before is too late"
    if before.status is not Status.WITH_BOT:
        assert not BOT_SPEAKS & {event.kind for event in new}, "one speaker"
    if at.status is not Status.WITH_BOT:
        assert at.turn is None, "the bot owes nothing where it may not speak"
    assert at.answers_since_person <= bot.ANSWERS_WITHOUT_PERSON
    if at.status is Status.QUEUED:
        assert at.waiting_since is not None
    if any(event.kind is Kind.RESOLVED and event.by.role is Role.SYSTEM for event in new):
        assert before.customer_waits_since is None, "who waits is never closed"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 9), st.integers(0, 400_000)), max_size=40
    )
)
def test_any_story_keeps_the_promise_after_every_step(acts: list[tuple[str, int, int]]) -> None:
    story = Story()
    story.add(customer.start("I am a bot.", "en", None))
    start = replace(story.at, seq=0, customer_seq=0)
    for name, number, pause in acts:
        story.wait(pause)
        before = story.at
        try:
            story.add(ACTS[name](story, number))
        except Refusal:
            assert story.at == before, "a refusal changes nothing"
        check_promise(before, story)
    folded = Conversation(start.id, MIA.id, 1)
    for event in story.log:
        folded = fold(folded, event)
    for name in ROW_ONLY:
        folded = replace(folded, **{name: getattr(story.at, name)})
    assert folded == story.at, "the log alone gives the row"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["returns", "shipping", "payment", "warranty"]), min_size=1, max_size=12))
def test_within_one_problem_no_entry_is_ever_offered_twice(entries: list[str]) -> None:
    story = Story()
    story.add(customer.start("I am a bot.", "en", None))
    for entry in entries:
        story.add(customer.say(story.at, MIA_SPEAKS, entry, once(), WAITS))
        if story.at.turn is None:
            break
        story.add(bot.reply(story.at, MIA_SPEAKS, answer(entry), WAITS))
    offered = [event.data["entry"] for event in story.log if event.kind is Kind.BOT_ANSWERED]
    assert len(offered) == len(set(offered)) <= 3


@pytest.mark.parametrize("status", list(Status))
def test_scheduling_is_a_function_of_the_row_alone(status: Status) -> None:
    at = Conversation("c", "v", 1, status=status, active_at=5, agent=ADA_HOLDS, team=TEAM)
    assert scheduled(scheduled(at, LIMITS), LIMITS) == scheduled(at, LIMITS)
