"""A customer's "no" in a conversation of ten thousand events: how soon the agents' queue shows them."""

from __future__ import annotations

import asyncio
import time
import uuid
from pathlib import Path
from typing import Any

import aiohttp

from bench.figure import Figure, percentile
from tests.live.line import Line
from tests.live.service import Handrail

EVENTS = 10_000
HANDOFFS = 100
AT_ONCE = 32


async def measure(home: Path) -> list[Figure]:
    async with (
        aiohttp.ClientSession() as http,
        Handrail(home) as service,
    ):
        token = await service.sign_in(http, await service.add_agent("Ada", "supervisor"))
        added = asyncio.Event()

        def console(name: str, payload: Any) -> None:
            if name == "queue" and payload["op"] == "add":
                added.set()

        ada, mia = Line("/agent", console), Line("/customer", lambda _name, _payload: None)
        await ada.open(http, service.url, {"token": token})
        await mia.open(http, service.url, {})
        conversation = await long_conversation(mia, ada)
        times = []
        for _ in range(HANDOFFS):
            await ada.call("to_bot", about(conversation))
            added.clear()
            began = time.perf_counter()
            asked = mia.send("person", once())
            await added.wait()
            times.append((time.perf_counter() - began) * 1000)
            assert (await asked)["head"]["seq"] > EVENTS
            await ada.call("take", about(conversation))
        await mia.close()
        await ada.close()
    return [
        Figure(
            "handoff_p99_ms_10000_events", percentile(times, 0.99), "ms", "", None, "≤ 150",
            f"{HANDOFFS} handoffs, p50 {percentile(times, 0.5):.1f} ms",
        )
    ]  # fmt: skip


async def long_conversation(mia: Line, ada: Line) -> str:
    """Ten thousand events, all made by the calls that make them in life."""
    conversation = str((await mia.call("person", once()))["conversation"])
    await ada.call("take", about(conversation))
    for _ in range(0, EVENTS, AT_ONCE):
        said = [mia.send("say", {**once(), "text": "And another thing."}) for _ in range(AT_ONCE // 2)]
        said += [ada.send("say", {**about(conversation), "text": "Noted."}) for _ in range(AT_ONCE // 2)]
        await asyncio.gather(*said)
    return conversation


def once() -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4())}


def about(conversation: str) -> dict[str, Any]:
    return {**once(), "conversation": conversation}
