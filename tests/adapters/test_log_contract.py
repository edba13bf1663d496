"""What every log promises, whatever it is made of."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from handoff.adapters.memory import MemoryBot, MemoryClock, MemoryFanout
from handoff.core import agent as agents
from handoff.core import customer
from handoff.core.conversation import Conversation, Status
from handoff.core.deadlines import scheduled
from handoff.core.errors import NotFound, NotNow, Refusal, Taken
from handoff.core.events import Draft, Kind, Reader, Role, Speaker
from handoff.core.folding import record
from handoff.core.people import State
from handoff.core.queue import place as place_in_line
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.customers import Place as Whereabouts
from handoff.desk.line import Line
from handoff.ports import Agent, Answer, Transaction, Visitor
from tests.adapters.conftest import EVERY, Place
from tests.cast import ADA, ADA_HOLDS, GRACE, LIMITS, MIA, MIA_SPEAKS, NOON, TEAM, WAITS, once

pytestmark = pytest.mark.parametrize("place", EVERY, indirect=True)

HERE = Whereabouts()


def write(
    tx: Transaction, before: Conversation | None, base: Conversation, drafts: list[Draft]
) -> Conversation:
    after, events = record(base, drafts, NOON)
    return tx.append(before, scheduled(after, LIMITS), events)


async def begin(place: Place, visitor: Visitor = MIA, *, waiting_since: int | None = None) -> Conversation:
    """A conversation with the bot or, with a time, in the queue since then."""
    base = Conversation(str(uuid.uuid4()), visitor.id, 1)
    drafts = customer.start("I am a bot.", "en", None)
    if waiting_since is not None:
        drafts += customer.person(base, MIA_SPEAKS, WAITS)
    after, events = record(base, drafts, waiting_since or NOON)
    return await place.log.transact(lambda tx: tx.append(None, scheduled(after, LIMITS), events))


async def add(place: Place, id: str, *drafts: Draft) -> Conversation:
    def work(tx: Transaction) -> Conversation:
        found = tx.conversation(id)
        assert found is not None
        return write(tx, found, found, list(drafts))

    return await place.log.transact(work)


def somebody() -> Visitor:
    return Visitor(str(uuid.uuid4()))


def words(text: str) -> Draft:
    return Draft(Kind.CUSTOMER_SAID, MIA_SPEAKS, {"text": text}, once())


async def test_what_was_written_is_read_back_as_it_was(place: Place) -> None:
    told = await begin(place)
    said = Draft(
        Kind.BOT_ANSWERED,
        Speaker(Role.BOT),
        {"entry": "returns", "title": "Rückgabe", "url": None, "text": "30 Tage 🙂 \u0000?", "model": "m",
         "intent": "faq/returns", "confidence": 0.9, "entities": [{"entity": "order", "value": 1}]},
    )  # fmt: skip
    after = await add(place, told.id, words("Wie lange?"), said)
    assert await place.log.conversation(told.id) == after
    events = await place.log.events(told.id, 0, 10)
    assert [event.seq for event in events] == [1, 2, 3]
    assert dict(events[2].data) == dict(said.data)
    assert events[1].by == MIA_SPEAKS
    assert events[1].client_id is not None


async def test_a_work_that_fails_leaves_nothing(place: Place) -> None:
    told = await begin(place)

    def work(tx: Transaction) -> None:
        found = tx.conversation(told.id)
        assert found is not None
        write(tx, found, found, [words("never said")])
        tx.remember("v:mia", "1", told.id, {"conversation": told.id})
        raise NotNow("Not now.")

    with pytest.raises(NotNow):
        await place.log.transact(work)
    assert await place.log.conversation(told.id) == told
    assert len(await place.log.events(told.id, 0, 10)) == 1
    assert await place.log.transact(lambda tx: tx.done("v:mia", "1")) is None


async def test_a_refused_command_never_fails_its_batch(place: Place) -> None:
    ids = [(await begin(place, somebody())).id for _ in range(20)]

    def work(id: str, number: int) -> asyncio.Future[Conversation]:
        def once_written(tx: Transaction) -> Conversation:
            found = tx.conversation(id)
            assert found is not None
            after = write(tx, found, found, [words(f"{number}")])
            if number % 3 == 0:
                raise NotNow("Not now.")
            if number % 7 == 0:
                raise ValueError("a mistake of ours")
            return after

        return asyncio.ensure_future(place.log.transact(once_written))

    results = await asyncio.gather(*(work(id, n) for n, id in enumerate(ids)), return_exceptions=True)
    for number, (id, result) in enumerate(zip(ids, results, strict=True)):
        stored = len(await place.log.events(id, 0, 10))
        if number % 3 == 0:
            assert (type(result), stored) == (NotNow, 1)
        elif number % 7 == 0:
            assert (type(result), stored) == (ValueError, 1)
        else:
            assert stored == 2


async def test_64_writers_at_once_leave_a_log_without_gap_or_double(place: Place) -> None:
    told = await begin(place)
    await asyncio.gather(*(add(place, told.id, words(f"{n}"), words(f"{n}!")) for n in range(64)))
    events = await place.log.events(told.id, 0, 1_000)
    assert [event.seq for event in events] == list(range(1, 130))
    assert [event.prev_customer for event in events] == list(range(129))
    assert len({event.data["text"] for event in events[1:]}) == 128
    stored = await place.log.conversation(told.id)
    assert stored is not None
    assert (stored.seq, stored.revision) == (129, 65)


async def test_events_come_page_by_page(place: Place) -> None:
    told = await begin(place)
    await add(place, told.id, *(words(f"{n}") for n in range(450)))
    read: list[int] = []
    while page := await place.log.events(told.id, read[-1] if read else 0, 200):
        assert len(page) <= 200
        read += [event.seq for event in page]
    assert read == list(range(1, 452))
    assert await place.log.events(told.id, 10_000, 200) == []
    assert await place.log.events("nobody's", 0, 200) == []


async def test_a_call_made_before_is_known_by_its_sender_and_id(place: Place) -> None:
    told: Answer = {"conversation": "c", "seq": 3, "head": {"seq": 3}}
    await place.log.transact(lambda tx: tx.remember("v:mia", "1", "c", told))
    assert await place.log.transact(lambda tx: tx.done("v:mia", "1")) == told
    assert await place.log.transact(lambda tx: tx.done("v:max", "1")) is None
    assert await place.log.transact(lambda tx: tx.done("v:mia", "2")) is None


async def test_the_newest_conversation_of_a_visitor_is_theirs_alone(place: Place) -> None:
    first = await begin(place)
    second = Conversation(str(uuid.uuid4()), MIA.id, 2)
    await place.log.transact(lambda tx: write(tx, None, second, customer.start("I am a bot.", None, None)))
    found = await place.log.latest(MIA.id)
    assert found is not None
    assert (found.id, found.number) == (second.id, 2)
    assert await place.log.transact(lambda tx: tx.latest(MIA.id)) == found
    assert await place.log.latest(somebody().id) is None
    assert first.id != second.id


async def test_the_line_is_in_the_order_of_the_rule(place: Place, rng: random.Random) -> None:
    """Returned first, then the original time, then a fixed order: the same in SQL as in core."""
    for _ in range(24):
        told = await begin(place, somebody(), waiting_since=NOON - rng.randrange(4))
        if rng.random() < 0.4:
            await add(place, told.id, *agents.take(told, ADA_HOLDS))
            held = await place.log.conversation(told.id)
            assert held is not None
            await add(place, told.id, *agents.release(held, ADA_HOLDS))
    waiting = await place.log.waiting([TEAM])
    assert [one.id for one in waiting] == [one.id for one in sorted(waiting, key=place_in_line)]
    assert waiting == await place.log.waiting(None)
    assert await place.log.waiting(["another"]) == []
    assert await place.log.waiting([]) == []
    line = Line()
    await line.fill(place.log)
    assert [line.position(one.id) for one in waiting] == list(range(1, 25))
    for teams in (None, [TEAM], [TEAM, "another"]):
        first = await place.log.transact(lambda tx, teams=teams: tx.next_in_line(teams))  # type: ignore[misc]
        assert first == waiting[0]
    assert await place.log.transact(lambda tx: tx.next_in_line(["another"])) is None


async def test_who_holds_what_and_who_is_gone(place: Place) -> None:
    told = await begin(place, waiting_since=NOON)
    await add(place, told.id, *agents.take(told, ADA_HOLDS))
    assert [one.id for one in await place.log.held(ADA.id)] == [told.id]
    assert [one.id for one in await place.log.transact(lambda tx: tx.held_by(ADA.id))] == [told.id]
    assert await place.log.held(GRACE.id) == []
    assert await place.log.abandoned() == [ADA.id]
    await place.presence.connect(ADA.id, "tab-1")
    assert await place.log.abandoned() == []
    assert await place.log.transact(lambda tx: tx.is_connected(ADA.id))
    await place.presence.connect(ADA.id, "tab-2")
    await place.presence.disconnect("tab-1")
    assert await place.log.abandoned() == [], "one tab of two is still there"
    await place.presence.disconnect("tab-2")
    assert await place.log.abandoned() == [ADA.id]
    held = await place.log.conversation(told.id)
    assert held is not None
    await add(place, told.id, *agents.resolve(held, ADA_HOLDS, None))
    assert await place.log.abandoned() == []
    assert await place.log.held(ADA.id) == []


async def test_available_means_connected_and_said_so(place: Place) -> None:
    async def state() -> State | None:
        found = await place.log.transact(lambda tx: tx.colleague(ADA.id))
        return found.state(NOON) if found else None

    assert await state() is State.AWAY
    await place.presence.connect(ADA.id, "tab")
    assert await state() is State.AVAILABLE
    await place.presence.set_status(ADA.id, False, "lunch")
    assert await place.presence.status(ADA.id) == (False, "lunch")
    assert await state() is State.AWAY
    assert await place.log.transact(lambda tx: tx.is_connected(ADA.id))
    [ada] = [one for one in await place.log.transact(lambda tx: tx.everybody()) if one.holder.id == ADA.id]
    assert (ada.label, ada.teams, ada.state(NOON)) == ("lunch", (TEAM,), State.AWAY)


async def test_notes_are_finished_by_who_says_that_they_are_available(place: Place) -> None:
    async def state() -> State | None:
        found = await place.log.transact(lambda tx: tx.colleague(ADA.id))
        return found.state(NOON) if found else None

    await place.presence.connect(ADA.id, "tab")
    await place.log.transact(lambda tx: tx.let_go(ADA.id, NOON + 60_000))
    assert await state() is State.WRAPPING_UP
    await place.presence.set_status(ADA.id, True, None)
    assert await state() is State.AVAILABLE


async def test_what_anybody_holds_is_found_the_longest_here_first(place: Place) -> None:
    later, first = [await begin(place, somebody(), waiting_since=NOON + wait) for wait in (0, -5_000)]
    for one in (later, first):
        await add(place, one.id, *agents.take(one, ADA_HOLDS))
    await begin(place, somebody(), waiting_since=NOON - 9_000)
    assert [one.id for one in await place.log.with_agents(10)] == [first.id, later.id]
    assert [one.id for one in await place.log.with_agents(1)] == [first.id]


async def test_due_conversations_come_most_overdue_first(place: Place) -> None:
    late = await begin(place, somebody(), waiting_since=NOON - 10_000)
    later = await begin(place, somebody(), waiting_since=NOON - 20_000)
    await begin(place, somebody(), waiting_since=NOON + 10_000)
    now = NOON + LIMITS.still_waiting
    assert await place.log.due(now, 10) == [later.id, late.id]
    assert await place.log.due(now, 1) == [later.id]
    assert await place.log.due(NOON - 60_000, 10) == []


async def test_heads_tell_each_reader_how_far_it_is(place: Place) -> None:
    told = await begin(place, waiting_since=NOON)
    after = await add(place, told.id, Draft(Kind.NOTE_ADDED, MIA_SPEAKS, {"text": "secret"}))
    assert await place.log.heads([told.id, "nobody's"]) == {told.id: (after.seq, told.seq)}
    assert await place.log.heads([]) == {}
    assert after.seq_for(Reader.CUSTOMER) == told.seq


class Hands:
    """A whole desk on this log."""

    def __init__(self, place: Place, clock: MemoryClock) -> None:
        self.desk = Desk(place.log, MemoryBot(), MemoryFanout(), clock, LIMITS)
        self.customers = CustomerDesk(self.desk)
        self.agents = AgentDesk(self.desk, self.customers, place.presence)


async def test_200_agents_race_for_50_conversations_and_each_has_exactly_one_owner(place: Place) -> None:
    hands = Hands(place, place.clock)
    await asyncio.gather(*(hands.customers.person(somebody(), once(), HERE) for _ in range(50)))
    team = [replace(ADA, id=str(uuid.uuid4()), name=f"Agent {n}") for n in range(200)]
    results = await asyncio.gather(
        *(hands.agents.take(agent, once(), None) for agent in team), return_exceptions=True
    )
    won = {r["conversation"]: agent for r, agent in zip(results, team, strict=True) if isinstance(r, dict)}
    lost = [r for r in results if not isinstance(r, dict)]
    assert len(won) == 50
    assert len(lost) == 150
    assert all(isinstance(r, NotFound) for r in lost)
    for id, agent in won.items():
        stored = await place.log.conversation(id)
        assert stored is not None
        assert (stored.status, stored.agent and stored.agent.id) == (Status.WITH_AGENT, agent.id)
        kinds = [event.kind for event in await place.log.events(id, 0, 100)]
        assert kinds.count(Kind.AGENT_JOINED) == 1


async def test_200_agents_race_for_one_conversation_and_199_hear_who_was_faster(place: Place) -> None:
    hands = Hands(place, place.clock)
    id = (await hands.customers.person(MIA, once(), HERE))["conversation"]
    team = [replace(ADA, id=str(uuid.uuid4()), name=f"Agent {n}") for n in range(200)]
    results = await asyncio.gather(
        *(hands.agents.take(agent, once(), id) for agent in team), return_exceptions=True
    )
    winner = next(a for a, r in zip(team, results, strict=True) if isinstance(r, dict))
    for refused in (r for r in results if not isinstance(r, dict)):
        assert isinstance(refused, Taken)
        assert refused.wire()["by"]["name"] == winner.name


async def test_the_same_call_sent_at_once_from_two_tabs_is_done_once(place: Place) -> None:
    hands = Hands(place, place.clock)
    same = once()
    answers = await asyncio.gather(*(hands.customers.say(MIA, same, "Hello", HERE) for _ in range(8)))
    assert all(answer == answers[0] for answer in answers)
    events = await place.log.events(answers[0]["conversation"], 0, 100)
    assert [event.kind for event in events].count(Kind.CUSTOMER_SAID) == 1
    hands.desk.turns.stop()


async def test_two_tabs_that_begin_at_once_begin_the_same_conversation(place: Place) -> None:
    hands = Hands(place, place.clock)
    answers = await asyncio.gather(*(hands.customers.say(MIA, once(), f"{n}", HERE) for n in range(8)))
    assert len({answer["conversation"] for answer in answers}) == 1
    events = await place.log.events(answers[0]["conversation"], 0, 100)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    hands.desk.turns.stop()


async def test_customers_and_agents_all_at_once_keep_every_conversation_whole(
    place: Place, rng: random.Random
) -> None:
    """A storm: whatever is refused, each log is gapless and each conversation has one owner."""
    hands = Hands(place, place.clock)
    visitors = [somebody() for _ in range(6)]
    team: list[Agent] = [ADA, GRACE]

    async def act(number: int) -> None:
        visitor, agent = rng.choice(visitors), rng.choice(team)
        id = (await hands.customers.current(visitor)).id
        calls: list[Callable[[], Awaitable[object]]] = [
            lambda: hands.customers.say(visitor, once(), f"{number}", HERE),
            lambda: hands.customers.person(visitor, once(), HERE),
            lambda: hands.customers.bot(visitor, once(), HERE),
            lambda: hands.agents.take(agent, once(), None),
            lambda: hands.agents.say(agent, once(), id, "Hello", None),
            lambda: hands.agents.release(agent, once(), id),
            lambda: hands.agents.to_bot(agent, once(), id),
            lambda: hands.agents.resolve(agent, once(), id, None),
            lambda: hands.desk.deadline_passed(id),
            lambda: hands.desk.agent_gone(agent.id),
        ]
        try:
            await rng.choice(calls)()
        except Refusal:
            return

    await asyncio.gather(*(act(n) for n in range(150)))
    await hands.desk.turns.settle()
    for visitor in visitors:
        found = await place.log.latest(visitor.id)
        if found is None:
            continue
        events = await place.log.events(found.id, 0, 1_000)
        assert [event.seq for event in events] == list(range(1, found.seq + 1))
        assert (found.agent is not None) == (found.status is Status.WITH_AGENT)
        assert (found.due_at is None) == (found.status is Status.RESOLVED)


async def test_whether_anything_can_be_written_is_found_out_by_writing(place: Place) -> None:
    for _ in range(3):
        await place.log.written()
    told = await begin(place)
    assert await place.log.conversation(told.id) == told
