"""A conversation's folded state: all that is needed to decide what follows, never the whole log."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handoff.core.events import Reader, Role, Speaker

ROW_ONLY = frozenset(
    {"revision", "reminded_at", "offered_at", "agent_gone_at", "nudged_at", "due_at", "due_step"}
)
"""What the row keeps beside the log: its version, when somebody was last seen or rung for, what is due."""

KEPT_ANSWERS = 20
"""Answers remembered in the row. A verdict on an older one is refused as not found; by then the service
has offered a person at least six times."""

PREVIEW = 140
"""Characters of the last message shown on a queue card."""


class Status(StrEnum):
    """Who owns the conversation now."""

    WITH_BOT = "with_bot"
    QUEUED = "queued"
    WITH_AGENT = "with_agent"
    FOLLOW_UP = "follow_up"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry the bot offered. ``helpful`` is None until the customer gives a verdict. ``taken`` are the
    paths of the guided steps under it that the customer took, each once, in that order."""

    seq: int
    entry: str
    title: str
    helpful: bool | None = None
    taken: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Entries an uncertain bot offered by their titles. ``settled``: the customer chose ``chosen``, or none
    of them (None). ``model`` is the bot's that offered them."""

    seq: int
    entries: tuple[str, ...]
    model: str | None = None
    settled: bool = False
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The customer's message the bot owes a reply for. ``since`` is when the first of several unanswered
    messages came (ms), so that writing more does not put off the person."""

    seq: int
    since: int


@dataclass(frozen=True, slots=True)
class Holder:
    """The agent who holds, or last held, the conversation."""

    id: str
    name: str
    avatar: str | None = None

    def wire(self) -> dict[str, str | None]:
        return {"id": self.id, "name": self.name, "avatar": self.avatar}


@dataclass(frozen=True, slots=True)
class Offer:
    """A transfer that waits for a yes: to one agent, or to whoever of a team accepts first. ``at`` in ms."""

    by: Holder
    at: int
    to_agent: Holder | None = None
    to_team: str | None = None
    note: str | None = None

    def wire(self) -> dict[str, Any]:
        return {
            "by": self.by.wire(),
            "to_agent": self.to_agent.wire() if self.to_agent else None,
            "to_team": self.to_team,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Last:
    """The last words, for queue cards."""

    at: int
    by: str
    text: str


@dataclass(frozen=True)
class Conversation:
    """Not slotted, unlike the others, because ``changed`` is on every message's path.

    Times are ms since 1970 UTC. ``seq`` and ``customer_seq`` number the last event and the last one the
    customer may see. ``epoch`` rises whenever the speaker changes: a bot's reply from an older epoch is
    dropped. ``revision`` rises with each write of the row: the expected version of the next one."""

    id: str
    visitor: str
    number: int
    locale: str | None = None
    status: Status = Status.WITH_BOT
    seq: int = 0
    customer_seq: int = 0
    epoch: int = 0
    revision: int = 0
    started_at: int = 0
    active_at: int = 0
    customer_name: str | None = None
    verified: bool = False  # the site signed who they are
    tags: tuple[str, ...] = ()
    # The problem: open from the first question until it is helped or resolved.
    problem_open: bool = False
    answers: tuple[Answer, ...] = ()
    problem_entries: tuple[str, ...] = ()
    suggestion: Suggestion | None = None  # the latest; a problem gets one
    topic: str | None = None
    refused: tuple[str, ...] = ()
    answers_since_person: int = 0
    turn: Turn | None = None
    # The wait and the person.
    team: str | None = None
    reason: str | None = None
    waiting_since: int | None = None
    queued_at: int | None = None
    overflowed: tuple[str, ...] = ()
    returned: bool = False
    urgent: bool = False
    reminded_at: int | None = None
    offered_at: int | None = None
    agent: Holder | None = None
    last_agent: Holder | None = None
    offer: Offer | None = None
    agent_gone_at: int | None = None
    nudged_at: int | None = None
    customer_waits_since: int | None = None
    last: Last | None = None
    last_said: int = 0  # the customer's last message
    # Going on later, by mail.
    email: str | None = None
    phone: str | None = None
    follow_up_due: int | None = None
    knocking: bool = False  # wrote at the page while nobody was there
    resolved_at: int | None = None
    score: int | None = None
    told_at: int | None = None  # when staff last told them of an answer they had missed
    # The next deadline, kept with the row: what must have happened by when.
    due_at: int | None = None
    due_step: str | None = None

    @property
    def open(self) -> bool:
        return self.status is not Status.RESOLVED

    @property
    def awaiting(self) -> Answer | None:
        """The latest answer while it has no verdict: what a typed "yes" or "no" speaks of."""
        latest = self.answers[-1] if self.answers else None
        return latest if latest and latest.helpful is None and self.problem_open else None

    @property
    def offered(self) -> Suggestion | None:
        """The titles the customer may still choose from."""
        latest = self.suggestion
        with_bot = self.status is Status.WITH_BOT
        return latest if latest and not latest.settled and with_bot else None

    @property
    def asked_about(self) -> str | None:
        """The entry that a typed "yes" or "no" speaks of: the latest answer's, or the first of the titles."""
        if self.awaiting is not None:
            return self.awaiting.entry
        return self.offered.entries[0] if self.offered else None

    def answer(self, seq: int) -> Answer | None:
        return next((answer for answer in self.answers if answer.seq == seq), None)

    def seq_for(self, reader: Reader) -> int:
        """The last event this reader may see: the head."""
        return self.seq if reader is Reader.AGENT else self.customer_seq


def changed(conversation: Conversation, **changes: Any) -> Conversation:
    """As ``dataclasses.replace``, at a tenth of its time: the fields are copied in one go."""
    after = object.__new__(Conversation)
    vars(after).update(vars(conversation), **changes)
    return after


def speaker_of(holder: Holder) -> Speaker:
    """The agent as the one who speaks."""
    return Speaker(Role.AGENT, holder.id, holder.name, holder.avatar)
