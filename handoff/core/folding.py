"""How each event changes the folded state. Replaying a log from its start gives the stored row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from handoff.core.conversation import (
    KEPT_ANSWERS,
    PREVIEW,
    Answer,
    Conversation,
    Holder,
    Last,
    Offer,
    Status,
    Suggestion,
    Turn,
    changed,
)
from handoff.core.events import Draft, Event, Kind, QueuedReason, Reader, Role, ms


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
    if event.visible_to(Reader.CUSTOMER) and event.kind is not Kind.TOLD:
        placed["active_at"] = event.at
    return changed(conversation, **placed, **_FOLDS[event.kind](conversation, event))


Changes = Mapping[str, Any]


def _started(conversation: Conversation, event: Event) -> Changes:
    """Whoever helped this customer last time is remembered, so that they need not begin anew."""
    agent = (event.data.get("previous") or {}).get("agent")
    return {
        "started_at": event.at,
        "locale": event.data.get("locale"),
        "last_agent": Holder(agent["id"], agent["name"], agent.get("avatar")) if agent else None,
    }


def _customer_said(conversation: Conversation, event: Event) -> Changes:
    changes: dict[str, Any] = {"last": _last(event), "last_said": event.seq}
    if conversation.customer_waits_since is None:
        changes["customer_waits_since"] = event.at
    if conversation.status is Status.WITH_BOT:
        since = conversation.turn.since if conversation.turn else event.at
        changes["turn"] = Turn(event.seq, since)
    if conversation.status is Status.FOLLOW_UP and "channel" not in event.data:
        changes["knocking"] = True
    return changes


def _bot_said(conversation: Conversation, event: Event) -> Changes:
    return {"last": _last(event), "turn": None, "customer_waits_since": None}


def _agent_said(conversation: Conversation, event: Event) -> Changes:
    return {
        "last": _last(event),
        "customer_waits_since": None,
        "nudged_at": None,
        "follow_up_due": None,
        "knocking": False,
        "reminded_at": None,
    }


def _bot_answered(conversation: Conversation, event: Event) -> Changes:
    answer = Answer(event.seq, event.data["entry"], event.data["title"])
    return {
        "last": _last(event),
        "turn": None,
        "customer_waits_since": None,
        "problem_open": True,
        "answers": (*conversation.answers, answer)[-KEPT_ANSWERS:],
        "problem_entries": (*conversation.problem_entries, answer.entry),
        "suggestion": _settled(conversation, event, answer.entry),
        "topic": event.data.get("topic") or conversation.topic,
        "answers_since_person": conversation.answers_since_person + 1,
    }


def _bot_suggested(conversation: Conversation, event: Event) -> Changes:
    """A try at the problem: what the customer says next without choosing is a second question to it."""
    entries = tuple(str(one["entry"]) for one in event.data["entries"])
    titles = " · ".join(str(one["title"]) for one in event.data["entries"])
    return {
        "last": Last(event.at, event.by.role.value, titles[:PREVIEW]),
        "turn": None,
        "customer_waits_since": None,
        "problem_open": True,
        "suggestion": Suggestion(event.seq, entries, event.data.get("model")),
    }


def _settled(conversation: Conversation, event: Event, chosen: str | None) -> Suggestion | None:
    """Whether this event is the customer's choice among the titles."""
    latest = conversation.suggestion
    if latest is None or event.data.get("suggestion") != latest.seq:
        return latest
    return replace(latest, settled=True, chosen=chosen)


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
        if conversation.suggestion and not conversation.suggestion.settled:
            changes["suggestion"] = None  # what was asked is answered otherwise
    elif judged and judged.entry not in conversation.refused:
        changes["refused"] = (*conversation.refused, judged.entry)
    return changes


def _step_taken(conversation: Conversation, event: Event) -> Changes:
    """The words are the entry's, so they are nobody's last ones."""
    seq, path = event.data["answer"], tuple(event.data["path"])
    return {
        "answers": tuple(
            replace(answer, taken=(*answer.taken, path)) if answer.seq == seq else answer
            for answer in conversation.answers
        )
    }


def _handoff_requested(conversation: Conversation, event: Event) -> Changes:
    """Whoever finds none of the titles right has refused them all."""
    suggestion = _settled(conversation, event, None)
    refused = conversation.refused
    if suggestion is not None and suggestion is not conversation.suggestion:
        refused = tuple(dict.fromkeys((*refused, *suggestion.entries)))
    return {
        "suggestion": suggestion,
        "refused": refused,
        "turn": None,
        "problem_open": True,
        "reason": event.data["reason"],
        "answers_since_person": 0,
        "epoch": conversation.epoch + 1,
        "customer_waits_since": conversation.customer_waits_since or event.at,
    }


def _queued(conversation: Conversation, event: Event) -> Changes:
    """Whoever comes back to the queue through no fault of theirs keeps the original time and goes first;
    whom another team helps out with keeps the time, and no more."""
    reason = event.data["reason"]
    again = reason != QueuedReason.HANDOFF
    overflowing = reason == QueuedReason.OVERFLOW
    return {
        "status": Status.QUEUED,
        "team": event.data["team"],
        "waiting_since": (again and conversation.waiting_since) or event.at,
        "queued_at": event.at,
        "overflowed": (*conversation.overflowed, conversation.team) if overflowing else (),
        "returned": conversation.returned if overflowing else again,
        "urgent": bool(event.data.get("urgent")) or (again and conversation.urgent),
        "agent": None,
        "offer": None,
        "agent_gone_at": None,
        "nudged_at": None,
        "reminded_at": None,
        "offered_at": conversation.offered_at if overflowing else None,
        "knocking": False,
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
        "offer": None,
        "agent_gone_at": None,
        "nudged_at": None,
        "follow_up_due": None,
        "knocking": False,
        "waiting_since": conversation.waiting_since or event.at,
        "customer_waits_since": event.at,  # from now on it is this agent they wait for
        "epoch": conversation.epoch + 1,
        "turn": None,
    }


def _agent_left(conversation: Conversation, event: Event) -> Changes:
    return {"agent": None, "offer": None, "agent_gone_at": None, "epoch": conversation.epoch + 1}


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
        "offer": None,
        "follow_up_due": None,
        "knocking": False,
        "waiting_since": None,
        "urgent": False,
        "returned": False,
        "customer_waits_since": event.at if unanswered else None,
        "turn": Turn(conversation.last_said, event.at) if unanswered else None,
        "epoch": conversation.epoch + 1,
    }


def _nothing(conversation: Conversation, event: Event) -> Changes:
    """Words between colleagues change nothing."""
    return {}


def _customer_identified(conversation: Conversation, event: Event) -> Changes:
    """An address the site vouches for is known; one that the customer left in a form themselves stays."""
    verified = bool(event.data.get("verified"))
    known = event.data.get("email") if verified else None
    return {
        "customer_name": event.data.get("name"),
        "verified": verified,
        "email": conversation.email or known,
    }


def _conversation_tagged(_conversation: Conversation, event: Event) -> Changes:
    return {"tags": tuple(event.data["tags"])}


def _transfer_offered(conversation: Conversation, event: Event) -> Changes:
    assert conversation.agent is not None, "only a holder offers"
    to = event.data.get("to_agent")
    return {
        "offer": Offer(
            conversation.agent,
            event.at,
            Holder(to["id"], to["name"], to.get("avatar")) if to else None,
            event.data.get("to_team"),
            event.data.get("note"),
        )
    }


def _transfer_declined(conversation: Conversation, event: Event) -> Changes:
    return {"offer": None}


def _follow_up_left(conversation: Conversation, event: Event) -> Changes:
    """It goes on later. Whoever already owned this follow-up keeps it, and so does an agent who puts off what
    they hold; no words of theirs are in it."""
    return {
        "last_said": event.seq if event.data["text"] else conversation.last_said,
        "status": Status.FOLLOW_UP,
        "team": event.data["team"],
        "email": event.data["email"],
        "phone": event.data.get("phone"),
        "follow_up_due": ms(event.data["due"]),
        "knocking": False,
        "last": conversation.last if event.by.role is Role.AGENT else _last(event),
        "offer": None,
        "agent_gone_at": None,
        "nudged_at": None,
        "turn": None,
        "problem_open": True,
        "waiting_since": None,
        "returned": False,
        "urgent": False,
        "reminded_at": None,
        "customer_waits_since": conversation.customer_waits_since or event.at,
        "epoch": conversation.epoch + 1,
    }


def _follow_up_taken(conversation: Conversation, event: Event) -> Changes:
    """An owner, or none again: back to the team."""
    agent = event.data.get("agent")
    holder = Holder(agent["id"], agent["name"], agent.get("avatar")) if agent else None
    return {
        "agent": holder,
        "last_agent": holder or conversation.last_agent,
        "team": event.data.get("team", conversation.team),
    }


def _resolved(conversation: Conversation, event: Event) -> Changes:
    return {
        "status": Status.RESOLVED,
        "agent": None,
        "offer": None,
        "agent_gone_at": None,
        "nudged_at": None,
        "follow_up_due": None,
        "knocking": False,
        "urgent": False,
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


def _told(conversation: Conversation, event: Event) -> Changes:
    """News beside whatever is going on: nobody owes anything because of it, and no deadline moves."""
    return {"told_at": event.at}


_FOLDS = {
    Kind.CONVERSATION_STARTED: _started,
    Kind.CUSTOMER_SAID: _customer_said,
    Kind.BOT_SAID: _bot_said,
    Kind.AGENT_SAID: _agent_said,
    Kind.BOT_ANSWERED: _bot_answered,
    Kind.BOT_SUGGESTED: _bot_suggested,
    Kind.FEEDBACK_GIVEN: _feedback_given,
    Kind.STEP_TAKEN: _step_taken,
    Kind.HANDOFF_REQUESTED: _handoff_requested,
    Kind.QUEUED: _queued,
    Kind.AGENT_JOINED: _agent_joined,
    Kind.AGENT_LEFT: _agent_left,
    Kind.RETURNED_TO_BOT: _returned_to_bot,
    Kind.TRANSFER_OFFERED: _transfer_offered,
    Kind.TRANSFER_DECLINED: _transfer_declined,
    Kind.NOTE_ADDED: _nothing,
    Kind.WHISPERED: _nothing,
    Kind.CUSTOMER_IDENTIFIED: _customer_identified,
    Kind.CONVERSATION_TAGGED: _conversation_tagged,
    Kind.FOLLOW_UP_LEFT: _follow_up_left,
    Kind.FOLLOW_UP_TAKEN: _follow_up_taken,
    Kind.RESOLVED: _resolved,
    Kind.REOPENED: _reopened,
    Kind.RATED: _rated,
    Kind.TOLD: _told,
}


def _last(event: Event) -> Last:
    return Last(event.at, event.by.role.value, str(event.data.get("text", ""))[:PREVIEW])
