"""A service that is told to stop does, whatever its loops are doing at that moment."""

from __future__ import annotations

import asyncio

from handoff import app
from tests.web.conftest import Open


async def test_a_loop_that_takes_the_first_cancellation_for_its_own_is_told_again() -> None:
    deaf = True

    async def loop() -> None:
        nonlocal deaf
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if not deaf:
                    raise
                deaf = False

    task = asyncio.create_task(loop())
    await asyncio.sleep(0)
    await app._ended([task])
    assert task.cancelled()


async def test_stopping_while_every_loop_is_being_woken_comes_to_an_end(open_shop: Open) -> None:
    for _ in range(5):
        async with open_shop(head_s=0.01) as shop:
            mia = await shop.pages.mia()
            await mia.call("person")
            shop.service.heads.interrupted()
            shop.service.lines.interrupted()
