"""The cast: Mia and Max are customers, Ada and Grace are agents, Cleo writes content, Sue supervises."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from handoff.core.bot import BotReply
from handoff.core.conversation import Conversation, Holder
from handoff.core.customer import Destination, Where
from handoff.core.deadlines import Limits, scheduled
from handoff.core.events import Draft, Event, Role, Speaker
from handoff.core.folding import record
from handoff.ports import Agent, Visitor

NOON = 1_800_000_000_000
"""When the tests' days begin, in ms since 1970."""

LIMITS = Limits()
TEAM = "support"

MIA = Visitor("11111111-1111-4111-8111-111111111111")
MAX = Visitor("22222222-2222-4222-8222-222222222222")
ADA = Agent("aaaaaaaa-0000-4000-8000-000000000001", "Ada", "ada@shop.example", "agent", (TEAM,))
GRACE = Agent("aaaaaaaa-0000-4000-8000-000000000002", "Grace", "grace@shop.example", "agent", (TEAM,))
CLEO = Agent("aaaaaaaa-0000-4000-8000-000000000003", "Cleo", "cleo@shop.example", "content", (TEAM,))
SUE = Agent("aaaaaaaa-0000-4000-8000-000000000004", "Sue", "sue@shop.example", "supervisor", None)
PASSWORD = "correct horse battery"

ADA_HOLDS = Holder(ADA.id, ADA.name)
GRACE_HOLDS = Holder(GRACE.id, GRACE.name)
MIA_SPEAKS = Speaker(Role.CUSTOMER, MIA.id)


def to(agent: Holder | None = None, team: str = TEAM) -> Where:
    """Handoffs go to this team, and to this agent at once if there is one."""
    return lambda _reason: Destination(team, agent)


WAITS = to()


class Story:
    """One conversation told act by act with nothing but the pure rules; keeps the log as it grows."""

    def __init__(self, visitor: Visitor = MIA, now: int = NOON) -> None:
        self.at = Conversation(str(uuid.uuid5(uuid.UUID(visitor.id), "1")), visitor.id, 1)
        self.log: list[Event] = []
        self.now = now

    def add(self, drafts: list[Draft]) -> list[str]:
        """Record what was decided; returns the kinds."""
        self.at, events = record(self.at, drafts, self.now)
        self.at = scheduled(replace(self.at, revision=self.at.revision + 1), LIMITS)
        self.log += events
        return [event.kind.value for event in events]

    def wait(self, ms: int) -> None:
        self.now += ms


def answer(entry: str, *, text: str = "Thirty days.") -> BotReply:
    """The bot's answer from one FAQ entry."""
    told = {
        "entry": entry,
        "title": entry.title(),
        "url": f"https://shop.example/help/{entry}",
        "intent": f"faq/{entry}",
        "confidence": 0.93,
        "model": "m-1",
        "text": text,
    }
    return BotReply(texts=(text,), answer=told)


STEPS: list[dict[str, Any]] = [
    {
        "label": "It does not switch on",
        "text": "Charge it for an hour.",
        "media": [{"url": "https://shop.example/charge.png", "alt": "The charger"}],
        "steps": [
            {"label": "It works now", "text": "Good.", "ends": "helped"},
            {"label": "Still dark", "text": "Then it has to be looked at.", "ends": "person"},
        ],
    },
    {"label": "It switches off by itself", "text": "Update it."},
]
"""Guided steps, as an entry has them."""


def guided(entry: str) -> BotReply:
    """The bot's answer from an entry with guided steps."""
    said = answer(entry)
    return replace(said, answer={**(said.answer or {}), "steps": STEPS})


def titles(*entries: str) -> BotReply:
    """The bot is not sure which of these is meant."""
    return BotReply(suggested=tuple({"entry": one, "title": one.title()} for one in entries), model="m-1")


def once() -> str:
    """A new ``client_id``."""
    return str(uuid.uuid4())


async def until(true: Callable[[], Any], what: str, within_s: float = 10) -> Any:
    """Wait for a condition, not for a time; what it gave."""
    end = time.monotonic() + within_s
    while not (found := true()):
        assert time.monotonic() < end, f"not within {within_s} s: {what}"
        await asyncio.sleep(0.005)
    return found
