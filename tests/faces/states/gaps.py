"""Gaps: what customers were not helped with, one of them with the agents' words, what is done about it."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
from playwright.async_api import Page, expect
from sqlalchemy import Engine, insert, text

from handoff.adapters import schema as t
from handoff.adapters.rows import columns_of, columns_of_event
from handoff.core.conversation import Conversation
from handoff.core.events import Draft, Kind, Role, Speaker
from handoff.core.folding import record
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from tests.faces.states.stage import Stage
from tests.faces.states.stories import story
from tests.live.service import PASSWORD

HOUR = 3_600_000
FIRST = 900_000
"""Numbers of our own, far from those the service gives."""

SHIPS = (
    "Do you deliver to a ship in the harbour?",
    "can my parcel come to the Aurora, a boat at the long pier, she is there until the tide turns on Friday",
    "هل توصلون إلى سفينة في الميناء؟",
)
OTHERS = (("Can you engrave a compass with two names?", 4, 21), ("Do you buy old maps?", 1, 3))
DOUBTFUL = "Does the post rider know where my parcel sleeps tonight?"
ADA_SAYS = "Yes, we deliver to every pier in the harbour. Please add the pier's number to the address."


def fill(engine: Engine) -> None:
    """Questions as the log would have left them, already sorted in."""
    now = now_ms()
    mia, ada = Speaker(Role.CUSTOMER, "mia"), Speaker(Role.AGENT, "ada", "Ada")
    started = Conversation("99999999-0000-4000-8000-000000000001", "mia-at-sea", 1)
    talk, events = record(
        started,
        [
            Draft(Kind.CUSTOMER_SAID, mia, {"text": SHIPS[0]}),
            Draft(Kind.AGENT_SAID, ada, {"text": ADA_SAYS}),
        ],
        now - 30 * HOUR,
    )
    with engine.begin() as db:
        db.execute(insert(t.conversations).values(**columns_of(talk)))
        db.execute(insert(t.events), [columns_of_event(event) for event in events])
        for place, said in enumerate(SHIPS):
            at = now - (30 + 190 * place) * HOUR
            conversation = talk.id if place == 0 else f"gone-{place}"
            db.execute(insert(t.questions).values(**question(FIRST + place, conversation, at, said, FIRST)))
        gap(db, FIRST, FIRST, 12, 48, now)
        doubtful = question(FIRST + 90, "doubtful", now - HOUR, DOUBTFUL, None)
        given = {"became": "answered", "reason": None, "entry": "track-order", "confidence": 0.42}
        db.execute(insert(t.questions).values(**doubtful | given))
        for place, (said, customers, minutes) in enumerate(OTHERS, start=1):
            id = FIRST + 10 * place
            db.execute(
                insert(t.questions).values(**question(id, f"other-{id}", now - place * HOUR, said, id))
            )
            gap(db, id, id, customers, minutes, now)


def question(id: int, conversation: str, at: int, said: str, gap: int | None) -> dict[str, Any]:
    return {
        "id": id,
        "conversation": conversation,
        "seq": 1,
        "at": at,
        "became": "unanswered",
        "reason": "no_answer",
        "chosen": False,
        "agent_ms": 240_000,
        "text": said,
        "gap": gap,
        "placed": True,
    }


def gap(db: Any, id: int, central: int, customers: int, minutes: int, now: int) -> None:
    near = [["track-order", 0.58], ["delivery-time", 0.44]]
    db.execute(
        insert(t.gaps).values(
            id=id,
            state="open",
            revision=0,
            touched=True,
            stale=False,
            central=central,
            likeness=0.9,
            size=0,
            nearest=orjson.dumps(near).decode(),
            questions=customers + 1,
            customers=customers,
            agent_ms=minutes * 60_000,
            first_at=now - 400 * HOUR,
            last_at=now - 3 * HOUR,
            score=customers * (1 + minutes),
            changed_at=now,
        )
    )


def empty(engine: Engine) -> None:
    with engine.begin() as db:
        for table in ("questions", "gaps"):
            db.execute(text(f"DELETE FROM {table} WHERE id >= :first"), {"first": FIRST})
        db.execute(text("DELETE FROM gap_changes WHERE gap >= :first"), {"first": FIRST})


@story("studio/gaps", "studio/gap", "studio/gap-merge", "studio/reviews")
async def what_was_not_answered_is_seen_and_dealt_with(stage: Stage) -> None:
    engine = open_database(Settings(home=stage.handrail.home))
    try:
        await asyncio.to_thread(fill, engine)
        await told(stage)
    finally:
        await asyncio.to_thread(empty, engine)
        engine.dispose()


async def told(stage: Stage) -> None:
    await stage.handrail.add_agent("Cora", "content")
    page = await stage.new_page()
    page.set_default_timeout(15_000)
    await page.goto(f"{stage.handrail.url}/studio/gaps")
    await page.get_by_label("E-mail").fill("cora@shop.example")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    ship = page.get_by_role("link", name=SHIPS[0], exact=True)
    await stage.look("studio/gaps", page, sees=ship)
    await ship.click()
    await stage.look("studio/gap", page, sees=page.get_by_text(ADA_SAYS))
    await expect(page.get_by_role("link", name="Write an answer")).to_have_attribute(
        "href", f"/studio/entries/new?gap={FIRST}"
    )
    await page.get_by_role("button", name="Merge…").click()
    await page.get_by_label("Find in the questions").fill("compass")
    await page.keyboard.press("Enter")
    await page.get_by_label(OTHERS[0][0]).check()
    await stage.look("studio/gap-merge", page, sees=page.get_by_role("button", name="Merge 1 gap"))
    await page.keyboard.press("Escape")
    await dismissed(page)
    await page.locator("nav").get_by_role("link", name="Doubtful answers").click()
    doubtful = page.get_by_role("article").filter(has_text=DOUBTFUL)
    await stage.look("studio/reviews", page, sees=doubtful)
    await doubtful.get_by_role("button", name="No", exact=True).click()
    await page.get_by_role("button", name="None: make it a gap").click()
    await expect(page.get_by_text("It is among the gaps.")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(doubtful).to_be_visible()


async def dismissed(page: Page) -> None:
    await page.get_by_role("button", name="Dismiss…").click()
    await page.get_by_label("Why").fill("The harbour closes in winter.")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.get_by_role("button", name="Dismiss", exact=True).click()
    await expect(page.get_by_text("Cora dismissed this: The harbour closes in winter.")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("button", name="Dismiss…")).to_be_visible()
