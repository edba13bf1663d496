"""The widget on other people's sites: their styles end at its edge, and where it may not be it says so."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.faces.conftest import NewPage
from tests.faces.people import Mia
from tests.faces.sites import Sites
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

HOSTILE = ["strict", "shouting", "towering", "right-to-left", "no-viewport", "meddling"]


async def measured(mia: Mia) -> dict[str, object]:
    """Where the panel stands and how its words look, from the end it is docked to."""
    return dict(
        await mia.panel.evaluate(
            """panel => {
                const { left, right, top, bottom, width } = panel.getBoundingClientRect();
                const rtl = getComputedStyle(document.documentElement).direction === 'rtl';
                const text = getComputedStyle(panel.querySelector('.disclosure'));
                return { width, top, bottom: innerHeight - bottom, edge: rtl ? left : innerWidth - right,
                    font: text.fontSize, family: text.fontFamily, color: text.color, opacity: text.opacity };
            }"""
        )
    )


@pytest.mark.parametrize("page_name", HOSTILE)
async def test_a_hostile_page_changes_nothing(
    page_name: str, handrail: Handrail, sites: Sites, new_page: NewPage
) -> None:
    plain = await Mia(await new_page()).visit(f"{sites.url}/plain")
    mia = await Mia(await new_page()).visit(f"{sites.url}/{page_name}")
    assert await measured(mia) == await measured(plain)
    await mia.say("How do I return a lamp?")
    await expect(mia.answer).to_be_visible()
    await mia.answer.get_by_role("button", name="Talk to a person").click()
    await expect(mia.panel).to_contain_text("You're number 1")


@pytest.mark.parametrize("side", ["left", "right"])
async def test_the_chat_stands_where_the_site_wants_it(
    side: str, handrail: Handrail, sites: Sites, new_page: NewPage
) -> None:
    mia = await Mia(await new_page()).visit(f"{sites.url}/{side}")
    across = await mia.page.evaluate("innerWidth")
    for part in (mia.panel, mia.launcher):
        box = await part.bounding_box()
        assert box is not None
        from_side = box["x"] if side == "left" else across - box["x"] - box["width"]
        assert from_side == 16


async def test_a_phone_without_a_viewport_tag_gets_a_chat_as_large_as_others(
    handrail: Handrail, sites: Sites, new_page: NewPage
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    page = await new_page(**phone, screen={"width": 390, "height": 844})
    mia = await Mia(page).visit(f"{sites.url}/no-viewport")
    across = await page.evaluate("innerWidth")
    assert across > 900, "the page is laid out as wide as a desk's, which is what this is about"
    box = await mia.panel.bounding_box()
    assert box is not None
    assert abs(box["width"] - across) < 2
    size = await mia.composer.evaluate("one => one.getBoundingClientRect().height")
    assert size / across > 40 / 390, "as tall on the screen as a thumb needs"


async def test_a_site_that_may_not_embed_the_chat_is_told_so(
    handrail: Handrail, strangers: Sites, new_page: NewPage
) -> None:
    mia = await Mia(await new_page()).visit(f"{strangers.url}/plain")
    await expect(mia.state).to_contain_text("The chat can't be reached yet.")
    await mia.say("Hello?")
    await expect(mia.log).to_contain_text("Not sent yet")
    await mia.page.reload()
    await expect(mia.log).to_contain_text("Hello?")


async def test_a_policy_that_forbids_the_wire_is_noticed_soon(
    handrail: Handrail, sites: Sites, new_page: NewPage
) -> None:
    mia = await Mia(await new_page()).visit(f"{sites.url}/no-wire")
    await expect(mia.state).to_contain_text("The chat can't be reached yet.", timeout=8_000)


async def test_what_one_site_keeps_another_does_not_see(handrail: Handrail, sites: Sites, mia: Mia) -> None:
    await mia.say("Something private")
    await expect(mia.bubble("Something private")).to_be_visible()
    await mia.visit(f"{sites.url}/plain")
    await expect(mia.panel).to_contain_text("How can we help?")


async def test_a_frame_without_storage_or_origin_keeps_what_is_written(
    handrail: Handrail, sites: Sites, new_page: NewPage
) -> None:
    frame = f'<iframe sandbox="allow-scripts" src="{sites.url}/plain" width="600" height="700"></iframe>'
    sites.pages["framing"] = f"<!doctype html><title>A frame</title>{frame}"
    page = await new_page()
    await page.goto(f"{sites.url}/framing")
    chat = page.frame_locator("iframe").locator("handrail-chat")
    await chat.locator(".launcher").click()
    await expect(chat.locator(".state")).to_contain_text("The chat can't be reached yet.")
    await chat.get_by_role("textbox", name="Your message").fill("Hello?")
    await page.keyboard.press("Enter")
    await expect(chat.locator(".scroll")).to_contain_text("Hello?")
