"""Everybody's connection is cut at once; all come back, send what was on its way again, and catch up."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from tests.live.people import Crowd, Customer
from tests.live.service import Handrail
from tests.replay.compare import settled

AT_ONCE = 50


@dataclass
class Stormed:
    """``seconds`` from the moment the service listens again until each page holds all there is."""

    seconds: float
    lost: int
    doubled: int
    reordered: int
    first: str


async def storm(handrail: Handrail, crowd: Crowd, pages: int) -> Stormed:
    """The service is frozen while everybody speaks, killed, and started again."""
    customers = [crowd.customer(handrail) for _ in range(pages)]
    for start in range(0, pages, AT_ONCE):
        await asyncio.gather(*(mia.arrive() for mia in customers[start : start + AT_ONCE]))
    await asyncio.gather(*(mia.say("Before the storm.") for mia in customers))
    handrail.freeze()
    speaking = asyncio.gather(*(mia.say("In the storm.") for mia in customers))
    await asyncio.sleep(0)  # all of it is on its way
    await handrail.kill()
    await handrail.start()
    began = time.perf_counter()
    await speaking
    await asyncio.gather(*(holds_all(mia) for mia in customers))
    seconds = time.perf_counter() - began
    found = await settled(handrail, customers, [])
    return Stormed(seconds, found.lost, found.doubled, found.reordered, found.first)


async def holds_all(mia: Customer) -> None:
    seq = mia.acknowledged[-1]["answer"]["seq"]
    held = mia.transcripts[mia.conversation]
    await mia.until(lambda: held.last >= seq, f"event {seq}", 60, mia.conversation)
