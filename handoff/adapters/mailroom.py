"""Mails, links and confirmations in SQL, within the writer's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from handoff.adapters.connection import Session
from handoff.core.mail import Link, Mail, MailKind

_COLUMNS = "id, conversation, seq, address, kind, content, message_id, due_at, created_at, tries"
_LINK_COLUMNS = "token_hash, conversation, visitor, address, created_at, expires_at, redeemed_at"


class SqlMailroom:
    """``ports.Mailroom`` on the writer's connection."""

    def __init__(self, session: Session, domain: str | None) -> None:
        self._session = session
        self._domain = domain

    @property
    def domain(self) -> str | None:
        return self._domain

    def put(self, mail: Mail) -> None:
        self._session.write(
            f"""INSERT INTO mails ({_COLUMNS}, state) VALUES (:id, :conversation, :seq, :address, :kind,
            :content, :message_id, :due_at, :created_at, :tries, 'waiting')""",
            {
                "id": mail.id,
                "conversation": mail.conversation,
                "seq": mail.seq,
                "address": mail.address,
                "kind": mail.kind.value,
                "content": orjson.dumps(mail.content).decode(),
                "message_id": mail.message_id,
                "due_at": mail.due_at,
                "created_at": mail.created_at,
                "tries": mail.tries,
            },
        )

    def mailed(self, address: str, since: int, kind: MailKind | None = None) -> int:
        return self._count(
            """SELECT COUNT(*) FROM mails WHERE address = :address AND created_at > :since
            AND (kind = :kind OR :kind = '')""",
            address=address,
            since=since,
            kind=kind.value if kind else "",
        )

    def others(self, visitor: str, address: str, since: int) -> int:
        return self._count(
            """SELECT COUNT(DISTINCT mails.address) FROM mails
            JOIN conversations ON conversations.id = mails.conversation
            WHERE conversations.visitor = :visitor AND mails.address <> :address
            AND mails.created_at > :since""",
            visitor=visitor,
            address=address,
            since=since,
        )

    def confirmed(self, visitor: str, address: str) -> bool:
        return bool(
            self._session.read(
                "SELECT 1 FROM confirmations WHERE visitor = :visitor AND address = :address",
                {"visitor": visitor, "address": address},
            )
        )

    def confirm(self, visitor: str, address: str, at: int) -> None:
        self._session.write(
            """INSERT INTO confirmations (visitor, address, confirmed_at) VALUES (:visitor, :address, :at)
            ON CONFLICT (visitor, address) DO NOTHING""",
            {"visitor": visitor, "address": address, "at": at},
        )

    def last_words(self, conversation: str) -> tuple[str | None, str | None]:
        rows = self._session.read(
            """SELECT fact, body FROM events WHERE conversation = :conversation
            AND kind IN ('customer_said', 'follow_up_left') ORDER BY seq DESC LIMIT 1""",
            {"conversation": conversation},
        )
        if not rows:
            return None, None
        fact, body = (orjson.loads(part or "{}") for part in rows[0])
        return body.get("text"), fact.get("channel")

    def claim(self, now: int, until: int) -> Mail | None:
        for row in self._session.read(
            f"SELECT {_COLUMNS} FROM mails WHERE state = 'waiting' AND due_at <= :now "
            "ORDER BY due_at, id LIMIT 1",
            {"now": now},
        ):
            claimed = self._session.write(
                """UPDATE mails SET due_at = :until, tries = tries + 1
                WHERE id = :id AND state = 'waiting' AND due_at = :was""",
                {"until": until, "id": row[0], "was": row[7]},
            )
            if claimed == 1:
                return _mail(row[:7], until, row[8], row[9] + 1)
        return None

    def find(self, id: str) -> Mail | None:
        rows = self._session.read(f"SELECT {_COLUMNS} FROM mails WHERE id = :id", {"id": id})
        return _mail(rows[0][:7], *rows[0][7:]) if rows else None

    def newest(self, conversation: str, address: str, kind: MailKind) -> Mail | None:
        rows = self._session.read(
            f"""SELECT {_COLUMNS} FROM mails WHERE conversation = :conversation AND address = :address
            AND kind = :kind ORDER BY created_at DESC, id LIMIT 1""",
            {"conversation": conversation, "address": address, "kind": kind.value},
        )
        return _mail(rows[0][:7], *rows[0][7:]) if rows else None

    def earlier(self, mail: Mail) -> list[str]:
        rows = self._session.read(
            """SELECT message_id FROM mails WHERE conversation = :conversation AND id <> :id
            AND created_at <= :at ORDER BY created_at, id""",
            {"conversation": mail.conversation, "id": mail.id, "at": mail.created_at},
        )
        return [str(row[0]) for row in rows]

    def sent(self, id: str, at: int) -> None:
        self._session.write(
            """UPDATE mails SET state = 'sent', sent_at = :at, trouble = NULL
            WHERE id = :id AND state = 'waiting'""",
            {"id": id, "at": at},
        )

    def later(self, id: str, due_at: int, trouble: str) -> None:
        self._session.write(
            "UPDATE mails SET due_at = :due_at, trouble = :trouble WHERE id = :id AND state = 'waiting'",
            {"id": id, "due_at": due_at, "trouble": trouble},
        )

    def failed(self, id: str, trouble: str) -> bool:
        touched = self._session.write(
            "UPDATE mails SET state = 'failed', trouble = :trouble WHERE id = :id AND state <> 'failed'",
            {"id": id, "trouble": trouble},
        )
        return touched == 1

    def keep_link(self, link: Link) -> None:
        self._session.write(
            f"""INSERT INTO links ({_LINK_COLUMNS}) VALUES (:token_hash, :conversation, :visitor, :address,
            :created_at, :expires_at, NULL)
            ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at""",
            {
                "token_hash": link.token_hash,
                "conversation": link.conversation,
                "visitor": link.visitor,
                "address": link.address,
                "created_at": link.created_at,
                "expires_at": link.expires_at,
            },
        )

    def link(self, token_hash: str) -> Link | None:
        rows = self._session.read(
            f"SELECT {_LINK_COLUMNS} FROM links WHERE token_hash = :token_hash", {"token_hash": token_hash}
        )
        return Link(*rows[0]) if rows else None

    def redeem(self, token_hash: str, at: int) -> bool:
        touched = self._session.write(
            "UPDATE links SET redeemed_at = :at WHERE token_hash = :token_hash AND redeemed_at IS NULL",
            {"token_hash": token_hash, "at": at},
        )
        return touched == 1

    def _count(self, statement: str, **values: Any) -> int:
        return int(self._session.read(statement, values)[0][0])


def _mail(row: Sequence[Any], due_at: int, created_at: int, tries: int) -> Mail:
    id, conversation, seq, address, kind, content, message_id = row
    told: Mapping[str, Any] = orjson.loads(content)
    return Mail(id, conversation, seq, address, MailKind(kind), told, message_id, due_at, created_at, tries)
