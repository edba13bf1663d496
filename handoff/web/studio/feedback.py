"""What readers said of help pages, for staff: by entry, and one by one with who looks after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

from handoff.adapters.help_feedback import HelpFeedback
from handoff.desk.browsing import LONGEST_SEARCH
from handoff.masking import masked
from handoff.ports import Catalogue
from handoff.web.bodies import body_of
from handoff.web.fields import Payload, parsed, printable
from handoff.web.studio.door import Door

PATH = "/api/studio/feedback"


class Mark(Payload):
    """``mine``: whoever asks looks after it, or nobody does."""

    done: bool = False
    mine: bool = False


class FeedbackRoutes:
    """``address`` is where the help pages are, for links to them."""

    def __init__(
        self, door: Door, feedback: HelpFeedback, catalogue: Catalogue, address: Callable[[], str]
    ) -> None:
        self._address = address
        self._door = door
        self._feedback = feedback
        self._catalogue = catalogue

    def attach(self, app: web.Application) -> None:
        app.router.add_get(PATH, self.by_entry)
        app.router.add_get(f"{PATH}/comments", self.comments)
        app.router.add_get(f"{PATH}/searches", self.searches)
        app.router.add_get(f"{PATH}/searches/{{words}}/draft", self.draft)
        app.router.add_put(f"{PATH}/comments/{{id}}", self.mark)

    async def by_entry(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        counts = await asyncio.to_thread(self._feedback.counts)
        known = await self._catalogue.entries()
        titles = {id: one.title for id, one in known.items()}
        entries = [{**one, "title": titles.get(one["entry"])} for one in counts]
        return web.json_response({"entries": entries, "address": self._address()})

    async def comments(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        found = await asyncio.to_thread(self._feedback.comments, request.query.get("entry") or None)
        return web.json_response({"comments": found})

    async def searches(self, request: web.Request) -> web.Response:
        """What was searched for in vain."""
        await self._door.reader(request)
        return web.json_response({"searches": await asyncio.to_thread(self._feedback.in_vain)})

    async def draft(self, request: web.Request) -> web.Response:
        """What an editor begins with who writes an entry for what was searched in vain."""
        await self._door.reader(request)
        words = " ".join(masked(printable(request.match_info["words"])).split())[:LONGEST_SEARCH]
        title = words[:1].upper() + words[1:]
        drafted = {"gap": f"search:{words}", "title": title, "entry": {"title": title}}
        return web.json_response({**drafted, "phrasings": [words] if words else [], "answer": ""})

    async def mark(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given = parsed(Mark, await body_of(request))
        owner = {"id": agent.id, "name": agent.name} if given.mine or given.done else None
        id = request.match_info["id"]
        marked = await asyncio.to_thread(lambda: self._feedback.mark(id, owner, done=given.done))
        return web.json_response(marked)
