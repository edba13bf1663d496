"""Events: facts in one conversation, past tense, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """Who speaks. The server alone sets it, so nobody can pass for somebody else."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Reader(StrEnum):
    """Whose eyes an event is for: customers see their own conversation less the agents' notes."""

    CUSTOMER = "customer"
    AGENT = "agent"


class Kind(StrEnum):
    """Every kind of event; docs/protocol.md says what each carries."""

    CONVERSATION_STARTED = "conversation_started"
    CUSTOMER_SAID = "customer_said"
    BOT_SAID = "bot_said"
    AGENT_SAID = "agent_said"
    BOT_ANSWERED = "bot_answered"
    BOT_SUGGESTED = "bot_suggested"
    FEEDBACK_GIVEN = "feedback_given"
    STEP_TAKEN = "step_taken"
    HANDOFF_REQUESTED = "handoff_requested"
    QUEUED = "queued"
    AGENT_JOINED = "agent_joined"
    AGENT_LEFT = "agent_left"
    RETURNED_TO_BOT = "returned_to_bot"
    TRANSFER_OFFERED = "transfer_offered"
    TRANSFER_DECLINED = "transfer_declined"
    NOTE_ADDED = "note_added"
    WHISPERED = "whispered"
    CUSTOMER_IDENTIFIED = "customer_identified"
    CONVERSATION_TAGGED = "conversation_tagged"
    FOLLOW_UP_LEFT = "follow_up_left"
    FOLLOW_UP_TAKEN = "follow_up_taken"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    RATED = "rated"
    TOLD = "told"


class HandoffReason(StrEnum):
    """Why the bot let go."""

    ASKED = "asked"
    UNSATISFIED = "unsatisfied"
    NO_ANSWER = "no_answer"
    REPEATED = "repeated"
    BOT_UNAVAILABLE = "bot_unavailable"
    SENSITIVE = "sensitive"
    RULE = "rule"
    AGENT = "agent"


class QueuedReason(StrEnum):
    """Why somebody waits."""

    HANDOFF = "handoff"
    AGENT_LOST = "agent_lost"
    RELEASED = "released"
    TRANSFERRED = "transferred"
    OVERFLOW = "overflow"


class LeftReason(StrEnum):
    """Why an agent no longer holds a conversation."""

    RELEASED = "released"
    LOST = "lost"
    TRANSFERRED = "transferred"
    TAKEN_OVER = "taken_over"
    IDLE = "idle"
    RETURNED = "returned"


class DeclinedReason(StrEnum):
    """Why a transfer did not come about."""

    DECLINED = "declined"
    UNANSWERED = "unanswered"
    WITHDRAWN = "withdrawn"


FOR_AGENTS_ONLY = frozenset(
    {
        Kind.NOTE_ADDED,
        Kind.WHISPERED,
        Kind.CUSTOMER_IDENTIFIED,
        Kind.CONVERSATION_TAGGED,
        Kind.TRANSFER_OFFERED,
        Kind.TRANSFER_DECLINED,
        Kind.FOLLOW_UP_TAKEN,
    }
)
"""Kinds customers never see."""

FIELDS_FOR_AGENTS = frozenset({"intent", "confidence", "entities", "note", "previous", "urgent"})
"""Fields of otherwise public events that only agents see."""

BODY_FIELDS = frozenset(
    {
        "text", "link", "title", "url", "comment", "page", "entities", "note", "email", "phone",
        "id", "name", "attributes", "question",
    }
)  # fmt: skip
"""What a person wrote or what tells who they are. Stored beside the fact, so that erasure can empty it."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who did it. Bot and system carry neither name nor avatar: they are nobody."""

    role: Role
    id: str | None = None
    name: str | None = None
    avatar: str | None = None

    def wire(self) -> dict[str, str | None]:
        return {"role": self.role.value, "id": self.id, "name": self.name, "avatar": self.avatar}


BOT = Speaker(Role.BOT)
SYSTEM = Speaker(Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact decided but not yet placed in the log: it has no number and no time."""

    kind: Kind
    by: Speaker
    data: Mapping[str, Any] = field(default_factory=dict)
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A fact at its place. ``at`` in ms since 1970 UTC; ``prev_customer`` is the last event before it
    that the customer may see (0: none); agents see all, so theirs is ``seq - 1``."""

    conversation: str
    seq: int
    prev_customer: int
    at: int
    kind: Kind
    by: Speaker
    data: Mapping[str, Any]
    client_id: str | None = None

    def visible_to(self, reader: Reader) -> bool:
        return reader is Reader.AGENT or self.kind not in FOR_AGENTS_ONLY

    def wire(self, reader: Reader) -> dict[str, Any]:
        """The event as this reader gets it."""
        told = {
            "conversation": self.conversation,
            "seq": self.seq,
            "prev": self.seq - 1 if reader is Reader.AGENT else self.prev_customer,
            "at": iso(self.at),
            "kind": self.kind.value,
            "by": self.by.wire(),
            **self.data,
        }
        if self.client_id is not None:
            told["client_id"] = self.client_id
        if reader is Reader.CUSTOMER:
            for name in FIELDS_FOR_AGENTS:
                told.pop(name, None)
        return told


def iso(ms: int) -> str:
    """Milliseconds since 1970 UTC as ``2026-01-31T09:30:00.123Z``."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ms(iso_time: str) -> int:
    """The inverse of ``iso``. Raises ValueError for what is no time."""
    return round(datetime.fromisoformat(iso_time).timestamp() * 1000)
