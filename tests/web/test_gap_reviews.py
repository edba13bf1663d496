"""Answers the bot was not sure of wait for staff; an entry that went live shows what came of its gap."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import insert

from content.entries import read
from content.places import DATA
from handoff.adapters import schema as t
from handoff.core.bot import BotReply
from handoff.core.gaps import USUALLY_SURE, doubtful_below
from handoff.storage import now_ms
from handoff.studio.gap_views import effect_by_week
from tests.cast import answer
from tests.web.conftest import Open, Shop
from tests.web.test_gaps import Shelf, Studio, asked, prepared

HARBOUR = "Hello, I am Mia Moller. Would you ever ship stuff out to sea?"


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def shop(open_shop: Open, tmp_path: Path) -> AsyncIterator[Shop]:
    """With content of its own to change."""
    shutil.copytree(DATA / "faq", tmp_path / "data" / "faq")
    for file in DATA.glob("*.yml"):
        shutil.copy(file, tmp_path / "data")
    async with open_shop(data=tmp_path / "data") as opened:
        yield opened


def phrasings(shop: Shop, entry: str) -> tuple[str, ...]:
    found = read(shop.service.settings.data, []).entries
    return next(one.phrasings for one in found if one.id == entry)


async def answered(shop: Shop, text: str, entry: str, confidence: float) -> None:
    given = answer(entry)
    shop.bot.replies[text] = BotReply(answer={**(given.answer or {}), "confidence": confidence})
    mia = await shop.pages.mia()
    await mia.call("say", text=text)
    await mia.hear_event("bot_answered")
    await mia.ws.close()


async def test_a_yes_teaches_the_entry_the_customers_words_once_and_is_undone(
    shop: Shop, http: aiohttp.ClientSession
) -> None:
    cleo, sue = Studio(shop, "Cleo", http), Studio(shop, "Sue", http)
    grouping = prepared(shop)
    entry = read(shop.service.settings.data, []).entries[0].id
    assert (await cleo.gets("/reviews"))["reviews"] == []
    await answered(shop, "sure thing?", entry, 0.999)
    await answered(shop, HARBOUR, entry, 0.6)
    await answered(shop, "what of the sea, then?", entry, 0.5)
    await grouping.catch_up()
    told = await cleo.gets("/reviews")
    assert [one["confidence"] for one in told["reviews"]] == [0.5, 0.6], "the most doubtful first"
    one = told["reviews"][1]
    assert "Moller" not in one["text"]
    path = f"/reviews/{one['id']}"
    assert await cleo.does(path, verdict="yes") == {
        "verdict": "yes",
        "entry": entry,
        "added": True,
        "gap": False,
    }
    learnt = phrasings(shop, entry)[-1]
    assert learnt.endswith("Would you ever ship stuff out to sea?")
    assert "Moller" not in learnt
    assert "Cleo has looked at this already" in await sue.refused(path, verdict="no")
    assert [left["confidence"] for left in (await cleo.gets("/reviews"))["reviews"]] == [0.5]
    await cleo.does(f"{path}/undo")
    assert learnt not in phrasings(shop, entry)
    assert (await cleo.gets("/reviews"))["left"] == 2
    assert "409" in await cleo.refused(f"{path}/undo")
    assert (await Studio(shop, "Ada", http).refused(path, verdict="yes")).startswith("403")


async def test_a_no_teaches_another_entry_or_makes_a_gap(shop: Shop, http: aiohttp.ClientSession) -> None:
    cleo, grouping = Studio(shop, "Cleo", http), prepared(shop)
    first, second = read(shop.service.settings.data, []).entries[:2]
    await answered(shop, "would the stork bring it over the sea?", first.id, 0.5)
    await answered(shop, "gnomes in your garden, any?", first.id, 0.6)
    await grouping.catch_up()
    stork, gnomes = (one["id"] for one in (await cleo.gets("/reviews"))["reviews"])
    for body, why in (
        ({"verdict": "maybe"}, "400"),
        ({"verdict": "yes", "entry": second.id}, "400"),
        ({"verdict": "no", "entry": first.id}, "400"),
        ({"verdict": "no", "entry": "nowhere"}, "404"),
    ):
        assert (await cleo.refused(f"/reviews/{stork}", **body)).startswith(why)
    assert (await cleo.refused("/reviews/99999", verdict="yes")).startswith("404")
    assert (await cleo.gets("/reviews"))["left"] == 2, "a refused word leaves it waiting"
    await cleo.does(f"/reviews/{stork}", verdict="no", entry=second.id)
    assert "would the stork bring it over the sea?" in phrasings(shop, second.id)
    await cleo.does(f"/reviews/{gnomes}", verdict="no")
    await grouping.catch_up()
    (gap,) = (await cleo.gets())["gaps"]
    assert (gap["title"], gap["reasons"]) == ("Gnomes in your garden, any?", {"reviewed": 1})
    await cleo.does(f"/reviews/{gnomes}/undo")
    await grouping.catch_up()
    assert (await cleo.gets())["gaps"] == []
    assert (await cleo.gets("/reviews"))["left"] == 1


async def test_a_gap_is_answered_once_its_entry_is_live_and_its_effect_is_counted(
    shop: Shop, http: aiohttp.ClientSession
) -> None:
    cleo, grouping = Studio(shop, "Cleo", http), prepared(shop)
    await asked(shop, "ships to pier 1?", "ships to pier 2?")
    await grouping.catch_up()
    (gap,) = (await cleo.gets())["gaps"]
    await cleo.does(f"/{gap['id']}/drafted", entry="shipping")
    looks = shop.service.studio.gaps.answers
    looks._catalogue = Shelf()
    assert await looks.look() == 0, "nothing is published"
    row = {"model": "m", "fingerprint": "f", "published_at": now_ms() + 1}
    with shop.service.engine.begin() as db:
        db.execute(insert(t.releases).values(**row))
    assert await looks.look() == 1
    (done,) = (await cleo.gets(state="answered"))["gaps"]
    assert (done["entry"]["title"], done["by"], bool(done["release"])) == (
        "Where do you deliver to?",
        "Cleo",
        True,
    )
    effect = await cleo.gets(f"/{gap['id']}/effect")
    assert (effect["before"]["asked"], effect["before"]["handed_over"], effect["after"]["asked"]) == (2, 2, 0)


def test_weeks_are_counted_from_the_publication() -> None:
    week, live = 7 * 24 * 3_600_000, 1_800_000_000_000
    found = [
        (live - week - 1, "unanswered", None, True),
        (live - 1, "person", None, True),
        (live + 1, "answered", True, False),
        (live + 2, "refused", False, False),
        (live + 2 * week, "unanswered", None, True),
    ]
    weeks = effect_by_week(found, live, live + 2 * week + 1)
    assert [(one["after"], one["asked"], one["handed_over"]) for one in weeks] == [
        (False, 1, 1),
        (False, 1, 1),
        (True, 2, 1),
        (True, 0, 0),
        (True, 1, 1),
    ]
    assert (weeks[2]["answered"], weeks[2]["helped"], weeks[2]["refused"]) == (2, 1, 1)
    assert [one["after"] for one in effect_by_week([], live, live + 1)] == [True]


def test_half_way_from_where_the_bot_answers_to_certainty_is_doubtful() -> None:
    assert doubtful_below({"threshold": 0.9}) == pytest.approx(0.95)
    assert doubtful_below({}) == doubtful_below({"threshold": "high"}) == USUALLY_SURE
