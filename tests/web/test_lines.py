"""Positions told to waiting pages: at once in front, in slices behind, and never more than changed."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from typing import Any

import orjson

from handoff.adapters.memory import (
    MemoryBot,
    MemoryCatalogue,
    MemoryClock,
    MemoryFanout,
    MemoryLog,
    MemoryPresence,
)
from handoff.adapters.memory.waits import MemoryWaits
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.waits import Began, Ended, Note, Staffing
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.agents import SHOWN
from handoff.desk.giving import Giving
from handoff.desk.suggesting import Suggester
from handoff.desk.telling import EVERY_TEAM, LINES, visitor_topic
from handoff.ports import Transaction
from handoff.web.absences import Absences
from handoff.web.connections import Connection, Connections
from handoff.web.lines import FRONT, RANGE_S, SLICE, Lines
from handoff.web.waits import Waits
from tests.cast import ADA, LIMITS, NOON, TEAM


@dataclass
class Paper:
    """Stands where a page's socket is, and keeps what was written."""

    frames: list[str] = field(default_factory=list)

    def write(self, frame: str) -> None:
        self.frames.append(frame)

    def take(self) -> list[Any]:
        frames, self.frames = self.frames, []
        return [orjson.loads(frame.partition(",")[2])[1] for frame in frames]


class Room:
    """One process's line and pages over a log of its own."""

    def __init__(self) -> None:
        self.log, self.connections = MemoryLog(), Connections()
        clock, presence = MemoryClock(NOON), MemoryPresence()
        self.fanout = MemoryFanout()
        self.desk = Desk(self.log, MemoryBot(), self.fanout, clock, LIMITS)
        agents = AgentDesk(self.desk, CustomerDesk(self.desk), presence)
        self.clock, self.judged = clock, list[tuple[str, bool]]()
        self.stored = MemoryWaits({TEAM: Staffing(1, 0)})
        self.waits = Waits(
            self.stored, self.desk.line, clock, lambda team, held: self.judged.append((team, held))
        )
        absences = Absences(
            self.log, Suggester(self.log, MemoryBot(), MemoryCatalogue(), Giving(clock)), clock
        )
        self.lines = Lines(self.desk.line, self.log, self.connections, agents, self.waits, absences, clock)

    async def queue(self, count: int) -> list[Conversation]:
        """That many customers wait, each at an open page, first in line first."""
        waiting = [
            Conversation(
                str(uuid.UUID(int=number)), f"v{number}", 1, team=TEAM, status=Status.QUEUED,
                waiting_since=NOON + number,
            )
            for number in range(count)
        ]  # fmt: skip
        for one in waiting:
            self.page(visitor_topic(one.visitor))
        return await self.store(*waiting)

    async def store(self, *rows: Conversation) -> list[Conversation]:
        """Written to the log behind everybody's back: hints of it were lost."""

        def work(tx: Transaction) -> list[Conversation]:
            return [tx.append(tx.conversation(one.id), one, []) for one in rows]

        return await self.log.transact(work)

    async def leave(self, *rows: Conversation) -> None:
        """Through the desk, told like everything else."""
        gone = [changed(one, status=Status.WITH_BOT, waiting_since=None) for one in rows]
        for before, after in zip(rows, await self.store(*gone), strict=True):
            self.desk.teller.tell(before, after, ())

    def page(self, topic: str, namespace: str = "/customer") -> Paper:
        paper = Paper()
        sid = str(len(self.connections._by_sid))
        connection: Connection[None] = Connection(namespace, sid, None, paper)  # type: ignore[arg-type]
        self.connections.add(connection, topic)
        connection.tell("welcome", {})
        paper.take()
        return paper

    def words(self, page: int) -> list[Any]:
        """All that a page heard since this was asked last."""
        paper: Any = self.connections._by_sid[str(page)].outbox
        heard: list[Any] = paper.take()
        return heard

    def told(self) -> dict[int, int]:
        """The numbers told since this was asked last: by whose page, the last one."""
        pages = self.connections._by_sid
        told = {int(sid): page.outbox.take() for sid, page in pages.items() if page.namespace == "/customer"}  # type: ignore[attr-defined]
        return {page: words[-1]["position"] for page, words in told.items() if words}


async def test_those_in_front_learn_their_number_at_once_and_those_behind_in_slices() -> None:
    room = Room()
    waiting = await room.queue(FRONT + 2 * SLICE + 50)
    await room.lines.begin()
    for _ in range(4):
        await room.lines.look()
    assert room.told() == {number: number + 1 for number in range(len(waiting))}
    await room.leave(waiting[0])
    await room.lines.look()
    first = room.told()
    assert {page: first[page] for page in range(1, FRONT + 1)} == {p: p for p in range(1, FRONT + 1)}
    assert len(first) <= FRONT + SLICE, "a change is no more work for a longer line"
    for _ in range(3):
        await room.lines.look()
    rest = room.told()
    assert first | rest == {page: page for page in range(1, len(waiting))}
    assert not first.keys() & rest.keys(), "each is told once"
    await room.lines.look()
    assert room.told() == {}, "nothing moved, nothing is said"


async def test_only_those_behind_a_leaver_hear_of_it() -> None:
    room = Room()
    waiting = await room.queue(10)
    await room.lines.begin()
    await room.lines.look()
    room.told()
    await room.leave(waiting[6])
    await room.lines.look()
    assert room.told() == {7: 7, 8: 8, 9: 9}


async def test_a_page_that_comes_back_hears_its_number_before_anything_moves() -> None:
    room = Room()
    waiting = await room.queue(3)
    await room.lines.begin()
    await room.lines.look()
    room.told()
    room.lines.tell_one(waiting[1])
    assert room.told() == {1: 2}


async def test_a_page_hears_its_number_even_if_the_hint_that_it_waits_was_lost() -> None:
    room = Room()
    await room.lines.begin()
    waiting = await room.queue(1)
    room.lines.tell_one(waiting[0])
    assert room.told() == {0: 1}


async def test_lost_hints_are_made_up_for_at_the_second_look(rng: random.Random) -> None:
    room = Room()
    waiting = await room.queue(20)
    await room.lines.begin()
    await room.lines.look()
    room.told()
    gone = waiting.pop(rng.randrange(19))
    await room.store(changed(gone, status=Status.WITH_AGENT))
    for _ in range(2):  # a first difference may be a hint on its way
        room.lines._check_at = 0
        await room.lines.look()
    numbers = {one.id: number for number, one in enumerate(waiting, 1)}
    assert {id: room.desk.line.position(id) for id in numbers} == numbers
    assert len(room.told()) == 20 - int(gone.visitor[1:]) - 1


async def test_after_an_interruption_the_lines_are_read_at_once() -> None:
    room = Room()
    waiting = await room.queue(2)
    await room.lines.begin()
    await room.lines.look()
    room.told()
    await room.store(changed(waiting[0], status=Status.WITH_AGENT))
    room.lines.interrupted()
    await room.lines.look()
    assert room.told() == {1: 1}


async def test_a_closed_page_is_forgotten() -> None:
    room = Room()
    waiting = await room.queue(2)
    await room.lines.begin()
    await room.lines.look()
    room.connections.remove("1")
    await room.leave(waiting[0])
    await room.lines.look()
    assert room.lines._here.keys() == set()


async def test_who_comes_up_into_what_agents_see_is_shown_to_them() -> None:
    room = Room()
    waiting = await room.queue(SHOWN + 5)
    ada = room.page(EVERY_TEAM, "/agent")
    await room.lines.begin()
    await room.lines.look()
    ada.take()
    await room.leave(*waiting[:3])
    await room.lines.look()
    length, *told = ada.take()
    assert length == {TEAM: SHOWN + 2}
    shown = [one["conversation"] for one in told]
    assert [one["id"] for one in shown] == [one.id for one in waiting[SHOWN : SHOWN + 3]]
    assert [one["position"] for one in shown] == [SHOWN - 2, SHOWN - 1, SHOWN]


def cards(agent: Paper) -> list[Any]:
    return [told for told in agent.take() if "op" in told]


async def test_agents_see_what_was_missed_while_hints_were_lost() -> None:
    room = Room()
    waiting = await room.queue(3)
    ada = room.page(EVERY_TEAM, "/agent")
    await room.lines.begin()
    await room.lines.look()
    assert cards(ada) == [], "what they were welcomed with is not told again"
    newcomer = changed(waiting[0], id=str(uuid.uuid4()), visitor="v9", revision=0, waiting_since=NOON + 99)
    await room.store(changed(waiting[1], status=Status.WITH_AGENT), newcomer)
    room.lines.interrupted()
    await room.lines.look()
    told = [(card["op"], card["conversation"]["id"]) for card in cards(ada)]
    assert told == [("update", newcomer.id), ("remove", waiting[1].id)]


async def test_an_agent_is_welcomed_with_the_first_of_a_long_line_and_its_length() -> None:
    room = Room()
    waiting = await room.queue(SHOWN + 5)
    await room.lines.begin()
    welcome = await room.lines._agents.welcome(ADA)
    assert [one["id"] for one in welcome["queue"]] == [one.id for one in waiting[:SHOWN]]
    assert [one["position"] for one in welcome["queue"]] == list(range(1, SHOWN + 1))
    assert welcome["waiting"] == {TEAM: SHOWN + 5}


def past(count: int, minutes: int) -> list[Note]:
    """So many people waited as long for one turn, just now."""
    notes: list[Note] = []
    for number in range(count):
        ended = NOON - number
        notes += [
            Began(f"past {number}", TEAM, ended - minutes * 60_000, 1, Staffing(1, 0)),
            Ended(f"past {number}", ended, taken=True),
        ]
    return notes


async def test_with_the_number_comes_a_range_where_waits_were_measured() -> None:
    room = Room()
    await room.queue(3)
    await room.stored.write(past(20, 4))
    await room.lines.begin()
    await room.waits.turn()
    await room.lines.look()
    assert [room.words(page)[-1]["wait"] for page in range(3)] == [[240, 240], [480, 480], [720, 720]]


async def test_without_measured_waits_no_number_is_shown() -> None:
    room = Room()
    await room.queue(1)
    await room.stored.write(past(3, 4))
    await room.lines.begin()
    await room.waits.turn()
    await room.lines.look()
    assert [told["wait"] for told in room.words(0)] == [None]


async def test_a_range_alone_is_told_at_once_the_first_time_and_then_seldom() -> None:
    room = Room()
    waiting = await room.queue(1)
    await room.lines.begin()
    await room.lines.look()
    assert [told["wait"] for told in room.words(0)] == [None]
    await room.stored.write(past(20, 4))
    await room.waits.turn()
    await room.lines.look()
    assert [told["wait"] for told in room.words(0)] == [[240, 240]]
    room.stored.there = {TEAM: Staffing(2, 0)}
    room.waits._staffed_at = 0
    await room.waits.turn()
    await room.lines.look()
    assert room.words(0) == [], "half as long now, but it has only just been told"
    told = room.lines._here[waiting[0].id]
    told.at -= RANGE_S
    room.lines._ranged_at -= RANGE_S
    await room.lines.look()
    assert [told["wait"] for told in room.words(0)] == [[120, 120]]


async def test_what_was_shown_first_is_noted_once_and_judged_at_the_end() -> None:
    room = Room()
    waiting = await room.queue(1)
    await room.stored.write([Began(waiting[0].id, TEAM, NOON, 1, Staffing(1, 0)), *past(20, 4)])
    await room.lines.begin()
    await room.waits.turn()
    await room.lines.look()
    room.lines.tell_one(waiting[0])  # another tab
    assert [note.conversation for note in room.desk.line.book.notes] == [waiting[0].id]
    await room.leave(changed(waiting[0], active_at=NOON + 4 * 60_000))
    await room.waits.turn()
    assert room.judged == []
    ended = await room.stored.recent(TEAM, NOON + 1)
    assert [(one.low, one.high, one.taken) for one in ended] == [(240_000, 240_000, False)]


async def test_who_leaves_the_line_and_comes_back_at_once_is_told_their_number_again() -> None:
    """The page forgot it when its customer went back to the bot."""
    room = Room()
    (waiting,) = await room.queue(1)
    await room.lines.begin()
    await room.lines.look()
    assert room.told() == {0: 1}
    await room.leave(waiting)
    gone = await room.log.conversation(waiting.id)
    assert gone is not None
    (back,) = await room.store(changed(gone, status=Status.QUEUED, waiting_since=NOON + 1))
    room.desk.teller.tell(gone, back, ())
    for topic, _, told in room.fanout.told:
        if topic == LINES:
            room.lines.heard(told)
    await room.lines.look()
    assert room.told() == {0: 1}


async def test_what_happens_while_a_page_is_welcomed_comes_after_the_welcome() -> None:
    """Read before somebody else took the conversation, a welcome must not have the last word."""
    connections, paper = Connections(), Paper()
    connection: Connection[None] = Connection("/agent", "sid", None, paper)  # type: ignore[arg-type]
    connections.add(connection, EVERY_TEAM)
    connections.tell(EVERY_TEAM, "queue", {"op": "remove", "conversation": {"id": "mia"}})
    assert paper.take() == []
    connection.tell("welcome", {"queue": [{"id": "mia"}]})
    assert ["op" in told for told in paper.take()] == [False, True]
