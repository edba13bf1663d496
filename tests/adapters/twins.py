"""A desk on any log, driven by commands that can be given to several of them, and compared afterwards."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handoff.adapters.memory import (
    Account,
    MemoryBot,
    MemoryClock,
    MemoryFanout,
    MemoryLog,
    MemoryPresence,
    Tables,
)
from handoff.adapters.writer import Writer
from handoff.core.bot import UNAVAILABLE, BotReply
from handoff.core.errors import Refusal
from handoff.core.identity import Profile
from handoff.desk import AgentDesk, CustomerDesk, Desk, IdentityDesk
from handoff.desk.customers import conversation_id
from handoff.ports import Agent, Log, Presence, Transaction, Visitor
from tests.cast import ADA, GRACE, LIMITS, MAX, MIA, SUE, TEAM

PROFILES = tuple(Profile(name, name.title(), verified=True) for name in ("mia", "max"))
KNOWN = tuple(Visitor(str(uuid.uuid5(uuid.NAMESPACE_OID, one.id))) for one in PROFILES)
NOBODIES = (MIA, MAX, *(Visitor(str(uuid.UUID(int=number))) for number in range(3)))
VISITORS = (*NOBODIES, *KNOWN)
AGENTS: tuple[Agent, ...] = (ADA, GRACE, SUE)
GROUPS: tuple[Sequence[str] | None, ...] = (None, (TEAM,), (), ("sales", TEAM))


class SilentBot(MemoryBot):
    """It never replies: what it says is a command of its own."""

    async def ask(self, *_: Any, **__: Any) -> BotReply:
        await asyncio.Event().wait()
        return UNAVAILABLE

    async def suggest(self, _text: str) -> list[str]:
        return []


class Side:
    """A whole desk on one log, and all that it told."""

    def __init__(
        self, log: Log, presence: Presence, clock: MemoryClock, writer: Writer | None = None
    ) -> None:
        self.writer = writer
        self.log = log
        self.presence = presence
        self.clock = clock
        self.fanout = MemoryFanout()
        self.desk = Desk(log, SilentBot(), self.fanout, clock, LIMITS)
        self.customers = CustomerDesk(self.desk)
        self.identities = IdentityDesk(self.desk)
        self.agents = AgentDesk(self.desk, self.customers, presence)


Command = Callable[[Side], Awaitable[Any]]


def in_memory(clock: MemoryClock) -> Side:
    presence = MemoryPresence()
    presence.accounts = {agent.id: Account(agent.name, agent.role, agent.teams) for agent in AGENTS}
    return Side(MemoryLog(presence, clock), presence, clock)


async def outcome(command: Command, side: Side) -> Any:
    """What the caller got: an answer, or a refusal as it goes over the wire."""
    try:
        return await command(side)
    except Refusal as refusal:
        return type(refusal).__name__, refusal.wire()


async def in_one_batch(commands: Sequence[Command], side: Side) -> list[Any]:
    """Handed in while the writer is busy, so that they share a commit."""
    assert side.writer is not None
    gate = threading.Event()
    holding = side.writer.submit(lambda _session: gate.wait(10))
    waiting = [asyncio.create_task(outcome(command, side)) for command in commands]
    await asyncio.sleep(0)  # each runs to where it hands its work in
    gate.set()
    assert await holding
    return [at_its_commit(result) for result in await asyncio.gather(*waiting)]


async def one_after_another(commands: Sequence[Command], side: Side) -> list[Any]:
    return [at_its_commit(await outcome(command, side)) for command in commands]


def at_its_commit(result: Any) -> Any:
    """``take`` reads the transcript after its commit, so that later commits may be in it already."""
    if not isinstance(result, dict) or "events" not in result:
        return result
    return {name: result[name] for name in result if name not in ("events", "more", "head")}


async def state(side: Side) -> dict[str, Any]:
    """All that the log can be asked."""
    log, now = side.log, side.clock()
    seen: dict[str, Any] = {"latest": [await log.latest(visitor.id) for visitor in VISITORS]}
    most = max((found.number for found in seen["latest"] if found is not None), default=0)
    # Whoever owns them now: an id tells who began them.
    ids = [conversation_id(visitor.id, number) for visitor in VISITORS for number in range(1, most + 1)]
    seen["retired"] = [await log.has_become_known(visitor.id) for visitor in VISITORS]
    seen["conversations"] = [await log.conversation(id) for id in ids]
    seen["events"] = {id: await log.events(id, 0, 1_000) for id in ids}
    seen["page"] = [await log.events(id, 2, 3) for id in ids]
    seen["heads"] = dict(await log.heads([*ids, "nobody's"]))
    seen["left behind"] = sorted(await log.left_behind([*ids, "nobody's"]))
    seen["waiting"] = [await log.waiting(group) for group in GROUPS]
    seen["some"] = sorted((await log.conversations([*ids, "nobody's"])), key=lambda one: one.id)
    seen["standings"] = sorted(await log.standings(), key=lambda one: one.conversation)
    seen["sums"] = dict(await log.line_sums())
    seen["offered"] = sorted(one.id for one in await log.offered())
    seen["adrift"] = sorted(await log.adrift(100))
    seen["held heads"] = {
        agent: sorted(heads)
        for agent, heads in (await log.held_heads([one.id for one in AGENTS])).items()
        if heads
    }
    seen["held"] = [await log.held(agent.id) for agent in AGENTS]
    seen["abandoned"] = sorted(await log.abandoned())
    seen["due"] = [sorted(await log.due(now + later, 100)) for later in (0, LIMITS.agent_grace, 10**12)]
    by_deadline = [
        one.due_at for one in [await log.conversation(id) for id in await log.due(10**15, 100)] if one
    ]
    assert by_deadline == sorted(by_deadline, key=lambda at: at or 0), "most overdue first"
    return seen | {
        f"tx {name}": value for name, value in (await log.transact(lambda tx: _asked(tx, ids))).items()
    }


def difference(one: dict[str, Any], other: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (one[name], other[name]) for name in one if one[name] != other[name]}


def _asked(tx: Transaction, ids: Sequence[str]) -> dict[str, Any]:
    found = [tx.conversation(id) for id in ids]
    return {
        "conversations": found,
        "profiles": [tx.customers.profile(visitor.id) for visitor in VISITORS],
        "latest": [tx.latest(visitor.id) for visitor in VISITORS],
        "next": [tx.next_in_line(group) for group in GROUPS],
        "held": [sorted(one.id for one in tx.held_by(agent.id)) for agent in AGENTS],
        "there": [tx.is_connected(agent.id) for agent in AGENTS],
        "colleagues": [tx.colleague(agent.id) for agent in AGENTS],
        "present": sorted(one.holder.id for one in tx.colleagues(TEAM)),
        "follow-ups": [one.id for one in tx.follow_ups(TEAM)],
        "teams": [team.name for team in tx.teams()],
    }


@dataclass(frozen=True)
class Kept:
    """What the twin held at a moment, to go back to: its values never change, only its tables do."""

    tables: Tables

    @classmethod
    def of(cls, twin: MemoryLog) -> Kept:
        return cls(_copied(twin.tables))

    def back(self, twin: MemoryLog) -> None:
        twin.tables = _copied(self.tables)


def _copied(tables: Tables) -> Tables:
    return replace(
        tables,
        conversations=dict(tables.conversations),
        latest=dict(tables.latest),
        events={id: list(log) for id, log in tables.events.items()},
        calls=dict(tables.calls),
        profiles=dict(tables.profiles),
        retired=dict(tables.retired),
    )


def client_id(number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, str(number)))
