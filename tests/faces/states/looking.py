"""One look at a page in one mode: what axe finds, what sticks out sideways, and a picture if asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.async_api import Page

from tests.faces.states.manifest import MODES, Mode

CHAT = "handrail-chat"

TURN = """(rtl) => {
    document.documentElement.dir = rtl ? 'rtl' : 'ltr';
    return new Promise((done) => {
        requestAnimationFrame(() => requestAnimationFrame(done));
        setTimeout(done, 2000);
    });
}"""
"""Mirrors the page, and waits until it is drawn so, or out of sight, where nothing is ever drawn."""

FIND = """async ([chat]) => {
    const only = document.querySelector(chat) ? { include: [[chat]] } : document;
    const { violations } = await axe.run(only, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.target, node.failureSummary]));
}"""
"""What axe finds in the chat, or in the whole page where there is none."""

STICKING = """([chat]) => {
    const panel = document.querySelector(chat)?.shadowRoot?.querySelector('.panel');
    return [document.documentElement, panel]
        .filter(Boolean)
        .map((one) => [one.className || one.localName, one.scrollWidth - one.clientWidth])
        .filter(([, wide]) => wide > 0);
}"""
"""What is wider than what holds it, in pixels."""


async def put(page: Page, mode: Mode) -> None:
    await page.emulate_media(
        color_scheme="dark" if mode.dark else "light", forced_colors="active" if mode.forced else "none"
    )
    await page.set_viewport_size({"width": mode.width, "height": mode.height})
    await page.evaluate(TURN, mode.rtl)


async def found(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    violations: list[Any] = await page.evaluate(FIND, [CHAT])
    sticking: list[Any] = await page.evaluate(STICKING, [CHAT])
    return [f"{rule} {target} {why}" for rule, target, why in violations] + [
        f"{wide} px stick out of {part}" for part, wide in sticking
    ]


async def photograph(page: Page, state: str, mode: Mode, folder: Path) -> None:
    face, name = state.split("/")
    (folder / face).mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=folder / face / f"{name}.{mode.name}.png", caret="hide")


async def back(page: Page) -> None:
    """As stories expect it between two looks."""
    await put(page, MODES[0])
