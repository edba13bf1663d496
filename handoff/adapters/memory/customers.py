"""The in-memory twin of what is known of customers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from handoff.adapters.memory.mailroom import Put
from handoff.adapters.memory.tables import Tables
from handoff.core.conversation import Conversation
from handoff.core.identity import Profile
from handoff.core.records import MOST_NOTES, MOST_VISITS, Block, CustomerNote, Visit

Drop = Callable[[dict[Any, Any], Any], None]
"""Takes a value out so that it can be put back."""


class MemoryCustomers:
    """``ports.Customers`` on dictionaries."""

    def __init__(self, tables: Tables, put: Put, drop: Drop) -> None:
        self._tables = tables
        self._put = put
        self._drop = drop

    def profile(self, visitor: str) -> Profile | None:
        return self._tables.profiles.get(visitor)

    def keep_profile(self, visitor: str, profile: Profile, at: int) -> None:  # noqa: ARG002
        self._put(self._tables.profiles, visitor, profile)

    def hand_over(self, conversation: Conversation, visitor: str, number: int) -> None:
        was, tables = conversation.visitor, self._tables
        left = [one for one in tables.conversations.values() if one.visitor == was]
        before = max((one for one in left if one.id != conversation.id), key=_number, default=None)
        if before is None:
            self._drop(tables.latest, was)
        else:
            self._put(tables.latest, was, before.id)
        self._lead(visitor, conversation.id, number)
        for sender, client_id in [key for key in tables.calls if key[0] == f"v:{was}"]:
            if (f"v:{visitor}", client_id) not in tables.calls:
                self._put(tables.calls, (f"v:{visitor}", client_id), tables.calls[sender, client_id])
                self._drop(tables.calls, (sender, client_id))
        for hash, link in list(tables.mail.links.items()):
            if link.conversation == conversation.id:
                self._put(tables.mail.links, hash, replace(link, visitor=visitor))
        for (owner, address), at in list(tables.mail.confirmations.items()):
            if owner == was and (visitor, address) not in tables.mail.confirmations:
                self._put(tables.mail.confirmations, (visitor, address), at)

        for note in [one for one in tables.notes.values() if one.visitor == was]:
            self._put(tables.notes, note.id, replace(note, visitor=visitor))

    def renumber(self, conversation: Conversation, number: int) -> None:
        self._lead(conversation.visitor, conversation.id, number)

    def retire(self, visitor: str, became: str, at: int) -> None:  # noqa: ARG002
        if visitor not in self._tables.retired:
            self._put(self._tables.retired, visitor, became)

    def retired(self, visitor: str) -> bool:
        return visitor in self._tables.retired

    def conversations_of(self, visitor: str, limit: int) -> list[Conversation]:
        theirs = [one for one in self._tables.conversations.values() if one.visitor == visitor]
        return sorted(theirs, key=_number, reverse=True)[:limit]

    def notes(self, visitor: str) -> list[CustomerNote]:
        theirs = [one for one in self._tables.notes.values() if one.visitor == visitor]
        return sorted(theirs, key=lambda one: one.at)[-MOST_NOTES:]

    def note(self, id: str) -> CustomerNote | None:
        return self._tables.notes.get(id)

    def keep_note(self, note: CustomerNote) -> None:
        if note.id not in self._tables.notes:
            self._put(self._tables.notes, note.id, note)

    def remove_note(self, id: str) -> None:
        self._drop(self._tables.notes, id)

    def visits(self, conversation: str) -> list[Visit]:
        theirs = [one for one in self._tables.visits.values() if one.conversation == conversation]
        return sorted(theirs, key=lambda one: (one.at, one.id))

    def keep_visit(self, visit: Visit) -> None:
        if visit.id not in self._tables.visits:
            self._put(self._tables.visits, visit.id, visit)
        for old in self.visits(visit.conversation)[:-MOST_VISITS]:
            self._drop(self._tables.visits, old.id)

    def left(self, visit: str, at: int) -> None:
        found = self._tables.visits.get(visit)
        if found is not None and found.left_at is None:
            self._put(self._tables.visits, visit, replace(found, left_at=at))

    def tags(self, limit: int) -> list[str]:
        used = self._tables.tags
        return sorted(used, key=lambda name: (-used[name], name))[:limit]

    def use_tags(self, tags: Sequence[str], at: int) -> None:
        for name in tags:
            self._put(self._tables.tags, name, at)

    def keep_out(self, block: Block) -> None:
        self._put(self._tables.blocked, block.visitor, block)

    def let_in(self, visitor: str) -> bool:
        known = visitor in self._tables.blocked
        self._drop(self._tables.blocked, visitor)
        return known

    def kept_out(self) -> list[Block]:
        return sorted(self._tables.blocked.values(), key=lambda one: (-one.at, one.visitor))

    def _lead(self, visitor: str, id: str, number: int) -> None:
        """The newest conversation is the visitor's current one."""
        newest = self._tables.latest.get(visitor)
        if newest is None or newest == id or self._tables.conversations[newest].number < number:
            self._put(self._tables.latest, visitor, id)


def _number(conversation: Conversation) -> int:
    return conversation.number
