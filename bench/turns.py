"""What a turn of the bot costs at 1,000 entries, alone and eight at once, and what publishing does meanwhile.

The content is made from a seed. Beside turns stands a request that only says that the server is there: what
HTTP and this machine cost at that moment. Processor time is told, too: it depends less on the neighbours.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import json
import os
import shutil
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.content import questions, write
from bench.figure import ROOT, Figure, median, percentile, spread
from bench.processes import cpu_s, rss_kb

ENTRIES = 1_000
ROUNDS = 3
ASKED = 300
WARM = 50
AT_ONCE = 8
LONG = 200  # turns of one conversation
TOKEN = "the bench's token"
TELL: dict[str, Any] = {"awaiting": None, "refused": [], "locale": "en"}


@dataclass
class Bot:
    """A bot that serves."""

    pid: int
    url: str
    ready_s: float
    http: aiohttp.ClientSession

    async def ask(self, text: str, sender: str = "mia") -> float:
        """Take a turn; gives its seconds."""
        body = {"sender": sender, "message": text, "metadata": TELL}
        began = time.perf_counter()
        async with self.http.post(f"{self.url}/webhooks/rest/webhook", json=body) as answer:
            said = await answer.json()
        took = time.perf_counter() - began
        assert answer.status == 200, said
        assert "bot_unavailable" not in str(said)
        return took

    async def echo(self) -> float:
        """Ask nothing but whether it is there."""
        began = time.perf_counter()
        async with self.http.get(f"{self.url}/webhooks/rest/") as answer:
            await answer.read()
        return time.perf_counter() - began

    async def publish(self, model: Path) -> None:
        """Swap the model."""
        where, what = f"{self.url}/model", {"model_file": str(model)}
        async with self.http.put(where, params={"token": TOKEN}, json=what) as answer:
            assert answer.status == 204, await answer.text()


async def measure(home: Path) -> list[Figure]:
    large = await train(write(home / "data", ENTRIES), home / "models")
    shop = await train(ROOT / "data", home / "shop")
    figures = [*await starts(shop), *await pipeline(large)]
    async with serving(large) as bot:
        figures += [await alone(bot), await at_once(bot), await long_conversation(bot)]
        figures.append(await publishing(bot, large))
    return figures


async def train(data: Path, models: Path) -> Path:
    command = [sys.executable, "-m", "bot.training", "--data", str(data), "--models", str(models)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return Path(json.loads(said.splitlines()[-1])["model"])


@contextlib.asynccontextmanager
async def serving(model: Path) -> AsyncIterator[Bot]:
    port = free_port()
    command = [sys.executable, "-u", "-m", "bot.server", "--model", str(model), "--port", str(port)]
    # Nobody is there to write notes: they come from another process, off the answer's path.
    command += ["--actions", f"http://127.0.0.1:{free_port()}/webhook"]
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={**os.environ, "HANDRAIL_BOT_TOKEN": TOKEN}, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    drained = None
    try:
        while b"The bot is ready." not in (line := await process.stdout.readline()):
            assert line, "the bot ended"
        ready = time.perf_counter() - began
        drained = asyncio.create_task(process.stdout.read())
        connections = aiohttp.TCPConnector(limit=0)
        own = {"Authorization": f"Bearer {TOKEN}"}
        async with aiohttp.ClientSession(connector=connections, headers=own) as http:
            yield Bot(process.pid, f"http://127.0.0.1:{port}", ready, http)
    finally:
        with contextlib.suppress(ProcessLookupError):  # it may have ended by itself
            process.terminate()
        await process.wait()
        if drained is not None:
            await drained


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


async def starts(model: Path) -> list[Figure]:
    """Start with the shop's content, and weigh."""
    ready, weight = [], []
    for _ in range(ROUNDS):
        async with serving(model) as bot:
            for text in questions(WARM):
                await bot.ask(text)
            ready.append(bot.ready_s)
            weight.append(rss_kb(bot.pid) / 1024)
    return [
        Figure("bot_ready_s", median(ready), "s", "", None, "≤ 6", spread(ready)),
        Figure("bot_memory_mib", median(weight), "MiB", "", None, "≤ 235", spread(weight)),
    ]


async def alone(bot: Bot) -> Figure:
    """Take turns one after the other."""
    asked = questions(WARM + ASKED)
    for text in asked[:WARM]:
        await bot.ask(text)
    before = cpu_s(bot.pid)
    turns = [await bot.ask(text) for text in asked[WARM:]]
    worked = (cpu_s(bot.pid) - before) / ASKED
    nothing = [await bot.echo() for _ in range(ASKED)]
    note = (
        f"p99 {1e3 * percentile(turns, 0.99):.1f} ms; {1e3 * worked:.1f} ms of processor time; "
        f"an empty request takes {1e3 * median(nothing):.1f} ms"
    )
    return Figure("bot_turn_p50_ms", 1e3 * median(turns), "ms", "", None, "≤ 4", note)


async def at_once(bot: Bot) -> Figure:
    """Take turns eight at a time."""

    async def customer(name: str, asked: Iterator[str]) -> None:
        for text in asked:
            await bot.ask(text, name)

    rates, worked = [], []
    number = 2 * ASKED
    for _ in range(ROUNDS):
        asked = iter(questions(number))
        before, began = cpu_s(bot.pid), time.perf_counter()
        await asyncio.gather(*(customer(f"customer {place}", asked) for place in range(AT_ONCE)))
        rates.append(number / (time.perf_counter() - began))
        worked.append((cpu_s(bot.pid) - before) / number)
    note = f"{1e3 * median(worked):.1f} ms of processor time a turn; {spread(rates)}"
    return Figure("bot_turns_per_s_8", median(rates), "1/s", "", None, "≥ 300", note)


async def long_conversation(bot: Bot) -> Figure:
    """Hold the last turns of a long conversation against first ones, taken in between."""
    for text in questions(LONG):
        await bot.ask(text, "a long conversation")
    long, fresh = [], []
    for number, text in enumerate(questions(ASKED)):
        long.append(await bot.ask(text, "a long conversation"))
        fresh.append(await bot.ask(text, f"visitor {number}"))
    ratio = median(long) / median(fresh)
    note = f"turns {LONG} to {LONG + ASKED} of one conversation"
    return Figure("bot_long_conversation_ms", 1e3 * median(long), "ms", "a first turn", ratio, "≤ 1.1", note)


async def publishing(bot: Bot, model: Path) -> Figure:
    """Publish while questions are asked; a turn's excess over the usual is how long publishing stalled it."""
    stalls, asked, usual, slow = [], 0, [], []
    for number in range(ROUNDS):
        other = Path(shutil.copyfile(model, model.with_name(f"later-{number}.tar.gz")))
        before = await _for_a_second(bot, lambda: False)
        swap = asyncio.create_task(bot.publish(other))
        during = await _for_a_second(bot, lambda swap=swap: not swap.done())  # type: ignore[misc]
        await swap
        usual.append(median(before))
        stalls.append(1e3 * (max(during) - usual[-1]))
        slow.append(median(during) / usual[-1])
        asked += len(during)
    note = (
        f"longest of {asked} turns, all answered; meanwhile a turn takes {median(slow):.1f} times as long; "
        f"{spread(stalls)}"
    )
    return Figure("bot_publish_stall_ms", median(stalls), "ms", "", None, "≤ 50", note)


async def _for_a_second(bot: Bot, longer: Callable[[], bool]) -> list[float]:
    """Ask for a second, and as long as `longer`, and one more second after that."""
    took, end, text = [], time.perf_counter() + 1, itertools.cycle(questions(ASKED))
    while longer() or time.perf_counter() < end:
        if longer():
            end = time.perf_counter() + 1
        took.append(await bot.ask(next(text)))
    return took


async def pipeline(model: Path) -> list[Figure]:
    """Measure understanding alone, and a turn without HTTP beside one through Rasa's own classes."""
    ours, rasas = await _inside("ours", model), await _inside("rasas", model)
    note = f"{ours['pipeline_cpu_ms']:.1f} ms of processor time"
    ratio = ours["turn_cpu_ms"] / rasas["turn_cpu_ms"]
    return [
        Figure("bot_pipeline_p50_ms", ours["pipeline_ms"], "ms", "", None, "≤ 2.5", note),
        Figure(
            "bot_turn_cpu_ms",
            ours["turn_cpu_ms"],
            "ms",
            "Rasa's own agent",
            ratio,
            "≤ 0.8",
            f"of processor time, p50, without HTTP; Rasa's {rasas['turn_cpu_ms']:.1f} ms",
        ),
    ]


async def _inside(whose: str, model: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.turns", whose, str(model)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0
    told: dict[str, float] = json.loads(said.splitlines()[-1])
    return told


def inside(whose: str, model: Path) -> dict[str, float]:
    """Measure in this process, by our agent or by Rasa's; gives medians in ms."""
    from bot.launcher import prepare
    from bot.lean import ONE_THREAD, leave_out

    os.environ |= ONE_THREAD
    if whose == "ours":
        leave_out()
    prepare()
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.tracker_store import TrackerStore
    from rasa.core.utils import AvailableEndpoints

    from bot.notes import NOTHING, ActionServer
    from bot.publishing import load_beside

    class Nobody(ActionServer):
        """A handoff's note is another process's time."""

        async def request(self, method: str = "post", **_: Any) -> Any:  # noqa: ARG002
            return NOTHING

    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "bot" / "endpoints.yml"))
    endpoints.action = Nobody("http://127.0.0.1:9", enable_selective_domain=True)
    bot = (
        load_beside(model, endpoints)
        if whose == "ours"
        else Agent.load(
            str(model),
            generator=endpoints.nlg,
            tracker_store=TrackerStore.create(endpoints.tracker_store),
            action_endpoint=endpoints.action,
        )
    )
    gc.freeze()  # as the server does

    async def timed(act: Callable[[str], Any]) -> tuple[float, float]:
        wall, cpu = [], []
        for text in questions(WARM + ASKED):
            began, worked = time.perf_counter(), time.process_time()
            await act(text)
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - worked)
        return 1e3 * median(wall[WARM:]), 1e3 * median(cpu[WARM:])

    async def turn(text: str) -> None:
        await bot.handle_message(UserMessage(text, CollectingOutputChannel(), "mia", metadata=TELL))

    wall, cpu = asyncio.run(timed(bot.parse_message))
    return {"pipeline_ms": wall, "pipeline_cpu_ms": cpu, "turn_cpu_ms": asyncio.run(timed(turn))[1]}


if __name__ == "__main__":
    print(json.dumps(inside(sys.argv[1], Path(sys.argv[2]))))
