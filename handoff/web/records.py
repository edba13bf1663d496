"""What is known of a customer beside the conversation, and who is kept out, over HTTP."""

from __future__ import annotations

import uuid

from aiohttp import web

from handoff.core.errors import NotFound
from handoff.core.events import ms
from handoff.desk.records import RecordDesk
from handoff.web import forms
from handoff.web.auth import SignedIn
from handoff.web.bodies import body_of
from handoff.web.fields import parsed


class RecordRoutes:
    def __init__(self, signed_in: SignedIn, desk: RecordDesk) -> None:
        self._signed_in = signed_in
        self._desk = desk

    def attach(self, app: web.Application) -> None:
        add = app.router
        add.add_get("/api/conversations/{id}/customer", self.customer)
        add.add_post("/api/conversations/{id}/notes", self.note)
        add.add_delete("/api/conversations/{id}/notes/{note}", self.remove_note)
        add.add_get("/api/blocked", self.blocked)
        add.add_post("/api/blocked", self.block)
        add.add_delete("/api/blocked/{id}", self.let_in)

    async def customer(self, request: web.Request) -> web.Response:
        agent = await self._signed_in.console_agent_of(request)
        return web.json_response(await self._desk.of(agent, one(request, "id")))

    async def note(self, request: web.Request) -> web.Response:
        agent = await self._signed_in.console_agent_of(request)
        given = parsed(forms.CustomerNote, await body_of(request))
        shown = await self._desk.note(agent, one(request, "id"), given.client_id, given.text)
        return web.json_response(shown, status=201)

    async def remove_note(self, request: web.Request) -> web.Response:
        agent = await self._signed_in.console_agent_of(request)
        return web.json_response(
            await self._desk.remove_note(agent, one(request, "id"), one(request, "note"))
        )

    async def blocked(self, request: web.Request) -> web.Response:
        agent = await self._signed_in.console_agent_of(request)
        return web.json_response({"blocked": [block.wire() for block in await self._desk.kept_out(agent)]})

    async def block(self, request: web.Request) -> web.Response:
        agent = await self._signed_in.console_agent_of(request)
        given = parsed(forms.Keep, await body_of(request))
        until = ms(given.until) if given.until is not None else None
        block = await self._desk.block(agent, given.conversation, given.reason, until)
        return web.json_response(block.wire(), status=201)

    async def let_in(self, request: web.Request) -> web.Response:
        agent = await self._signed_in.console_agent_of(request)
        await self._desk.let_in(agent, one(request, "id"))
        return web.json_response({})


def one(request: web.Request, name: str) -> str:
    """An id from the path; what is no id is nobody's."""
    try:
        return str(uuid.UUID(request.match_info[name]))
    except ValueError:
        raise NotFound("There is nothing at this address.") from None
