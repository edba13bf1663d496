"""From the command to the first acknowledgement and the first answer, and what each process weighs then."""

from __future__ import annotations

import asyncio
import time
import uuid
from pathlib import Path
from typing import Any

import aiohttp

from bench.figure import Figure, median, spread
from bench.processes import children, rss_kb
from tests.live.line import Broken, Line
from tests.live.service import Handrail

ROUNDS = 3
LATER = "after the first answer"
QUESTION = "Where is my parcel?"

NAMES = {"handoff.cli serve": "service", "bot.server": "bot", "-m actions": "actions", "valkey": "valkey"}


async def measure(home: Path) -> list[Figure]:
    acks, answers, weights = [], [], []
    for number in range(ROUNDS + 1):
        ack, answer, weight = await one_round(home / "home")  # set up once, as on any day but the first
        if number:  # the first may have trained a model, and warms the disk's cache
            acks.append(ack)
            answers.append(answer)
            weights.append(weight)
    return [
        Figure("start_to_first_ack_s", median(acks), "s", "", None, "≤ 3", spread(acks)),
        Figure("start_to_first_answer_s", median(answers), "s", "", None, "≤ 15", spread(answers)),
        *(
            Figure(f"memory_{name}_mb", median(one[name] for one in weights), "MiB", "", None, "", LATER)
            for name in weights[-1]
        ),
    ]  # fmt: skip


async def one_round(home: Path) -> tuple[float, float, dict[str, float]]:
    began = time.perf_counter()
    async with (
        aiohttp.ClientSession() as http,
        Handrail(home, "up") as everything,
    ):
        heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        mia = Line("/customer", lambda name, payload: heard.put_nowait((name, payload)))
        await mia.open(http, everything.url, {})
        asked = await mia.call("person", {"client_id": str(uuid.uuid4())})
        assert asked["ok"], asked
        ack = time.perf_counter() - began
        await mia.close()
        await answered(http, everything.url)
        answer = time.perf_counter() - began
        weight = {"supervisor": rss_kb(everything.pid) / 1024}
        for pid, command in children(everything.pid).items():
            name = next((name for part, name in NAMES.items() if part in command), None)
            if name is not None:
                weight[name] = rss_kb(pid) / 1024
    return ack, answer, weight


async def answered(http: aiohttp.ClientSession, url: str) -> None:
    """Until the bot is there each question goes to a person, so each try is a new visitor."""
    while True:
        heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        line = Line("/customer", lambda name, payload, heard=heard: heard.put_nowait((name, payload)))  # type: ignore[misc]
        try:
            await line.open(http, url, {})
            await line.call("say", {"text": QUESTION, "client_id": str(uuid.uuid4())})
            while True:
                name, payload = await heard.get()
                if name != "event":
                    continue
                if payload["kind"] == "bot_answered":
                    return
                if payload["kind"] == "queued":
                    break
        except Broken:
            pass
        finally:
            await line.close()
        await asyncio.sleep(0.1)
