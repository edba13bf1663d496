"""Guided steps beneath an answer, and news for those who had asked: what customers and staff see of both."""

from __future__ import annotations

import asyncio
import json

from playwright.async_api import Page, Route, expect
from sqlalchemy import Engine, text

from handoff.settings import Settings
from handoff.storage import open_database
from tests.faces.people import Mia
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story
from tests.live import people

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120"><rect width="320" height="120" '
    'fill="#9ab"/><circle cx="160" cy="60" r="40" fill="#fff"/></svg>'
)


@story("widget/steps", "widget/steps-tried", "console/steps")
async def an_answer_guides_mia_step_by_step(stage: Stage) -> None:
    page = await stage.new_page()
    await page.route("https://pictures.shop.example/**", _picture)
    mia = await stage.mia(page)
    await mia.say("My lamp broke")
    steps = mia.log.get_by_role("group", name="What fits?")
    await expect(mia.log.get_by_alt_text("The label with the number")).to_be_visible()
    await stage.look("widget/steps", mia.page, sees=steps)
    await _by_keyboard(mia)
    await expect(mia.log.get_by_text("Charge it for")).to_be_visible()
    await mia.log.get_by_role("button", name="Back").click()
    await mia.log.get_by_role("button", name="It does not switch on").click()
    await mia.log.get_by_role("button", name="Still dark").click()
    tried = mia.log.get_by_text("It does not switch on › Still dark")
    await stage.look("widget/steps-tried", mia.page, sees=tried)
    await expect(mia.log.get_by_text("That answer didn't help, so a person takes over.")).to_be_visible()
    ada = await stage.ada()
    await ada.waiting.first.click()
    shown = ada.transcript.get_by_text("It does not switch on › Still dark")
    await stage.look("console/steps", ada.page, sees=shown)


async def _by_keyboard(mia: Mia) -> None:
    """The first choice, taken without a mouse; what it says has the focus then."""
    choice = mia.log.get_by_role("button", name="It does not switch on")
    await choice.focus()
    await mia.page.keyboard.press("Enter")
    await expect(mia.log.locator(".trail")).to_be_focused()
    await expect(mia.button("Talk to a person").first).to_be_enabled()


async def _picture(route: Route) -> None:
    await route.fulfill(body=PICTURE, content_type="image/svg+xml")


@story(
    "studio/nobody-told",
    "studio/told",
    "studio/told-sent",
    "widget/told",
    "settings/issue-over",
)
async def those_who_had_asked_are_told(stage: Stage) -> None:
    mia, max_ = await stage.mia(), await stage.customer()
    await mia.say("Something nobody knows")
    await max_.say("How do I wash the rug?")
    hers, his = (await mia_s(mia, stage), str((await max_.heard("queued"))["conversation"]))
    await asyncio.to_thread(_gap, stage, hers, his)
    sue = (await stage.at_work("Sue")).page
    await sue.goto(f"{stage.handrail.url}/studio/told")
    await stage.look("studio/nobody-told", sue, sees=sue.get_by_text("Nobody was told anything yet"))
    await sue.goto(f"{stage.handrail.url}/studio/told?gap=7001")
    await stage.look("studio/told", sue, sees=sue.locator(".told-bubble").first)
    tell = sue.get_by_role("button", name="Tell 2 customers")
    await tell.click()
    dialog = sue.get_by_role("dialog")
    await expect(dialog.get_by_text("Each of them hears of this once")).to_be_visible()
    await dialog.get_by_role("button", name="Tell 2 customers").click()
    await expect(sue.get_by_text("Nobody is left to be told")).to_be_visible()
    await stage.look("studio/told-sent", sue, sees=sue.get_by_role("cell", name="2 customers told"))
    await stage.look("widget/told", mia.page, sees=mia.bubble("We have an answer now"))
    await an_issue_is_over(stage, sue, max_)
    await asyncio.to_thread(_forget, stage)


async def mia_s(mia: Mia, stage: Stage) -> str:
    """Her conversation, as the service knows it."""
    await expect(mia.panel.get_by_text("You're number")).to_be_visible()
    asked = "SELECT conversation FROM events WHERE body LIKE '%Something nobody knows%' ORDER BY at DESC"
    return str(stage.handrail.rows(asked)[0][0])


async def an_issue_is_over(stage: Stage, page: Page, max_: people.Customer) -> None:
    """Closed with a question: shall those whom it affected hear so?"""
    headers = {"Authorization": f"Bearer {stage.tokens['Sue']}"}
    path = f"{stage.handrail.url}/api/known-issues"
    async with stage.crowd.http.post(path, json={"title": "The rug is out"}, headers=headers) as response:
        issue = (await response.json())["id"]
    await max_.do("affected", issue=issue)
    await page.goto(f"{stage.handrail.url}/settings/known-issues")
    row = page.get_by_role("row").filter(has_text="The rug is out")
    await expect(row.get_by_text("1 customer")).to_be_visible()
    await row.get_by_role("button", name="Change").click()
    await page.get_by_role("button", name="Close the issue").click()
    dialog = page.get_by_role("dialog", name="Tell the customer whom it affected?")
    await stage.look("settings/issue-over", page, sees=dialog.get_by_text("This is solved now: The rug"))
    await dialog.get_by_role("button", name="Tell 1 customer").click()
    await page.get_by_role("dialog", name="Tell 1 customer?").get_by_role("button", name="Tell").click()
    await expect(dialog.get_by_text("1 customer told")).to_be_visible()
    before = await max_.heard("told")
    assert (await max_.heard("told", before["seq"]))["issue"] == issue


def _gap(stage: Stage, *conversations: str) -> None:
    """As following and grouping leave it once an entry answers it."""
    told = json.dumps({"entry": "repairs", "release": 1})
    with _database(stage).begin() as db:
        db.execute(
            text(
                """INSERT INTO gaps (id, state, revision, touched, stale, likeness, size, nearest, questions,
                customers, agent_ms, score, told, changed_at) VALUES (7001, 'answered', 1, false, false, 1,
                2, '[]', 2, 2, 0, 0, :told, 1)"""
            ),
            {"told": told},
        )
        for number, conversation in enumerate(conversations):
            db.execute(
                text(
                    """INSERT INTO questions (conversation, seq, at, locale, became, chosen, agent_ms, text,
                    gap, placed) VALUES (:conversation, 9001, :at, 'en', 'unanswered', false, 0, :text, 7001,
                    true)"""
                ),
                {
                    "conversation": conversation,
                    "at": 1_795_000_000_000 + number,
                    "text": ("Do you mend rugs that are older than ten years?", "How do I wash the rug?")[
                        number
                    ],
                },
            )


def _forget(stage: Stage) -> None:
    """Others know the shop without a gap, and without anything that was told."""
    with _database(stage).begin() as db:
        for table in ("questions WHERE gap = 7001", "gaps WHERE id = 7001", "tellings"):
            db.execute(text(f"DELETE FROM {table}"))


def _database(stage: Stage) -> Engine:
    return open_database(Settings(home=stage.handrail.home))
