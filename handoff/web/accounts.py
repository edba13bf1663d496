"""Accounts over HTTP: one's own, everybody's, invitations, and the way back in after a forgotten password."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from handoff.adapters.accounts import SEES_ALL
from handoff.adapters.passes import Made, Passes
from handoff.adapters.roster import Roster
from handoff.core.errors import BadRequest, Conflict, Forbidden, NotFound, Refusal
from handoff.ports import Agent
from handoff.web import forms
from handoff.web.auth import SignedIn, token_of
from handoff.web.bodies import body_of
from handoff.web.fields import parsed
from handoff.web.limits import GuessLimit, asking_limit
from handoff.web.signing_in import Enter

log = logging.getLogger(__name__)

GiveBack = Callable[[], Awaitable[None]]
"""Whatever disabled and removed accounts still hold goes on to others."""


class AccountRoutes:
    """``pages`` is where our pages are, for links that are passed on by hand."""

    def __init__(
        self,
        signed_in: SignedIn,
        roster: Roster,
        passes: Passes,
        enter: Enter,
        give_back: GiveBack,
        changed: Callable[[], Awaitable[None]],
        pages: Callable[[], str],
    ) -> None:
        self._signed_in = signed_in
        self._roster = roster
        self._passes = passes
        self._enter = enter
        self._give_back = give_back
        self._changed = changed
        self._pages = pages
        self._guesses = GuessLimit()
        self._questions = asking_limit()
        self._tasks: set[asyncio.Task[None]] = set()

    def attach(self, app: web.Application) -> None:
        add = app.router
        add.add_put("/api/me", self.set_profile)
        add.add_get("/api/me/profile", self.profile)
        add.add_post("/api/me/password", self.set_password)
        add.add_get("/api/agents", self.all)
        add.add_put("/api/agents/{id}", self.change)
        add.add_delete("/api/agents/{id}", self.remove)
        add.add_post("/api/agents/{id}/disable", self.disable)
        add.add_post("/api/agents/{id}/enable", self.enable)
        add.add_post("/api/agents/{id}/password-link", self.password_link)
        add.add_post("/api/invitations", self.invite)
        add.add_post("/api/invitations/{id}/again", self.invite_again)
        add.add_delete("/api/invitations/{id}", self.revoke)
        add.add_post("/api/invited", self.invited)
        add.add_post("/api/invited/accept", self.accept)
        add.add_post("/api/password/forgotten", self.forgotten)
        add.add_post("/api/password/new", self.new_password)

    @property
    def busy(self) -> bool:
        """Links that were asked for are still being written."""
        return bool(self._tasks)

    # One's own.

    async def profile(self, request: web.Request) -> web.Response:
        me = await self._signed_in.of_request(request)
        return web.json_response(await asyncio.to_thread(self._roster.one, me.id))

    async def set_profile(self, request: web.Request) -> web.Response:
        me = await self._signed_in.of_request(request)
        given = parsed(forms.Profile, await body_of(request))
        shown = await asyncio.to_thread(self._roster.set_profile, me.id, given.name, given.avatar)
        await self._tell()
        return web.json_response(shown)

    async def set_password(self, request: web.Request) -> web.Response:
        """The old one may be guessed as seldom as at the door."""
        me = await self._signed_in.of_request(request)
        given = parsed(forms.ChangedPassword, await body_of(request))
        token = token_of(request) or ""

        def change() -> None:
            self._roster.set_password(me.id, given.old, given.new, token)

        await self._enter.guarded(me.email, request, change)
        return web.json_response({})

    # Everybody's.

    async def all(self, request: web.Request) -> web.Response:
        await self._may(request, *SEES_ALL)
        agents = await asyncio.to_thread(self._roster.all)
        invitations = await asyncio.to_thread(self._passes.invitations)
        return web.json_response({"agents": agents, "invitations": invitations, "mail": self._passes.mails})

    async def change(self, request: web.Request) -> web.Response:
        await self._may(request, "admin")
        id, given = request.match_info["id"], parsed(forms.Account, await body_of(request))
        shown = await asyncio.to_thread(lambda: self._roster.change(id, **given.model_dump()))
        await self._tell()
        return web.json_response(shown)

    async def disable(self, request: web.Request) -> web.Response:
        """The sign-ins end with this; open pages are closed within seconds; customers are given back now."""
        me, id = await self._may(request, "admin"), request.match_info["id"]
        _not_oneself(me, id)
        shown = await asyncio.to_thread(self._roster.disable, id)
        await self._gone()
        return web.json_response(shown)

    async def enable(self, request: web.Request) -> web.Response:
        await self._may(request, "admin")
        shown = await asyncio.to_thread(self._roster.enable, request.match_info["id"])
        await self._tell()
        return web.json_response(shown)

    async def remove(self, request: web.Request) -> web.Response:
        me, id = await self._may(request, "admin"), request.match_info["id"]
        _not_oneself(me, id)
        await asyncio.to_thread(self._roster.remove, id)
        await self._gone()
        return web.json_response({})

    async def password_link(self, request: web.Request) -> web.Response:
        await self._may(request, "admin")
        made = await asyncio.to_thread(self._passes.password_link, request.match_info["id"])
        return web.json_response(self._made(made, "password"))

    # Invitations.

    async def invite(self, request: web.Request) -> web.Response:
        me = await self._may(request, "admin")
        given = parsed(forms.Invite, await body_of(request))
        made = await asyncio.to_thread(lambda: self._passes.invite(**given.model_dump(), by=me.name))
        return web.json_response(self._made(made, "invited"), status=201)

    async def invite_again(self, request: web.Request) -> web.Response:
        me = await self._may(request, "admin")
        made = await asyncio.to_thread(self._passes.invite_again, request.match_info["id"], me.name)
        return web.json_response(self._made(made, "invited"))

    async def revoke(self, request: web.Request) -> web.Response:
        await self._may(request, "admin")
        await asyncio.to_thread(self._passes.revoke, request.match_info["id"])
        return web.json_response({})

    # Whoever comes with a link, or without a password.

    async def invited(self, request: web.Request) -> web.Response:
        given = parsed(forms.Pass, await body_of(request))
        return web.json_response(await self._opened(request, lambda: self._passes.invited(given.token)))

    async def accept(self, request: web.Request) -> web.Response:
        given = parsed(forms.Accept, await body_of(request))
        agent = await self._opened(
            request, lambda: self._passes.accept(given.token, given.name, given.password)
        )
        return await self._entered(request, agent)

    async def forgotten(self, request: web.Request) -> web.Response:
        """The same answer for every address, and as fast: what follows happens after it."""
        given = parsed(forms.Forgotten, await body_of(request))
        await self._questions.count(request.remote)
        if not self._passes.mails:
            raise Conflict("No mail goes out of this installation. Ask an administrator for a new password.")
        task = asyncio.create_task(self._send_password_link(given.email))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.json_response({})

    async def new_password(self, request: web.Request) -> web.Response:
        given = parsed(forms.NewPassword, await body_of(request))
        agent = await self._opened(request, lambda: self._passes.new_password(given.token, given.password))
        return await self._entered(request, agent)

    async def _send_password_link(self, email: str) -> None:
        try:
            await asyncio.to_thread(self._passes.forgotten, email)
        except Refusal as error:
            log.warning("a link for a new password is not sent: %s", error.message)
        except Exception:
            log.exception("a link for a new password is not sent")

    async def _opened(self, request: web.Request, work: Callable[[], Any]) -> Any:
        """A link that is none of ours is a guess, and only a few are let through."""
        await self._guesses.check(request.remote)
        try:
            return await asyncio.to_thread(work)
        except NotFound:
            await self._guesses.failed(request.remote)
            raise

    async def _entered(self, request: web.Request, agent: str) -> web.Response:
        signed = await asyncio.to_thread(self._signed_in.accounts.sign_in_as, agent)
        return self._enter.with_cookie(request, signed)

    async def _gone(self) -> None:
        try:
            await self._give_back()
        except Refusal as error:  # the deadline loop looks for it every two seconds
            log.warning("customers are given back late: %s", error.message)
        await self._tell()

    async def _tell(self) -> None:
        """Pages hear of it within seconds in any case."""
        try:
            await self._changed()
        except Refusal as error:
            log.warning("who is there is told late: %s", error.message)

    def _made(self, made: Made, way: str) -> dict[str, Any]:
        link = f"{self._pages()}/console#{way}={made.token}" if made.token else None
        return {"id": made.id, "link": link}

    async def _may(self, request: web.Request, *roles: str) -> Agent:
        agent = await self._signed_in.of_request(request)
        if agent.role not in roles:
            raise Forbidden(f"This is for {' and '.join(f'{role}s' for role in roles)}.")
        return agent


def _not_oneself(me: Agent, id: str) -> None:
    if me.id == id:
        raise BadRequest("That is your own account: somebody else must do this.")
