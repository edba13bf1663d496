"""Two services on one PostgreSQL and one Valkey: Mia's page is at one, Ada's console at the other."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.adapters.test_wire import Valkey
from tests.live.people import Agent, Crowd, Customer
from tests.live.service import Handrail

SECRET = "the same secret for both services, as the manual says"

Outage = Callable[[], Awaitable[None]]
"""What happens to Valkey; returns when it is back."""


class Pair:
    def __init__(self, here: Handrail, there: Handrail, valkey: Valkey, crowd: Crowd) -> None:
        self.here = here
        self.there = there
        self.valkey = valkey
        self.crowd = crowd

    async def meet(self) -> tuple[Customer, Agent]:
        """Mia with Ada, each at a service of their own, and each hears the other."""
        ada, mia = await self.crowd.agent(self.there, "Ada"), self.crowd.customer(self.here)
        await asyncio.gather(ada.arrive(), mia.arrive())
        await mia.do("person")
        await ada.until(lambda: mia.conversation in ada.queue, "the queue to show her")
        await ada.claim(mia.conversation)
        await mia.heard("agent_joined")
        return mia, ada


@contextlib.asynccontextmanager
async def pair(home: Path, database_url: str, **settings: Any) -> AsyncIterator[Pair]:
    home.mkdir(exist_ok=True)
    valkey = Valkey(home)
    await valkey.start()
    shared: dict[str, Any] = {
        "database_url": database_url,
        "redis_url": valkey.url,
        "secret": SECRET,
        **settings,
    }
    try:
        async with (
            Handrail(home / "here", **shared) as here,
            Handrail(home / "there", **shared) as there,
            Crowd() as crowd,
        ):
            yield Pair(here, there, valkey, crowd)
    finally:
        await valkey.kill()


async def paused(valkey: Valkey, seconds: float) -> None:
    """Frozen so long; what is said meanwhile waits in its sockets or in the services."""
    valkey.freeze()
    await asyncio.sleep(seconds)
    valkey.thaw()


async def restarted(valkey: Valkey, seconds: float) -> None:
    await valkey.kill()
    await asyncio.sleep(seconds)
    await valkey.start()


async def catch_up(mia: Customer, ada: Agent, outage: Outage) -> float:
    """Both talk through an outage. Returns the seconds from Valkey's return until each page held all that had
    been said until then."""
    over = asyncio.Event()

    async def talk(say: Callable[[str], Awaitable[object]]) -> None:
        number = 0
        while not over.is_set():
            number += 1
            await say(f"Words {number} while the wire is what it is.")
            await asyncio.sleep(0.02)

    def answers(text: str) -> Awaitable[object]:
        return ada.do("say", conversation=mia.conversation, text=text)

    talking = asyncio.gather(talk(mia.say), talk(answers))
    await outage()
    back = time.perf_counter()
    said = max(
        one["answer"]["seq"] for person in (mia, ada) for one in person.acknowledged if one["name"] == "say"
    )
    await asyncio.gather(*(holds_all(person, mia.conversation, said) for person in (mia, ada)))
    taken = time.perf_counter() - back
    over.set()
    await talking
    return taken


async def holds_all(person: Customer | Agent, conversation: str, seq: int) -> None:
    held = person.transcripts[conversation]
    await person.until(lambda: held.last >= seq, f"event {seq}", about=conversation)
