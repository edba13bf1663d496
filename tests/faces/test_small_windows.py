"""Hardly any room: what must be touched is large enough, and what must be read is in sight."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.faces.conftest import NewPage
from tests.faces.offers import Between, offer
from tests.faces.people import Mia
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def test_targets_of_the_form_are_as_large_as_thumbs(handrail: Handrail, new_page: NewPage) -> None:
    page = await new_page(viewport={"width": 320, "height": 640})
    between = Between(page)
    offered = offer("nobody", callbacks=True, email="mia@shop.example")
    between.offer = {**offered, "slots": [offered["due"]]}
    await between.begin()
    mia = await Mia(page).visit(f"{handrail.url}/")
    await mia.say("Something nobody knows")
    await mia.button("Leave a message").click()
    await mia.form.get_by_label("Or shall we call you?").select_option(index=1)
    heights = await mia.panel.locator("button, input, select, textarea").evaluate_all(
        "all => all.map(one => [one.textContent || one.name, one.getBoundingClientRect().height])"
    )
    assert len(heights) >= 8
    assert [one for one in heights if one[1] < 44] == []


async def test_what_is_wrong_is_in_sight_where_there_is_hardly_any_height(
    handrail: Handrail, new_page: NewPage
) -> None:
    page = await new_page(viewport={"width": 320, "height": 220})
    between = Between(page)
    between.offer = offer("nobody")
    await between.begin()
    mia = await Mia(page).visit(f"{handrail.url}/")
    await mia.say("Something nobody knows")
    await mia.button("Leave a message").click()
    await mia.button("Send message").click()
    told = mia.form.get_by_text("We need an address")
    await expect(told).to_be_visible()
    below, composer = await told.bounding_box(), await mia.panel.locator(".composer").bounding_box()
    assert below is not None
    assert composer is not None
    assert below["y"] + below["height"] <= composer["y"] + 1
