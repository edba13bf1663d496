"""Public questions for staff: read, approved, refused with a reason, answered."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import Field

from handoff.adapters.community import Community
from handoff.core.community import LONGEST_ANSWER, Post, State, Writer, checked_reason, checked_text
from handoff.core.errors import BadRequest
from handoff.masking import masked
from handoff.ports import Agent, Catalogue
from handoff.web.bodies import body_of
from handoff.web.fields import Payload, parsed, printable
from handoff.web.studio.door import Door

PATH = "/api/studio/community"

LONGEST_TITLE, LONGEST_PHRASING = 120, 300
"""Of what is drawn from a question; whoever writes the entry sees what is still wrong."""

Text = Annotated[str | None, Field(max_length=10_000)]


class Decision(Payload):
    decision: Literal["approve", "reject"]
    text: Text = None
    reason: Text = None


class Answer(Payload):
    text: Text = None


class CommunityRoutes:
    def __init__(self, door: Door, community: Community, catalogue: Catalogue) -> None:
        self._door = door
        self._community = community
        self._catalogue = catalogue

    def attach(self, app: web.Application) -> None:
        app.router.add_get(PATH, self.listed)
        app.router.add_get(f"{PATH}/{{id}}/draft", self.draft)
        app.router.add_put(f"{PATH}/{{id}}", self.decide)
        app.router.add_post(f"{PATH}/{{id}}/answers", self.answer)

    async def listed(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        try:
            state = State(request.query.get("state", "pending"))
        except ValueError:
            raise BadRequest(f"state: {', '.join(State)}.", field="state") from None
        found = await asyncio.to_thread(self._community.to_review, state)
        pending = await asyncio.to_thread(self._community.pending)
        return web.json_response({"questions": [await self._told(one) for one in found], "pending": pending})

    async def draft(self, request: web.Request) -> web.Response:
        """What an editor begins with who makes an entry of it: the question, and its best answer."""
        await self._door.reader(request)
        one = await asyncio.to_thread(self._community.one, request.match_info["id"])
        ordered = sorted(
            one.answers, key=lambda a: (a.state is not State.APPROVED, a.author is None, -a.useful)
        )
        title = one.text.splitlines()[0][:LONGEST_TITLE] if one.text else ""
        answer = ordered[0].text if ordered else ""
        phrasings = [" ".join(one.text.split())[:LONGEST_PHRASING]] if one.text else []
        entry = {"title": title, "answer": answer}
        return web.json_response(
            {
                "gap": f"question:{one.id}",
                "title": title,
                "entry": entry,
                "phrasings": phrasings,
                "answer": answer,
            }
        )

    async def decide(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given = parsed(Decision, await body_of(request))
        approve = given.decision == "approve"
        text = None if given.text is None else checked_text(masked(printable(given.text)), LONGEST_ANSWER)
        reason = None if approve else checked_reason(given.reason)
        id, by = request.match_info["id"], writer(agent)
        decided = await asyncio.to_thread(
            lambda: self._community.decide(id, by, approve=approve, text=text, reason=reason)
        )
        return web.json_response(await self._told(decided))

    async def answer(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given = parsed(Answer, await body_of(request))
        text = checked_text(masked(printable(given.text or "")), LONGEST_ANSWER)
        id = request.match_info["id"]
        answered = await asyncio.to_thread(self._community.answer, id, writer(agent), text)
        return web.json_response(await self._told(answered), status=201)

    async def _told(self, one: Post) -> dict[str, Any]:
        known = (await self._catalogue.entries()).get(one.entry)
        return {**one.wire(), "title": known.title if known else None}


def writer(agent: Agent) -> Writer:
    return Writer(agent.id, agent.name, agent.role)
