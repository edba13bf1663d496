"""Every conversation real customers had, at once, over sockets that break: nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.live.bot import Bot
from tests.live.people import Crowd, Customer, Cuts, Person, Transcript
from tests.live.service import Handrail, until
from tests.replay.compare import Compared, compare
from tests.replay.shop import Desk, Script, scripts, visit

AT_ONCE = 60
AGENTS = ("Ada", "Grace", "Lin", "Noor")
CUT_SHARE = 0.01
"""Of the moments at which a connection may break: three in each call, one at each event."""

WITHOUT_BOT = 5
"""Every fifth conversation is had with a shop that has no bot at all."""

LONGEST_S = 240
"""A quiet machine takes a fifth of this; longer means that somebody waits for what never comes."""

pytestmark = [pytest.mark.alone, pytest.mark.timeout(300)]


@dataclass
class Shop:
    """One service with its people."""

    handrail: Handrail
    cuts: Cuts
    customers: list[Customer] = field(default_factory=list)
    desks: list[Desk] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        return [*self.customers, *(desk.ada for desk in self.desks)]


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    async with Crowd() as everybody:
        yield everybody


async def test_nothing_is_lost_doubled_or_reordered_when_every_real_conversation_meets_broken_sockets(
    shared_data: Path,
    tmp_path: Path,
    rng: random.Random,
    crowd: Crowd,
    capsys: pytest.CaptureFixture[str],
) -> None:
    began = time.monotonic()
    all_scripts = scripts(shared_data)
    assert len(all_scripts) == 955
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(Bot())
        with_bot = Handrail(tmp_path / "with-bot", bot_reply_s=1, bot_url=bot.url)
        without_bot = Handrail(tmp_path / "without-bot", bot_reply_s=1)
        cuts = Cuts(rng, CUT_SHARE)
        shops = [Shop(with_bot, cuts), Shop(without_bot, cuts)]
        for shop in shops:
            await stack.enter_async_context(shop.handrail)
        await asyncio.gather(*(staff(shop, AGENTS[i::2], crowd, rng) for i, shop in enumerate(shops)))
        async with asyncio.TaskGroup() as work:
            working = [work.create_task(desk.work()) for shop in shops for desk in shop.desks]
            async with asyncio.timeout(LONGEST_S):
                await everybody_visits(shops, all_scripts, crowd, rng)
                for shop in shops:
                    await quiet(shop)
            for task in working:
                task.cancel()
        seconds = time.monotonic() - began
        compared = Compared()
        for shop in shops:
            await everybody_comes_back(shop)
            compared += compare(shop.handrail, shop.customers, [desk.ada for desk in shop.desks])
            await asyncio.gather(*(desk.ada.leave() for desk in shop.desks))
    with capsys.disabled():
        print(f"\n  replay: {figures(shops, compared, cuts, seconds)}")
    assert compared.lost == compared.doubled == compared.reordered == 0, compared.first
    assert compared.conversations >= 955
    assert trouble(shops) == {}
    assert compared.unowned == []
    assert cuts.made > 100
    for shop in shops:
        assert "Traceback" not in shop.handrail.errors(), shop.handrail.errors()


async def staff(shop: Shop, names: tuple[str, ...], crowd: Crowd, rng: random.Random) -> None:
    for name in names:
        ada = await crowd.agent(shop.handrail, name, shop.cuts)
        shop.desks.append(Desk(ada, random.Random(rng.random())))


async def everybody_visits(
    shops: list[Shop], all_scripts: list[Script], crowd: Crowd, rng: random.Random
) -> None:
    room = asyncio.Semaphore(AT_ONCE)

    async def one(shop: Shop, script: Script, luck: random.Random) -> None:
        async with room:
            mia = crowd.customer(shop.handrail, shop.cuts)
            shop.customers.append(mia)
            await visit(mia, script, luck)
            await mia.leave()

    async with asyncio.TaskGroup() as group:
        for number, script in enumerate(all_scripts):
            shop = shops[number % WITHOUT_BOT == 0]
            group.create_task(one(shop, script, random.Random(rng.random())))


async def quiet(shop: Shop) -> None:
    """Nobody waits, and nobody owes an answer: what is in SQL now stays."""
    owed = """SELECT id FROM conversations WHERE status = 'queued' OR state ->> 'turn' IS NOT NULL
              OR (status = 'with_agent' AND state ->> 'customer_waits_since' IS NOT NULL)"""
    await until(lambda: not shop.handrail.rows(owed), "everybody to be served")


async def everybody_comes_back(shop: Shop) -> None:
    """With what they hold, to learn what happened since; over a line that holds."""
    shop.cuts.stop()
    heads = {row["id"]: row for row in shop.handrail.rows("SELECT id, seq, customer_seq FROM conversations")}
    room = asyncio.Semaphore(AT_ONCE)

    async def one(mia: Customer) -> None:
        async with room:
            await mia.arrive()
            for conversation, transcript in mia.transcripts.items():
                if conversation != mia.conversation:
                    await mia.sync(conversation)
                await mia.until(
                    partial(_reaches, transcript, heads[conversation]["customer_seq"]),
                    "a complete page",
                    about=conversation,
                )
            await mia.leave()

    await asyncio.gather(*(one(mia) for mia in shop.customers))
    for desk in shop.desks:
        for conversation in list(desk.ada.transcripts):
            await desk.ada.sync(conversation)


def _reaches(transcript: Transcript, head: int) -> bool:
    return transcript.last >= head


def trouble(shops: list[Shop]) -> Counter[str]:
    return sum((person.trouble for shop in shops for person in shop.people), Counter())


def figures(shops: list[Shop], compared: Compared, cuts: Cuts, seconds: float) -> str:
    notes = sum((person.notes for shop in shops for person in shop.people), Counter())
    return (
        f"{compared.conversations} conversations, {compared.messages} messages, {compared.events} events, "
        f"{cuts.made} cuts ({notes['sent again']} acts sent again), {compared.handoffs} handoffs "
        f"({sum(desk.taken for shop in shops for desk in shop.desks)} claims), "
        f"lost {compared.lost}, doubled {compared.doubled}, reordered {compared.reordered}, {seconds:.0f} s"
    )
