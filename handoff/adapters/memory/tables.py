"""What the in-memory twins store, and how it is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from handoff.adapters.memory.mailroom import MailTables
from handoff.core.conversation import Conversation, Status
from handoff.core.events import Event
from handoff.core.identity import Profile
from handoff.core.records import Block, CustomerNote, Visit
from handoff.core.told import Waiting
from handoff.ports import Answer, Loss


@dataclass
class Tables:
    """All that is stored. ``latest`` is each visitor's newest conversation."""

    conversations: dict[str, Conversation] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)
    calls: dict[tuple[str, str], Answer] = field(default_factory=dict)
    mail: MailTables = field(default_factory=MailTables)
    losses: dict[tuple[str, str], tuple[Loss, int | None]] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)
    notes: dict[str, CustomerNote] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)
    blocked: dict[str, Block] = field(default_factory=dict)
    to_tell: dict[tuple[str, str], Waiting] = field(default_factory=dict)  # by telling and visitor
    told: dict[tuple[str, str], str | None] = field(default_factory=dict)  # by subject and visitor
    untold: dict[str, int] = field(default_factory=dict)  # how many could not be told, by telling


def queued(tables: Tables, teams: Sequence[str] | None) -> list[Conversation]:
    return [
        found
        for found in tables.conversations.values()
        if found.status is Status.QUEUED and (teams is None or found.team in teams)
    ]


def follow_ups(tables: Tables) -> list[Conversation]:
    found = [one for one in tables.conversations.values() if one.status is Status.FOLLOW_UP]
    return sorted(found, key=lambda one: (one.due_at or 0, one.id))


def held(tables: Tables, agent: str) -> list[Conversation]:
    held = [
        found
        for found in tables.conversations.values()
        if found.status is Status.WITH_AGENT and found.agent is not None and found.agent.id == agent
    ]
    return sorted(held, key=lambda one: (one.waiting_since or 0, one.id))
