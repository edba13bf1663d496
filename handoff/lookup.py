"""Look-ups: what the site's own system knows of a customer and their orders, asked over a signed webhook."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
from standardwebhooks import Webhook

from handoff.identity import inert

PATIENCE_S = 4.0
"""Longer, and the agent has asked the customer."""

LARGEST_ANSWER = 64 * 1024
MOST_CARDS = 10
MOST_FIELDS = 20
LONGEST_TITLE = 120
LONGEST_LABEL = 60
LONGEST_VALUE = 300


class LookupFailed(Exception):
    """Nothing came of it; the message is a sentence for the agent. ``slow``: no answer in time."""

    def __init__(self, message: str, *, slow: bool = False) -> None:
        super().__init__(message)
        self.slow = slow


@dataclass(frozen=True, slots=True)
class Hook:
    """Where to ask, and the secret that signs it (base64, with or without ``whsec_``)."""

    url: str
    secret: str


class Lookup:
    """One question, one answer. It goes only where the settings say: no redirects, no proxies of the
    environment. ``hook`` gives None where nothing is set up."""

    def __init__(self, hook: Callable[[], Hook | None]) -> None:
        self._hook = hook

    @property
    def offered(self) -> bool:
        return self._hook() is not None

    async def cards(self, question: Mapping[str, Any]) -> list[dict[str, Any]]:
        """``[{"title", "fields": [[label, value]], "url"}]``, made harmless. Raises ``LookupFailed``."""
        hook = self._hook()
        if hook is None:
            return []
        body, id, now = orjson.dumps(question).decode(), f"msg_{uuid.uuid4().hex}", datetime.now(UTC)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(hook.secret).sign(id, now, body),
        }
        try:
            return shown(await self._asked(hook.url, body, headers))
        except TimeoutError:
            raise LookupFailed(f"No answer within {PATIENCE_S:.0f} seconds.", slow=True) from None
        except aiohttp.ClientError:
            raise LookupFailed("It could not be reached.") from None
        except (ValueError, TypeError, RecursionError):
            raise LookupFailed("Its answer can't be read.") from None

    async def _asked(self, url: str, body: str, headers: Mapping[str, str]) -> bytes:
        async with (
            asyncio.timeout(PATIENCE_S),
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            if response.status != 200:
                raise LookupFailed(f"It answered with status {response.status}.")
            answer = b""
            while len(answer) <= LARGEST_ANSWER and (more := await response.content.read(LARGEST_ANSWER)):
                answer += more
        if len(answer) > LARGEST_ANSWER:
            raise LookupFailed(f"Its answer is longer than {LARGEST_ANSWER // 1024} KB.")
        return answer


def shown(answer: bytes) -> list[dict[str, Any]]:
    """What of an answer is shown: lines of text of bounded length, and links that are links. Raises
    ValueError or TypeError for anything else."""
    told = orjson.loads(answer)
    cards = told.get("cards") if isinstance(told, dict) else None
    if not isinstance(cards, list):
        raise TypeError("no cards")
    return [_card(card) for card in cards[:MOST_CARDS]]


def _card(card: Any) -> dict[str, Any]:
    if not isinstance(card, dict):
        raise TypeError("a card is an object")
    fields, url = card.get("fields") or [], card.get("url")
    if not isinstance(fields, list):
        raise TypeError("fields are a list")
    return {
        "title": _line(card.get("title"), LONGEST_TITLE),
        "fields": [_field(field) for field in fields[:MOST_FIELDS]],
        "url": url if isinstance(url, str) and len(url) <= 2_000 and _is_link(url) else None,
    }


def _field(field: Any) -> list[str]:
    if not isinstance(field, list) or len(field) != 2:
        raise ValueError("a field is a label and a value")
    return [_line(field[0], LONGEST_LABEL), _line(field[1], LONGEST_VALUE)]


def _line(value: Any, longest: int) -> str:
    if value is None or isinstance(value, str | int | float | bool):
        return inert("" if value is None else str(value), longest)
    raise TypeError("text or a number")


def _is_link(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.netloc) and "@" not in parts.netloc


def as_signing_secret(secret: str) -> str:
    """A secret of ours as the library takes it."""
    return "whsec_" + base64.b64encode(secret.encode()).decode()
