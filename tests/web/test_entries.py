"""Cleo writes entries over HTTP: what she changes stands in the files, small, and can be undone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from content.places import DATA
from content.snapshot import take
from handoff.adapters.releases import Releases
from handoff.core.releases import PUBLISHED, By, Wanted
from handoff.storage import now_ms
from tests.web.conftest import Open, Shop
from tests.web.studio_pages import ENTRIES, WINDOW, Folder, ask, entry, save


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
async def studio(open_shop: Open, folder: Folder) -> AsyncIterator[Shop]:
    async with open_shop(data=folder.data) as opened:
        yield opened


LADDERS: dict[str, Any] = {
    "title": "Do you lend ladders?",
    "topic": "stores",
    "answer": "In every store, for a day. Bring a card.",
    "phrasings": [f"lend me a ladder {letter}" for letter in "abcdefgh"],
}


async def test_another_phrasing_is_one_more_line(studio: Shop, folder: Folder) -> None:
    opened = await entry(studio, "track-order")
    status, told = await save(studio, opened, phrasings=[*opened["phrasings"], "has my sofa left yet"])
    assert status == 200
    assert folder.changes() == ["+      - has my sofa left yet"]
    changed = [*told["entry"]["phrasings"][:-1], "has my sofa left you"]
    status, _ = await save(studio, told["entry"], phrasings=changed)
    assert folder.changes() == ["+      - has my sofa left you"]


async def test_saving_what_did_not_change_writes_nothing(studio: Shop, folder: Folder) -> None:
    status, told = await save(studio, await entry(studio, "track-order"))
    assert (status, told["act"], folder.changes()) == (200, None, [])


async def test_a_save_is_undone_to_the_byte(studio: Shop, folder: Folder) -> None:
    opened = await entry(studio, "invoice")
    _, told = await save(studio, opened, answer="Ask us.", title="Where is my bill?", state="draft")
    assert folder.changes() != []
    status, back = await ask(studio, "POST", f"{ENTRIES}/invoice/undo", {"act": told["act"]})
    assert (status, back["entry"], folder.changes()) == (200, opened, [])
    status, again = await ask(studio, "POST", f"{ENTRIES}/invoice/undo", {"act": told["act"]})
    assert (status, again["code"]) == (409, "conflict")
    _, history = await ask(studio, "GET", f"{ENTRIES}/invoice/history")
    assert [(row["kind"], row["by"]["name"]) for row in history["history"]] == [
        ("undone", "Cleo"),
        ("changed", "Cleo"),
    ]
    assert history["history"][1]["before"]["answer"] == opened["answer"]


async def test_undo_keeps_what_a_developer_wrote_into_the_file_since(studio: Shop, folder: Folder) -> None:
    opened = await entry(studio, "invoice")
    _, told = await save(studio, opened, title="Where is my bill?")
    payment = next(folder.data.glob("faq/*.yml"))
    payment = next(path for path in folder.data.glob("faq/*.yml") if "Where is my bill?" in path.read_text())
    payment.write_text(payment.read_text() + "\n# A developer was here.\n")
    status, _ = await ask(studio, "POST", f"{ENTRIES}/invoice/undo", {"act": told["act"]})
    assert (status, folder.changes()) == (200, ["+", "+# A developer was here."])


async def test_a_new_entry_joins_its_topic_and_gets_an_id(studio: Shop, folder: Folder) -> None:
    _, listed = await ask(studio, "GET", ENTRIES)
    stores = next(topic for topic in listed["topics"] if topic["file"] == "stores.yml")
    status, told = await ask(studio, "POST", ENTRIES, {"entry": LADDERS | {"topic": stores["name"].upper()}})
    assert (status, told["entry"]["id"], told["entry"]["topic"]) == (
        201,
        "do-you-lend-ladders",
        stores["name"],
    )
    assert all(line.startswith("+") for line in folder.changes())
    status, told = await ask(studio, "POST", ENTRIES, {"entry": LADDERS})
    assert (status, told["field"]) == (400, "phrasings.0")
    draft = LADDERS | {"state": "draft", "topic": "Things to borrow"}
    status, told = await ask(studio, "POST", ENTRIES, {"entry": draft})
    assert (status, told["entry"]["id"]) == (201, "do-you-lend-ladders-2")
    assert (folder.data / "faq" / "things-to-borrow.yml").read_text().startswith("topic: Things to borrow\n")


async def test_an_entry_carries_everything_there_and_back(studio: Shop, folder: Folder) -> None:
    whole: dict[str, Any] = LADDERS | {
        "id": "ladders",
        "url": "https://www.fjordandfern.example/help/ladders",
        "state": "draft",
        "visible": "agents",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
        "review_by": "2026-06-30",
        "related": ["invoice"],
        "media": [{"url": "https://www.fjordandfern.example/ladder.jpg", "alt": "A ladder"}],
        "languages": {
            "ar": {"title": "هل تعيرون سلالم؟", "answer": "نعم.", "phrasings": ["أريد سلما"], "url": ""},
        },
        "steps": [
            {
                "label": "It wobbles",
                "text": "Turn the feet.",
                "media": [],
                "steps": [
                    {"label": "Better", "text": "Good.", "media": [], "steps": [], "ends": "helped"},
                    {"label": "Still", "text": "We look.", "media": [], "steps": [], "ends": "person"},
                ],
                "ends": None,
            }
        ],
        "must_answer": ["could i have a ladder"],
        "must_not_answer": ["do you sell ladders"],
    }
    _, listed = await ask(studio, "GET", ENTRIES)
    whole["topic"] = listed["topics"][0]["name"]
    status, told = await ask(studio, "POST", ENTRIES, {"entry": whole})
    assert status == 201, told
    opened = await entry(studio, "ladders")
    assert {name: value for name, value in opened.items() if name != "version"} == whole
    status, _ = await save(studio, opened, related=[], media=[], steps=[])
    assert (await entry(studio, "ladders"))["steps"] == []


async def test_moving_renaming_and_deleting_take_along_what_names_it(studio: Shop, folder: Folder) -> None:
    _, listed = await ask(studio, "GET", ENTRIES)
    first, second = listed["topics"][:2]
    id = next(row["id"] for row in listed["entries"] if row["topic"] == first["name"])
    await save(studio, await entry(studio, "invoice"), related=[id])
    _, told = await save(studio, await entry(studio, id), topic=second["name"])
    assert told["entry"]["topic"] == second["name"]
    version = {"version": told["entry"]["version"]}
    status, told = await ask(studio, "PUT", f"{ENTRIES}/{id}/id", {**version, "id": "Not An Id"})
    assert (status, told["field"]) == (400, "id")
    status, told = await ask(studio, "PUT", f"{ENTRIES}/{id}/id", {**version, "id": "another-name"})
    assert (status, told["entry"]["id"]) == (200, "another-name")
    assert (await entry(studio, "invoice"))["related"] == ["another-name"]
    folder.keep()
    version = {"version": told["entry"]["version"]}
    status, told = await ask(studio, "DELETE", f"{ENTRIES}/another-name", version)
    assert (status, told["entry"]) == (200, None)
    assert (await entry(studio, "invoice"))["related"] == []
    status, _ = await ask(studio, "POST", f"{ENTRIES}/another-name/undo", {"act": told["act"]})
    assert (status, folder.changes()) == (200, [])


async def test_a_topic_gets_another_name_in_one_line(studio: Shop, folder: Folder) -> None:
    topics = "/api/studio/content/topics"
    status, _ = await ask(studio, "PUT", f"{topics}/account.yml", {"name": "Your account"})
    assert (status, folder.changes()) == (200, ["-topic: Account", "+topic: Your account"])
    status, told = await ask(studio, "PUT", f"{topics}/account.yml", {"name": "delivery"})
    assert (status, told["field"]) == (400, "name")
    status, _ = await ask(studio, "PUT", f"{topics}/nowhere.yml", {"name": "X"})
    assert status == 404


async def test_two_who_save_the_same_entry_both_see_both(studio: Shop, folder: Folder) -> None:
    hers = theirs = await entry(studio, "invoice")
    await save(studio, theirs, who="Sue", title="Where is my bill?")
    status, told = await save(studio, hers, title="Where is my receipt?")
    assert (status, told["code"], told["by"]["name"]) == (409, "conflict", "Sue")
    assert told["theirs"]["title"] == "Where is my bill?"
    assert "Sue changed this entry meanwhile" in told["message"]
    status, _ = await save(studio, told["theirs"], title="Where is my receipt?")
    assert (status, (await entry(studio, "invoice"))["title"]) == (200, "Where is my receipt?")


async def test_what_a_developer_changed_meanwhile_is_a_conflict_too(studio: Shop, folder: Folder) -> None:
    hers = await entry(studio, "invoice")
    path = next(path for path in folder.data.glob("faq/*.yml") if hers["title"] in path.read_text())
    path.write_text(path.read_text().replace(hers["title"], "Where is my bill?"))
    status, told = await save(studio, hers, title="Where is my receipt?")
    assert (status, told["by"], told["theirs"]["title"]) == (409, None, "Where is my bill?")
    path.write_text(f"# Only a comment changed here.\n{path.read_text()}")
    status, _ = await save(studio, told["theirs"], title="Where is my receipt?")
    assert status == 200
    _, history = await ask(studio, "GET", f"{ENTRIES}/invoice/history")
    assert [row["kind"] for row in history["history"]] == ["changed"]


async def test_who_deleted_what_another_edits_is_told(studio: Shop) -> None:
    hers = await entry(studio, "invoice")
    await ask(studio, "DELETE", f"{ENTRIES}/invoice", {"version": hers["version"]}, "Sue")
    status, told = await save(studio, hers, title="Where is my receipt?")
    assert (status, told["gone"], told["by"]["name"]) == (409, True, "Sue")
    again = {name: value for name, value in hers.items() if name != "version"}
    status, _ = await ask(studio, "POST", ENTRIES, {"entry": again})
    assert status == 201


async def test_whoever_opens_it_sees_who_else_has_it_open(studio: Shop) -> None:
    path = f"{ENTRIES}/invoice/editing"
    _, told = await ask(studio, "POST", path, {"window": WINDOW})
    version = (await entry(studio, "invoice"))["version"]
    assert told == {"others": [], "version": version}
    hers = {"window": WINDOW.replace("1", "2"), "unsaved": True}
    _, told = await ask(studio, "POST", path, hers, "Sue")
    assert [(one["name"], one["unsaved"], one["own"]) for one in told["others"]] == [("Cleo", False, False)]
    _, told = await ask(studio, "POST", path, {"window": WINDOW})
    assert [(one["name"], one["unsaved"]) for one in told["others"]] == [("Sue", True)]
    await ask(studio, "DELETE", path, hers, "Sue")
    _, told = await ask(studio, "POST", path, {"window": WINDOW})
    assert told["others"] == []


HOSTILE: list[tuple[dict[str, Any], str]] = [
    ({"answer": "Your home is ${HOME}."}, "answer"),
    ({"answer": "{slot].__class__}"}, "answer"),
    ({"answer": "x" * 2_001}, "answer"),
    ({"answer": "x" * 30_000}, "entry.answer"),
    ({"answer": "[here](javascript:alert(1))"}, "answer"),
    ({"title": ""}, "title"),
    ({"title": "x\0y"}, "title"),
    ({"title": "t" * 121}, "title"),
    ({"topic": ""}, "topic"),
    ({"topic": "{}"}, "topic"),
    ({"url": "http://shop.example"}, "url"),
    ({"phrasings": ["/restart"]}, "phrasings.0"),
    ({"phrasings": []}, "phrasings"),
    ({"phrasings": ["where is my order"]}, "phrasings.0"),
    ({"related": ["nowhere"]}, "related.0"),
    ({"related": ["invoice"]}, "related.0"),
    ({"valid_from": "2026-13-01"}, "entry.valid_from"),
    ({"valid_from": "2026-02-02", "valid_until": "2026-02-01"}, "valid_until"),
    ({"media": [{"url": "https://a.example/b.png", "alt": ""}]}, "media.0.alt"),
    ({"languages": {"xx-nonsense": {"title": "a", "answer": "b"}}}, "languages.xx-nonsense"),
    ({"languages": {"de": {"title": "Rechnung?", "answer": ""}}}, "languages.de.answer"),
    ({"steps": [{"label": "A", "text": "b"}]}, "steps.0"),
    ({"steps": [{"label": "A", "text": "b", "ends": "nowhere"}]}, "entry.steps.0.ends"),
    ({"must_not_answer": ["wheres my invoice"], "must_answer": ["wheres my invoice"]}, "must_not_answer.0"),
    ({"surprise": 1}, "entry.surprise"),
    ({"state": "gone"}, "entry.state"),
    ({"phrasings": "no list"}, "entry.phrasings"),
]


async def test_what_no_entry_may_hold_is_refused_at_its_field(studio: Shop, folder: Folder) -> None:
    opened = await entry(studio, "invoice")
    for changes, field in HOSTILE:
        status, told = await save(studio, opened, **changes)
        assert (status, told["code"], told["field"]) == (400, "bad_request", field), (changes, told)
        assert told["message"].endswith(".")
    assert folder.changes() == []


async def test_what_looks_like_yaml_or_markup_is_just_text(studio: Shop) -> None:
    odd = ["!!python/object:os.system", "&anchor *alias", "- list", "a: b # c", "'quoted\"", "<b>x</b>"]
    opened = await entry(studio, "invoice")
    answer = "<script>alert(1)</script>\n\n- one\n- two: *three* # four\n\n--- !!tag &a"
    status, told = await save(studio, opened, phrasings=[*opened["phrasings"], *odd], answer=answer)
    assert status == 200, told
    read = await entry(studio, "invoice")
    assert (read["phrasings"][-len(odd) :], read["answer"]) == (odd, answer)


async def test_more_than_an_entry_can_hold_is_refused_unread(studio: Shop, folder: Folder) -> None:
    opened = await entry(studio, "invoice")
    status, told = await save(studio, opened, answer="x" * 1_000_000)
    assert (status, told["code"], folder.changes()) == (413, "too_long", [])


async def test_checks_while_typing_keep_nothing(studio: Shop, folder: Folder) -> None:
    opened = await entry(studio, "invoice")
    wanted = {name: value for name, value in opened.items() if name != "version"}
    wanted |= {"phrasings": ["track my parcel", "bill"]}
    given = {"entry": wanted, "original": "invoice"}
    status, told = await ask(studio, "POST", "/api/studio/content/problems", given, "Ada")
    found = {(one["field"], one["level"]): one["sentence"] for one in told["problems"]}
    assert status == 200
    assert "stands under “Where is my order?” too" in found["phrasings.0", "error"]
    assert "8 or more" in found["phrasings", "warning"]
    assert folder.changes() == []


async def test_agents_read_and_change_nothing(studio: Shop, folder: Folder) -> None:
    status, _ = await ask(studio, "GET", ENTRIES, who="Ada")
    assert status == 200
    opened = await entry(studio, "invoice")
    for method, path, given in (
        ("PUT", "/invoice", {"version": opened["version"], "entry": LADDERS}),
        ("POST", "", {"entry": LADDERS}),
        ("DELETE", "/invoice", {"version": opened["version"]}),
    ):
        status, told = await ask(studio, method, f"{ENTRIES}{path}", given, "Ada")
        assert (status, told["code"]) == (403, "forbidden")
    assert folder.changes() == []


async def test_the_list_is_found_by_words_topic_and_state(studio: Shop, folder: Folder) -> None:
    _, all_of_them = await ask(studio, "GET", ENTRIES)
    opened = await entry(studio, "invoice")
    await save(studio, opened, state="draft", review_by="2020-01-01", valid_until="2020-01-01")
    rows = {}
    for query in ("state=draft", "state=review", "state=expired", "q=INVOICE find", "topic=Delivery"):
        _, told = await ask(studio, "GET", f"{ENTRIES}?{query}")
        rows[query] = [row["id"] for row in told["entries"]]
    assert [rows[f"state={state}"] for state in ("draft", "review", "expired")] == [["invoice"]] * 3
    assert "invoice" in rows["q=INVOICE find"]
    of_delivery = [row["id"] for row in all_of_them["entries"] if row["topic"] == "Delivery"]
    assert rows["topic=Delivery"] == of_delivery
    _, told = await ask(studio, "GET", f"{ENTRIES}?sort=title&page=2")
    assert (told["page"], len(told["entries"])) == (2, all_of_them["total"] - 50)
    for wrong in ("state=odd", "sort=odd", "page=0", "page=x"):
        status, _ = await ask(studio, "GET", f"{ENTRIES}?{wrong}")
        assert status == 400


async def test_a_file_that_cannot_be_read_is_said_and_the_rest_is_there(studio: Shop, folder: Folder) -> None:
    (folder.data / "faq" / "account.yml").write_text("topic: [\n")
    _, told = await ask(studio, "GET", ENTRIES)
    assert told["unread"][0]["file"] == "account.yml"
    assert "invoice" in [row["id"] for row in told["entries"]]
    status, _ = await save(studio, await entry(studio, "invoice"), title="Where is my bill?")
    assert status == 200


def published(shop: Shop, data: Path) -> None:
    """What stands in the files is live."""
    snapshot = orjson.dumps(take(data)).decode()
    wanted = Wanted("models/m.tar.gz", "f" * 64, PUBLISHED, By(None, "Cleo"), "As it is.", snapshot=snapshot)
    Releases(shop.service.engine, now_ms).publish(lambda _live: wanted)


async def test_what_changed_since_the_release_is_listed(studio: Shop, folder: Folder) -> None:
    published(studio, folder.data)
    _, told = await ask(studio, "GET", f"{ENTRIES}?state=changed")
    assert told["entries"] == []
    opened = await entry(studio, "invoice")
    await save(studio, opened, title="Where is my bill?")
    await ask(studio, "POST", ENTRIES, {"entry": LADDERS})
    await ask(studio, "POST", ENTRIES, {"entry": LADDERS | {"title": "Ladders", "state": "draft"}})
    _, told = await ask(studio, "GET", f"{ENTRIES}?state=changed")
    assert sorted(row["id"] for row in told["entries"]) == ["do-you-lend-ladders", "invoice"]
    _, told = await ask(studio, "GET", f"{ENTRIES}/invoice")
    assert told["live"]["title"] == opened["title"]


async def test_where_the_files_are_not_the_release_is_read(open_shop: Open, tmp_path: Path) -> None:
    async with open_shop(data=tmp_path / "nowhere") as elsewhere:
        published(elsewhere, DATA)
        _, told = await ask(elsewhere, "GET", ENTRIES)
        assert (told["editable"], told["all"] > 60) == (False, True)
        assert "no folder with content on this machine" in told["refusal"]
        status, told = await save(elsewhere, await entry(elsewhere, "invoice"), title="Where is my bill?")
        assert (status, told["code"], told["elsewhere"]) == (409, "not_now", True)


async def test_who_gave_it_another_id_is_told(studio: Shop) -> None:
    hers = await entry(studio, "invoice")
    given = {"version": hers["version"], "id": "bill"}
    await ask(studio, "PUT", f"{ENTRIES}/invoice/id", given, "Sue")
    status, told = await save(studio, hers, title="Where is my receipt?")
    assert (status, told["gone"]) == (409, True)
    assert told["message"].startswith("Sue gave this entry another id")
