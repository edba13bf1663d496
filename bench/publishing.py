"""A thousand customers a minute ask the whole product while releases are published and taken back.

Each is a new visitor on a socket of their own, with a question that stands in tests/bot/questions.yml.
Answered is whatever the bot decided: an answer, titles, words, or that a person has to. Not answered is who
went to a person because the bot did not speak, or heard nothing at all.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import os
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from bench.figure import ROOT, Figure, percentile
from content.places import MODELS
from tests.live.line import Line
from tests.live.service import Handrail

A_MINUTE = 1_000
LASTS_S = 60
EVERY_S = 8  # a release
LATE_S = 2
PATIENCE_S = 10
SAYS = {"bot_answered", "bot_said", "bot_suggested", "handoff_requested"}
SEED = 20261122


async def measure(home: Path) -> list[Figure]:
    models = home / "models"
    models.mkdir()
    for kept in MODELS.glob("*") if MODELS.is_dir() else ():
        if kept.is_file():
            shutil.copy(kept, models)
    async with aiohttp.ClientSession() as http, Handrail(home / "home", "up", models=models) as everything:
        await ready(http, everything.url)
        token = await everything.sign_in(http, await everything.add_agent("Cleo", "content"))
        releases = Releases(http, everything.url, token, models)
        took: list[float] = []
        reasons: Counter[str] = Counter()
        publishing = asyncio.create_task(releases.keep_on())
        began = time.perf_counter()
        async with asyncio.TaskGroup() as customers:
            for number, text in zip(range(A_MINUTE * LASTS_S // 60), questions(), strict=False):
                await asyncio.sleep(max(0.0, began + number * 60 / A_MINUTE - time.perf_counter()))
                customers.create_task(one(http, everything.url, text, took, reasons))
        publishing.cancel()
        await asyncio.wait([publishing])
    silent = reasons["bot_unavailable"] + reasons["nothing"]
    late = sum(seconds > LATE_S for seconds in took)
    note = (
        f"{len(took)} questions, {releases.published} releases meanwhile (the longest took "
        f"{max(releases.took, default=0):.1f} s); p50 {percentile(took, 0.5) * 1000:.0f} ms, "
        f"p99 {percentile(took, 0.99) * 1000:.0f} ms, longest {max(took):.2f} s"
    )
    return [
        Figure("publishing_unanswered", silent, "questions", "", None, "≤ 0", note),
        Figure("publishing_late", late, "questions", "", None, "≤ 0", f"by more than {LATE_S} s; {note}"),
    ]


async def ready(http: aiohttp.ClientSession, url: str) -> None:
    """Until the bot is there; the first start may train a model."""
    while True:
        async with http.get(f"{url}/ready") as response:
            if (await response.json())["bot"] == "ok":
                return
        await asyncio.sleep(0.2)


def questions() -> Iterator[str]:
    """People's questions, in an order that is the same each time, over and over."""
    file = yaml.safe_load((ROOT / "tests" / "bot" / "questions.yml").read_text(encoding="utf-8"))
    asked = sorted(
        {text for part in file.values() for one in _lists(part) for text in one if isinstance(text, str)},
        key=lambda text: hashlib.sha256(f"{SEED}{text}".encode()).digest(),
    )
    return itertools.cycle(asked)


def _lists(part: Any) -> Iterator[list[Any]]:
    if isinstance(part, list):
        yield part
    elif isinstance(part, dict):
        for below in part.values():
            yield from _lists(below)


async def one(
    http: aiohttp.ClientSession, url: str, text: str, took: list[float], reasons: Counter[str]
) -> None:
    """One customer: they arrive, ask, and hear something or nothing."""
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def event(name: str, payload: Any) -> None:
        if name == "event" and payload["kind"] in SAYS:
            heard.put_nowait(payload)

    line = Line("/customer", event)
    await line.open(http, url, {})
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE_S):
            await line.call("say", {"text": text, "client_id": str(uuid.uuid4())})
            said = await heard.get()
        reasons[str(said.get("reason") or said["kind"])] += 1
    except TimeoutError:
        reasons["nothing"] += 1
    took.append(time.perf_counter() - began)
    await line.close()


class Releases:
    """Another model, then back, then another: by the studio's own routes."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str, models: Path) -> None:
        self._http, self._path = http, f"{url}/api/studio/releases"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._models = models
        self.published = 0
        self.took: list[float] = []

    async def keep_on(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S / 2)
            async with self._http.get(self._path, headers=self._headers) as response:
                page = await response.json()
            live = page["releases"][0]
            given = {"live": page["live"], "client_id": str(uuid.uuid4()), "note": "Under traffic"}
            began = time.perf_counter()
            if self.published % 2:
                await self._post(f"/{live['parent']}/restore", given)
            else:
                await self._post("", {**given, "model": self._another(live["model"])})
            self.took.append(time.perf_counter() - began)
            self.published += 1
            await asyncio.sleep(EVERY_S / 2)

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        async with self._http.post(self._path + path, json=body, headers=self._headers) as response:
            told = await response.json()
            assert response.status == 201, told

    def _another(self, model: str) -> str:
        """The same model in other bytes: gzip ends before what is added."""
        name = f"another-{self.published}"
        body = (self._models / f"{model}.tar.gz").read_bytes() + os.urandom(16)
        card = json.loads((self._models / f"{model}.json").read_text())
        card |= {"name": name, "sha256": hashlib.sha256(body).hexdigest()}
        (self._models / f"{name}.tar.gz").write_bytes(body)
        (self._models / f"{name}.json").write_text(json.dumps(card))
        return name
