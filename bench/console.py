"""An agent types while five hundred wait, fifty are theirs and a hundred things happen a second."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
import uuid
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Browser, CDPSession, Page
from playwright.async_api import TimeoutError as TooLate

from bench.chromium import started
from bench.figure import Figure, median, percentile
from tests.live.line import Line
from tests.live.service import Handrail

WAITING, OPEN, PER_SECOND = 500, 50, 100
TURNOVER_PER_S = 2
"""So often a conversation is resolved and the next one taken, while somebody new asks for a person."""
WARM_S, MEASURED_S, LOOKED_EVERY_S = 60, 120, 10
TURNS = 5
KEYS_PER_S = 8
AT_ONCE = 25

LISTEN = """
window.keys = [];
addEventListener('keydown', (event) => {
    const delay = performance.now() - event.timeStamp;
    requestAnimationFrame(() => setTimeout(() => keys.push([delay, performance.now() - event.timeStamp])));
}, true);
"""
"""For each key: how long it waited for the page, and how long until it was drawn; milliseconds."""


async def measure(home: Path) -> list[Figure]:
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
        Handrail(home) as service,
        started() as browser,
    ):
        await service.add_agent("Ada", "supervisor")
        await service.run("agents", "capacity", "ada@shop.example", str(OPEN + 10))
        shop = await Shop(http, service).open()
        page = await console(browser, service, shop.token)
        heap = await page.context.new_cdp_session(page)
        async with busy(shop), typing(page):
            for _ in range(0, WARM_S, LOOKED_EVERY_S):
                await asyncio.sleep(LOOKED_EVERY_S)
                await turned(page)
            await page.evaluate("void (keys.length = 0)")
            happened, began = shop.happened, time.monotonic()
            used = [point async for point in watched(heap, page)]
            keys = await page.evaluate("keys")
            rate = (shop.happened - happened) / (time.monotonic() - began)
        await shop.close()
    return figures(keys, used, rate)


def figures(keys: list[tuple[float, float]], used: list[tuple[float, float]], rate: float) -> list[Figure]:
    delays, drawn = [key[0] for key in keys], [key[1] for key in keys]
    note = f"{WAITING} waiting, {OPEN} open, {rate:.0f} events/s, Chromium and service share this machine"
    return [
        Figure(
            "console_input_delay_p95_ms", percentile(delays, 0.95), "ms", "", None, "≤ 50",
            f"{len(keys)} keys; median {median(delays):.1f}, longest {max(delays):.0f}; {note}",
        ),
        Figure(
            "console_key_to_paint_p95_ms", percentile(drawn, 0.95), "ms", "", None, "",
            f"until the letter was drawn; median {median(drawn):.1f}",
        ),
        Figure(
            "console_heap_growth_kb_per_min", slope(used), "KiB/min", "", None, "≤ 50",
            f"after forced collections, a line through {len(used)} points in {MEASURED_S} s, not an hour; "
            f"{used[0][1]:.0f} to {used[-1][1]:.0f} KiB; {note}",
        ),
    ]  # fmt: skip


def slope(points: list[tuple[float, float]]) -> float:
    """Least squares: KiB a minute."""
    n = len(points)
    at, size = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    return 60 * sum((x - at) * (y - size) for x, y in points) / sum((x - at) ** 2 for x, _ in points)


async def watched(heap: CDPSession, page: Page) -> AsyncIterator[tuple[float, float]]:
    """Second and KiB, of what is still held. Each time Ada turns to the customer who came last."""
    began = time.monotonic()
    while (second := time.monotonic() - began) < MEASURED_S:
        # Both on their way at once: what is drawn between them would count as held.
        asked = ("HeapProfiler.collectGarbage", "Runtime.getHeapUsage")
        usage: dict[str, Any] = (await asyncio.gather(*(heap.send(one) for one in asked)))[1]
        yield second, usage["usedSize"] / 1024
        await turned(page)
        await asyncio.sleep(LOOKED_EVERY_S)


async def console(browser: Browser, service: Handrail, token: str) -> Page:
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    await context.add_cookies([{"name": "handrail_agent", "value": token, "url": service.url}])
    await context.add_init_script("localStorage['handrail:signed-in'] = '1'")
    page = await context.new_page()
    await page.add_init_script(LISTEN)
    await page.goto(f"{service.url}/console")
    await turned(page)
    return page


async def turned(page: Page) -> None:
    """To the customer who came last, as soon as the composer is there. Who just left has none."""
    for _ in range(TURNS):
        await page.locator(".entry.with_agent").last.click()
        with contextlib.suppress(TooLate):
            return await page.locator(".reply textarea").focus(timeout=3_000)
    raise AssertionError("no customer stayed long enough to be written to")


@contextlib.asynccontextmanager
async def typing(page: Page) -> AsyncIterator[None]:
    """Ada writes a long reply; whenever it has some lines she begins again."""

    async def write() -> None:
        for letter in itertools.cycle("Thank you for waiting, we look into it now. "):
            await page.keyboard.press(letter)
            if letter == "." and len(await page.locator(".reply textarea").input_value()) > 300:
                await page.locator(".reply textarea").fill("")
            await asyncio.sleep(1 / KEYS_PER_S)

    async with going_on(write()):
        yield


@contextlib.asynccontextmanager
async def busy(shop: Shop) -> AsyncIterator[None]:
    async with going_on(shop.go_on()):
        yield


@contextlib.asynccontextmanager
async def going_on(work: Any) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
        if task.done():
            task.result()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@dataclass
class Shop:
    """Everybody but the console that is measured: customers over sockets, and a second line of Ada's."""

    http: aiohttp.ClientSession
    service: Handrail
    token: str = ""
    happened: int = 0
    waiting: deque[Line] = field(default_factory=deque)
    served: deque[tuple[Line, str]] = field(default_factory=deque)
    by_conversation: dict[str, Line] = field(default_factory=dict)

    async def open(self) -> Shop:
        self.token = await self.service.sign_in(self.http, "ada@shop.example")
        self.ada = Line("/agent", lambda _name, _payload: None)
        await self.ada.open(self.http, self.service.url, {"token": self.token})
        for _ in range(0, WAITING + OPEN, AT_ONCE):
            await asyncio.gather(*(self.asks() for _ in range(AT_ONCE)))
        for _ in range(OPEN):
            await self.takes()
        return self

    async def close(self) -> None:
        lines = [*self.waiting, *(line for line, _ in self.served), self.ada]
        await asyncio.gather(*(line.close() for line in lines))

    async def asks(self) -> None:
        """Somebody new waits for a person, with a name of their own."""
        line = Line("/customer", lambda _name, _payload: None)
        where = {"url": "https://shop.example/cart", "title": "Cart"}
        await line.open(self.http, self.service.url, {"page": where, "locale": "en"})
        self.by_conversation[(await line.call("person", once()))["conversation"]] = line
        self.waiting.append(line)

    async def takes(self) -> None:
        taken = await self.ada.call("take", once())
        if not taken["ok"]:
            raise RuntimeError(taken["message"])
        line = self.by_conversation.pop(taken["conversation"])
        self.waiting.remove(line)
        self.served.append((line, taken["conversation"]))

    async def passes_on(self) -> None:
        """The one she has had longest."""
        line, conversation = self.served.popleft()
        await self.ada.call("resolve", {**once(), "conversation": conversation})
        await line.close()
        await asyncio.gather(self.takes(), self.asks())
        self.happened += 3

    async def go_on(self) -> None:
        """A hundred things a second: four of five are said in open conversations, the rest while waiting."""
        began, tick = time.monotonic(), 0
        while True:
            tick += 1
            await asyncio.sleep(max(0, began + tick / 10 - time.monotonic()))
            told = [self.served[n % len(self.served)][0] for n in range(tick * 8, tick * 8 + 8)]
            told += [self.waiting[-1 - n] for n in range(2)]
            if tick % (10 // TURNOVER_PER_S) == 0:
                await self.passes_on()
            words = f"And another thing, number {tick}: it arrived with a dent in its side."
            await asyncio.gather(
                *(one.call("say", {**once(), "text": words}) for one in told if not one.gone.is_set())
            )
            self.happened += len(told)


def once() -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4())}
