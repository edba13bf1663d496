"""Public questions beneath an entry: what may be kept of them, and what everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handoff.core.errors import BadRequest
from handoff.core.events import iso

LONGEST_TEXT = 1_000
LONGEST_ANSWER = 2_000
LONGEST_NAME = 60
LONGEST_REASON = 300

MOST_PENDING = 500
"""Unread questions and answers. More are a flood, and nobody reads those."""

MOST_SHOWN = 50
"""Questions beneath one entry, the most useful first."""


class State(StrEnum):
    """What became of a question or an answer."""

    PENDING = "pending"  # nobody of ours has read it yet
    APPROVED = "approved"  # everybody reads it
    REJECTED = "rejected"  # nobody does, for the reason that was written


@dataclass(frozen=True, slots=True)
class Writer:
    """Who of ours did something; ``role`` stands beside their answers."""

    id: str
    name: str
    role: str

    def wire(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "role": self.role}


@dataclass(frozen=True, slots=True)
class Post:
    """A question, or an answer to one (``question``). ``author`` None: a customer's. Times in ms."""

    id: str
    at: int
    state: State
    text: str
    name: str | None
    useful: int = 0
    reports: int = 0
    author: Writer | None = None
    question: str | None = None
    entry: str = ""
    language: str = ""
    reason: str | None = None
    decided_by: str | None = None
    mail: bool = False
    answers: tuple[Post, ...] = ()

    def wire(self) -> dict[str, Any]:
        """As staff read it."""
        own = {"entry": self.entry, "language": self.language, "mail": self.mail,
               "answers": [one.wire() for one in self.answers]}  # fmt: skip
        return {
            "id": self.id,
            "at": iso(self.at),
            "state": self.state.value,
            "text": self.text,
            "name": self.name,
            "useful": self.useful,
            "reports": self.reports,
            "author": self.author.wire() if self.author else None,
            "reason": self.reason,
            "decided_by": self.decided_by,
            **({"question": self.question} if self.question else own),
        }


def checked_text(text: str, longest: int = LONGEST_TEXT) -> str:
    text = text.strip()
    if not text:
        raise BadRequest("text: write something first.", field="text")
    if len(text) > longest:
        raise BadRequest(f"text: at most {longest:,} characters.", field="text")
    return text


def checked_name(name: str | None) -> str | None:
    name = " ".join((name or "").split())
    if len(name) > LONGEST_NAME:
        raise BadRequest(f"name: at most {LONGEST_NAME} characters.", field="name")
    return name or None


def checked_reason(reason: str | None) -> str:
    reason = " ".join((reason or "").split())
    if not reason:
        raise BadRequest("reason: say in a few words why, so that colleagues know.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise BadRequest(f"reason: at most {LONGEST_REASON} characters.", field="reason")
    return reason
