"""A conversation's folded state: all that is needed to decide what follows, never the whole log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from handoff.core.events import Draft, Event, Kind, QueuedReason, Reader, Role, Speaker

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
    """An entry the bot offered. ``helpful`` is None until the customer gives a verdict."""

    seq: int
    entry: str
    title: str
    helpful: bool | None = None


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
    # The problem: open from the first question until it is helped or resolved.
    problem_open: bool = False
    answers: tuple[Answer, ...] = ()
    problem_entries: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    answers_since_person: int = 0
    turn: Turn | None = None
    # The wait and the person.
    team: str | None = None
    reason: str | None = None
    waiting_since: int | None = None
    returned: bool = False
    reminded_at: int | None = None
    agent: Holder | None = None
    last_agent: Holder | None = None
    agent_gone_at: int | None = None
    customer_waits_since: int | None = None
    last: Last | None = None
    last_said: int = 0  # the customer's last message
    resolved_at: int | None = None
    score: int | None = None
    # The next deadline, kept with the row: what must have happened by when.
    due_at: int | None = None
    due_step: str | None = None

    @property
    def awaiting(self) -> Answer | None:
        """The latest answer while it has no verdict: what a typed "yes" or "no" speaks of."""
        latest = self.answers[-1] if self.answers else None
        return latest if latest and latest.helpful is None and self.problem_open else None

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


def record(conversation: Conversation, drafts: Iterable[Draft], now: int) -> tuple[Conversation, list[Event]]:
    """Place drafts at the end of the log and fold them in."""
    events = []
    for draft in drafts:
        event = Event(
            conversation.id,
            conversation.seq + 1,
            conversation.customer_seq,
            now,
            draft.kind,
            draft.by,
            draft.data,
            draft.client_id,
        )
        conversation = fold(conversation, event)
        events.append(event)
    return conversation, events


def fold(conversation: Conversation, event: Event) -> Conversation:
    """The state after one more event. Pure: replaying a log from the start gives the stored row."""
    placed: dict[str, Any] = {"seq": event.seq}
    if event.visible_to(Reader.CUSTOMER):
        placed["customer_seq"] = event.seq
    if event.kind is not Kind.NOTE_ADDED:
        placed["active_at"] = event.at
    return changed(conversation, **placed, **_FOLDS[event.kind](conversation, event))


Changes = Mapping[str, Any]


def _started(conversation: Conversation, event: Event) -> Changes:
    return {"started_at": event.at, "locale": event.data.get("locale")}


def _customer_said(conversation: Conversation, event: Event) -> Changes:
    changes: dict[str, Any] = {"last": _last(event), "last_said": event.seq}
    if conversation.customer_waits_since is None:
        changes["customer_waits_since"] = event.at
    if conversation.status is Status.WITH_BOT:
        since = conversation.turn.since if conversation.turn else event.at
        changes["turn"] = Turn(event.seq, since)
    return changes


def _bot_said(conversation: Conversation, event: Event) -> Changes:
    return {"last": _last(event), "turn": None, "customer_waits_since": None}


def _agent_said(conversation: Conversation, event: Event) -> Changes:
    return {"last": _last(event), "customer_waits_since": None}


def _bot_answered(conversation: Conversation, event: Event) -> Changes:
    answer = Answer(event.seq, event.data["entry"], event.data["title"])
    return {
        "last": _last(event),
        "turn": None,
        "customer_waits_since": None,
        "problem_open": True,
        "answers": (*conversation.answers, answer)[-KEPT_ANSWERS:],
        "problem_entries": (*conversation.problem_entries, answer.entry),
        "answers_since_person": conversation.answers_since_person + 1,
    }


def _feedback_given(conversation: Conversation, event: Event) -> Changes:
    seq, helpful = event.data["answer"], event.data["helpful"]
    changes: dict[str, Any] = {
        "answers": tuple(
            replace(answer, helpful=helpful) if answer.seq == seq else answer
            for answer in conversation.answers
        )
    }
    if event.data.get("typed"):  # A clicked verdict leaves a newer question open.
        changes |= {"turn": None, "customer_waits_since": None}
    judged = conversation.answer(seq)
    if helpful:
        changes |= {"problem_open": False, "problem_entries": (), "refused": ()}
    elif judged and judged.entry not in conversation.refused:
        changes["refused"] = (*conversation.refused, judged.entry)
    return changes


def _handoff_requested(conversation: Conversation, event: Event) -> Changes:
    return {
        "turn": None,
        "problem_open": True,
        "reason": event.data["reason"],
        "answers_since_person": 0,
        "epoch": conversation.epoch + 1,
        "customer_waits_since": conversation.customer_waits_since or event.at,
    }


def _queued(conversation: Conversation, event: Event) -> Changes:
    """Whoever comes back to the queue through no fault of theirs keeps the original time and goes first."""
    back = event.data["reason"] != QueuedReason.HANDOFF
    return {
        "status": Status.QUEUED,
        "team": event.data["team"],
        "waiting_since": (back and conversation.waiting_since) or event.at,
        "returned": back,
        "agent": None,
        "agent_gone_at": None,
        "reminded_at": None,
        "customer_waits_since": conversation.customer_waits_since or event.at,
    }


def _agent_joined(conversation: Conversation, event: Event) -> Changes:
    agent = event.data["agent"]
    holder = Holder(agent["id"], agent["name"], agent.get("avatar"))
    return {
        "status": Status.WITH_AGENT,
        "team": event.data["team"],
        "agent": holder,
        "last_agent": holder,
        "agent_gone_at": None,
        "waiting_since": conversation.waiting_since or event.at,
        "customer_waits_since": event.at,  # from now on it is this agent they wait for
        "epoch": conversation.epoch + 1,
        "turn": None,
    }


def _agent_left(conversation: Conversation, event: Event) -> Changes:
    return {"agent": None, "agent_gone_at": None, "epoch": conversation.epoch + 1}


def _returned_to_bot(conversation: Conversation, event: Event) -> Changes:
    """The bot is back with everything known: what was refused stays refused. An agent who gives back a
    customer with unanswered words leaves them to the bot; a customer who comes back has the next word."""
    unanswered = (
        event.by.role is Role.AGENT
        and conversation.last is not None
        and conversation.last.by == Role.CUSTOMER
    )
    return {
        "status": Status.WITH_BOT,
        "agent": None,
        "waiting_since": None,
        "returned": False,
        "customer_waits_since": event.at if unanswered else None,
        "turn": Turn(conversation.last_said, event.at) if unanswered else None,
        "epoch": conversation.epoch + 1,
    }


def _note_added(conversation: Conversation, event: Event) -> Changes:
    return {}


def _resolved(conversation: Conversation, event: Event) -> Changes:
    return {
        "status": Status.RESOLVED,
        "agent": None,
        "agent_gone_at": None,
        "resolved_at": event.at,
        "problem_open": False,
        "turn": None,
        "waiting_since": None,
        "returned": False,
        "customer_waits_since": None,
        "epoch": conversation.epoch + 1,
    }


def _reopened(conversation: Conversation, event: Event) -> Changes:
    """The same problem again, so what was answered and refused in it still counts."""
    return {
        "resolved_at": None,
        "problem_open": True,
        "score": None,
        "epoch": conversation.epoch + 1,
    }


def _rated(conversation: Conversation, event: Event) -> Changes:
    return {"score": event.data["score"]}


_FOLDS = {
    Kind.CONVERSATION_STARTED: _started,
    Kind.CUSTOMER_SAID: _customer_said,
    Kind.BOT_SAID: _bot_said,
    Kind.AGENT_SAID: _agent_said,
    Kind.BOT_ANSWERED: _bot_answered,
    Kind.FEEDBACK_GIVEN: _feedback_given,
    Kind.HANDOFF_REQUESTED: _handoff_requested,
    Kind.QUEUED: _queued,
    Kind.AGENT_JOINED: _agent_joined,
    Kind.AGENT_LEFT: _agent_left,
    Kind.RETURNED_TO_BOT: _returned_to_bot,
    Kind.NOTE_ADDED: _note_added,
    Kind.RESOLVED: _resolved,
    Kind.REOPENED: _reopened,
    Kind.RATED: _rated,
}


def _last(event: Event) -> Last:
    return Last(event.at, event.by.role.value, str(event.data.get("text", ""))[:PREVIEW])


def speaker_of(holder: Holder) -> Speaker:
    """The agent as the one who speaks."""
    return Speaker(Role.AGENT, holder.id, holder.name, holder.avatar)
