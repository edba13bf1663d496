"""What the service tells with a message, since it alone keeps the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MOST_REFUSED = 100  # a conversation gets three answers; more is not from our service
LONGEST_NAME = 200


class BadTurn(ValueError):
    """A turn's request is not what PROTOCOL says it is."""


@dataclass(frozen=True)
class Turn:
    """`awaiting`: the entry whose verdict is open; `refused`: entries that did not help; `locale`."""

    awaiting: str | None = None
    refused: frozenset[str] = frozenset()
    locale: str | None = None

    @classmethod
    def of(cls, metadata: Any) -> Turn:
        """Read a message's metadata. Raises BadTurn, naming the field."""
        told = {} if metadata is None else metadata
        if not isinstance(told, dict):
            raise BadTurn("metadata should be an object.")
        refused = told.get("refused") or []
        if not isinstance(refused, list) or len(refused) > MOST_REFUSED or not all(map(_is_name, refused)):
            raise BadTurn("metadata.refused should be a list of entries.")
        for field in ("awaiting", "locale"):
            if told.get(field) is not None and not _is_name(told[field]):
                raise BadTurn(f"metadata.{field} should be a short text or null.")
        return cls(told.get("awaiting"), frozenset(refused), told.get("locale"))


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_NAME
