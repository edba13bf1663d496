"""All of the content over HTTP: Cleo brings entries in, takes them out, and starts her own shop's."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Open, Shop
from tests.web.studio_pages import ENTRIES, Folder, ask, entry, save

CONTENT = "/api/studio/content"
START, IMPORT, EXPORT = f"{CONTENT}/start", f"{CONTENT}/import", f"{CONTENT}/export"


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


CSV = """topic,title,answer,phrasings
Stores,Do you lend ladders?,"For a day, everywhere.","lend me a ladder
borrow a ladder"
Stores,=HYPERLINK("https://evil.example"),Just text.,
"""


async def bring(shop: Shop, data: bytes, who: str = "Cleo", **given: Any) -> tuple[int, dict[str, Any]]:
    packed = base64.b64encode(data).decode()
    return await ask(shop, "POST", IMPORT, {"name": "table.csv", "content": packed, **given}, who)


async def test_a_table_is_looked_at_first_and_imported_as_drafts(studio: Shop, folder: Folder) -> None:
    status, told = await bring(studio, CSV.encode())
    assert (status, told["counts"]["added"], folder.changes()) == (200, 2, [])
    assert told["rows"][0]["sentence"] == "It is new, and a draft."
    status, told = await bring(studio, CSV.encode(), go=True)
    assert (status, told["counts"]["added"]) == (200, 2)
    assert all(line.startswith("+") for line in folder.changes())
    _, listed = await ask(studio, "GET", f"{ENTRIES}?state=draft")
    assert sorted(row["title"] for row in listed["entries"]) == [
        '=HYPERLINK("https://evil.example")',
        "Do you lend ladders?",
    ]
    status, again = await bring(studio, CSV.encode())
    assert again["counts"]["added"] == 0
    status, _ = await ask(studio, "POST", f"{ENTRIES}/{told['first']}/undo", {"act": told["act"]})
    assert (status, folder.changes()) == (200, [])


async def test_what_is_taken_out_comes_back_the_same(studio: Shop, folder: Folder) -> None:
    headers = {"Authorization": f"Bearer {studio.token('Ada')}"}
    for kind in ("csv", "json", "zip"):
        address = f"{studio.address}{EXPORT}?kind={kind}"
        async with studio.pages.http.get(address, headers=headers) as response:
            body = await response.read()
            assert f'filename="handrail-entries.{kind}"' in response.headers["Content-Disposition"]
        status, told = await bring(studio, body, go=True)
        assert (status, told["counts"]["added"], told["counts"]["changed"]) == (200, 0, 0), kind
        assert told["levels"]["error"] == 0
    assert folder.changes() == []
    status, _ = await ask(studio, "GET", f"{EXPORT}?kind=exe")
    assert status == 400


async def test_hostile_files_are_refused_with_a_sentence(studio: Shop, folder: Folder) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../etc/cron.yml", "topic: x")
    for data in (packed.getvalue(), b"\x00\x01\x02\xff", b"{", b'{"articles": 1}', b""):
        status, told = await bring(studio, data)
        assert (status, told["rows"]) == (200, []), data
        assert told["problems"], data
        status, told = await bring(studio, data, go=True)
        assert (status, told["field"]) == (400, "content")
    large = json.dumps({"name": "a.csv", "content": base64.b64encode(b"x" * 5_000_001).decode()})
    headers = {"Authorization": f"Bearer {studio.token('Cleo')}", "Content-Type": "application/json"}
    posted = studio.pages.http.post(
        f"{studio.address}{IMPORT}", data=io.BytesIO(large.encode()), headers=headers
    )
    async with posted as response:
        assert (response.status, (await response.json())["code"]) == (413, "too_long")
    status, _ = await ask(studio, "POST", IMPORT, {"name": "a", "content": "no base64!"})
    assert status == 400
    status, _ = await bring(studio, CSV.encode(), who="Ada", go=True)
    assert (status, folder.changes()) == (403, [])
