"""Between core's values and SQL rows: JSON by orjson, strict about what it reads back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from handoff.core.conversation import Answer, Conversation, Holder, Last, Offer, Status, Suggestion, Turn
from handoff.core.events import BODY_FIELDS, Event, Kind, Role, Speaker
from handoff.core.queue import rank

EVENT_COLUMNS = "conversation, seq, prev_customer, at, kind, speaker, client_id, fact, body"


def state_of(conversation: Conversation) -> str:
    """The folded state as JSON: every field of ``Conversation``, nested values as objects."""
    return orjson.dumps(conversation).decode()


def conversation_from(state: str) -> Conversation:
    fields = orjson.loads(state)
    fields["status"] = Status(fields["status"])
    fields["answers"] = tuple(_answer(answer) for answer in fields["answers"])
    for name in ("problem_entries", "refused", "overflowed", "tags"):
        fields[name] = tuple(fields.get(name, ()))
    for name, kind in (("turn", Turn), ("agent", Holder), ("last_agent", Holder), ("last", Last)):
        if fields[name] is not None:
            fields[name] = kind(**fields[name])
    if (suggestion := fields.get("suggestion")) is not None:
        fields["suggestion"] = Suggestion(**{**suggestion, "entries": tuple(suggestion["entries"])})
    if (offer := fields.get("offer")) is not None:
        holders = {name: Holder(**offer[name]) for name in ("by", "to_agent") if offer[name]}
        fields["offer"] = Offer(**(offer | holders))
    return Conversation(**fields)


def _answer(fields: Mapping[str, Any]) -> Answer:
    return Answer(**{**fields, "taken": tuple(map(tuple, fields.get("taken", ())))})


def columns_of(conversation: Conversation) -> dict[str, Any]:
    """The row of the ``conversations`` table."""
    return {
        "id": conversation.id,
        "visitor": conversation.visitor,
        "number": conversation.number,
        "status": conversation.status.value,
        "seq": conversation.seq,
        "customer_seq": conversation.customer_seq,
        "revision": conversation.revision,
        "agent": conversation.agent.id if conversation.agent else None,
        "team": conversation.team,
        "rank": rank(conversation),
        "waiting_since": conversation.waiting_since,
        "due_at": conversation.due_at,
        "state": state_of(conversation),
    }


def columns_of_event(event: Event) -> dict[str, Any]:
    """The row of the ``events`` table: facts and what erasure may empty, apart."""
    body = {name: event.data[name] for name in event.data if name in BODY_FIELDS}
    fact = {name: event.data[name] for name in event.data if name not in BODY_FIELDS}
    return {
        "conversation": event.conversation,
        "seq": event.seq,
        "prev_customer": event.prev_customer,
        "at": event.at,
        "kind": event.kind.value,
        "speaker": orjson.dumps(event.by.wire()).decode(),
        "client_id": event.client_id,
        "fact": orjson.dumps(fact).decode(),
        "body": orjson.dumps(body).decode() if body else None,
    }


def event_from(row: Sequence[Any]) -> Event:
    """An event from a row of ``EVENT_COLUMNS``."""
    conversation, seq, prev_customer, at, kind, speaker, client_id, fact, body = row
    data: dict[str, Any] = orjson.loads(fact)
    if body is not None:
        data |= orjson.loads(body)
    return Event(
        conversation, seq, prev_customer, at, Kind(kind), speaker_from(orjson.loads(speaker)), data, client_id
    )


def speaker_from(wire: Mapping[str, Any]) -> Speaker:
    return Speaker(Role(wire["role"]), wire["id"], wire["name"], wire["avatar"])
