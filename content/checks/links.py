"""Does every link still lead somewhere? The web is asked when somebody says so, and never our own network.

A name is resolved once, refused where any of its addresses is not public, and the connection goes to an
address that was looked at; each step of a redirection is looked at again.
"""

from __future__ import annotations

import asyncio
import socket
from collections import defaultdict
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from content.checks.collisions import line_with
from content.fields import links_in
from content.shape import Content, Entry, Media, Step
from content.source import Problem, Source

AT_ONCE = 8  # connections in all; a site is not to notice us
PATIENCE_S = 10
HOPS = 5
MOST = 5_000  # links in one check
GONE = (404, 410)
SHY = (400, 403, 405, 406, 429, 501)  # what sites answer to HEAD that answer to GET
HEADERS = {"User-Agent": "Handrail link check", "Accept": "*/*"}


class Inside(OSError):
    """An address that is not public."""


class Outward(AbstractResolver):
    """Gives only public addresses, unless private ones are allowed."""

    def __init__(self, private: bool) -> None:
        """Allow addresses inside one's own network where `private`."""
        self._private = private
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve a name. Raises Inside where any of its addresses is not public."""
        found = await self._inner.resolve(host, port, family)
        if not self._private and not all(public(one["host"]) for one in found):
            raise Inside(host)
        return found

    async def close(self) -> None:
        """Keep nothing open."""
        await self._inner.close()


def public(address: str) -> bool:
    """Say whether an IP address belongs to the open internet."""
    found = ip_address(address.split("%", maxsplit=1)[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return bool(found.is_global and inner.is_global and not found.is_multicast)


def links(content: Content) -> dict[str, list[tuple[Entry, str]]]:
    """Give every https link with the entries that hold it, and what it is there."""
    found: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for entry in content.entries:
        for what, link in dict.fromkeys(_of(entry)):
            if link.startswith("https://"):
                found[link].append((entry, what))
    return found


def check_links(content: Content, *, private: bool = False) -> list[Problem]:
    """Ask each link once. Gone is an error; what could not be learnt is pointed out."""
    found = links(content)
    asked = list(found)[:MOST]
    said = asyncio.run(look(asked, private=private))
    problems: list[Problem] = []
    for link, sentence in said.items():
        for entry, what in found[link]:
            source = Source(entry.file, problems)
            note = source.error if sentence.startswith("is gone") else source.warning
            note(line_with(entry.file, link, entry.line), f"{what} {link} {sentence}.")
    if len(found) > MOST:
        Source("links", problems).warning(1, f"Only the first {MOST:,} of {len(found):,} links were asked.")
    return problems


async def look(asked: list[str], *, private: bool = False) -> dict[str, str]:
    """Ask links; gives a sentence's end for each that does not lead somewhere."""
    gate = asyncio.Semaphore(AT_ONCE)
    connector = aiohttp.TCPConnector(limit=AT_ONCE, resolver=Outward(private))
    timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, headers=HEADERS, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:

        async def one(link: str) -> tuple[str, str]:
            async with gate:
                return link, await _sentence(session, link, private)

        return {link: said for link, said in await asyncio.gather(*map(one, asked)) if said}


async def _sentence(session: aiohttp.ClientSession, link: str, private: bool) -> str:
    try:
        status = await _status(session, link, private)
    except Inside:
        return "leads to an address that is not public"
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        cause = error.__cause__ or error
        if isinstance(cause, Inside):
            return "leads to an address that is not public"
        return "did not answer in time" if isinstance(error, TimeoutError) else "could not be reached"
    if status in GONE:
        return f"is gone (the site answers {status})"
    return f"was answered with {status}" if status >= 400 else ""


async def _status(session: aiohttp.ClientSession, link: str, private: bool) -> int:
    for _ in range(HOPS):
        _refuse_inside(link, private)
        status, onward = await _ask(session, "HEAD", link)
        if status in SHY:
            status, onward = await _ask(session, "GET", link)
        if not onward:
            return status
        link = urljoin(link, onward)
    raise ValueError(link)


async def _ask(session: aiohttp.ClientSession, method: str, link: str) -> tuple[int, str]:
    """Give the status and where it leads on; of a body nothing is read."""
    async with session.request(method, link, allow_redirects=False) as response:
        onward = response.headers.get("Location", "") if 300 <= response.status < 400 else ""
        return response.status, onward


def _refuse_inside(link: str, private: bool) -> None:
    """A number in the place of a name is not resolved; it is looked at here."""
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(link)
    try:
        inside = not public(parts.hostname)
    except ValueError:
        return  # a name
    if inside and not private:
        raise Inside(parts.hostname)


def _of(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "The url", entry.url
    yield from _in("A link in the answer", entry.answer, entry.media)
    for code, one in entry.languages.items():
        yield f"The url in `{code}`", one.url
        yield from _in(f"A link in `{code}`", one.answer, ())
    yield from _in_steps(entry.steps)


def _in_steps(steps: tuple[Step, ...]) -> Iterator[tuple[str, str]]:
    for step in steps:
        yield from _in("A link in a step", step.text, step.media)
        yield from _in_steps(step.steps)


def _in(what: str, text: str, media: tuple[Media, ...]) -> Iterator[tuple[str, str]]:
    yield from ((what, link) for link in links_in(text))
    yield from (("The medium", one.url) for one in media)
