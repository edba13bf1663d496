"""The only door to a conversation: who asks, proved by a token that we signed or stored."""

from __future__ import annotations

import asyncio
import uuid
from urllib.parse import urlsplit

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer

from handoff.adapters.accounts import Accounts
from handoff.core.errors import Forbidden, Unauthorised
from handoff.identity import Identities
from handoff.ports import Agent, Visitor

COOKIE = "handrail_agent"


class Visitors:
    """Visitors' tokens: signed, so that they need no row; they open one visitor's conversations. And who they
    are by the word of the site, which ``identity_secret`` is shared with."""

    def __init__(self, secret: str, identity_secret: str | None = None, *, by_hash: bool = False) -> None:
        self._signer = URLSafeSerializer(secret, salt="visitor")
        self.identities = Identities(identity_secret, secret, by_hash=by_hash)

    def new(self) -> Visitor:
        return Visitor(str(uuid.uuid4()))

    def token(self, visitor: Visitor) -> str:
        signed = self._signer.dumps(visitor.id)
        return str(signed)

    def of(self, token: str) -> Visitor:
        try:
            return Visitor(str(uuid.UUID(self._signer.loads(token))))
        except (BadSignature, ValueError, AttributeError, TypeError):
            raise Unauthorised(
                "That visitor token is not one of ours. Connect without it for a new one."
            ) from None


class Origins:
    """Which sites may open a socket. Browsers always say where they come from; whoever says nothing is no
    browser and has no cookies of anybody's to abuse."""

    def __init__(self, public_url: str | None, allowed: tuple[str, ...]) -> None:
        self._public = urlsplit(public_url).netloc if public_url else None
        self.secure = bool(public_url) and urlsplit(public_url).scheme == "https"
        self._allowed = frozenset(allowed)

    def own(self, origin: str | None, host: str | None) -> bool:
        if not origin:
            return True
        netloc = urlsplit(origin).netloc
        return bool(netloc) and netloc in (host, self._public)

    def embeds(self, origin: str | None, host: str | None) -> bool:
        return self.own(origin, host) or origin in self._allowed


class SignedIn:
    """Agents, by their sign-in token."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts

    async def agent(self, token: str | None) -> Agent:
        if not token:
            raise Unauthorised("Please sign in.")
        return await asyncio.to_thread(self.accounts.agent_of, token)

    async def console_agent(self, token: str | None) -> Agent:
        agent = await self.agent(token)
        _must_converse(agent)
        return agent

    async def console_agent_of(self, request: web.Request) -> Agent:
        agent = await self.of_request(request)
        _must_converse(agent)
        return agent

    async def of_request(self, request: web.Request) -> Agent:
        """The page's cookie, or a bearer token for programs."""
        return await self.agent(token_of(request))


def token_of(request: web.Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else request.cookies.get(COOKIE)


def _must_converse(agent: Agent) -> None:
    if agent.role == "content":
        raise Forbidden("This account writes content; it can't open customers' conversations.")
