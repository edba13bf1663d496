"""``/api/studio/gaps``: what customers were not helped with, what staff do about it, and what came of it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from aiohttp import web
from pydantic import Field

from handoff.adapters.gap_changes import GapChanges
from handoff.adapters.gaps import Wanted
from handoff.core.errors import BadRequest, Empty, NotFound, TooLong
from handoff.core.events import HandoffReason
from handoff.core.gaps import ORDERS, STATES
from handoff.studio.gap_grouping import Grouping
from handoff.studio.gap_views import GapViews
from handoff.web.bodies import body_of
from handoff.web.fields import Payload, parsed
from handoff.web.studio.door import Door

PATH = "/api/studio/gaps"
LONGEST_QUERY, MOST_WORDS = 200, 8
LONGEST_REASON = 500
MOST_SHOWN, SHOWN = 100, 25
FURTHEST = 100_000
LONGEST_ID = 200
MOST_CARDS = 2_000

_NUMBER = re.compile(r"\d{1,9}")
_REASONS = frozenset(reason.value for reason in HandoffReason) | {"reviewed"}

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
QuestionId = Annotated[int, Field(ge=1, le=2**53)]


class Dismissal(Payload):
    reason: Annotated[str, Field(max_length=4_000)]
    revision: int | None = None


class Change(Payload):
    revision: int | None = None


class Merger(Payload):
    others: Annotated[list[Id], Field(min_length=1, max_length=100)]
    revision: int | None = None


class Division(Payload):
    questions: Annotated[list[QuestionId], Field(min_length=1, max_length=500)]
    revision: int | None = None


class Drafted(Payload):
    entry: Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]


class Undone(Payload):
    change: Id


class GapRoutes:
    """Reading is for everybody who may open the studio, changing for those who write content."""

    def __init__(self, door: Door, views: GapViews, changes: GapChanges, grouping: Grouping) -> None:
        self._door = door
        self._views = views
        self._changes = changes
        self._grouping = grouping

    def attach(self, app: web.Application) -> None:
        get, post = app.router.add_get, app.router.add_post
        get(PATH, self.listed)
        post(f"{PATH}/group", self.group)
        post(f"{PATH}/undo", self.undo)
        get(f"{PATH}/scorecards", self.scorecards)
        get(f"{PATH}/{{id}}", self.one)
        get(f"{PATH}/{{id}}/draft", self.draft)
        get(f"{PATH}/{{id}}/effect", self.effect)
        post(f"{PATH}/{{id}}/merge", self.merge)
        post(f"{PATH}/{{id}}/dismiss", self.dismiss)
        post(f"{PATH}/{{id}}/reopen", self.reopen)
        post(f"{PATH}/{{id}}/split", self.split)
        post(f"{PATH}/{{id}}/drafted", self.drafted)

    async def listed(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        told = await self._views.listed(wanted(request))
        return web.json_response({**told, "grouping": await self._grouping.told()})

    async def group(self, request: web.Request) -> web.Response:
        """Soon: by whichever process does it."""
        await self._door.writer(request)
        await self._grouping.ask()
        return web.json_response({"grouping": await self._grouping.told()}, status=202)

    async def one(self, request: web.Request) -> web.Response:
        reader = await self._door.reader(request)
        return web.json_response(
            await self._views.one(id_of(request), reader, number(request, "skip", FURTHEST))
        )

    async def draft(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response(await self._views.draft(id_of(request)))

    async def effect(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response(await self._views.effect(id_of(request)))

    async def scorecards(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        asked = request.query.getall("entry", None)
        if asked is not None and len(asked) > MOST_CARDS:
            raise BadRequest(f"entry: at most {MOST_CARDS:,} at a time.", field="entry")
        entries = None if asked is None else [one[:LONGEST_ID] for one in asked]
        return web.json_response({"scorecards": await self._views.cards(entries)})

    async def dismiss(self, request: web.Request) -> web.Response:
        writer = await self._door.writer(request)
        given = parsed(Dismissal, await body_of(request))
        reason = " ".join(given.reason.split())
        if not reason:
            raise Empty("reason: say why this needs no entry, for whoever looks next.", field="reason")
        if len(reason) > LONGEST_REASON:
            raise TooLong(f"reason: at most {LONGEST_REASON} characters.", field="reason")
        change = await self._changes.dismiss(id_of(request), reason, writer, given.revision)
        return _done(change)

    async def reopen(self, request: web.Request) -> web.Response:
        writer = await self._door.writer(request)
        given = parsed(Change, await body_of(request))
        return _done(await self._changes.reopen(id_of(request), writer, given.revision))

    async def merge(self, request: web.Request) -> web.Response:
        writer = await self._door.writer(request)
        given = parsed(Merger, await body_of(request))
        change = await self._changes.merge(id_of(request), given.others, writer, given.revision)
        await self._grouping.count()
        return _done(change)

    async def split(self, request: web.Request) -> web.Response:
        writer = await self._door.writer(request)
        given = parsed(Division, await body_of(request))
        made, change = await self._changes.split(id_of(request), given.questions, writer, given.revision)
        await self._grouping.count()
        return _done(change, gap=made)

    async def drafted(self, request: web.Request) -> web.Response:
        writer = await self._door.writer(request)
        given = parsed(Drafted, await body_of(request))
        return _done(await self._changes.drafted(id_of(request), given.entry, writer))

    async def undo(self, request: web.Request) -> web.Response:
        writer = await self._door.writer(request)
        given = parsed(Undone, await body_of(request))
        gap = await self._changes.undo(given.change, writer)
        await self._grouping.count()
        return _done(None, gap=gap)


def _done(change: int | None, **more: Any) -> web.Response:
    return web.json_response({"change": change, **more})


def id_of(request: web.Request) -> int:
    """Raises ``NotFound``: what is no number is no gap either."""
    given = request.match_info["id"]
    if not _NUMBER.fullmatch(given):
        raise NotFound("There is no such gap.")
    return int(given)


def wanted(request: web.Request) -> Wanted:
    """Refusals name the field."""
    query = request.query
    words = query.get("q", "")
    if len(words) > LONGEST_QUERY:
        raise TooLong(f"q: at most {LONGEST_QUERY} characters.", field="q")
    return Wanted(
        state=one_of(request, "state", (*STATES, "all")),
        words=tuple(words.replace("\x00", " ").split()[:MOST_WORDS]),
        reason=one_of(request, "reason", sorted(_REASONS)) if query.get("reason") else None,
        order=one_of(request, "order", ORDERS),
        skip=number(request, "skip", FURTHEST),
        limit=number(request, "limit", MOST_SHOWN, SHOWN) or SHOWN,
    )


def one_of(request: web.Request, name: str, values: tuple[str, ...] | list[str]) -> str:
    given = request.query.get(name) or values[0]
    if given not in values:
        raise BadRequest(f"{name}: one of {', '.join(values)}.", field=name)
    return given


def number(request: web.Request, name: str, most: int, default: int = 0) -> int:
    given = request.query.get(name) or str(default)
    if not _NUMBER.fullmatch(given) or int(given) > most:
        raise BadRequest(f"{name}: a number from 0 to {most:,}.", field=name)
    return int(given)
