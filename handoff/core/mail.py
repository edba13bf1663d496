"""Which mails a conversation's events lead to, what they may say, how many an address may get, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from handoff.core.conversation import Conversation, Status
from handoff.core.events import Draft, Event, Kind
from handoff.core.told import without

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

LONGEST_WORDS = 4_000
"""Characters of a message, by whichever way it comes."""

LINK_LASTS_MS = 7 * DAY_MS
"""As long as a resolved conversation is taken up again."""

TO_A_STRANGER_A_DAY = 5
"""Anybody can type anybody's address. Five mails are a follow-up with some replies; more would be a nuisance
to somebody who never wrote to us."""

TO_A_CONFIRMED_ADDRESS_AN_HOUR = 20
"""A lively exchange has fewer; more is a loop between two machines."""

LINKS_AN_HOUR = 3
"""New links for one address: one is lost, one is late, one is the one that works."""

TRANSCRIPTS_AN_HOUR = 5
"""To one address: somebody keeps one, perhaps again after the next words."""

ADDRESSES_A_DAY = 3
"""A person has one or two addresses and mistypes one. Whoever names more is trying them out."""


class MailKind(StrEnum):
    """What a mail is for."""

    RECEIVED = "received"  # the follow-up is with us
    REPLY = "reply"  # an agent's words
    CLOSED = "closed"  # the follow-up is resolved
    LINK = "link"  # another link was asked for
    TRANSCRIPT = "transcript"  # the conversation, to keep
    TOLD = "told"  # there is an answer now
    CONFIRM = "confirm"  # is this your address? A transcript was asked for
    ANSWERED = "answered"  # a public question of theirs, beneath an entry
    # To staff, about no conversation:
    INVITATION = "invitation"  # the way to an account
    WAY_IN = "way_in"  # the way to a new password
    ALERT = "alert"  # customers wait and nobody is signed in


class Posting(StrEnum):
    """What became of a mail, for whoever caused it."""

    SENDING = "sending"  # written down with the event; it leaves as soon as the mail server takes it
    LIMITED = "limited"  # the address or the visitor has had as many as they may
    OFF = "off"  # no mail goes out of this installation


@dataclass(frozen=True, slots=True)
class Mail:
    """``seq`` is the event it carries. ``content`` is what its words are made of. Times in ms."""

    id: str
    conversation: str
    seq: int | None
    address: str
    kind: MailKind
    content: Mapping[str, Any]
    message_id: str
    due_at: int
    created_at: int
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail that came in, as far as it is read. ``text`` is without quotes and signature; ``attachments``
    are names. ``automatic``: nobody wrote it. ``bounced``: the message id of a mail of ours that did not
    arrive, and why."""

    message_id: str
    sender: str
    references: tuple[str, ...] = ()
    text: str = ""
    attachments: tuple[str, ...] = ()
    cut: bool = False
    automatic: bool = False
    bounced: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A way back into a conversation. Only the token's hash is known."""

    token_hash: str
    conversation: str
    visitor: str
    address: str
    created_at: int
    expires_at: int
    redeemed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a visitor's address: whether they came back through a link sent to it, how many mails
    it got within the time that counts, how many other addresses this visitor had mail sent to today."""

    domain: str | None
    confirmed: bool = False
    mailed: int = 0
    others: int = 0

    def posting(self) -> Posting:
        if self.domain is None:
            return Posting.OFF
        most = TO_A_CONFIRMED_ADDRESS_AN_HOUR if self.confirmed else TO_A_STRANGER_A_DAY
        over = self.mailed >= most or (not self.confirmed and self.others >= ADDRESSES_A_DAY)
        return Posting.LIMITED if over else Posting.SENDING


def counts_within(confirmed: bool) -> int:
    """How far back mails to an address count, in ms."""
    return HOUR_MS if confirmed else DAY_MS


MAY_LEAD_TO_MAIL = frozenset({Kind.FOLLOW_UP_LEFT, Kind.AGENT_SAID, Kind.RESOLVED, Kind.TOLD})


def addressee(conversation: Conversation, draft: Draft) -> str | None:
    """Where the mail goes that this fact leads to; None: it leads to none. ``conversation`` is the state
    before."""
    match draft.kind:
        case Kind.FOLLOW_UP_LEFT:
            return draft.data.get("email") or None
        case Kind.TOLD:
            return draft.data.get("email") or conversation.email
        case Kind.AGENT_SAID if draft.data.get("channel") == "mail":
            return conversation.email
        case Kind.RESOLVED if conversation.status is Status.FOLLOW_UP:
            return conversation.email
    return None


def mails_for(
    conversation: Conversation,
    events: Sequence[Event],
    known: Known,
    quote: str | None,
    id_of: Callable[[int], str],
) -> list[Mail]:
    """The mails of events marked as ``sending``. ``quote`` is the customer's last words: they go to nobody
    but an address that was confirmed. ``id_of`` makes a mail's id from the event's seq: one that nobody can
    guess, so that a reply that names it belongs to this mail."""
    mails = []
    for event in events:
        address = event.data.get("email") or conversation.email
        if known.domain is None or address is None or event.data.get("mail") != Posting.SENDING:
            continue
        kind, content = _of_event(event, known)
        content |= {"locale": conversation.locale, **_quoted(event, known, quote)}
        id = id_of(event.seq)
        message_id = f"<{id}@{known.domain}>"
        mails.append(
            Mail(id, conversation.id, event.seq, address, kind, content, message_id, event.at, event.at)
        )
    return mails


def _of_event(event: Event, known: Known) -> tuple[MailKind, dict[str, Any]]:
    match event.kind:
        case Kind.TOLD:
            said = event.data["text"]
            text = said if known.confirmed else without(said, event.data.get("question"))
            return MailKind.TOLD, {"agent": event.by.name, "text": text, "stranger": not known.confirmed}
        case Kind.FOLLOW_UP_LEFT:
            return MailKind.RECEIVED, {"due": event.data.get("due")}
        case Kind.AGENT_SAID:
            return MailKind.REPLY, {"agent": event.by.name, "text": event.data["text"]}
    return MailKind.CLOSED, {}


def _quoted(event: Event, known: Known, quote: str | None) -> dict[str, str]:
    """What the customer wrote, for an address that is theirs. A closing says little, and quotes nothing; news
    say themselves what was asked."""
    if not known.confirmed or event.kind in (Kind.RESOLVED, Kind.TOLD):
        return {}
    words = event.data.get("text") if event.kind is Kind.FOLLOW_UP_LEFT else quote
    return {"quote": words} if words else {}


def link_mail(conversation: Conversation, address: str, domain: str, id: str, now: int) -> Mail:
    """Another link to the same address, because the first has expired or was used."""
    content = {"locale": conversation.locale}
    return Mail(id, conversation.id, None, address, MailKind.LINK, content, f"<{id}@{domain}>", now, now)


class Counts(Protocol):
    """The mailroom, as far as it counts."""

    def mailed(self, address: str, since: int, kind: MailKind | None = None) -> int: ...


def transcript_posting(room: Counts, known: Known, address: str, now: int) -> Posting:
    """What becomes of a transcript that is asked for now, or of the question whose address it is."""
    kind = MailKind.TRANSCRIPT if known.confirmed else MailKind.CONFIRM
    if known.domain is not None and room.mailed(address, now - HOUR_MS, kind) >= TRANSCRIPTS_AN_HOUR:
        return Posting.LIMITED
    return known.posting()


def transcript_mail(
    conversation: Conversation, address: str, domain: str, id: str, zone: str | None, now: int
) -> Mail:
    """The conversation as far as it goes now: sent again, it is the same."""
    content = {"locale": conversation.locale, "zone": zone, "up_to": conversation.seq}
    message_id = f"<{id}@{domain}>"
    return Mail(id, conversation.id, None, address, MailKind.TRANSCRIPT, content, message_id, now, now)


def asking_mail(
    conversation: Conversation, address: str, domain: str, id: str, zone: str | None, now: int
) -> Mail:
    """Whether the address is the customer's: nothing of the conversation is in it."""
    content = {"locale": conversation.locale, "zone": zone}
    return Mail(id, conversation.id, None, address, MailKind.CONFIRM, content, f"<{id}@{domain}>", now, now)


CLAIM_MS = 5 * 60_000
"""Longer than one mail may take to hand over, so that nobody sends it beside us."""

PAUSES_MS = (60_000, 300_000, 900_000, 3_600_000, 3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS)
"""Between tries after a passing trouble; the last one repeats."""

GIVEN_UP_AFTER_MS = 2 * DAY_MS
"""Whoever has not got our words by then must be reached another way, and the agents must know."""


def next_try(mail: Mail, now: int) -> int | None:
    """When to try again; None: not any more. ``tries`` counts the one that has just failed."""
    at = now + PAUSES_MS[min(max(mail.tries, 1), len(PAUSES_MS)) - 1]
    return at if at - mail.created_at <= GIVEN_UP_AFTER_MS else None
