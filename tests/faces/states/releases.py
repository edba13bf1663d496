"""Releases: what changed opened, somebody asks to publish, a bot lags behind, and one click back."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect
from sqlalchemy import Engine

from handoff.adapters.releases import Bot
from handoff.core.releases import By
from handoff.releases.publishing import Publishing
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from tests.cast import once
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story
from tests.live.service import PASSWORD, Handrail
from tests.releases import train

CLEO = By("aaaaaaaa-0000-4000-8000-000000000003", "Cleo")


class History:
    """Releases of the shop's own content, made as the studio makes them."""

    def __init__(self, shop: Handrail, folder: Path) -> None:
        self.data, self.models = folder / "data", folder / "models"
        shutil.copytree(shop.settings["HANDRAIL_DATA"], self.data)
        settings = Settings(home=shop.home, data=self.data, models=self.models)
        self.engine: Engine = open_database(settings)
        self.publishing = Publishing(settings, self.engine, now_ms)
        self.first: int | None = None

    def improve(self, before: str, after: str) -> None:
        for file in sorted((self.data / "faq").glob("*.yml")):
            file.write_text(file.read_text().replace(before, after))

    def train(self, name: str, coverage: float) -> None:
        train(self.models, self.data, name)
        card = self.models / f"{name}.json"
        facts: dict[str, Any] = json.loads(card.read_text())
        facts |= {"entries": 64, "scores": {"coverage": coverage, "precision": 0.95, "asked": 648}}
        card.write_text(json.dumps(facts))

    async def publish(self, note: str) -> None:
        await self.publishing.publish(CLEO, note, model=None, seen=self.live, client_id=once())

    @property
    def live(self) -> int | None:
        live = self.publishing.releases.live()
        return live.id if live else None

    async def leave(self) -> None:
        """As others know the shop: one person publishes, and its own content is live."""
        await asyncio.to_thread(self.publishing.set_second, False)
        if self.first is not None and self.live != self.first:
            await self.publishing.restore(CLEO, self.first, None, seen=self.live, client_id=once())
        self.engine.dispose()


@story("studio/releases", "studio/release-back")
async def what_was_live_comes_back(stage: Stage) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = await asyncio.to_thread(History, stage.handrail, Path(folder))
        try:
            await told(stage, history)
        finally:
            await history.leave()


async def told(stage: Stage, history: History) -> None:
    history.train("20261119-091500-5f0c2a11", 0.61)
    await history.publish("What we begin with")
    history.first = history.live
    history.improve("30 days", "60 days")
    history.train("20261121-140210-88d1e7b3", 0.66)
    await history.publish("Longer returns until the holidays are over, as agreed with the warehouse")
    history.improve("60 days", "90 days")
    history.train("20261122-101112-0a0b0c0d", 0.66)
    releases = history.publishing.releases
    live = releases.live()
    assert live is not None
    await asyncio.to_thread(history.publishing.set_second, True)
    await history.publish("Ninety days, for everybody")
    trouble = "The model came damaged: it is not the one that was published. The model before goes on."
    for bot in (
        Bot("answers-1:4711:aa01", live.sha256, now_ms(), None),
        Bot("answers-2:118:c0de", None, now_ms(), trouble),
    ):
        await asyncio.to_thread(releases.heard, bot)
    await stage.handrail.add_agent("Rhea", "supervisor")
    page = await stage.new_page()
    page.set_default_timeout(15_000)
    await page.goto(f"{stage.handrail.url}/studio/releases")
    await page.get_by_label("E-mail").fill("rhea@shop.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    newest = page.get_by_role("article", name=f"Release {live.id}", exact=True)
    await newest.get_by_text("What changed").click()
    await stage.look("studio/releases", page, sees=newest.get_by_text("Before").first)
    await goes_back(stage, page, live.id)
    await decides(page)


async def goes_back(stage: Stage, page: Page, live: int) -> None:
    """A click and a yes; the release is a new one, the files keep the newer text."""
    await page.get_by_role("button", name=f"Go back to release {live - 1}").click()
    dialog = page.get_by_role("dialog")
    await stage.look("studio/release-back", page, sees=dialog.get_by_text("The files still hold"))
    await page.keyboard.press("Escape")


async def decides(page: Page) -> None:
    """The second pair of eyes looks at what would change, and says no."""
    asked = page.get_by_role("article", name="Cleo asks to publish")
    await asked.get_by_text("What would change").click()
    await expect(asked.get_by_text("90 days").first).to_be_visible()
    await asked.get_by_role("button", name="Not this").click()
    await expect(page.get_by_role("status").filter(has_text="was not published")).to_be_visible()
    await expect(asked).to_be_hidden()
