"""Customers who had asked, over HTTP: who they are, what they would read, sending, how far it has come."""

from __future__ import annotations

from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field, model_validator

from handoff.core.errors import BadRequest
from handoff.core.told import LONGEST_MESSAGE, MOST
from handoff.studio.messages import About, Message
from handoff.studio.telling import Choice, Telling
from handoff.web.bodies import body_of
from handoff.web.fields import Once, Payload, Uuid, parsed, printable
from handoff.web.studio.door import Door

PATH = "/api/studio/told"
TALK_TO_CUSTOMERS = frozenset({"agent", "supervisor", "admin"})

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Template = Annotated[str, Field(max_length=LONGEST_MESSAGE)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class What(Payload):
    """One of these."""

    gap: Number | None = None
    release: Number | None = None
    issue: Uuid | None = None
    entry: str | None = Field(None, max_length=200)

    @model_validator(mode="after")
    def _one(self) -> What:
        if sum(one is not None for one in (self.gap, self.release, self.issue)) != 1:
            raise ValueError("name one of gap, release and issue")
        return self

    @property
    def about(self) -> About:
        named = ((kind, getattr(self, kind)) for kind in ("gap", "release", "issue"))
        return next(About(kind, str(id)) for kind, id in named if id is not None)


class Written(What):
    message: Template
    messages: Annotated[dict[Language, Template], Field(max_length=20)] = Field(default_factory=dict)
    to: Annotated[list[Uuid], Field(max_length=MOST)] | Literal["all"] = "all"
    but: Annotated[list[Uuid], Field(max_length=MOST)] = Field(default_factory=list)

    @property
    def text(self) -> Message:
        languages = {code: printable(text) for code, text in self.messages.items() if text.strip()}
        return Message(printable(self.message), languages)

    @property
    def choice(self) -> Choice:
        return Choice(None if self.to == "all" else frozenset(self.to), frozenset(self.but))


class Send(Written, Once):
    pass


class ToldRoutes:
    def __init__(self, door: Door, telling: Telling) -> None:
        self._door = door
        self._telling = telling

    def attach(self, app: web.Application) -> None:
        app.router.add_get(PATH, self.customers)
        app.router.add_post(PATH, self.send)
        app.router.add_post(f"{PATH}/preview", self.preview)
        app.router.add_get(f"{PATH}/{{id}}", self.progress)
        app.router.add_post(f"{PATH}/{{id}}/stop", self.stop)

    async def customers(self, request: web.Request) -> web.Response:
        """Without a question: all that was sent."""
        agent = await self._door.reader(request)
        if not request.query:
            return web.json_response({"sent": await self._telling.newest()})
        asked = _asked(request)
        names = agent.role in TALK_TO_CUSTOMERS
        return web.json_response(await self._telling.customers(asked.about, asked.entry, names=names))

    async def preview(self, request: web.Request) -> web.Response:
        await self._door.writer(request)
        given = parsed(Written, await body_of(request))
        return web.json_response(
            await self._telling.preview(given.about, given.entry, given.text, given.choice)
        )

    async def send(self, request: web.Request) -> web.Response:
        agent = await self._door.writer(request)
        given = parsed(Send, await body_of(request))
        begun = await self._telling.send(
            agent, given.client_id, given.about, given.entry, given.text, given.choice
        )
        return web.json_response(begun, status=202)

    async def progress(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response(await self._telling.progress(request.match_info["id"]))

    async def stop(self, request: web.Request) -> web.Response:
        await self._door.writer(request)
        return web.json_response(await self._telling.stop(request.match_info["id"]))


def _asked(request: web.Request) -> What:
    fields: dict[str, object] = dict(request.query)
    for name in ("gap", "release"):
        if (value := request.query.get(name)) is not None:
            if not (value.isascii() and value.isdigit()):
                raise BadRequest(f"{name}: a number, as its page has it.", field=name)
            fields[name] = int(value)
    return parsed(What, fields)
