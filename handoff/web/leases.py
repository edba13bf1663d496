"""Keeps the leases of this process's agents alive, and closes pages whose sign-in was revoked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from handoff.adapters.accounts import Accounts
from handoff.core.errors import Refusal
from handoff.desk import Desk
from handoff.ports import Presence
from handoff.web.connections import Connection, Connections
from handoff.web.staff import Staff

log = logging.getLogger(__name__)


class Leases:
    """Renewed three times in a lease, so that one missed renewal costs nobody their customers."""

    def __init__(
        self,
        presence: Presence,
        accounts: Accounts,
        connections: Connections,
        staff: Staff,
        desk: Desk,
        close: Callable[[Connection[Any]], Awaitable[None]],
        lease_s: float,
    ) -> None:
        self._presence = presence
        self._accounts = accounts
        self._connections = connections
        self._staff = staff
        self._desk = desk
        self._close = close
        self._every_s = lease_s / 3

    async def run(self) -> None:
        while True:
            try:
                await self.renew()
            except Refusal as error:
                log.warning("leases are late: %s", error.message)
            await asyncio.sleep(self._every_s)

    async def renew(self) -> None:
        pages = self._connections.of("/agent")
        await self._presence.renew({page.sid: page.who.id for page in pages})
        for page in pages:
            if self._connections.get(page.sid) is None:  # left meanwhile, and its lease may be back
                await self._presence.disconnect(page.sid)
                await self._desk.agent_gone(page.who.id)
        if pages:
            hashes = sorted({str(page.session) for page in pages})
            living = await asyncio.to_thread(self._accounts.living, hashes)
            for page in pages:
                who = living.get(str(page.session))
                if who is None:
                    page.tell("signed_out", {})
                if who != page.who:  # what they may see has changed: the page comes again and learns what
                    await self._close(page)
        await self._staff.refresh()
