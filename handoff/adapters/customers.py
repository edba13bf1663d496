"""What is known of customers, in SQL, within the writer's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from handoff.adapters.connection import Session
from handoff.adapters.rows import conversation_from
from handoff.core.conversation import Conversation, Holder
from handoff.core.identity import Profile
from handoff.core.records import MOST_NOTES, MOST_VISITS, Block, CustomerNote, Visit


class SqlCustomers:
    """``ports.Customers`` on the writer's connection."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def profile(self, visitor: str) -> Profile | None:
        rows = self._session.read(
            "SELECT body, verified FROM customers WHERE visitor = :visitor", {"visitor": visitor}
        )
        if not rows or rows[0][0] is None:
            return None
        return Profile(**orjson.loads(rows[0][0]), verified=bool(rows[0][1]))

    def keep_profile(self, visitor: str, profile: Profile, at: int) -> None:
        body = {name: value for name, value in profile.wire().items() if name != "verified"}
        self._session.write(
            """INSERT INTO customers (visitor, identified_at, verified, body)
            VALUES (:visitor, :at, :verified, :body) ON CONFLICT (visitor) DO UPDATE
            SET identified_at = :at, verified = :verified, body = :body""",
            {
                "visitor": visitor,
                "at": at,
                "verified": profile.verified,
                "body": orjson.dumps(body).decode(),
            },
        )

    def hand_over(self, conversation: Conversation, visitor: str, number: int) -> None:
        was = conversation.visitor
        self._session.write(
            "UPDATE conversations SET visitor = :visitor, number = :number WHERE id = :id",
            {"visitor": visitor, "number": number, "id": conversation.id},
        )
        self._session.write(
            """UPDATE calls SET sender = :to WHERE sender = :sender AND client_id NOT IN
            (SELECT client_id FROM calls WHERE sender = :to)""",
            {"sender": f"v:{was}", "to": f"v:{visitor}"},
        )
        self._session.write(
            "UPDATE links SET visitor = :visitor WHERE conversation = :conversation",
            {"visitor": visitor, "conversation": conversation.id},
        )
        self._session.write(
            """INSERT INTO confirmations (visitor, address, confirmed_at)
            SELECT :visitor, address, confirmed_at FROM confirmations WHERE visitor = :was
            ON CONFLICT (visitor, address) DO NOTHING""",
            {"visitor": visitor, "was": was},
        )
        self._session.write(
            "UPDATE customer_notes SET visitor = :visitor WHERE visitor = :was",
            {"visitor": visitor, "was": was},
        )

    def renumber(self, conversation: Conversation, number: int) -> None:
        self._session.write(
            "UPDATE conversations SET number = :number WHERE id = :id",
            {"number": number, "id": conversation.id},
        )

    def retire(self, visitor: str, became: str, at: int) -> None:
        self._session.write(
            """INSERT INTO retired_visitors (visitor, became, at) VALUES (:visitor, :became, :at)
            ON CONFLICT (visitor) DO NOTHING""",
            {"visitor": visitor, "became": became, "at": at},
        )

    def retired(self, visitor: str) -> bool:
        return bool(
            self._session.read(
                "SELECT 1 FROM retired_visitors WHERE visitor = :visitor", {"visitor": visitor}
            )
        )

    def conversations_of(self, visitor: str, limit: int) -> list[Conversation]:
        rows = self._session.read(
            "SELECT state FROM conversations WHERE visitor = :visitor ORDER BY number DESC LIMIT :limit",
            {"visitor": visitor, "limit": limit},
        )
        return [conversation_from(row[0]) for row in rows]

    def notes(self, visitor: str) -> list[CustomerNote]:
        rows = self._session.read(
            f"SELECT {_NOTE} FROM customer_notes WHERE visitor = :visitor ORDER BY at DESC, id LIMIT :limit",
            {"visitor": visitor, "limit": MOST_NOTES},
        )
        return [_note(row) for row in reversed(rows)]

    def note(self, id: str) -> CustomerNote | None:
        rows = self._session.read(f"SELECT {_NOTE} FROM customer_notes WHERE id = :id", {"id": id})
        return _note(rows[0]) if rows else None

    def keep_note(self, note: CustomerNote) -> None:
        self._session.write(
            f"""INSERT INTO customer_notes ({_NOTE}) VALUES (:id, :visitor, :at, :author, :body)
            ON CONFLICT (id) DO NOTHING""",
            {
                "id": note.id,
                "visitor": note.visitor,
                "at": note.at,
                "author": _json(note.by.wire()),
                "body": _json({"text": note.text}),
            },
        )

    def remove_note(self, id: str) -> None:
        self._session.write("DELETE FROM customer_notes WHERE id = :id", {"id": id})

    def visits(self, conversation: str) -> list[Visit]:
        rows = self._session.read(
            f"SELECT {_VISIT} FROM page_visits WHERE conversation = :conversation ORDER BY at, id",
            {"conversation": conversation},
        )
        return [_visit(row) for row in rows]

    def keep_visit(self, visit: Visit) -> None:
        self._session.write(
            f"""INSERT INTO page_visits ({_VISIT}) VALUES (:id, :conversation, :at, :left_at, :body)
            ON CONFLICT (id) DO NOTHING""",
            {
                "id": visit.id,
                "conversation": visit.conversation,
                "at": visit.at,
                "left_at": visit.left_at,
                "body": _json({"url": visit.url, "title": visit.title}),
            },
        )
        self._session.write(
            """DELETE FROM page_visits WHERE conversation = :conversation AND id NOT IN (SELECT id FROM
            (SELECT id FROM page_visits WHERE conversation = :conversation ORDER BY at DESC, id DESC
            LIMIT :most) AS newest)""",
            {"conversation": visit.conversation, "most": MOST_VISITS},
        )

    def left(self, visit: str, at: int) -> None:
        self._session.write(
            "UPDATE page_visits SET left_at = :at WHERE id = :id AND left_at IS NULL", {"id": visit, "at": at}
        )

    def tags(self, limit: int) -> list[str]:
        rows = self._session.read(
            "SELECT name FROM tags ORDER BY used_at DESC, name LIMIT :limit", {"limit": limit}
        )
        return [row[0] for row in rows]

    def use_tags(self, tags: Sequence[str], at: int) -> None:
        for name in tags:
            self._session.write(
                """INSERT INTO tags (name, used_at) VALUES (:name, :at)
                ON CONFLICT (name) DO UPDATE SET used_at = :at""",
                {"name": name, "at": at},
            )

    def keep_out(self, block: Block) -> None:
        self._session.write(
            f"""INSERT INTO blocked_visitors ({_BLOCK}) VALUES (:visitor, :at, :until, :author, :body)
            ON CONFLICT (visitor) DO UPDATE SET at = :at, until = :until, author = :author, body = :body""",
            {
                "visitor": block.visitor,
                "at": block.at,
                "until": block.until,
                "author": _json(block.by.wire()),
                "body": _json({"reason": block.reason, "name": block.name}),
            },
        )

    def let_in(self, visitor: str) -> bool:
        return (
            self._session.write("DELETE FROM blocked_visitors WHERE visitor = :visitor", {"visitor": visitor})
            > 0
        )

    def kept_out(self) -> list[Block]:
        rows = self._session.read(f"SELECT {_BLOCK} FROM blocked_visitors ORDER BY at DESC, visitor", {})
        return [_block(row) for row in rows]


_NOTE = "id, visitor, at, author, body"
_VISIT = "id, conversation, at, left_at, body"
_BLOCK = "visitor, at, until, author, body"


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(value).decode()


def _body(stored: str | None) -> dict[str, Any]:
    """Empty where it was erased."""
    body: dict[str, Any] = orjson.loads(stored or "{}")
    return body


def _note(row: Sequence[Any]) -> CustomerNote:
    id, visitor, at, author, body = row
    return CustomerNote(id, visitor, at, Holder(**orjson.loads(author)), _body(body).get("text", ""))


def _visit(row: Sequence[Any]) -> Visit:
    id, conversation, at, left_at, stored = row
    body = _body(stored)
    return Visit(id, conversation, at, body.get("url", ""), body.get("title", ""), left_at)


def _block(row: Sequence[Any]) -> Block:
    visitor, at, until, author, stored = row
    body = _body(stored)
    return Block(visitor, at, Holder(**orjson.loads(author)), body.get("reason", ""), until, body.get("name"))
