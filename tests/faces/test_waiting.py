"""The wait as Mia sees and hears it: her number, a range where one was measured, and no chatter."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.async_api import expect

from tests.faces.conftest import NewPage
from tests.faces.people import Mia
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


def changed(service: Handrail, statement: str, *rows: tuple[object, ...]) -> None:
    with closing(sqlite3.connect(service.home / "handrail.sqlite3", timeout=10)) as database, database:
        database.executemany(statement, rows or [()])


@pytest.fixture
def measured(handrail: Handrail) -> Iterator[None]:
    """Twenty customers who found an agent free were taken after 150 to 321 seconds, and nobody else was: what
    other tests at this service waited for is set aside."""
    changed(handrail, "UPDATE waits SET team = 'aside' WHERE team = 'support' AND ended_at IS NOT NULL")
    now = int(time.time() * 1000)
    rows = [(f"past {n}", now - (150 + 9 * n) * 1000, now - n) for n in range(20)]
    changed(
        handrail,
        """INSERT INTO waits (conversation, queued_at, ended_at, team, position, staffed, free, taken)
        VALUES (?, ?, ?, 'support', 1, 1, 1, 1)""",
        *rows,
    )
    yield
    changed(handrail, "DELETE FROM waits WHERE conversation LIKE 'past %'")
    changed(handrail, "UPDATE waits SET team = 'support' WHERE team = 'aside'")


async def test_mia_reads_her_number_and_how_long_it_usually_takes(
    measured: None, mia: Mia, grace: people.Agent
) -> None:
    await mia.button("Talk to a person").first.click()
    card = mia.log.get_by_role("region", name="Your place in line")
    await expect(card).to_contain_text("You're number 1")
    await expect(card).to_contain_text("Usually 2 to 6 minutes.")
    spoken = mia.panel.get_by_role("status")
    await expect(spoken).to_have_text("You're number 1. Usually 2 to 6 minutes.", timeout=30_000)
    await grace.claim()
    await expect(card).to_have_count(0)


async def test_a_line_that_moves_quickly_is_seen_at_once_and_spoken_of_seldom(
    handrail: Handrail, crowd: people.Crowd, new_page: NewPage
) -> None:
    ahead = [crowd.customer(handrail) for _ in range(2)]
    for customer in ahead:
        await customer.arrive()
        await customer.do("person")
    page = await new_page()
    await page.clock.install()
    mia = await Mia(page).visit(f"{handrail.url}/")
    await mia.button("Talk to a person").first.click()
    card, spoken = mia.log.locator(".waiting"), mia.panel.get_by_role("status")
    await expect(card).to_contain_text("You're number 3")
    await page.clock.run_for(2_000)
    await expect(spoken).to_contain_text("You're number 3")
    for number, customer in zip((2, 1), ahead, strict=True):
        await customer.do("bot")
        await expect(card).to_contain_text(f"You're number {number}")
        await page.clock.run_for(4_000)
        await expect(spoken).to_contain_text("You're number 3")
    await page.clock.run_for(13_000)
    await expect(spoken).to_contain_text("You're number 1")
