"""The service frozen and killed in the middle of traffic: what was acknowledged is there, once."""

from __future__ import annotations

import asyncio
import random
import time
from functools import partial
from pathlib import Path

import pytest

from tests.live.bot import Bot
from tests.live.people import Crowd, Customer
from tests.live.service import Handrail, until
from tests.replay.compare import settled

pytestmark = [pytest.mark.alone, pytest.mark.timeout(120)]

CUSTOMERS = 15
MESSAGES = 25
KILLS = 3


async def test_every_acknowledged_message_is_there_once_after_the_service_was_killed_again_and_again(
    tmp_path: Path, crowd: Crowd, rng: random.Random
) -> None:
    async with Bot() as bot, Handrail(tmp_path / "home", bot_url=bot.url, bot_reply_s=2) as handrail:
        ada = await crowd.agent(handrail, "Ada")
        await ada.arrive()
        customers = [crowd.customer(handrail) for _ in range(CUSTOMERS)]

        async def talk(mia: Customer) -> None:
            await mia.arrive()
            for number in range(MESSAGES):
                said = await mia.say(f"Message {number}, {rng.random()}")
                assert said["ok"], said

        talking = asyncio.gather(*(talk(mia) for mia in customers))
        for number in range(1, KILLS + 1):
            share = CUSTOMERS * MESSAGES * number // (KILLS + 1)
            await until(partial(_reached, customers, share), "enough to be said", 40)
            handrail.freeze()
            await until(lambda: any(mia.waits_for_answer() for mia in customers), "somebody to wait")
            await handrail.kill()
            await handrail.start()
        await talking
        compared = await settled(handrail, customers, [ada])
        assert (compared.lost, compared.doubled, compared.reordered) == (0, 0, 0), compared.first
        assert compared.unowned == []
        assert said_by(customers) == CUSTOMERS * MESSAGES
        assert "Traceback" not in handrail.errors()


async def test_an_agent_loses_nobody_because_the_service_was_down_longer_than_the_grace(
    tmp_path: Path, crowd: Crowd
) -> None:
    grace_s = 3
    async with Handrail(tmp_path / "home", agent_grace_s=grace_s) as handrail:
        ada, mia = await crowd.agent(handrail, "Ada"), crowd.customer(handrail)
        await ada.arrive()
        await mia.arrive()
        await mia.do("person")
        await ada.claim()
        await handrail.kill()
        down = time.monotonic()
        await until(lambda: time.monotonic() > down + grace_s + 0.5, "longer than the grace")
        await handrail.start()
        await ada.connected()
        await ada.do("say", conversation=mia.conversation, text="Still here.")
        await mia.heard("agent_said")
        # Had the old time counted, the customer would be back in the queue by now.
        back = time.monotonic()
        await until(lambda: time.monotonic() > back + 1, "deadlines to be looked at")
        assert [event["kind"] for event in mia.events if event["kind"] == "agent_left"] == []
        row = handrail.rows("SELECT status, state ->> 'agent_gone_at' AS gone FROM conversations")[0]
        assert tuple(row) == ("with_agent", None)


def _reached(customers: list[Customer], share: int) -> bool:
    return said_by(customers) >= share


def said_by(customers: list[Customer]) -> int:
    return sum(len(mia.acknowledged) for mia in customers)
