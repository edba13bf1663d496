"""The database server frozen and killed in the middle of traffic: refused plainly, and nothing is lost."""

from __future__ import annotations

import asyncio
import random
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.live.people import Crowd, Customer
from tests.live.service import Handrail, until, until_async
from tests.provision.postgres import running_cluster, wait_until_it_answers
from tests.replay.compare import settled

pytestmark = [pytest.mark.alone, pytest.mark.timeout(180)]

CUSTOMERS = 5
MESSAGES = 40
KILLS = 2


async def test_postgresql_frozen_and_killed_loses_nothing_that_was_acknowledged(
    tmp_path: Path, crowd: Crowd, rng: random.Random
) -> None:
    with running_cluster(missing) as cluster, cluster.database() as url:
        async with Handrail(tmp_path / "home", database_url=url, bot_reply_s=1) as handrail:
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
                cluster.process.freeze()
                await until(lambda: any(mia.waits_for_answer() for mia in customers), "somebody to wait")
                cluster.process.kill()
                assert (await handrail.ready(crowd.http))["code"] == 503
                cluster.process.start_again()
                await asyncio.to_thread(wait_until_it_answers, cluster)
            await talking
            # What was found at one look is told for half a second, so that looking costs little.
            await until_async(partial(_ready, handrail, crowd), "the service to be ready")
            compared = await settled(handrail, customers, [ada])
            assert (compared.lost, compared.doubled, compared.reordered) == (0, 0, 0), compared.first
            assert compared.unowned == []
            assert said_by(customers) == CUSTOMERS * MESSAGES
            assert "Traceback" not in handrail.errors(), handrail.errors()


async def _ready(handrail: Handrail, crowd: Crowd) -> bool:
    return bool((await handrail.ready(crowd.http))["code"] == 200)


def _reached(customers: list[Customer], share: int) -> bool:
    return said_by(customers) >= share


def said_by(customers: list[Customer]) -> int:
    return sum(len(mia.acknowledged) for mia in customers)
