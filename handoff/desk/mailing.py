"""Mail that follows from what is written: decided and kept in the same transaction as the events."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from handoff.core.conversation import Conversation
from handoff.core.events import Draft, Event, Kind
from handoff.core.mail import (
    DAY_MS,
    MAY_LEAD_TO_MAIL,
    Known,
    Posting,
    addressee,
    counts_within,
    mails_for,
    transcript_mail,
)
from handoff.ports import Transaction


def marked(tx: Transaction, conversation: Conversation, drafts: Sequence[Draft], now: int) -> list[Draft]:
    """Each draft that leads to a mail says what becomes of it, so that nobody is told of a mail that never
    goes. ``conversation`` is the state before."""
    return [
        _marked(tx, conversation, draft, now) if draft.kind in MAY_LEAD_TO_MAIL else draft for draft in drafts
    ]


def post(tx: Transaction, after: Conversation, events: Sequence[Event]) -> None:
    """Write the mails of events that say they lead to one."""
    for event in events:
        if event.kind in MAY_LEAD_TO_MAIL and event.data.get("mail") == Posting.SENDING:
            _post(tx, after, event)


def known(tx: Transaction, visitor: str, address: str, now: int) -> Known:
    room = tx.mailroom
    if room.domain is None:
        return Known(None)
    confirmed = room.confirmed(visitor, address)
    return Known(
        room.domain,
        confirmed,
        room.mailed(address, now - counts_within(confirmed)),
        room.others(visitor, address, now - DAY_MS),
    )


def put_transcript(
    tx: Transaction, conversation: Conversation, address: str, id: str, zone: str | None, now: int
) -> None:
    """``address`` was confirmed."""
    tx.mailroom.put(transcript_mail(conversation, address, str(tx.mailroom.domain), id, zone, now))


def mail_id(conversation: str, seq: int) -> str:
    """Worked out, so that work that runs twice writes the same mail. Nobody can guess it: a conversation's id
    is worked out from the visitor's secret one."""
    return str(uuid.uuid5(uuid.UUID(conversation), f"mail {seq}"))


def _marked(tx: Transaction, conversation: Conversation, draft: Draft, now: int) -> Draft:
    if _answers_a_mail(tx, conversation, draft):
        draft = replace(draft, data={**draft.data, "channel": "mail"})
    address = addressee(conversation, draft)
    if address is None:
        return draft
    posting = known(tx, conversation.visitor, address, now).posting()
    return replace(draft, data={**draft.data, "mail": posting.value})


def _answers_a_mail(tx: Transaction, conversation: Conversation, draft: Draft) -> bool:
    """Whoever wrote last by mail is answered by mail: they may not have a page open."""
    if draft.kind is not Kind.AGENT_SAID or conversation.email is None:
        return False
    return tx.mailroom.last_words(conversation.id)[1] == "mail"


def _post(tx: Transaction, after: Conversation, event: Event) -> None:
    address = event.data.get("email") or after.email
    room = tx.mailroom
    confirmed = address is not None and room.confirmed(after.visitor, address)
    quote = room.last_words(after.id)[0] if confirmed else None
    about = Known(room.domain, confirmed)
    for mail in mails_for(after, [event], about, quote, lambda seq: mail_id(after.id, seq)):
        room.put(mail)
