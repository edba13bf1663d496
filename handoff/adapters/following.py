"""Reading the log from where one has come: what those share who follow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handoff.adapters.connection import Session

OVERTAKEN_MS = 10_000
"""Of several services one may commit a lower id after another's higher one. What is missing for so long
never comes: it was rolled back."""

_NEXT = "SELECT id, conversation, at, kind FROM events WHERE id > :position ORDER BY id LIMIT :limit"
_REACHED = """INSERT INTO followers (name, position) VALUES (:name, :position)
    ON CONFLICT (name) DO UPDATE SET position = excluded.position"""


def next_events(session: Session, name: str, limit: int, now: int) -> Sequence[Sequence[Any]]:
    """``(id, conversation, at, kind)`` after this follower's position, up to where one may still come in
    between."""
    found = session.read("SELECT position FROM followers WHERE name = :name", {"name": name})
    position = found[0][0] if found else 0
    rows = session.read(_NEXT, {"position": position, "limit": limit})
    if not session.connection.many_writers:
        return rows
    expected = position + 1
    for at, (id, _, happened, _kind) in enumerate(rows):
        if id != expected and happened > now - OVERTAKEN_MS:
            return rows[:at]
        expected = id + 1
    return rows


def reached(session: Session, name: str, position: int) -> None:
    session.write(_REACHED, {"name": name, "position": position})
