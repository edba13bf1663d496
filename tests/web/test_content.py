"""Cleo puts her own content in place of the sample shop's, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.conftest import Open, Shop
from tests.web.studio_pages import ENTRIES, Folder, ask, entry, save

START = "/api/studio/content/start"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
async def studio(open_shop: Open, folder: Folder) -> AsyncIterator[Shop]:
    async with open_shop(data=folder.data) as opened:
        yield opened


async def test_the_sample_shop_goes_aside_and_one_draft_explains_itself(studio: Shop, folder: Folder) -> None:
    status, told = await ask(studio, "POST", START, {"name": "Harbour & Co"})
    assert (status, told["stayed"]) == (200, 0)
    kept = Path(told["kept_in"]) / "faq"
    assert (kept / "orders.yml").is_file()
    assert not list(kept.glob(".*"))
    assert "Harbour & Co" in (folder.data / "talk.yml").read_text()
    _, listed = await ask(studio, "GET", ENTRIES)
    assert [(row["state"], row["problems"]["error"]) for row in listed["entries"]] == [("draft", 0)]
    draft = await entry(studio, listed["entries"][0]["id"])
    _, told = await save(studio, draft, title="Where do you berth?")
    assert told["entry"]["title"] == "Where do you berth?"
    status, told = await ask(studio, "POST", START, {"name": "Harbour & Co"})
    assert (status, told["kept_in"]) == (200, None)
    assert "already" in told["sentence"]


async def test_a_start_that_is_refused_changes_nothing(studio: Shop, folder: Folder) -> None:
    for given, field in (
        ({"name": ""}, "name"),
        ({"name": "${HOME}"}, "name"),
        ({"name": "x" * 500}, "name"),
        ({"name": "Harbour", "language": "nonsense"}, "language"),
    ):
        status, told = await ask(studio, "POST", START, given)
        assert (status, told["field"]) == (400, field), told
    for who in ("Ada", "Sue"):
        status, _ = await ask(studio, "POST", START, {"name": "Harbour"}, who)
        assert status == 403
    assert folder.changes() == []
