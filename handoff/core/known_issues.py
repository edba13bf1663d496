"""Known issues: what many customers run into now, said once to all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from handoff.core.errors import BadRequest
from handoff.core.events import iso

LONGEST_TITLE = 120
LONGEST_TEXT = 1_000
"""Read before a question is asked, beside others: a few sentences."""

MOST_ENTRIES = 50
MOST_OPEN = 20
"""Open at once. More than a customer reads, and more than stays true."""

CHANGE = frozenset({"content", "supervisor", "admin"})
"""Roles that post, change and close them."""


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """``entries`` are those whose answers carry it; ``affected``: how many said it is theirs, too. Times in
    ms; ``closed_at`` None: open."""

    id: str
    title: str
    text: str
    entries: tuple[str, ...]
    opened_at: int
    changed_at: int
    closed_at: int | None = None
    affected: int = 0

    def told(self) -> dict[str, Any]:
        """As everybody may read it."""
        return {
            "id": self.id,
            "title": self.title,
            "text": self.text,
            "entries": list(self.entries),
            "since": iso(self.opened_at),
            "changed": iso(self.changed_at),
        }

    def wire(self) -> dict[str, Any]:
        """As staff read it."""
        closed = iso(self.closed_at) if self.closed_at is not None else None
        return {**self.told(), "closed": closed, "affected": self.affected}


def checked(
    title: str, text: str, entries: Sequence[str], known: Collection[str]
) -> tuple[str, str, tuple[str, ...]]:
    """What may be kept of what staff wrote. Raises ``BadRequest`` with the field. ``known``: all entries."""
    title, text = " ".join(title.split()), text.strip()
    if not title:
        raise BadRequest("title: say in a few words what is wrong.", field="title")
    if len(title) > LONGEST_TITLE:
        raise BadRequest(f"title: at most {LONGEST_TITLE} characters.", field="title")
    if len(text) > LONGEST_TEXT:
        raise BadRequest(f"text: at most {LONGEST_TEXT:,} characters.", field="text")
    chosen = tuple(dict.fromkeys(entries))
    if len(chosen) > MOST_ENTRIES:
        raise BadRequest(f"entries: at most {MOST_ENTRIES}.", field="entries")
    unknown = [one for one in chosen if one not in known]
    if unknown:
        raise BadRequest(f"entries: there is no entry '{unknown[0][:60]}'.", field="entries")
    return title, text, chosen


def about(entry: str, issues: Iterable[KnownIssue]) -> list[dict[str, Any]]:
    """The open ones that belong to this entry, as its answer carries them."""
    return [
        {"id": one.id, "title": one.title, "text": one.text}
        for one in issues
        if one.closed_at is None and entry in one.entries
    ]
