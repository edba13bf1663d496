"""Reads a whole database piece by piece, each as it was at one moment, and says what is wrong with it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Engine, text

from handoff.adapters.rows import EVENT_COLUMNS, columns_of, conversation_from, event_from
from handoff.adapters.teams import Read, all_teams
from handoff.core.checkup import Check, Finding, House, Reading, Row, checked
from handoff.core.conversation import Conversation

PAGE = 50
"""Conversations in one look, with all their events."""
MANY = 1_000
"""Small rows in one look."""
OVERDUE_MS = 3_600_000
"""A mail that should have gone so long ago is stuck, not slow."""

_NAMES = ("id", "visitor", "number", "status", "seq", "customer_seq", "revision", "agent", "team", "rank",
          "waiting_since", "due_at", "state")  # fmt: skip
_COLUMNS = ", ".join(_NAMES)

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What reading a row raises that was written by nobody of ours."""


@contextlib.contextmanager
def snapshot(engine: Engine) -> Iterator[Read]:
    """All reads inside see one moment, whatever services write meanwhile."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as plain:
        db = plain if sqlite else plain.execution_options(isolation_level="REPEATABLE READ")
        if sqlite:
            db.exec_driver_sql("BEGIN")
        yield lambda statement, values: db.execute(text(statement), values).all()
        db.rollback()


def house_of(read: Read, now: int, *, running: bool) -> House:
    """Everybody who works here."""
    roles = {row[0]: row[1] for row in read("SELECT id, role FROM agents WHERE disabled_at IS NULL", {})}
    return House(all_teams(read, now), roles, now, running)


def conversations(engine: Engine, house: House) -> Iterator[tuple[int, list[Finding]]]:
    """Page by page: how many, and what is wrong with them. Events without a conversation come with the page
    they would lie in."""
    after: str | None = ""
    while after is not None:
        with snapshot(engine) as read:
            rows = read(
                f"SELECT {_COLUMNS} FROM conversations WHERE id > :after ORDER BY id LIMIT :limit",
                {"after": after, "limit": PAGE},
            )
            last = rows[-1][0] if len(rows) == PAGE else None
            found = _page(read, rows, after, last, house)
        yield len(rows), found  # outside: whoever mends takes their time
        after = last


def one(read: Read, id: str, house: House) -> tuple[Row, Reading, list[Finding]] | None:
    """A single conversation, inside the caller's transaction."""
    rows = read(f"SELECT {_COLUMNS} FROM conversations WHERE id = :id", {"id": id})
    if not rows:
        return None
    row = row_of(rows[0])
    reading = Reading(blank(row))
    statement = f"SELECT {EVENT_COLUMNS} FROM events WHERE conversation = :id ORDER BY seq"
    for event in read(statement, {"id": id}):
        _take(reading, event)
    return row, reading, checked(row, reading, house)


def row_of(values: Sequence[Any]) -> Row:
    columns = dict(zip(_NAMES, values, strict=True))
    state = columns.pop("state")
    try:
        conversation = conversation_from(state)
        implied = columns_of(conversation)
        implied.pop("state")
    except UNREADABLE:
        return Row(columns["id"], columns, None, {})
    return Row(columns["id"], columns, conversation, implied)


def blank(row: Row) -> Conversation:
    """Before its first event. Who it is with never changes, so the columns are to be believed."""
    return Conversation(row.id, row.columns["visitor"], row.columns["number"])


def _page(
    read: Read, rows: Sequence[Sequence[Any]], after: str, last: str | None, house: House
) -> list[Finding]:
    here = {row.id: (row, Reading(blank(row))) for row in map(row_of, rows)}
    orphans: dict[str, int] = {}
    until = "" if last is None else "AND conversation <= :last"
    events = read(
        f"SELECT {EVENT_COLUMNS} FROM events WHERE conversation > :after {until} ORDER BY conversation, seq",
        {"after": after} | ({} if last is None else {"last": last}),
    )
    for event in events:
        if event[0] in here:
            _take(here[event[0]][1], event)
        else:
            orphans[event[0]] = orphans.get(event[0], 0) + 1
    found = [finding for row, reading in here.values() for finding in checked(row, reading, house)]
    return found + [
        Finding(id, Check.ORPHAN, f"{count} events belong to a conversation that is not there")
        for id, count in orphans.items()
    ]


def _take(reading: Reading, row: Sequence[Any]) -> None:
    try:
        event = event_from(row)
    except UNREADABLE:
        reading.unreadable(int(row[1]))
    else:
        reading.add(event)


def visitors(read: Read) -> list[Finding]:
    """A visitor's page leads to their newest conversation only."""
    rows = read(
        """SELECT older.id FROM conversations AS older JOIN conversations AS newer
        ON newer.visitor = older.visitor AND newer.number > older.number AND newer.status <> 'resolved'
        WHERE older.status <> 'resolved' GROUP BY older.id ORDER BY older.id""",
        {},
    )
    sentence = "its visitor has a newer open conversation, so their page no longer leads here"
    return [Finding(row[0], Check.VISITOR, sentence) for row in rows]


def calls(engine: Engine) -> Iterator[list[Finding]]:
    """Page by page: acknowledged, and not there."""
    after: tuple[str, str] | None = ("", "")
    while after is not None:
        with snapshot(engine) as read:
            rows = read(_CALLS, {"sender": after[0], "client_id": after[1], "limit": MANY})
        yield [finding for row in rows if (finding := _answer(*row[2:])) is not None]
        after = (rows[-1][0], rows[-1][1]) if len(rows) == MANY else None


_CALLS = """SELECT sender, client_id, conversation, answer,
    (SELECT MAX(seq) FROM events WHERE events.conversation = calls.conversation)
    FROM calls WHERE sender > :sender OR (sender = :sender AND client_id > :client_id)
    ORDER BY sender, client_id LIMIT :limit"""


def _answer(conversation: str | None, answer: str, last: int | None) -> Finding | None:
    try:
        told: Mapping[str, Any] = orjson.loads(answer)
        named, seq = told.get("conversation"), int(told.get("seq") or 0)
    except UNREADABLE:
        return Finding(conversation or "-", Check.CALL, "an answer kept for a call can't be read")
    if named != conversation:
        return Finding(conversation or "-", Check.CALL, "an answer kept for a call speaks of another one")
    if seq > (last or 0):
        return Finding(str(conversation), Check.CALL, f"event {seq} was acknowledged and is not there")
    return None


def mails(read: Read, house: House) -> list[Finding]:
    """Mails nobody sends, and mails about nothing."""
    late = read(
        "SELECT conversation, id FROM mails WHERE state = 'waiting' AND due_at < :late ORDER BY id",
        {"late": house.at - OVERDUE_MS},
    )
    lost = read(
        # What goes to staff is about no conversation, and says so by naming itself.
        "SELECT conversation, id FROM mails WHERE conversation NOT IN (SELECT id FROM conversations)"
        " AND conversation <> id ORDER BY id",
        {},
    )
    found = [Finding(row[0], Check.MAIL, f"mail {row[1]} has waited for more than an hour") for row in late]
    about = "is about a conversation that is not there"
    return [
        *(found if house.running else []),
        *(Finding(row[0], Check.MAIL, f"mail {row[1]} {about}") for row in lost),
    ]
