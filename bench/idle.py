"""Memory of an open chat that says nothing, connected as a browser connects."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp

from bench.figure import Figure, median, spread
from bench.processes import rss_kb
from tests.live.line import Line
from tests.live.service import Handrail

CONNECTIONS = 500
ROUNDS = 2
AT_ONCE = 50

BROWSER = {
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-GB,en;q=0.9,de;q=0.8",
    "Cache-Control": "no-cache",
    "Pragma": "no-cache",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
    "Safari/537.36",
    "Cookie": "theme=dark; consent=all; _session=" + "a" * 120,
}


async def measure(home: Path) -> list[Figure]:
    costs = [await one_round(home / str(number)) for number in range(ROUNDS)]
    return [
        Figure(
            "idle_kb_per_connection", median(costs), "KiB", "", None, "≤ 40",
            f"{CONNECTIONS} connections after as many warmed up; {spread(costs)}",
        )
    ]  # fmt: skip


async def one_round(home: Path) -> float:
    """KiB a connection: what the second five hundred add, so that one-off growth does not count."""
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
        Handrail(home) as service,
    ):
        first = await connected(http, service.url)
        before = rss_kb(service.pid)
        second = await connected(http, service.url)
        cost = (rss_kb(service.pid) - before) / CONNECTIONS
        await asyncio.gather(*(line.close() for line in first + second))
    return cost


async def connected(http: aiohttp.ClientSession, url: str) -> list[Line]:
    """Each has had its welcome."""
    lines = []
    for _ in range(0, CONNECTIONS, AT_ONCE):
        welcomes = [asyncio.Event() for _ in range(AT_ONCE)]
        lines += [Line("/customer", _hearing(welcome)) for welcome in welcomes]
        headers = {**BROWSER, "Origin": url}
        auth = {"page": {"url": f"{url}/", "title": "Shop"}, "locale": "en-GB"}
        await asyncio.gather(*(line.open(http, url, auth, headers, 15) for line in lines[-AT_ONCE:]))
        await asyncio.gather(*(welcome.wait() for welcome in welcomes))
    return lines


def _hearing(welcome: asyncio.Event):  # type: ignore[no-untyped-def]
    return lambda name, _payload: welcome.set() if name == "welcome" else None
