"""When somebody is there: in the customer's own time, on their own clock, and at once when it changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.faces.conftest import NewPage
from tests.faces.offers import NOW, Between, iso, offer
from tests.faces.people import Mia
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

OPENS = (NOW + timedelta(days=3)).replace(hour=7, minute=30, second=0, microsecond=0)


def staff(**changes: Any) -> dict[str, Any]:
    closed = {"open": False, "agents": [], "opens_at": iso(OPENS), "closes_at": None}
    return {**closed, "time_zone": "Europe/Tallinn", **changes}


def twelve(at: datetime) -> str:
    return f"{at:%A} {at.hour % 12 or 12}:{at:%M}\u202f{at:%p}"


def twenty_four(at: datetime) -> str:
    return f"{at:%A %H:%M}"


@pytest.mark.parametrize(
    ("zone", "locale", "words"),
    [
        ("America/New_York", "en-US", twelve),
        ("Asia/Kolkata", "en-GB", twenty_four),
        ("Europe/Berlin", "de-DE", twenty_four),
        ("Pacific/Kiritimati", "en-GB", twenty_four),
    ],
)
async def test_opening_times_are_the_customers(
    handrail: Handrail, new_page: NewPage, zone: str, locale: str, words: Any
) -> None:
    page = await new_page(timezone_id=zone, locale=locale)
    between = Between(page)
    between.staff, between.offer = staff(), offer("closed", opens_at=iso(OPENS))
    await between.begin()
    mia = await Mia(page).visit(f"{handrail.url}/")
    opens = f"We open {words(OPENS.astimezone(ZoneInfo(zone)))} (your time)"
    await expect(mia.panel.locator(".team")).to_have_text(opens)
    await expect(mia.log).to_contain_text(f"{opens}. You can ask for a person all the same.")
    await mia.say("Something nobody knows")
    await expect(mia.log.get_by_role("region", name="Your place in line")).to_contain_text(f"{opens}.")


async def test_the_teams_own_time_needs_no_explanation(handrail: Handrail, new_page: NewPage) -> None:
    page = await new_page(timezone_id="Europe/Tallinn", locale="en-GB")
    between = Between(page)
    between.staff = staff()
    await between.begin()
    mia = await Mia(page).visit(f"{handrail.url}/")
    opens = twenty_four(OPENS.astimezone(ZoneInfo("Europe/Tallinn")))
    await expect(mia.panel.locator(".team")).to_have_text(f"We open {opens}")


async def test_today_tomorrow_and_far_away_are_said_as_people_say_them(
    handrail: Handrail, new_page: NewPage
) -> None:
    page = await new_page(timezone_id="Europe/Tallinn", locale="en-GB")
    await page.clock.set_fixed_time("2026-03-28T21:30:00Z")  # 23:30 there, and that night clocks go forward
    between = Between(page)
    between.staff = staff(opens_at="2026-03-28T21:45:00Z")
    await between.begin()
    mia = await Mia(page).visit(f"{handrail.url}/")
    said = mia.panel.locator(".team")
    await expect(said).to_have_text("We open today 23:45")
    for moment, words in [
        ("2026-03-29T06:00:00Z", "We open tomorrow 09:00"),
        ("2026-03-30T06:00:00Z", "We open Monday 09:00"),
        ("2026-04-03T06:00:00Z", "We open Friday 09:00"),
        ("2026-04-04T06:00:00Z", "We open 4 Apr 09:00"),
        ("2026-03-28T21:00:00Z", "Nobody is available right now"),
        (None, "Nobody is available right now"),
    ]:
        between.staffed(staff(opens_at=moment))
        await expect(said).to_have_text(words)


async def test_the_header_changes_at_once_and_shows_who_is_there(
    handrail: Handrail, new_page: NewPage
) -> None:
    page = await new_page(timezone_id="Europe/Tallinn", locale="en-GB")
    await page.clock.set_fixed_time("2026-01-30T10:00:00Z")
    between = Between(page)
    between.staff = staff()
    await between.begin()
    mia = await Mia(page).visit(f"{handrail.url}/")
    head = mia.panel.locator(".head")
    await expect(head.locator(".face")).to_have_count(0)
    there = {"open": True, "opens_at": None, "agents": [{"name": "Ada Byron", "avatar": None}]}
    between.staffed(staff(**there))
    await expect(head).to_contain_text("Our team is here")
    await expect(head.locator(".face")).to_have_text("AB")
    await expect(mia.log).not_to_contain_text("all the same")
    between.staffed(staff(**there, closes_at="2026-01-30T15:00:00Z"))
    await expect(head).to_contain_text("Here until 17:00")
    between.staffed(staff(opens_at=None))
    await expect(head).to_contain_text("Nobody is available right now")


async def test_an_open_page_hears_that_the_team_opened(handrail: Handrail, mia: Mia, grace: object) -> None:
    """Nothing in between: who comes to the console is seen on the page."""
    await expect(mia.panel.locator(".face")).to_have_text("G")
    await expect(mia.panel.locator(".team")).to_contain_text("Our team is here")


async def test_a_first_visit_to_the_console_puts_no_error_into_the_browsers_log(
    handrail: Handrail, new_page: NewPage
) -> None:
    page = await new_page()
    errors: list[str] = []
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    await page.goto(f"{handrail.url}/console")
    await expect(page.get_by_label("E-mail")).to_be_visible()
    assert errors == []
