"""What is kept of customers beside their conversations: notes, pages, tags, and who is kept out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handoff.core.conversation import Conversation, Holder, speaker_of
from handoff.core.errors import BadRequest, Forbidden
from handoff.core.events import Draft, Kind, iso

MOST_TAGS = 20
LONGEST_TAG = 40
MOST_NOTES = 100
MOST_VISITS = 50
"""Pages kept of one conversation: the newest."""

BLOCKED = "blocked"
"""Why a conversation ended whose visitor is kept out."""


@dataclass(frozen=True, slots=True)
class CustomerNote:
    """What an agent wrote about a customer, kept across conversations. ``at`` in ms."""

    id: str
    visitor: str
    at: int
    by: Holder
    text: str

    def wire(self) -> dict[str, Any]:
        return {"id": self.id, "at": iso(self.at), "by": self.by.wire(), "text": self.text}


@dataclass(frozen=True, slots=True)
class Visit:
    """A page a customer had open while their conversation was. ``left_at`` None: still. Times in ms."""

    id: str
    conversation: str
    at: int
    url: str
    title: str
    left_at: int | None = None

    def wire(self) -> dict[str, Any]:
        left = iso(self.left_at) if self.left_at is not None else None
        return {"url": self.url, "title": self.title, "at": iso(self.at), "left_at": left}


@dataclass(frozen=True, slots=True)
class Block:
    """A visitor who is kept out, by whom and why. ``until`` None: until somebody lets them in again. ms."""

    visitor: str
    at: int
    by: Holder
    reason: str
    until: int | None = None
    name: str | None = None

    def wire(self) -> dict[str, Any]:
        return {
            "id": self.visitor,
            "name": self.name,
            "reason": self.reason,
            "by": self.by.wire(),
            "at": iso(self.at),
            "until": iso(self.until) if self.until is not None else None,
        }


@dataclass(slots=True)
class Looking:
    """A page that is open, since when (ms), and whether it is kept as a visit already."""

    id: str
    url: str
    title: str
    at: int
    recorded: bool = False

    def of(self, conversation: str) -> Visit:
        return Visit(self.id, conversation, self.at, self.url, self.title)


def tag(conversation: Conversation, agent: Holder, add: Sequence[str], remove: Sequence[str]) -> list[Draft]:
    """Tags are for colleagues, so any of them sets them in any state. The event carries all there are now."""
    kept = [one for one in conversation.tags if one not in remove]
    tags = list(dict.fromkeys([*kept, *add]))
    if len(tags) > MOST_TAGS:
        raise BadRequest(f"add: a conversation has at most {MOST_TAGS} tags.", field="add")
    if tags == list(conversation.tags):
        return []
    return [Draft(Kind.CONVERSATION_TAGGED, speaker_of(agent), {"tags": tags})]


def may_remove(note: CustomerNote, agent: str, *, supervises: bool) -> None:
    if note.by.id != agent and not supervises:
        raise Forbidden(f"{note.by.name} wrote this note; they or a supervisor can remove it.")


def kept_out(conversation: Conversation, agent: Holder) -> list[Draft]:
    """Whatever is open ends: nobody waits for somebody who can't speak."""
    return [Draft(Kind.RESOLVED, speaker_of(agent), {"reason": BLOCKED})] if conversation.open else []
