"""A service that is told to stop does, whatever its loops are doing at that moment."""

from __future__ import annotations

import asyncio

import pytest

from handoff import app
from handoff.web.sockets import WELCOME_S
from tests.web.conftest import Open, Shop


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


async def test_a_page_whose_welcome_hangs_is_closed_and_may_come_again(shop: Shop) -> None:
    mia = await shop.pages.mia()
    (connection,) = shop.service.connections.of("/customer")
    shop.service.sockets.welcome_s = 0.01
    with pytest.raises(TimeoutError):
        await shop.service.sockets._welcomed(connection, forever())
    await mia.until(lambda: mia.sent_away, "the page to be sent away")
    shop.service.sockets.welcome_s = WELCOME_S
    again = await shop.pages.mia()
    await again.hear("welcome")


async def forever() -> None:
    await asyncio.Event().wait()
