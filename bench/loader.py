"""What a page of somebody's shop pays for the chat in its corner before anybody opens it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from bench.chromium import started
from bench.figure import Figure, median, spread
from tests.faces.sites import Sites
from tests.live.service import Handrail

LOADS = 15
SETTLES_S = 1.0
"""After this long nothing more comes before the first click."""

CATEGORIES = ["-*", "devtools.timeline", "v8", "disabled-by-default-devtools.timeline"]


async def measure(home: Path) -> list[Figure]:
    requests, times = [], []
    async with Sites() as sites, Handrail(home, origins=sites.url) as service, started() as browser:
        sites.service = service.url
        for _ in range(LOADS + 1):
            asked, spent = await loaded(browser, f"{sites.url}/shop", service.url)
            requests.append(asked)
            times.append(spent)
    cold, *warm = times
    return [
        Figure(
            "loader_requests", max(requests), "requests", "", None, "≤ 1",
            f"to the service, from the page's first byte until {SETTLES_S:g} s after its load, chat unopened",
        ),
        Figure(
            "loader_main_thread_ms", median(warm), "ms", "", None, "≤ 5",
            f"processor time of its script, nested style and layout included, {LOADS} fresh profiles; "
            f"the first after the browser's start {cold:.1f} ms; {spread(sorted(warm)[:: LOADS // 4])}",
        ),
    ]  # fmt: skip


async def loaded(browser: Browser, url: str, service: str) -> tuple[int, float]:
    """Requests to the service, and milliseconds of the main thread, for somebody who never was here."""
    context = await browser.new_context()
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith(service) else None)
    page.on("websocket", lambda socket: asked.append(socket.url))
    await browser.start_tracing(page=page, categories=CATEGORIES)
    await opened(page, url)
    trace = json.loads(await browser.stop_tracing())
    await context.close()
    return len(asked), main_thread_ms(trace["traceEvents"])


async def opened(page: Page, url: str) -> None:
    await page.goto(url)
    await page.locator("handrail-chat .launcher").wait_for()
    await asyncio.sleep(SETTLES_S)


def main_thread_ms(events: list[dict[str, Any]]) -> float:
    """Time in events that name the loader, those inside others counted once."""
    named = [
        one for one in events if one.get("ph") == "X" and "/widget.js" in json.dumps(one.get("args", {}))
    ]
    main = {(one["pid"], one["tid"]) for one in named if one["name"] == "EvaluateScript"}
    if len(main) != 1:
        raise RuntimeError(f"the loader ran on {len(main)} threads; the trace is not understood")
    ours = [one for one in named if (one["pid"], one["tid"]) in main]
    spent, until = 0.0, 0.0
    for one in sorted(ours, key=lambda one: (one["ts"], -one.get("dur", 0))):
        if one["ts"] >= until:
            spent += one.get("tdur", one.get("dur", 0))
            until = one["ts"] + one.get("dur", 0)
    return spent / 1000
