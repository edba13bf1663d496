"""Releases over HTTP, on the real database: publishing, two people, going back, and what bots fetch."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handoff.adapters.database import connect
from handoff.adapters.model_files import ModelFiles
from handoff.catalogue import Catalogue
from handoff.storage import now_ms
from handoff.vault import bot_token
from tests.cast import once
from tests.releases import train, write
from tests.web.conftest import Open, Shop

PATH = "/api/studio/releases"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
async def shop(open_shop: Open, data: Path, models: Path) -> AsyncIterator[Shop]:
    async with open_shop(data=data, models=models) as opened:
        opened.service.accounts.save("ann@shop.example", "Ann", "admin", None, "correct horse battery")
        yield opened


async def ask(shop: Shop, method: str, who: str, path: str = "", **given: Any) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token_of(shop, who)}"}
    options: dict[str, Any] = {"json": given} if method in ("POST", "PUT") else {}
    address = f"{shop.address}{PATH}{path}"
    async with shop.pages.http.request(method, address, headers=headers, **options) as response:
        return response.status, await response.json()


def token_of(shop: Shop, who: str) -> str:
    if who != "Ann":
        return shop.token(who)
    found = next(agent for agent, _ in shop.service.accounts.all() if agent.name == "Ann")
    return shop.service.accounts.sign_in_as(found.id).token


async def published(shop: Shop, live: int | None, note: str = "For the tests", **given: Any) -> Any:
    given = {"note": note, "live": live, "client_id": once()} | given
    status, told = await ask(shop, "POST", "Cleo", **given)
    assert status == 201, told
    return told["release"]


async def shown(shop: Shop) -> dict[str, str]:
    async with shop.pages.http.get(f"{shop.address}/api/faq/returns") as response:
        return dict(await response.json()) if response.status == 200 else {}


async def test_what_is_published_is_what_customers_see_and_drafts_are_not(
    shop: Shop, data: Path, models: Path
) -> None:
    train(models, data, "m-1")
    made = await published(shop, None, "The  first\none")
    assert (made["note"], made["author"]["name"], made["model"]) == ("The first one", "Cleo", "m-1")
    write(data, answer="Sixty days.")
    assert (await shown(shop))["text"] == "Thirty days."
    _, draft = await ask(shop, "GET", "Ada", "/draft-diff")
    assert draft["needs_training"] is True
    (change,) = draft["changed"]
    assert change["fields"] == [{"field": "answer", "before": "Thirty days.", "after": "Sixty days."}]
    status, told = await ask(shop, "POST", "Cleo", note="Longer", live=1, client_id=once())
    assert (status, told["needs_training"]) == (409, True)
    train(models, data, "m-2")
    made = await published(shop, 1, "Longer")
    assert (await shown(shop))["text"] == "Sixty days."
    _, page = await ask(shop, "GET", "Ada")
    assert [(one["id"], one["live"], one["model"]) for one in page["releases"]] == [
        (2, True, "m-2"), (1, False, "m-1"),
    ]  # fmt: skip
    assert page["releases"][0]["counts"] == {"added": 0, "changed": 1, "removed": 0}
    _, one = await ask(shop, "GET", "Ada", "/2")
    assert one["diff"]["changed"] == draft["changed"]
    _, back = await ask(shop, "GET", "Ada", "/1/diff?against=2")
    assert back["changed"][0]["fields"][0]["after"] == "Thirty days."


async def test_what_the_bot_does_not_learn_is_published_without_a_training(
    shop: Shop, data: Path, models: Path
) -> None:
    train(models, data, "m-1")
    first = await published(shop, None)
    write(data, valid_until="2020-01-01")
    made = await published(shop, first["id"], "Over")
    assert (made["kind"], made["model"]) == ("content", "m-1")
    assert await shown(shop) == {}, "it is no longer valid"


async def test_one_click_back_brings_content_and_model_and_leaves_the_files(
    shop: Shop, data: Path, models: Path
) -> None:
    train(models, data, "m-1")
    await published(shop, None)
    write(data, answer="Sixty days.")
    train(models, data, "m-2")
    await published(shop, 1)
    (models / "m-1.tar.gz").write_bytes(b"half of")  # damaged on disk; the database has it whole
    again = once()
    first, second = [await ask(shop, "POST", "Sue", "/1/restore", live=2, client_id=again) for _ in range(2)]
    (status, told), same = first, second[1]["release"]
    assert (status, told["release"]["id"], same) == (201, 3, told["release"]), "said twice, done once"
    assert (told["release"]["kind"], told["release"]["restores"]) == ("restored", 1)
    assert (await shown(shop))["text"] == "Thirty days."
    assert "Sixty days." in (data / "faq" / "returns.yml").read_text()
    status, body, _ = await fetch(shop)
    assert (status, body) == (200, b"m-1" * 1000)
    for id, live, code in ((3, 3, "conflict"), (9, 3, "not_found"), (1, 2, "conflict")):
        status, told = await ask(shop, "POST", "Sue", f"/{id}/restore", live=live, client_id=once())
        assert told["code"] == code


async def test_a_half_written_file_breaks_nothing_that_people_see(
    shop: Shop, data: Path, models: Path
) -> None:
    broken = (data / "faq" / "returns.yml").read_text().replace("id: returns", "id: Returns!")
    (data / "faq" / "broken.yml").write_text(broken + "  - id: two\n    answer: No title.\n")
    assert (await shown(shop))["text"] == "Thirty days.", "before the first release the files are read"
    status, draft = await ask(shop, "GET", "Cleo", "/draft-diff")
    assert (status, [one["entry"] for one in draft["added"]]) == (200, ["two", "returns"])


async def test_the_files_can_be_put_back_too_and_nothing_written_since_is_lost(
    shop: Shop, data: Path, models: Path
) -> None:
    train(models, data, "m-1")
    await published(shop, None)
    before = (data / "faq" / "returns.yml").read_text()
    write(data, answer="Sixty days.")
    newer = before.partition("entries:")[2].replace("id: returns", "id: exchange").replace("return", "swap")
    with (data / "faq" / "returns.yml").open("a") as file:
        file.write(newer.strip("\n") + "\n")
    status, told = await ask(shop, "POST", "Cleo", "/1/files")
    assert (status, told) == (200, {"changed": 1, "drafted": 1})
    _, draft = await ask(shop, "GET", "Cleo", "/draft-diff")
    assert [(one["entry"], one["state"]) for one in draft["added"]] == [("exchange", "draft")]
    assert (draft["changed"], draft["removed"], draft["needs_training"]) == ([], [], False)
    assert (await ask(shop, "POST", "Ada", "/1/files"))[0] == 403
    assert (await ask(shop, "POST", "Cleo", "/9/files"))[0] == 404


async def test_of_two_who_publish_at_once_one_is_first_and_the_other_hears_of_it(
    shop: Shop, data: Path, models: Path
) -> None:
    train(models, data, "m-1")
    await published(shop, None)
    write(data, review_by="2030-01-01")
    both = [
        ask(shop, "POST", "Cleo", note="Mine", live=1, client_id=once()),
        ask(shop, "POST", "Sue", note="Ours", live=1, client_id=once()),
        ask(shop, "POST", "Sue", note="Ours, too", live=1, client_id=once()),
    ]
    told = await asyncio.gather(*both)
    assert sorted(status for status, _ in told) == [201, 409, 409]
    refused = next(body for status, body in told if status == 409)
    assert refused["live"] == 2
    assert refused["message"].endswith("Nothing was changed; look at it, then try again.")
    _, page = await ask(shop, "GET", "Ada")
    assert [one["parent"] for one in page["releases"]] == [1, None]


async def test_of_publishing_and_going_back_at_once_one_is_first(
    shop: Shop, data: Path, models: Path
) -> None:
    train(models, data, "m-1")
    await published(shop, None)
    write(data, review_by="2030-01-01")
    await published(shop, 1)
    write(data, review_by="2031-01-01")
    (one, first), (other, second) = await asyncio.gather(
        ask(shop, "POST", "Cleo", note="On", live=2, client_id=once()),
        ask(shop, "POST", "Sue", "/1/restore", live=2, client_id=once()),
    )
    assert sorted((one, other)) == [201, 409]
    _, page = await ask(shop, "GET", "Ada")
    made = first if one == 201 else second
    assert page["live"] == made["release"]["id"] == 3
    assert page["releases"][0]["kind"] == ("content" if one == 201 else "restored")


async def test_a_machine_without_the_files_publishes_nothing(shop: Shop, data: Path, models: Path) -> None:
    train(models, data, "m-1")
    await published(shop, None)
    data.rename(data.with_name("elsewhere"))
    for method, path in (("POST", ""), ("GET", "/draft-diff")):
        status, told = await ask(shop, method, "Cleo", path, note="x", live=1, client_id=once())
        assert (status, told["code"]) == (409, "conflict")
        assert "no folder with content on this machine" in told["message"]
    assert (await shown(shop))["text"] == "Thirty days."


async def test_the_same_call_twice_publishes_once(shop: Shop, data: Path, models: Path) -> None:
    train(models, data, "m-1")
    again = once()
    first, second = [await published(shop, None, client_id=again) for _ in range(2)]
    assert first == second
    _, page = await ask(shop, "GET", "Ada")
    assert len(page["releases"]) == 1


async def test_where_two_have_to_agree_somebody_else_says_yes(shop: Shop, data: Path, models: Path) -> None:
    train(models, data, "m-1")
    assert (await ask(shop, "PUT", "Sue", "/rule", second=True))[0] == 403
    assert await ask(shop, "PUT", "Ann", "/rule", second=True) == (200, {"second": True})
    wanted: dict[str, Any] = {"note": "Please", "live": None, "client_id": once()}
    (status, told), again = [await ask(shop, "POST", "Cleo", **wanted) for _ in range(2)]
    assert (status, told["release"]) == (202, None)
    assert again == (status, told)
    _, page = await ask(shop, "GET", "Ada")
    ((asked,), request) = page["requests"], told["request"]["id"]
    assert (asked["id"], asked["author"]["name"], asked["note"]) == (request, "Cleo", "Please")
    _, opened = await ask(shop, "GET", "Sue", f"/requests/{request}")
    assert [one["entry"] for one in opened["diff"]["added"]] == ["returns"]
    status, told = await ask(shop, "POST", "Cleo", f"/requests/{request}/approve")
    assert (status, told["code"]) == (403, "forbidden")
    assert "Somebody else" in told["message"]
    assert (await ask(shop, "POST", "Ada", f"/requests/{request}/approve"))[0] == 403
    answers = await asyncio.gather(
        ask(shop, "POST", "Sue", f"/requests/{request}/approve"),
        ask(shop, "POST", "Ann", f"/requests/{request}/decline"),
    )
    assert sorted(status for status, _ in answers) in ([200, 409], [201, 409])
    _, page = await ask(shop, "GET", "Ada")
    assert page["requests"] == []
    assert len(page["releases"]) == (1 if answers[0][0] == 201 else 0)


async def test_a_request_that_was_overtaken_is_not_approved(shop: Shop, data: Path, models: Path) -> None:
    train(models, data, "m-1")
    await published(shop, None)
    write(data, review_by="2030-01-01")
    await ask(shop, "PUT", "Ann", "/rule", second=True)
    ids = []
    for _ in range(2):
        _, told = await ask(shop, "POST", "Cleo", note="Please", live=1, client_id=once())
        ids.append(told["request"]["id"])
    assert (await ask(shop, "POST", "Sue", f"/requests/{ids[0]}/approve"))[0] == 201
    status, told = await ask(shop, "POST", "Sue", f"/requests/{ids[1]}/approve")
    assert (status, told["code"]) == (409, "conflict")
    status, told = await ask(shop, "POST", "Cleo", f"/requests/{ids[1]}/decline")
    assert (status, told["request"]["decision"]) == (200, "withdrawn")


async def test_what_is_wrong_is_named_and_nothing_goes_live(shop: Shop, data: Path, models: Path) -> None:
    train(models, data, "m-1")
    good: dict[str, Any] = {"note": "x", "live": None, "client_id": once()}
    for wrong, code in (
        ({"note": " \n "}, "empty"),
        ({"note": "x" * 501}, "too_long"),
        ({"note": 7}, "bad_request"),
        ({"live": "1"}, "bad_request"),
        ({"live": 2**31}, "bad_request"),
        ({"client_id": "mine"}, "bad_request"),
        ({"model": "../../etc/passwd"}, "not_found"),
        ({"model": "m-2"}, "not_found"),
    ):
        _, told = await ask(shop, "POST", "Cleo", **good | wrong)
        assert told["code"] == code, wrong
    assert (await ask(shop, "POST", "Ada", **good))[0] == 403
    for path in ("/0", "/x", "/99999999999", "/1/diff?against=-1"):
        assert (await ask(shop, "GET", "Ada", path))[0] == 400
    assert (await ask(shop, "GET", "Ada", "/1"))[0] == 404
    (models / "m-1.tar.gz").write_bytes(b"half")
    _, told = await ask(shop, "POST", "Cleo", **good | {"model": "m-1"})
    assert "is damaged" in told["message"]
    write(data, answer='"{slot}"')
    _, told = await ask(shop, "POST", "Cleo", **good)
    assert told["message"].startswith("The content has errors, so nothing was published. returns.yml, line ")
    _, page = await ask(shop, "GET", "Ada")
    assert (page["releases"], page["live"]) == ([], None)


async def test_a_full_disk_refuses_with_a_sentence_and_the_live_model_goes_on(
    shop: Shop, data: Path, models: Path
) -> None:
    train(models, data, "m-1")
    await published(shop, None)
    write(data, answer="Sixty days.")
    train(models, data, "m-2", b"x" * 3_000_000)
    engine = connect(shop.service.settings.database)  # its one connection keeps the limit
    with engine.connect() as db:
        pages = int(db.exec_driver_sql("PRAGMA page_count").scalar() or 0)
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages + 100}")
    sha256 = hashlib.sha256(b"x" * 3_000_000).hexdigest()
    shop.service.studio.released.publishing.files = files = ModelFiles(engine, now_ms)
    status, told = await ask(shop, "POST", "Cleo", note="Longer", live=1, client_id=once())
    assert (status, told["code"]) == (503, "unavailable")
    assert "disk is full" in told["message"]
    assert files.size(sha256) is None, "half of one is none"
    _, page = await ask(shop, "GET", "Ada")
    assert page["live"] == 1
    engine.dispose()
    status, body, _ = await fetch(shop)
    assert (status, body) == (200, b"m-1" * 1000)


async def fetch(shop: Shop, token: str | None = None, **headers: str) -> tuple[int, bytes, Any]:
    given = {"Authorization": f"Bearer {token or bot_token(shop.service.settings)}"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    async with shop.pages.http.get(f"{shop.address}/bot/model", headers=given) as response:
        return response.status, await response.read(), response.headers


async def test_bots_fetch_the_live_model_once_and_say_what_they_serve(
    shop: Shop, data: Path, models: Path
) -> None:
    assert (await fetch(shop))[0] == 404
    assert (await fetch(shop, "guessed"))[0] == 401
    body = bytes(range(256)) * 10_000
    train(models, data, "m-1", body)
    await published(shop, None)
    status, got, headers = await fetch(shop, Handrail_Bot="one")
    sha256 = hashlib.sha256(body).hexdigest()
    assert (status, got, headers["ETag"], headers["Handrail-Model"]) == (200, body, f'"{sha256}"', "m-1")
    status, got, _ = await fetch(
        shop, If_None_Match=f'"{sha256}"', Handrail_Bot="one", Handrail_Serves=sha256
    )
    assert (status, got) == (304, b"")
    await fetch(shop, Handrail_Bot="two", Handrail_Trouble="It%20came%20damaged.")
    await fetch(shop, Handrail_Bot="<b>three</b>", Handrail_Serves=sha256)
    _, page = await ask(shop, "GET", "Ada")
    assert (page["bots"]["serving"], page["bots"]["all"]) == (1, 2)
    assert [(one["name"], one["trouble"]) for one in page["bots"]["each"]] == [
        ("one", None), ("two", "It came damaged."),
    ]  # fmt: skip


async def test_another_machine_sees_the_same_release(
    shop: Shop, data: Path, models: Path, tmp_path: Path
) -> None:
    train(models, data, "m-1")
    elsewhere = Catalogue(shop.service.engine, tmp_path / "nothing here")
    assert await elsewhere.entries() == {}
    await published(shop, None)
    elsewhere.changed()
    (known,) = (await elsewhere.entries()).values()
    assert (known.id, known.release, known.text) == ("returns", 1, "Thirty days.")


async def test_what_only_agents_see_is_found_by_them_alone(shop: Shop, data: Path, models: Path) -> None:
    write(data, visible="agents")
    train(models, data, "m-1")
    await published(shop, None)
    assert await shown(shop) == {}
    async with shop.pages.http.get(f"{shop.address}/api/faq") as response:
        assert (await response.json())["topics"] == []
    shop.bot.suggestions = ["returns"]
    ada, mia = await shop.pages.agent(shop.token("Ada")), await shop.pages.mia()
    id = (await mia.call("say", text="How long can I return it?"))["conversation"]
    assert (await mia.call("person"))["ok"]
    found = await ada.call("suggest", conversation=id)
    assert [one["entry"] for one in found["entries"]] == ["returns"]
