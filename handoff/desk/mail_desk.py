"""What becomes of mails and of the links in them; each step is one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from handoff.core.errors import Closed, NotFound
from handoff.core.events import SYSTEM, Draft, Event, Kind, Reader
from handoff.core.mail import (
    CLAIM_MS,
    HOUR_MS,
    LINK_LASTS_MS,
    LINKS_AN_HOUR,
    Link,
    Mail,
    MailKind,
    Posting,
    link_mail,
    next_try,
)
from handoff.desk.desk import Change, Desk, Outcome
from handoff.desk.mailing import put_transcript
from handoff.desk.transcripts import all_events
from handoff.ports import Answer, Transaction, Undelivered, Visitor


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail to be sent now, and the message ids of the conversation's mails before it."""

    mail: Mail
    earlier: tuple[str, ...]


class MailDesk:
    """``hash_for`` gives the hash of the token that a mail's link carries, from the mail's id."""

    def __init__(self, desk: Desk, hash_for: Callable[[str], str]) -> None:
        self._desk = desk
        self._hash_for = hash_for

    async def next_due(self) -> Parcel | None:
        """Claim a mail and keep the link it carries: a link lives from the sending on."""

        def work(tx: Transaction) -> Parcel | None:
            now = self._desk.clock()
            mail = tx.mailroom.claim(now, now + CLAIM_MS)
            if mail is None:
                return None
            self._keep_link(tx, mail, now)
            return Parcel(mail, tuple(tx.mailroom.earlier(mail)))

        return await self._desk.log.transact(work)

    async def recorded(self, mail: Mail) -> list[Event]:
        """What the transcript in this mail tells: what its customer saw until they asked."""
        found = await all_events(self._desk, mail.conversation, int(mail.content["up_to"]))
        return [event for event in found if event.visible_to(Reader.CUSTOMER)]

    async def sent(self, mail: Mail) -> None:
        await self._desk.log.transact(lambda tx: tx.mailroom.sent(mail.id, self._desk.clock()))

    async def undelivered(self, mail: Mail, error: Undelivered) -> None:
        """Try again later, or tell the agents that it never will arrive."""
        now = self._desk.clock()
        again = None if error.for_good else next_try(mail, now)
        if again is None:
            await self.failed(mail.id, error.trouble)
        else:
            await self._desk.log.transact(lambda tx: tx.mailroom.later(mail.id, again, error.trouble))

    async def failed(self, id: str, trouble: str) -> None:
        """Noted in the conversation, once."""

        def work(tx: Transaction) -> list[Change]:
            mail = tx.mailroom.find(id)
            if mail is None or not tx.mailroom.failed(id, trouble):
                return []
            conversation = tx.conversation(mail.conversation)
            if conversation is None:
                return []
            text = f"This mail could not be delivered: {mail.address}: {shown(trouble)}"
            return [self._desk.write(tx, conversation, conversation, [note(text)])]

        self._desk.tell(await self._desk.log.transact(work))

    async def redeem(self, token_hash: str, client_id: str) -> Answer:
        """The click on a link: once for each link, the same answer for each repetition of the same click. A
        transcript that waited for the address to be confirmed leaves with it. ``visitor`` is None where the
        link confirms an address and opens nothing."""
        id = str(uuid.uuid4())

        def work(tx: Transaction) -> Outcome:
            now = self._desk.clock()
            link = the_link(tx, token_hash)
            if link.redeemed_at is not None:
                raise Closed("This link has been used already.", reason="used")
            if link.expires_at <= now:
                raise Closed("This link has expired.", reason="expired")
            tx.mailroom.redeem(token_hash, now)
            if not tx.mailroom.confirmed(link.visitor, link.address):
                tx.mailroom.confirm(link.visitor, link.address, now)
                _post_what_waited(tx, link, id, now)
            theirs = opens(tx, link)
            return Outcome({"conversation": link.conversation, "visitor": link.visitor if theirs else None})

        return await self._desk.carry_out(sender(token_hash), client_id, work)

    async def new_link(self, token_hash: str, client_id: str) -> Answer:
        """To the address the old one went to, whoever asks. ``mail`` says what became of it."""
        id = str(uuid.uuid4())

        def work(tx: Transaction) -> Outcome:
            now = self._desk.clock()
            link = the_link(tx, token_hash)
            room, conversation = tx.mailroom, tx.conversation(link.conversation)
            if conversation is None:
                raise NotFound(UNKNOWN)
            if room.domain is None:
                return Outcome({"mail": Posting.OFF.value})
            if room.mailed(link.address, now - HOUR_MS, MailKind.LINK) >= LINKS_AN_HOUR:
                return Outcome({"mail": Posting.LIMITED.value})
            room.put(link_mail(conversation, link.address, room.domain, id, now))
            return Outcome({"mail": Posting.SENDING.value})

        return await self._desk.carry_out(sender(token_hash), client_id, work)

    def _keep_link(self, tx: Transaction, mail: Mail, now: int) -> None:
        conversation = tx.conversation(mail.conversation)
        if conversation is not None:
            tx.mailroom.keep_link(
                Link(
                    self._hash_for(mail.id),
                    mail.conversation,
                    conversation.visitor,
                    mail.address,
                    now,
                    now + LINK_LASTS_MS,
                )
            )


def _post_what_waited(tx: Transaction, link: Link, id: str, now: int) -> None:
    asked = tx.mailroom.newest(link.conversation, link.address, MailKind.CONFIRM)
    conversation = tx.conversation(link.conversation)
    if asked is not None and conversation is not None and tx.mailroom.domain is not None:
        put_transcript(tx, conversation, link.address, id, asked.content.get("zone"), now)


UNKNOWN = "This is not one of our links. Perhaps a part of it is missing."


def the_link(tx: Transaction, token_hash: str) -> Link:
    link = tx.mailroom.link(token_hash)
    if link is None:
        raise NotFound(UNKNOWN)
    return link


def opens(tx: Transaction, link: Link) -> bool:
    """Whether a click lets somebody in: to all conversations of its visitor. Of a customer who has proved
    who they are, only for the address that the site gave us; another they typed, and perhaps mistyped."""
    if not Visitor(link.visitor).known:
        return True
    profile = tx.customers.profile(link.visitor)
    return profile is not None and profile.verified and profile.email == link.address


def note(text: str) -> Draft:
    """What the agents must know; customers never see it."""
    return Draft(Kind.NOTE_ADDED, SYSTEM, {"text": text})


def shown(trouble: str) -> str:
    """A mail server's words, which anybody may have written: one line, not too long."""
    return " ".join("".join(c if c.isprintable() else " " for c in trouble).split())[:300]


def sender(token_hash: str) -> str:
    """Who repeats a call: as much of the hash as the column holds."""
    return f"l:{token_hash[:38]}"
