"""``GET /api/conversations``: what a search may ask for, in the agent's own days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import web

from handoff.core.conversation import Status
from handoff.core.errors import BadRequest, TooLong
from handoff.core.events import HandoffReason
from handoff.core.search import Marks, Search, mark
from handoff.core.words import NOTHING, terms
from handoff.desk.searching import Searcher
from handoff.ports import Agent
from handoff.web.auth import SignedIn

LONGEST_QUERY = 500
LONGEST_VALUE = 200
MOST_VALUES = 20
MOST_SHOWN, SHOWN = 100, 25

ONE_OF = {
    "status": frozenset(status.value for status in Status),
    "reason": frozenset(reason.value for reason in HandoffReason),
    "channel": frozenset({"chat", "mail"}),
    "rating": frozenset("12345"),
}
"""Filters with few values: another one is a mistake worth a sentence."""

FILTERS = {
    "status": Marks.STATUS,
    "team": Marks.TEAM,
    "agent": Marks.AGENT,
    "reason": Marks.REASON,
    "channel": Marks.CHANNEL,
    "tag": Marks.TAG,
    "entry": Marks.ENTRY,
    "rating": Marks.RATING,
}

_CURSOR = re.compile(r"([nb])(\d{1,19})")


class SearchRoutes:
    def __init__(self, signed_in: SignedIn, searcher: Searcher) -> None:
        self._signed_in = signed_in
        self._searcher = searcher

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/api/conversations", self.search)
        app.router.add_get("/api/conversations/{id}", self.one)

    async def search(self, request: web.Request) -> web.Response:
        agent = await self._signed_in.console_agent_of(request)
        return web.json_response(await self._searcher.search(agent, asked(request.query, agent)))

    async def one(self, request: web.Request) -> web.Response:
        agent = await self._signed_in.console_agent_of(request)
        return web.json_response(await self._searcher.one(agent, request.match_info["id"][:36]))


def asked(query: Mapping[str, str], agent: Agent) -> Search:
    """Refusals name the field."""
    words = _short(query, "q", LONGEST_QUERY)
    wanted = terms(words)
    names = terms(_short(query, "customer", LONGEST_QUERY))
    best = _one_of(query, "order", ("newest", "best")) == "best" and bool(wanted)
    kind, at = _cursor(query)
    if kind not in ("", "b" if best else "n"):
        raise BadRequest("cursor: it belongs to another search.", field="cursor")
    since, until = _days(query)
    return Search(
        terms=wanted if wanted or not words.strip() else (NOTHING,),
        names=names,
        marks=tuple(
            _marks(query, name, letter, agent) for name, letter in FILTERS.items() if query.get(name)
        ),
        since=since,
        until=until,
        best=best,
        before=at if kind == "n" else None,
        skip=at if kind == "b" else 0,
        limit=_limit(query),
    )


def _marks(query: Mapping[str, str], name: str, letter: str, agent: Agent) -> tuple[str, ...]:
    """Several values with commas between: one of them is enough."""
    values = [value.strip() for value in query[name].split(",") if value.strip()]
    if len(values) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in values):
        raise TooLong(f"{name}: at most {MOST_VALUES} values of {LONGEST_VALUE} characters.", field=name)
    known = ONE_OF.get(name)
    for value in values:
        if known is not None and value not in known:
            raise BadRequest(f"{name}: choose among {', '.join(sorted(known))}.", field=name)
    if name == "agent":
        values = [agent.id if value == "me" else value for value in values]
    return tuple(mark(letter, value) for value in values) or (mark(letter, ""),)


def _short(query: Mapping[str, str], name: str, longest: int) -> str:
    value = query.get(name, "")
    if len(value) > longest:
        raise TooLong(f"{name}: at most {longest} characters.", field=name)
    return value


def _one_of(query: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = query.get(name) or known[0]
    if value not in known:
        raise BadRequest(f"{name}: choose among {', '.join(known)}.", field=name)
    return value


def _cursor(query: Mapping[str, str]) -> tuple[str, int]:
    value = query.get("cursor", "")
    match = _CURSOR.fullmatch(value)
    if value and (match is None or int(match[2]) >= 2**63):
        raise BadRequest("cursor: that is none of ours.", field="cursor")
    return (match[1], int(match[2])) if match else ("", 0)


def _limit(query: Mapping[str, str]) -> int:
    value = query.get("limit") or str(SHOWN)
    if not re.fullmatch(r"\d{1,4}", value, re.ASCII) or not 1 <= int(value) <= MOST_SHOWN:
        raise BadRequest(f"limit: a number from 1 to {MOST_SHOWN}.", field="limit")
    return int(value)


def _days(query: Mapping[str, str]) -> tuple[int | None, int | None]:
    """From the first day's midnight to the last day's, where the agent is."""
    zone = _zone(query)
    first, last = (_day(query, name) for name in ("from", "to"))
    if first is not None and last is not None and last < first:
        raise BadRequest("to: it is before the first day.", field="to")
    end = last + timedelta(days=1) if last is not None else None
    return _midnight(first, zone), _midnight(end, zone)


def _zone(query: Mapping[str, str]) -> ZoneInfo:
    name = query.get("zone") or "UTC"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequest("zone: an IANA time zone, as in Europe/Tallinn.", field="zone") from None


def _day(query: Mapping[str, str], name: str) -> date | None:
    value = query.get(name)
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise BadRequest(f"{name}: a day, as in 2026-01-31.", field=name) from None
    if not 1971 <= day.year <= 2999:
        raise BadRequest(f"{name}: a day between 1971 and 2999.", field=name)
    return day


def _midnight(day: date | None, zone: ZoneInfo) -> int | None:
    if day is None:
        return None
    return int(datetime.combine(day, time(), zone).timestamp() * 1000)
