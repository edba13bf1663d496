"""Transcripts as files: for the customer whose conversation it is, and for agents who may see it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from handoff.core.conversation import Conversation
from handoff.core.errors import Unauthorised
from handoff.desk.transcripts import Recorded, TranscriptDesk
from handoff.ports import Clock
from handoff.transcripts.languages import words_for
from handoff.transcripts.lines import Transcript, zone_of
from handoff.web import forms
from handoff.web.auth import Origins, SignedIn, Visitors
from handoff.web.embedding import for_embedding_sites
from handoff.web.fields import parsed
from handoff.web.limits import Counted

if TYPE_CHECKING:
    from handoff.transcripts.languages import Words

PATH = "/api/transcript"
ALLOWED_S = 600


class Transcripts:
    """``pages`` says where the service is reached, for links that name no host."""

    def __init__(
        self,
        desk: TranscriptDesk,
        visitors: Visitors,
        signed_in: SignedIn,
        origins: Origins,
        limit: Counted,
        clock: Clock,
        pages: Callable[[], str],
    ) -> None:
        self._desk = desk
        self._visitors = visitors
        self._signed_in = signed_in
        self._origins = origins
        self._limit = limit
        self._clock = clock
        self._pages = pages

    def attach(self, app: web.Application) -> None:
        app.router.add_get(PATH, self.of_visitor)
        app.router.add_options(PATH, self.may_ask)
        app.router.add_get("/api/conversations/{id}/transcript", self.of_agent)
        app.on_response_prepare.append(self._for_embedding_sites)

    async def of_visitor(self, request: web.Request) -> web.Response:
        """By the visitor's own token, which never stands in an address: those are kept in histories."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthorised("Say whose conversation it is: send the visitor's token.")
        visitor = self._visitors.of(token)
        await self._limit.count(visitor.id)
        wanted = parsed(forms.Transcript, dict(request.query))
        recorded = await self._desk.of_visitor(visitor, wanted.conversation)
        words = words_for(wanted.locale or recorded[0].locale)
        return await self._file(recorded, wanted, words, words.YOU)

    async def of_agent(self, request: web.Request) -> web.Response:
        """As its customer sees it; with ``notes=1`` also what is for agents only."""
        agent = await self._signed_in.console_agent_of(request)
        await self._limit.count(agent.id)
        wanted = parsed(forms.Transcript, {**request.query, "conversation": request.match_info["id"]})
        assert wanted.conversation is not None
        recorded = await self._desk.of_agent(agent, wanted.conversation, notes=wanted.notes == "1")
        words = words_for(wanted.locale)
        return await self._file(recorded, wanted, words, called(recorded[0], words))

    async def may_ask(self, _request: web.Request) -> web.Response:
        """A browser asks before it sends a token from another site; ``_for_embedding_sites`` answers."""
        return web.Response(status=204)

    async def _file(
        self, recorded: Recorded, wanted: forms.Transcript, words: Words, customer: str
    ) -> web.Response:
        # Loaded with the first transcript, not on the way to the first customer.
        from handoff.transcripts.as_page import POLICY, as_page
        from handoff.transcripts.as_text import as_text

        conversation, events = recorded
        zone, now = zone_of(wanted.zone), self._clock()
        record = Transcript(conversation.id, events, words, zone, now, customer, self._pages())
        write, kind, ending = (
            (as_text, "text/plain", "txt") if wanted.format == "txt" else (as_page, "text/html", "html")
        )
        return web.Response(
            body=(await asyncio.to_thread(write, record)).encode("utf-8", "replace"),
            headers={
                "Content-Type": f"{kind}; charset=utf-8",
                "Content-Disposition": f'attachment; filename="{record.name}.{ending}"',
                "Content-Security-Policy": f"{POLICY}; sandbox; frame-ancestors 'none'; base-uri 'none'; "
                "form-action 'none'",
                "Cache-Control": "no-store",
            },
        )

    async def _for_embedding_sites(self, request: web.Request, response: web.StreamResponse) -> None:
        """The widget runs on the shop's pages: the sites that may open a socket may ask this, too. Here, so
        that refusals can be read there as well."""
        if request.path != PATH or "Origin" not in request.headers:
            return
        for_embedding_sites(request, response, self._origins)
        response.headers["Access-Control-Allow-Headers"] = "Authorization"
        response.headers["Access-Control-Expose-Headers"] = "Content-Disposition, Retry-After"
        response.headers["Access-Control-Max-Age"] = str(ALLOWED_S)


def called(conversation: Conversation, words: Words) -> str:
    return " ".join((conversation.customer_name or "").split()) or words.CUSTOMER
