"""From bot to person: from "no" to ringing, 200 agents at once, and catching up after Valkey."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import aiohttp

from bench.figure import Figure, median, percentile, spread
from tests.live.bot import Bot
from tests.live.line import Line
from tests.live.pair import catch_up, pair, restarted
from tests.live.people import Crowd
from tests.live.race import race
from tests.live.service import Handrail
from tests.provision.postgres import Cluster, running_cluster

EVENTS = 500
REFUSALS = 300
ROUNDS = 3
GRACE_S = 2
REFUSED, HELPFUL = "question 0", "question 3"
"""The small bot of the tests has an answer to each."""


async def measure(home: Path) -> list[Figure]:
    figures = [await no_to_ringing(home / "ringing"), await lost_agent(home / "lost")]
    races = [await one_race(home / f"race-{number}") for number in range(ROUNDS)]
    with cluster() as server:
        on_many = []
        for number in range(ROUNDS):
            with server.database() as url:
                on_many.append(await one_race(home / f"race-many-{number}", database_url=url))
        with server.database() as url:
            figures.append(await after_valkey(home / "pair", url))
    for name, times in (("", races), ("_postgresql", on_many)):
        note = f"200 sockets and their agents share this machine; {spread(times)}"
        figures.append(
            Figure(f"race_200_agents_50_conversations_ms{name}", median(times), "ms", "", None, "≤ 50", note)
        )
    return figures


async def no_to_ringing(home: Path) -> Figure:
    """Each "no" is said to an answer of the bot's in a conversation of five hundred events and more."""
    rang = asyncio.Event()

    def console(name: str, payload: Any) -> None:
        if name == "queue" and payload["op"] == "add":
            rang.set()

    times: list[float] = []
    async with aiohttp.ClientSession() as http, Bot() as bot, Handrail(home, bot_url=bot.url) as service:
        token = await service.sign_in(http, await service.add_agent("Ada", "supervisor"))
        page = Page()
        ada, mia = Line("/agent", console), Line("/customer", page.hear)
        await ada.open(http, service.url, {"token": token})
        await mia.open(http, service.url, {})
        conversation = str((await mia.call("person", once()))["conversation"])
        await ada.call("take", about(conversation))
        # Available, she would be given her own customer back instead of hearing the queue ring.
        assert (await ada.call("status", {"available": False, "label": "lunch"}))["ok"]
        for _ in range(EVENTS // 2):
            await mia.call("say", {**once(), "text": "And another thing."})
            await ada.call("say", {**about(conversation), "text": "Noted."})
        for _ in range(REFUSALS):
            await ada.call("to_bot", about(conversation))
            helped = await page.answer(
                mia, HELPFUL
            )  # which closes the problem, so that answers may come again
            await mia.call("feedback", {**once(), "answer": helped, "helpful": True})
            answer = await page.answer(mia, REFUSED)
            rang.clear()
            began = time.perf_counter()
            refused = mia.send("feedback", {**once(), "answer": answer, "helpful": False})
            await rang.wait()
            times.append((time.perf_counter() - began) * 1000)
            assert (await refused)["ok"]
            await ada.call("take", about(conversation))
        await mia.close()
        await ada.close()
    return Figure(
        "no_to_ringing_p99_ms_500_events", percentile(times, 0.99), "ms", "", None, "≤ 50",
        f"{REFUSALS} refusals, p50 {percentile(times, 0.5):.1f} ms",
    )  # fmt: skip


async def lost_agent(home: Path) -> Figure:
    """From the end of an agent's connection until the customer heard that they wait again, less the grace."""
    beyond = []
    async with Handrail(home, agent_grace_s=GRACE_S) as service, Crowd() as crowd:
        for number in range(ROUNDS + 2):
            ada, mia = await crowd.agent(service, f"Ada{number}"), crowd.customer(service)
            await asyncio.gather(ada.arrive(), mia.arrive())
            await mia.do("person")
            await ada.claim(mia.conversation)
            joined = await mia.heard("agent_joined")
            began = time.perf_counter()
            await ada.vanish()
            await mia.heard("queued", after=joined["seq"])
            beyond.append(time.perf_counter() - began - GRACE_S)
    return Figure(
        "lost_agent_requeued_s_beyond_grace", max(beyond), "s", "", None, "≤ 1",
        f"the slowest of {len(beyond)}, a grace of {GRACE_S} s; {spread(beyond)}",
    )  # fmt: skip


class Page:
    """Hears which answers the bot gave."""

    def __init__(self) -> None:
        self._answered: asyncio.Queue[int] = asyncio.Queue()

    def hear(self, name: str, payload: Any) -> None:
        if name == "event" and payload["kind"] == "bot_answered":
            self._answered.put_nowait(int(payload["seq"]))

    async def answer(self, mia: Line, question: str) -> int:
        """The answer's place."""
        assert (await mia.call("say", {**once(), "text": question}))["ok"]
        return await self._answered.get()


async def one_race(home: Path, **settings: str) -> float:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http, Handrail(home, **settings) as service:
        return (await race(service, http)).ms


async def after_valkey(home: Path, url: str) -> Figure:
    async with pair(home, url) as both:
        mia, ada = await both.meet()
        times = [await catch_up(mia, ada, lambda: restarted(both.valkey, 1)) for _ in range(ROUNDS)]
    return Figure(
        "catch_up_after_valkey_s", max(times), "s", "", None, "≤ 0.1",
        f"the slowest of {ROUNDS} returns after a kill, both sides; {spread(times)}",
    )  # fmt: skip


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    with running_cluster(_missing) as server:
        yield server


def _missing(remedy: str) -> NoReturn:
    raise SystemExit(remedy)


def once() -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4())}


def about(conversation: str) -> dict[str, Any]:
    return {**once(), "conversation": conversation}
