"""The in-memory twin of the mailroom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handoff.core.conversation import Conversation
from handoff.core.events import Event
from handoff.core.mail import Link, Mail, MailKind

Put = Callable[[dict[Any, Any], Any, Any], None]
"""Writes a value so that it can be taken back."""


@dataclass
class MailTables:
    """All of the mailroom that is stored. ``states`` holds ``(state, trouble)``."""

    mails: dict[str, Mail] = field(default_factory=dict)
    states: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    confirmations: dict[tuple[str, str], int] = field(default_factory=dict)


class MemoryMailroom:
    """``ports.Mailroom`` on dictionaries."""

    def __init__(
        self,
        tables: MailTables,
        conversations: Mapping[str, Conversation],
        events: Mapping[str, list[Event]],
        put: Put,
        domain: str | None,
    ) -> None:
        self._tables = tables
        self._conversations = conversations
        self._events = events
        self._put = put
        self._domain = domain

    @property
    def domain(self) -> str | None:
        return self._domain

    def put(self, mail: Mail) -> None:
        assert mail.id not in self._tables.mails, "a mail is written once"
        self._put(self._tables.mails, mail.id, mail)
        self._put(self._tables.states, mail.id, ("waiting", None))

    def mailed(self, address: str, since: int, kind: MailKind | None = None) -> int:
        return sum(
            mail.address == address and mail.created_at > since and kind in (None, mail.kind)
            for mail in self._tables.mails.values()
        )

    def others(self, visitor: str, address: str, since: int) -> int:
        return len(
            {
                mail.address
                for mail in self._tables.mails.values()
                if mail.created_at > since and self._conversations[mail.conversation].visitor == visitor
            }
            - {address}
        )

    def confirmed(self, visitor: str, address: str) -> bool:
        return (visitor, address) in self._tables.confirmations

    def confirm(self, visitor: str, address: str, at: int) -> None:
        if not self.confirmed(visitor, address):
            self._put(self._tables.confirmations, (visitor, address), at)

    def last_words(self, conversation: str) -> tuple[str | None, str | None]:
        kinds = ("customer_said", "follow_up_left")
        said = (event for event in reversed(self._events.get(conversation, [])) if event.kind in kinds)
        event = next(said, None)
        return (None, None) if event is None else (event.data.get("text"), event.data.get("channel"))

    def claim(self, now: int, until: int) -> Mail | None:
        waiting = [m for m in self._tables.mails.values() if self._waits(m.id) and m.due_at <= now]
        if not waiting:
            return None
        first = min(waiting, key=lambda mail: (mail.due_at, mail.id))
        claimed = replace(first, due_at=until, tries=first.tries + 1)
        self._put(self._tables.mails, first.id, claimed)
        return claimed

    def find(self, id: str) -> Mail | None:
        return self._tables.mails.get(id)

    def newest(self, conversation: str, address: str, kind: MailKind) -> Mail | None:
        about = (conversation, address, kind)
        found = [m for m in self._tables.mails.values() if (m.conversation, m.address, m.kind) == about]
        return min(found, key=lambda mail: (-mail.created_at, mail.id), default=None)

    def earlier(self, mail: Mail) -> list[str]:
        before = [
            other
            for other in self._tables.mails.values()
            if other.conversation == mail.conversation
            and other.id != mail.id
            and other.created_at <= mail.created_at
        ]
        return [other.message_id for other in sorted(before, key=lambda o: (o.created_at, o.id))]

    def sent(self, id: str, _at: int) -> None:
        if self._waits(id):
            self._put(self._tables.states, id, ("sent", None))

    def later(self, id: str, due_at: int, trouble: str) -> None:
        if self._waits(id):
            self._put(self._tables.states, id, ("waiting", trouble))
            self._put(self._tables.mails, id, replace(self._tables.mails[id], due_at=due_at))

    def failed(self, id: str, trouble: str) -> bool:
        if self._tables.states[id][0] == "failed":
            return False
        self._put(self._tables.states, id, ("failed", trouble))
        return True

    def keep_link(self, link: Link) -> None:
        known = self._tables.links.get(link.token_hash)
        kept = link if known is None else replace(known, expires_at=link.expires_at)
        self._put(self._tables.links, link.token_hash, kept)

    def link(self, token_hash: str) -> Link | None:
        return self._tables.links.get(token_hash)

    def redeem(self, token_hash: str, at: int) -> bool:
        link = self._tables.links.get(token_hash)
        if link is None or link.redeemed_at is not None:
            return False
        self._put(self._tables.links, token_hash, replace(link, redeemed_at=at))
        return True

    def _waits(self, id: str) -> bool:
        return self._tables.states[id][0] == "waiting"
