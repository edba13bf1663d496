"""People talk while service, Valkey and bot are killed one after the other, again and again."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

from tests.adapters.test_wire import Valkey
from tests.live.bot_process import BotProcess
from tests.live.people import Crowd, Customer
from tests.live.service import Handrail, until
from tests.replay.compare import Compared, settled
from tests.replay.shop import Desk

CUSTOMERS = 40
AGENTS = ("Ada", "Grace", "Lin")
SHARE_S = 600
"""Longest time between two kills: longer means that somebody waits for what never comes."""

Victim = Handrail | Valkey | BotProcess


@dataclass
class Ran:
    """What was found, and what it took."""

    compared: Compared
    acknowledged: int
    sent_again: int
    kills: Counter[str]
    trouble: Counter[str]
    seconds: float
    traceback: bool

    def table(self) -> str:
        found = self.compared
        rows = {
            "messages acknowledged": self.acknowledged,
            "lost": found.lost,
            "doubled": found.doubled,
            "reordered": found.reordered,
            "kills": ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items())),
            "calls sent again": self.sent_again,
            "events": found.events,
            "handoffs": found.handoffs,
            "conversations without owner or deadline": len(found.unowned),
            "seconds": round(self.seconds),
        }
        return "\n".join(f"  {name:<42}{value}" for name, value in rows.items())


async def long_run(home: Path, rng: random.Random, messages: int, kills: int) -> Ran:
    """``messages``: said by customers, beside what agents and bot say."""
    began = time.monotonic()
    home.mkdir(exist_ok=True)
    valkey, bot = Valkey(home), BotProcess()
    await asyncio.gather(valkey.start(), bot.start())
    settings = {"bot_url": bot.url, "redis_url": valkey.url, "bot_reply_s": 2, "agent_grace_s": 3}
    try:
        async with Handrail(home / "home", **settings) as handrail, Crowd() as crowd:  # type: ignore[arg-type]
            desks = [Desk(await crowd.agent(handrail, name), random.Random(rng.random())) for name in AGENTS]
            customers = [crowd.customer(handrail) for _ in range(CUSTOMERS)]
            async with asyncio.TaskGroup() as group:
                working = [group.create_task(desk.work()) for desk in desks]
                talking = [group.create_task(talk(mia, messages // CUSTOMERS, rng)) for mia in customers]
                killed = await killing(customers, victims(handrail, valkey, bot), messages, kills)
                await asyncio.gather(*talking)
                await quiet(handrail)
                for task in working:
                    task.cancel()
            agents = [desk.ada for desk in desks]
            compared = await settled(handrail, customers, agents)
            everybody = [*customers, *agents]
            said = [one for person in everybody for one in person.acknowledged if one["name"] == "say"]
            notes = sum((person.notes for person in everybody), Counter[str]())
            trouble = sum((person.trouble for person in everybody), Counter[str]())
            return Ran(
                compared, len(said), notes["sent again"], killed, trouble, time.monotonic() - began,
                "Traceback" in handrail.errors(),
            )  # fmt: skip
    finally:
        await asyncio.gather(valkey.kill(), bot.kill())


async def talk(mia: Customer, messages: int, rng: random.Random) -> None:
    await mia.arrive()
    for number in range(messages):
        said = await mia.say(f"Message {number}, {rng.random()}")
        assert said["ok"], said


def victims(*of: Victim) -> Iterator[tuple[Victim, bool]]:
    """Each in turn, now killed, now frozen first: what it had not sent yet then never leaves."""
    return itertools.cycle([(victim, frozen) for frozen in (False, True) for victim in of])


async def killing(
    customers: list[Customer], whom: Iterator[tuple[Victim, bool]], messages: int, kills: int
) -> Counter[str]:
    done: Counter[str] = Counter()
    for number in range(1, kills + 1):
        share = messages * number // (kills + 1)
        await until(lambda share=share: said_by(customers) >= share, "enough to be said", SHARE_S)  # type: ignore[misc]
        victim, frozen = next(whom)
        if frozen:
            victim.freeze()
            await until(lambda: any(mia.waits_for_answer() for mia in customers), "somebody to wait")
        if isinstance(victim, Handrail):
            await victim.end(SIGKILL)
        else:
            await victim.kill()
        await victim.start()
        done[f"{type(victim).__name__}{' frozen first' if frozen else ''}"] += 1
    return done


async def quiet(handrail: Handrail) -> None:
    """Nobody waits, and nobody owes an answer: what is in SQL now stays."""
    owed = """SELECT id FROM conversations WHERE status = 'queued' OR state ->> 'turn' IS NOT NULL
              OR (status = 'with_agent' AND state ->> 'customer_waits_since' IS NOT NULL)"""
    await until(lambda: not handrail.rows(owed), "everybody to be served", 120)


def said_by(customers: list[Customer]) -> int:
    return sum(len(mia.acknowledged) for mia in customers)
