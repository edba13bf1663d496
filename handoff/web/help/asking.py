"""A request for a help page: its language, its place, what was typed and what has just been done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from handoff.desk.browsing import LONGEST_SEARCH
from handoff.masking import masked
from handoff.web.fields import printable
from handoff.web.help.site import Made

_SAID = re.compile(r"yes|no|kept|reply|asked|left|(affected|useful|report):[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, its language, and what stands in its address after that."""

    request: web.Request
    made: Made
    language: str
    parts: tuple[str, ...]

    @property
    def base(self) -> str:
        return self.made.shelf.base(self.language)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was refused: its words are still there, with what is wrong."""

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""


NOTHING = Typed()


def countable(query: str) -> str:
    """As searches are counted: without numbers that must not be kept, however they are written."""
    return masked(printable(query)).casefold()[:LONGEST_SEARCH]


def query_of(request: web.Request) -> str:
    return " ".join(request.query.get("q", "").split())[:LONGEST_SEARCH]


def said_of(request: web.Request) -> str:
    said = request.query.get("said", "") if request.method == "GET" else ""
    return said if _SAID.fullmatch(said) else ""


def wants_json(request: web.Request) -> bool:
    """A script asks."""
    return "application/json" in request.headers.get("Accept", "")


def moved(href: str, status: int = 302) -> web.Response:
    return web.Response(status=status, headers={"Location": href, "Cache-Control": "no-store"})
