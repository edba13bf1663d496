"""The door for people with an account: passwords are checked one at a time, guesses are counted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from aiohttp import web

from handoff.adapters.accounts import TOKEN_LASTS_MS, SignIn
from handoff.core.errors import BadRequest, Unauthorised
from handoff.ports import Agent
from handoff.web.auth import COOKIE, Origins
from handoff.web.limits import SignInLimit

T = TypeVar("T")


class Enter:
    def __init__(self, limit: SignInLimit, origins: Origins) -> None:
        self._limit = limit
        self._origins = origins
        # One at a time: guesses sent together would all be let in before the first of them has failed, and
        # each argon2 takes 64 MB.
        self._one = asyncio.Lock()

    async def guarded(self, email: str, request: web.Request, check: Callable[[], T]) -> T:
        """What ``check`` returns, in a thread. A wrong password is ``Unauthorised``, or names the ``old``."""
        async with self._one:
            await self._limit.check(email, request.remote)
            try:
                found = await asyncio.to_thread(check)
            except (Unauthorised, BadRequest) as refusal:
                if isinstance(refusal, Unauthorised) or refusal.extra.get("field") == "old":
                    await self._limit.failed(email, request.remote)
                raise
            await self._limit.succeeded(email)
        return found

    def with_cookie(self, request: web.Request, signed: SignIn) -> web.Response:
        """The page keeps the token where no script can read it; programs read it from the answer."""
        response = web.json_response({"token": signed.token, "agent": told(signed.agent)})
        response.set_cookie(
            COOKIE,
            signed.token,
            httponly=True,
            samesite="Strict",
            secure=request.secure or self._origins.secure,
            path="/",
            max_age=TOKEN_LASTS_MS // 1000,
        )
        return response


def told(agent: Agent) -> dict[str, str]:
    return {"id": agent.id, "name": agent.name, "role": agent.role, "email": agent.email}
