"""Offers to go on later, put into what the service tells a page: each reason, at any hour of the day."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Page, WebSocketRoute

NOW = datetime.now(UTC)


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def offer(because: str, **more: Any) -> dict[str, Any]:
    """As ``queue`` carries it."""
    return {
        "because": because,
        "opens_at": iso(NOW + timedelta(days=2)) if because == "closed" else None,
        "due": iso(NOW + timedelta(days=2, hours=8)),
        "mail": True,
        "callbacks": False,
        "slots": [],
        "email": None,
        "entries": [],
        **more,
    }


class Between:
    """Between a page and the service. What it adds is told again with each ``queue``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.offer: dict[str, Any] | None = None
        self.staff: dict[str, Any] | None = None
        self.cut = False
        self.refuses = "follow_up"
        self.refused = 0
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        """Happens once after the page has said who it is and before the service hears of it."""

        self.refusal: dict[str, Any] | None = None
        self._told: WebSocketRoute | None = None
        self._queue: dict[str, Any] | None = None

    async def begin(self) -> None:
        await self.page.route_web_socket("**/socket.io/**", self._connected)

    def tell(self, name: str, payload: dict[str, Any]) -> None:
        assert self._told is not None, "the page is not connected"
        self._told.send("42/customer," + json.dumps([name, payload]))

    def staffed(self, staff: dict[str, Any]) -> None:
        """Whatever the service says of it from now on."""
        self.staff = staff
        self.tell("staff", staff)

    def offers(self, offer: dict[str, Any] | None) -> None:
        self.offer = offer
        if self._queue is not None:
            self.tell("queue", {**self._queue, "follow_up": offer})

    async def sever(self) -> None:
        """No way through until ``cut`` is False again."""
        self.cut = True
        assert self._told is not None, "the page is not connected"
        await self._told.close()

    async def _connected(self, page: WebSocketRoute) -> None:
        if self.cut:
            await page.close()
            return
        self._told, self._queue = page, None
        service = page.connect_to_server()
        page.on_message(lambda message: self._call(message, page, service))
        service.on_message(lambda message: page.send(self._read(message)))

    def _call(self, message: str | bytes, page: WebSocketRoute, service: WebSocketRoute) -> None:
        """The call that ``refuses`` names is refused here while ``refusal`` says so; all else goes on."""
        if self.meanwhile is not None and str(message).startswith("40/customer"):
            self._task = asyncio.ensure_future(self._later(message, service))
            return
        call = re.match(rf'42/customer,(\d+)\["{self.refuses}"', str(message))
        if call and self.refusal is not None:
            self.refused += 1
            page.send(f"43/customer,{call[1]}" + json.dumps([{"ok": False, **self.refusal}]))
        else:
            service.send(message)

    async def _later(self, message: str | bytes, service: WebSocketRoute) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        assert meanwhile is not None
        await meanwhile()
        service.send(message)

    def _read(self, message: str | bytes) -> str | bytes:
        head = "42/customer,"
        if not isinstance(message, str) or not message.startswith(head):
            return message
        name, payload = json.loads(message.removeprefix(head))
        if name == "queue":
            self._queue = payload
            payload = {**payload, "follow_up": self.offer}
        elif name == "staff" and self.staff is not None:
            payload = self.staff
        elif name == "welcome" and self.staff is not None:
            payload = {**payload, "staff": self.staff}
        return head + json.dumps([name, payload])
