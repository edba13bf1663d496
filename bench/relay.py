"""An acknowledged message from one person to the other: processor time of the server for each."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from bench.figure import ROOT, Figure, median, spread
from bench.processes import cpu_s
from tests.live.line import Line
from tests.live.service import Handrail

AGENTS = 5
CUSTOMERS = 100
ROUNDS = 5
ROUND_S = 2.0
TEXT = "Where is my parcel? It was to come on Tuesday, and nobody has seen it since."

Say = Callable[[], Awaitable[None]]
"""Send one message and wait for its acknowledgement."""


async def measure(home: Path) -> list[Figure]:
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
        raw(http) as (raw_pid, raw_pairs),
        ours(http, home / "memory", "bench.memory_service") as (memory_pid, memory_pairs),
        ours(http, home / "durable", "handoff.cli") as (durable_pid, durable_pairs),
    ):
        costs: dict[int, list[float]] = {raw_pid: [], memory_pid: [], durable_pid: []}
        rates: dict[int, list[float]] = {raw_pid: [], memory_pid: [], durable_pid: []}
        for number in range(ROUNDS + 1):
            for pid, pairs in (
                (raw_pid, raw_pairs), (memory_pid, memory_pairs), (durable_pid, durable_pairs)
            ):  # fmt: skip
                cost, rate = await one_round(pid, pairs)
                if number:  # the first warms up
                    costs[pid].append(cost)
                    rates[pid].append(rate)
    return [
        _figure(
            "relay_cpu_vs_raw_websocket", costs[memory_pid], costs[raw_pid], rates[memory_pid], "no storage"
        ),
        _figure(
            "relay_durable_cpu_vs_raw_websocket",
            costs[durable_pid],
            costs[raw_pid],
            rates[durable_pid],
            "SQLite",
        ),
    ]


def _figure(name: str, ours_us: list[float], raw_us: list[float], rates: list[float], what: str) -> Figure:
    ratios = [one / other for one, other in zip(ours_us, raw_us, strict=True)]
    return Figure(
        name, median(ours_us), "µs CPU a message", f"aiohttp WebSocket: {median(raw_us):.1f} µs",
        median(ratios), "≤ 10", f"{what}, {median(rates):.0f}/s; {spread(ratios)}",
    )  # fmt: skip


async def one_round(pid: int, pairs: list[tuple[Say, Say]]) -> tuple[float, float]:
    """µs of the server's processor time a message, and messages a second."""
    said = 0
    until = time.perf_counter() + ROUND_S

    async def talk(customer: Say, agent: Say) -> None:
        nonlocal said
        while time.perf_counter() < until:
            await customer()
            await agent()
            said += 2

    before = cpu_s(pid)
    await asyncio.gather(*(talk(customer, agent) for customer, agent in pairs))
    return (cpu_s(pid) - before) / said * 1e6, said / ROUND_S


@contextlib.asynccontextmanager
async def ours(
    http: aiohttp.ClientSession, home: Path, module: str
) -> AsyncIterator[tuple[int, list[tuple[Say, Say]]]]:
    """Customers who asked for a person, each with an agent."""
    lines: list[Line] = []
    service = Handrail(home, module=module)
    async with service:
        agents = []
        for number in range(AGENTS):
            token = await service.sign_in(http, await service.add_agent(f"Ada{number}"))
            agents.append(await joined(http, service.url, "/agent", {"token": token}, lines))
        pairs = []
        for number in range(CUSTOMERS):
            customer = await joined(http, service.url, "/customer", {}, lines)
            asked = await customer.call("person", {"client_id": str(uuid.uuid4())})
            conversation, agent = asked["conversation"], agents[number % AGENTS]
            await agent.call("take", {"client_id": str(uuid.uuid4()), "conversation": conversation})
            pairs.append((_say(customer, {}), _say(agent, {"conversation": conversation})))
        yield service.pid, pairs
        await asyncio.gather(*(line.close() for line in lines))


async def joined(
    http: aiohttp.ClientSession, url: str, namespace: str, auth: dict[str, Any], lines: list[Line]
) -> Line:
    line = Line(namespace, lambda _name, _payload: None)
    await line.open(http, url, auth)
    lines.append(line)
    return line


def _say(line: Line, about: dict[str, Any]) -> Say:
    async def say() -> None:
        answer = await line.send("say", {**about, "text": TEXT, "client_id": str(uuid.uuid4())})
        assert answer["ok"], answer

    return say


class RawLine:
    """One end at the raw server."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, name: str) -> None:
        self._ws = ws
        self._name = name
        self._acks: dict[str, asyncio.Future[None]] = {}
        self._reading = asyncio.create_task(self._read())

    async def say(self, to: str) -> None:
        client_id = str(uuid.uuid4())
        self._acks[client_id] = asyncio.get_running_loop().create_future()
        said = {
            "conversation": "c",
            "by": self._name,
            "to": to,
            "text": TEXT,
            "client_id": client_id,
        }
        await self._ws.send_str(orjson.dumps(said).decode())
        await self._acks[client_id]

    async def _read(self) -> None:
        async for message in self._ws:
            told = orjson.loads(message.data)
            if told[0] == "ack":
                self._acks.pop(told[1]).set_result(None)

    async def close(self) -> None:
        await self._ws.close()
        await self._reading


@contextlib.asynccontextmanager
async def raw(http: aiohttp.ClientSession) -> AsyncIterator[tuple[int, list[tuple[Say, Say]]]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.raw_server", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    lines: list[RawLine] = []

    async def end(name: str) -> RawLine:
        ws = await http.ws_connect(f"{url}/?name={name}")
        lines.append(RawLine(ws, name))
        return lines[-1]

    agents = [await end(f"agent-{number}") for number in range(AGENTS)]
    pairs = []
    for number in range(CUSTOMERS):
        customer, agent = await end(f"customer-{number}"), agents[number % AGENTS]
        pairs.append((_to(customer, f"agent-{number % AGENTS}"), _to(agent, f"customer-{number}")))
    try:
        yield process.pid, pairs
        await asyncio.gather(*(line.close() for line in lines))
    finally:
        process.terminate()
        await process.wait()


def _to(line: RawLine, to: str) -> Say:
    async def say() -> None:
        await line.say(to)

    return say
