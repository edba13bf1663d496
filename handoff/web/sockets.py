"""Socket.IO's one door: who may connect, which call goes where, and what every refusal looks like."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

from aiohttp import web

from handoff.adapters.accounts import hashed
from handoff.core.errors import BadRequest, Refusal, Unauthorised, Unavailable
from handoff.desk import Desk
from handoff.desk.telling import visitor_topic
from handoff.ports import Agent, Answer, Presence
from handoff.web import agent as agent_calls
from handoff.web import customer as customer_calls
from handoff.web import payloads as p
from handoff.web.agent import AgentCalls
from handoff.web.auth import COOKIE, Origins, SignedIn
from handoff.web.connections import Connection, Connections
from handoff.web.customer import CustomerCalls, call_of
from handoff.web.fields import parsed
from handoff.web.seen import Seen
from handoff.web.socketio_server import Refused
from handoff.web.staff import Staff
from handoff.web.wire import WireServer

log = logging.getLogger(__name__)

RETIRED_S = 1.0
"""Until the page that said who they are has put its new token where their other tabs find it."""

WELCOME_S = 15.0
"""Longer than any reading takes: by then something hangs that a new connection may not meet."""

TROUBLE = "Something went wrong on our side. Nothing was changed; try again."


class Sockets:
    """Both namespaces on one server."""

    def __init__(
        self,
        customers: CustomerCalls,
        agents: AgentCalls,
        connections: Connections,
        origins: Origins,
        signed_in: SignedIn,
        presence: Presence,
        staff: Staff,
        desk: Desk,
        *,
        seen: Seen,
    ) -> None:
        self.seen = seen
        self._customers = customers
        self._agents = agents
        self._connections = connections
        self._origins = origins
        self._signed_in = signed_in
        self._presence = presence
        self._staff = staff
        self._desk = desk
        self.welcome_s = WELCOME_S
        self._tasks: set[asyncio.Task[None]] = set()
        self.server = WireServer(self._origin_allowed, self._call)
        self.server.on("connect", self._customer_connects, namespace=customer_calls.NAMESPACE)
        self.server.on("connect", self._agent_connects, namespace=agent_calls.NAMESPACE)
        self.server.on("disconnect", self._customer_left, namespace=customer_calls.NAMESPACE)
        self.server.on("disconnect", self._agent_left, namespace=agent_calls.NAMESPACE)

    def attach(self, app: web.Application) -> None:
        self.server.attach(app, socketio_path="socket.io")

    def retired(self, visitor: str) -> None:
        """Pages of somebody who said on another who they are come again, with the token they have by then."""
        asyncio.get_running_loop().call_later(RETIRED_S, lambda: self._soon(self._close_pages_of(visitor)))

    async def _close_pages_of(self, visitor: str) -> None:
        for connection in list(self._connections.listening(visitor_topic(visitor))):
            await self.close(connection)

    async def close(self, connection: Connection[Any]) -> None:
        await self.server.disconnect(connection.sid, connection.namespace)

    def _origin_allowed(self, origin: str, environ: dict[str, Any]) -> bool:
        """Engine.IO asks before the namespace is known; ``/agent`` asks again for its own, stricter rule."""
        allowed = self._origins.embeds(origin, environ.get("HTTP_HOST"))
        if not allowed:
            self.seen.at(origin, None, allowed=False)
        return allowed

    async def _customer_connects(self, sid: str, environ: dict[str, Any], auth: Any) -> bool:
        try:
            customer, topics = await self._customers.admit(auth, environ["aiohttp.request"].remote)
        except Refusal as refusal:
            raise refused(refusal) from None
        outbox = self.server.outbox(sid, customer_calls.NAMESPACE)
        if outbox is None:
            return False
        connection = Connection(customer_calls.NAMESPACE, sid, customer, outbox)
        page = (customer.place.page or {}).get("url")
        self.seen.at(environ.get("HTTP_ORIGIN"), page, allowed=True)
        # Listening before reading: what happens in between arrives as an event and is told apart by its seq.
        self._connections.add(connection, *topics)
        environ.clear()  # kilobytes of headers a connection, not needed any more
        self._soon(self._welcomed(connection, self._customers.welcome(connection)))
        return True

    async def _agent_connects(self, sid: str, environ: dict[str, Any], auth: Any) -> bool:
        try:
            token = self._agents_token(environ, auth)
            agent = await self._signed_in.console_agent(token)
            await self._presence.connect(agent.id, sid)
        except Refusal as refusal:
            raise refused(refusal) from None
        outbox = self.server.outbox(sid, agent_calls.NAMESPACE)
        if outbox is None:
            await self._presence.disconnect(sid)
            return False
        environ.clear()
        connection = Connection(agent_calls.NAMESPACE, sid, agent, outbox, session=hashed(token))
        self._connections.add(connection, *self._agents.topics(agent))
        self._soon(self._welcomed(connection, self._agent_arrived(connection)))
        return True

    def _agents_token(self, environ: dict[str, Any], auth: Any) -> str:
        """A token in the handshake, or the page's cookie, which counts for our own origin only."""
        token = parsed(p.AgentAuth, auth).token
        if token is None and environ.get("HTTP_ORIGIN"):
            if not self._origins.own(environ.get("HTTP_ORIGIN"), environ.get("HTTP_HOST")):
                raise Unauthorised("Sign in on our own pages.")
            token = _cookie(environ.get("HTTP_COOKIE", ""))
        if not token:
            raise Unauthorised("Please sign in.")
        return token

    async def _agent_arrived(self, connection: Connection[Agent]) -> None:
        await self._desk.agent_back(connection.who.id)
        await self._staff.refresh()
        await self._agents.welcome(connection)

    async def _welcomed(self, connection: Connection[Any], welcome: Awaitable[None]) -> None:
        """A page that can't be welcomed is closed, so that it comes again: it must not wait for ever."""
        try:
            async with asyncio.timeout(self.welcome_s):
                await welcome
        except Exception:
            await self.close(connection)
            raise

    async def _customer_left(self, sid: str, _reason: str = "") -> None:
        connection = self._connections.remove(sid)
        if connection is not None:
            self._customers.gone(connection.who)

    async def _agent_left(self, sid: str, _reason: str = "") -> None:
        connection = self._connections.remove(sid)
        if connection is not None:
            self._soon(self._agent_gone(connection))

    async def _agent_gone(self, connection: Connection[Agent]) -> None:
        """Should this fail, the lease lapses and the sweep finds the customers."""
        await self._presence.disconnect(connection.sid)
        await self._desk.agent_gone(connection.who.id)
        await self._staff.refresh()

    async def _call(self, namespace: str, sid: str, data: list[Any]) -> dict[str, Any]:
        """Every call of both namespaces: one place where refusals become acknowledgements."""
        connection = self._connections.get(sid)
        try:
            if connection is None or connection.namespace != namespace:
                raise Unauthorised("Connect first.")
            if not data or len(data) > 2:
                raise BadRequest("A call is a name and one object.")
            handler = call_of(self._calls(namespace), data[0])
            answer: Answer = await handler(connection, data[1] if len(data) == 2 else None)
        except Refusal as refusal:
            return {"ok": False, **refusal.wire()}
        except Exception:
            log.exception("a call failed")
            return {"ok": False, **Unavailable(TROUBLE, retry_s=1).wire()}
        return {"ok": True, **answer}

    def _calls(self, namespace: str) -> Any:
        return self._agents.calls if namespace == agent_calls.NAMESPACE else self._customers.calls

    def _soon(self, work: Any) -> None:
        """After the handshake has been answered."""
        task = asyncio.get_running_loop().create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _logged(work: Any) -> None:
    try:
        await work
    except Refusal as refusal:
        log.warning("not done: %s", refusal.message)
    except Exception:
        log.exception("what follows a connection failed")


def refused(refusal: Refusal) -> Refused:
    """A refused connection says the same as a refused call, wherever the client looks for it."""
    error = Refused(refusal.message)
    error.error_args = {**refusal.wire(), "data": refusal.wire()}
    return error


def _cookie(header: str) -> str | None:
    """By hand, because ``http.cookies`` gives up at the first cookie of somebody else's it does not like."""
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value
    return None
