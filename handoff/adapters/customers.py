"""What is known of customers, in SQL, within the writer's transaction."""

from __future__ import annotations

import orjson

from handoff.adapters.connection import Session
from handoff.core.conversation import Conversation
from handoff.core.identity import Profile


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
