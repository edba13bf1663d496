"""Ada looks elsewhere: she hears of a handoff once, and is two clicks away from her first words."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.faces.conftest import AtWork
from tests.faces.people import Ada
from tests.live import people
from tests.live.service import Handrail

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

ELSEWHERE = """
window.shown = []; window.clicks = 0; window.tones = 0;
window.Notification = class {
    static permission = window.name === 'refuses' ? 'denied' : 'granted';
    constructor(title, { body }) { this.body = body; shown.push(this); }
    close() { this.closed = true; }
};
window.OscillatorNode = class extends OscillatorNode { start() { tones += 1; } stop() {} };
document.hasFocus = () => window.name === 'looked at';
document.addEventListener('click', ({ isTrusted }) => { clicks += isTrusted }, true);
Object.assign(localStorage, { 'handrail:alert:notify': '1', 'handrail:alert:sound': 'bell' });
"""
"""A desktop that shows what it is asked to and counts; the page is not the one being looked at."""

HELD = """async () => {
    const { held, pending } = await navigator.locks.query();
    return [...held, ...pending].filter(({ name }) => name.startsWith('handrail:bell')).length;
}"""
"""How many tabs would ring, or ring next."""


async def elsewhere(ada: Ada) -> Page:
    await ada.page.add_init_script(ELSEWHERE)
    await ada.page.reload()
    await ada.ready()
    return ada.page


async def until(page: Page, expression: str, wanted: object) -> None:
    """The page's policy forbids Playwright's own waiting for expressions."""
    for _ in range(300):
        if await page.evaluate(expression) == wanted:
            return
        await page.wait_for_timeout(50)
    raise AssertionError(f"{expression} is {await page.evaluate(expression)}, not {wanted}")


async def test_two_clicks_from_the_notification_to_the_first_words(ada: Ada, max_: people.Customer) -> None:
    page = await elsewhere(ada)
    await max_.say("Something nobody knows")
    await until(page, "shown.length", 1)
    assert "is waiting" in await page.evaluate("shown[0].body")
    await page.evaluate("shown[0].onclick()")  # the first click
    take = ada.button("Take conversation")
    await expect(take).to_be_focused()
    await take.click()  # the second
    await expect(ada.composer).to_be_focused()
    await page.keyboard.type("Hello, Ada here.")
    await page.keyboard.press("Enter")
    assert (await max_.heard("agent_said"))["text"] == "Hello, Ada here."
    assert 1 + await page.evaluate("clicks") <= 2
    await until(page, "shown[0].closed", True)


async def test_of_two_tabs_one_rings_and_muted_none(
    handrail: Handrail, crowd: people.Crowd, ada: Ada, max_: people.Customer
) -> None:
    first = await elsewhere(ada)
    second = await elsewhere(await Ada(await ada.page.context.new_page()).arrive(first.url.rsplit("/", 1)[0]))
    await until(first, HELD, 2)
    await max_.say("Something nobody knows")
    for page in (first, second):
        await expect(Ada(page).waiting).to_have_count(1)
    tones = "[shown.length, tones]"
    heard = [await page.evaluate(tones) for page in (first, second)]
    assert sorted(heard) == [[0, 0], [1, 2]]
    await second.keyboard.press("m")
    await expect(second.get_by_role("button", name="Muted")).to_be_visible()
    lea = crowd.customer(handrail)
    await lea.arrive()
    await lea.say("Something nobody knows")
    await expect(Ada(first).waiting).to_have_count(2)
    await expect(Ada(second).waiting).to_have_count(2)
    assert [await page.evaluate(tones) for page in (first, second)] == heard


async def test_everything_has_a_name_in_the_palette(at_work: AtWork, max_: people.Customer) -> None:
    ada = await at_work("Ada")
    page, keyboard = ada.page, ada.page.keyboard
    await max_.say("Something nobody knows")
    await expect(ada.waiting).to_have_count(1)
    options = ada.dialog.get_by_role("option")
    await keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name=re.compile("^Search for"))).to_be_focused()
    await keyboard.type("visitor something")
    await expect(options).to_have_count(1)
    await keyboard.press("Enter")
    await expect(ada.button("Take conversation")).to_be_focused()
    await keyboard.press("Control+k")
    await keyboard.type("take next")
    await keyboard.press("Enter")
    await expect(ada.composer).to_be_focused()
    await keyboard.press("Control+k")
    await keyboard.press("ArrowDown")
    await keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(ada.composer).to_be_focused()
    await keyboard.press("Control+k")
    await keyboard.type("a note")
    await keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Note for the team")).to_be_focused()
    await keyboard.press("Escape")
    await keyboard.press("?")
    await expect(ada.dialog.get_by_role("term")).to_have_count(
        await ada.dialog.get_by_role("definition").count()
    )
    await expect(ada.dialog).to_contain_text("Bold, italic, link")
