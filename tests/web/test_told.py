"""Telling those who had asked, over HTTP and sockets: listed, previewed, sent once, followed to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from content.entries import load
from tests.cast import once
from tests.web.conftest import Open, Shop
from tests.web.page import Page

ENTRY = next(entry for entry in load().entries if entry.id == "track-order")
PATH = "/api/studio/told"
MESSAGE = "You asked: {question}\n\nNow: {title}\n{link}"


@pytest.fixture
async def shop(open_shop: Open) -> AsyncIterator[Shop]:
    """Mail is written, and taken by nobody."""
    async with open_shop(smtp_url="smtp://127.0.0.1:9", mail_from="Shop <help@shop.example>") as opened:
        yield opened


async def send(shop: Shop, who: str, method: str, path: str, given: Any = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {shop.token(who)}", "Content-Type": "application/json"}
    body = None if given is None else orjson.dumps(given)
    async with shop.pages.http.request(method, shop.address + path, data=body, headers=headers) as response:
        return response.status, orjson.loads(await response.read())


def run(shop: Shop, statement: str, **values: Any) -> list[Any]:
    with shop.service.engine.begin() as db:
        done = db.execute(text(statement), values)
        return list(done) if done.returns_rows else []


def gap(shop: Shop, *conversations: str, id: int = 7, entry: str = "track-order", release: int = 3) -> None:
    """As following and grouping leave it."""
    about = orjson.dumps({"entry": entry, "release": release}).decode()
    run(
        shop,
        """INSERT INTO gaps (id, state, revision, touched, stale, likeness, size, nearest, questions,
        customers, agent_ms, score, told, changed_at) VALUES (:id, 'answered', 1, false, false, 1, 2,
        '[]', 2, 2, 0, 0, :told, 1)""",
        id=id,
        told=about,
    )
    for number, conversation in enumerate(conversations):
        run(
            shop,
            """INSERT INTO questions (conversation, seq, at, locale, became, chosen, agent_ms, text, gap,
            placed) VALUES (:conversation, :seq, :at, :locale, 'unanswered', false, 0, :text, :gap, true)""",
            conversation=conversation,
            seq=9_000 + id,
            at=1_000 + number,
            locale="en",
            text=f"Where is parcel {number}?",
            gap=id,
        )


async def asked(shop: Shop, *, email: str | None = None) -> tuple[Page, str]:
    mia = await shop.pages.mia(locale="en")
    said = await mia.call("person")
    if email is not None:
        await mia.call("follow_up", email=email, text="Where is it?")
    return mia, said["conversation"]


async def sent_all(shop: Shop, id: str) -> Any:
    while (await send(shop, "Cleo", "GET", f"{PATH}/{id}"))[1]["left"]:
        await shop.service.studio.told.sending.look()
    return (await send(shop, "Cleo", "GET", f"{PATH}/{id}"))[1]


async def test_those_who_had_asked_are_listed_told_once_and_counted(shop: Shop) -> None:
    (mia, hers), (max_, his) = await asked(shop, email="mia@home.example"), await asked(shop)
    gap(shop, hers, his)
    status, seen = await send(shop, "Cleo", "GET", f"{PATH}?gap=7")
    assert status == 200
    assert [(one["id"], one["question"], one["mail"]) for one in seen["customers"]] == [
        (his, "Where is parcel 1?", False),
        (hers, "Where is parcel 0?", True),
    ]
    assert (seen["title"], seen["link"], seen["asked"]) == (ENTRY.title, ENTRY.url, 2)
    assert all(name in seen["messages"][""] for name in ("{question}", "{title}", "{link}"))

    written = {"gap": 7, "message": MESSAGE}
    _, before = await send(shop, "Cleo", "POST", f"{PATH}/preview", written)
    assert (before["customers"], before["mailed"]) == (2, 1)
    assert f"You asked: Where is parcel 1?\n\nNow: {ENTRY.title}\n{ENTRY.url}" in before["previews"]

    pressed: dict[str, Any] = {**written, "client_id": once()}
    both = await asyncio.gather(*(send(shop, "Cleo", "POST", PATH, pressed) for _ in range(2)))
    assert [status for status, _ in both] == [202, 202]
    assert (await send(shop, "Sue", "POST", PATH, {**written, "client_id": once()}))[0] == 409
    done = await sent_all(shop, pressed["client_id"])
    assert (done["total"], done["sent"], done["mailed"], done["failed"]) == (2, 2, 1, 0)
    for page, question in ((mia, "parcel 0"), (max_, "parcel 1")):
        news = await page.hear_event("told")
        assert question in news["text"]
        assert (news["by"]["role"], news["by"]["name"], news["entry"]) == ("agent", "Cleo", "track-order")
    for conversation in (hers, his):
        kinds = [event.kind.value for event in await shop.stored(conversation)]
        assert kinds.count("told") == 1
    (mail,) = run(shop, "SELECT address, content FROM mails WHERE kind = 'told'")
    assert mail.address == "mia@home.example"
    assert "parcel" not in mail.content, "nobody has confirmed that address yet"
    assert ENTRY.title in mail.content
    _, after = await send(shop, "Cleo", "GET", f"{PATH}?gap=7")
    assert (after["customers"], after["told"]) == ([], 2)
    assert after["sent"][0]["messages"] == {"": MESSAGE}
    assert (await send(shop, "Ada", "GET", PATH))[1]["sent"] == after["sent"]
    assert not [row for row in run(shop, "SELECT * FROM told") if hers in str(row) or his in str(row)]


async def test_two_of_the_staff_at_once_tell_nobody_twice(shop: Shop) -> None:
    _mia, hers = await asked(shop)
    gap(shop, hers)
    shop.service.studio.told.sending._holding = type("Nobody", (), {"held": None})()
    first, second = once(), once()
    given = [
        send(shop, who, "POST", PATH, {"gap": 7, "message": "News.", "client_id": id})
        for who, id in (("Cleo", first), ("Sue", second))
    ]
    answers = await asyncio.gather(*given)
    desk = shop.service.studio.told.sending._desk
    waiting = [row.visitor for row in run(shop, "SELECT visitor FROM to_tell")]
    told = [await desk.tell(id, waiting[0]) for id in (first, second, first, second)]
    assert told.count(True) == 1
    assert {status for status, _ in answers} <= {202, 409}
    assert [event.kind.value for event in await shop.stored(hers)].count("told") == 1


async def test_only_those_who_were_chosen_and_need_it_are_told(shop: Shop) -> None:
    ids = [(await asked(shop))[1] for _ in range(3)]
    happy = await shop.pages.mia()
    helped = (await happy.call("say", text="returns?"))["conversation"]
    shown = await happy.hear_event("bot_answered")
    await happy.call("feedback", answer=shown["seq"], helpful=True)
    gap(shop, *ids, helped)
    blocked, chosen, other = ids
    rude = {"conversation": blocked, "reason": "rude"}
    assert (await send(shop, "Sue", "POST", "/api/blocked", rude))[0] == 201
    _, seen = await send(shop, "Sue", "GET", f"{PATH}?gap=7")
    assert {one["id"] for one in seen["customers"]} == {chosen, other}
    assert (seen["asked"], seen["helped"]) == (4, 1)
    given: dict[str, Any] = {"gap": 7, "message": "News.", "client_id": once()}
    assert (await send(shop, "Sue", "POST", PATH, {**given, "to": [helped, blocked, once()]}))[0] == 409
    begun = await send(shop, "Sue", "POST", PATH, {**given, "to": [chosen, helped]})
    assert (begun[0], begun[1]["total"]) == (202, 1)
    await sent_all(shop, given["client_id"])
    rest = {"gap": 7, "message": "News.", "client_id": once(), "but": [other]}
    assert (await send(shop, "Sue", "POST", PATH, rest))[0] == 409


async def test_a_release_tells_those_behind_all_gaps_that_it_answers_each_once(shop: Shop) -> None:
    (mia, hers), (_max, his) = await asked(shop), await asked(shop)
    gap(shop, hers)
    gap(shop, hers, his, id=8, entry="return-how")
    gap(shop, his, id=9, entry="return-how", release=2)
    _, seen = await send(shop, "Cleo", "GET", f"{PATH}?release=3")
    assert len(seen["customers"]) == 3
    given: dict[str, Any] = {"release": 3, "message": MESSAGE, "client_id": once()}
    assert (await send(shop, "Cleo", "POST", PATH, given))[1]["total"] == 2
    await sent_all(shop, given["client_id"])
    assert (await mia.hear_event("told"))["entry"] == "track-order"
    assert (await send(shop, "Cleo", "GET", f"{PATH}?release=9"))[0] == 404
    run(shop, "INSERT INTO releases (id, model, fingerprint, published_at) VALUES (9, 'm', 'f', 1)")
    status, seen = await send(shop, "Cleo", "GET", f"{PATH}?release=9")
    assert (status, seen["customers"], seen["asked"]) == (200, [], 0), "it answers nothing, or not yet"


async def test_closing_an_issue_tells_all_whom_it_affects_and_keeps_nobodys_name(shop: Shop) -> None:
    made = (await send(shop, "Cleo", "POST", "/api/known-issues", {"title": "Parcels are late"}))[1]
    (mia, hers), (max_, _his) = await asked(shop), await asked(shop)
    stranger = await shop.pages.mia()
    for page in (mia, stranger):
        assert (await page.call("affected", issue=made["id"]))["ok"]
    _, seen = await send(shop, "Cleo", "GET", f"{PATH}?issue={made['id']}")
    assert (seen["asked"], [one["id"] for one in seen["customers"]]) == (2, [hers])
    assert seen["customers"][0]["question"] is None
    wrong = {"issue": made["id"], "message": "{question}", "client_id": once()}
    assert (await send(shop, "Cleo", "POST", PATH, wrong))[1]["field"] == "message"
    given = {"issue": made["id"], "message": seen["messages"][""], "client_id": once()}
    assert (await send(shop, "Cleo", "POST", PATH, given))[0] == 202
    await sent_all(shop, given["client_id"])
    news = await mia.hear_event("told")
    assert (news["issue"], "Parcels are late" in news["text"]) == (made["id"], True)
    assert not [event for event in max_.events if event["kind"] == "told"]
    visitor = run(shop, "SELECT visitor FROM conversations WHERE id = :id", id=hers)[0].visitor
    kept = [run(shop, f"SELECT * FROM {table}") for table in ("told", "to_tell", "tellings", "affected")]
    assert visitor not in str(kept)


async def test_what_was_begun_can_be_stopped(shop: Shop) -> None:
    _mia, hers = await asked(shop)
    gap(shop, hers)
    shop.service.studio.told.sending._holding = type("Nobody", (), {"held": None})()
    id = once()
    await send(shop, "Cleo", "POST", PATH, {"gap": 7, "message": "News.", "client_id": id})
    status, stopped = await send(shop, "Cleo", "POST", f"{PATH}/{id}/stop")
    assert (status, stopped["left"], stopped["total"]) == (200, 0, 0)
    assert len((await send(shop, "Cleo", "GET", f"{PATH}?gap=7"))[1]["customers"]) == 1, "and told later"


async def test_an_entry_that_nobody_may_read_is_named_to_nobody(shop: Shop) -> None:
    _mia, hers = await asked(shop)
    gap(shop, hers, entry="not-published")
    _, seen = await send(shop, "Cleo", "GET", f"{PATH}?gap=7")
    assert (seen["entry"], seen["link"], seen["placeholders"]) == (None, None, ["question"])
    given = {"gap": 7, "message": MESSAGE, "client_id": once()}
    assert (await send(shop, "Cleo", "POST", PATH, given))[1]["field"] == "message"
    assert (await send(shop, "Cleo", "POST", PATH, {**given, "entry": "track-order"}))[0] == 202


async def test_who_may_not_does_not(shop: Shop) -> None:
    _mia, hers = await asked(shop)
    gap(shop, hers)
    given = {"gap": 7, "message": "News.", "client_id": once()}
    assert (await send(shop, "Ada", "GET", f"{PATH}?gap=7"))[0] == 200
    for path in (PATH, f"{PATH}/preview", f"{PATH}/{once()}/stop"):
        assert (await send(shop, "Ada", "POST", path, given))[0] == 403, path
    async with shop.pages.http.get(f"{shop.address}{PATH}?gap=7") as response:
        assert response.status == 401


WRONG: list[tuple[dict[str, object], int]] = [
    ({}, 400),
    ({"gap": 7, "issue": "11111111-1111-4111-8111-111111111111"}, 400),
    ({"gap": "7"}, 400),
    ({"gap": 0}, 400),
    ({"gap": 2**40}, 400),
    ({"gap": True}, 400),
    ({"gap": 8}, 404),
    ({"release": 99}, 404),
    ({"issue": "11111111-1111-4111-8111-111111111111"}, 404),
    ({"issue": "; DROP TABLE told"}, 400),
    ({"gap": 7, "message": ""}, 400),
    ({"gap": 7, "message": "{title}{link}"}, 400),
    ({"gap": 7, "message": "x" * 2_001}, 400),
    ({"gap": 7, "message": None}, 400),
    ({"gap": 7, "to": "nobody"}, 400),
    ({"gap": 7, "to": ["x"]}, 400),
    ({"gap": 7, "to": []}, 409),
    ({"gap": 7, "messages": {"<b>": "x"}}, 400),
    ({"gap": 7, "messages": {"de": "{title}{__class__}" * 200}}, 400),
    ({"gap": 7, "client_id": "no"}, 400),
]


async def test_what_makes_no_sense_tells_nobody(shop: Shop) -> None:
    _mia, hers = await asked(shop)
    gap(shop, hers)
    for wrong, status in WRONG:
        given = {"message": "News.", "client_id": once(), **wrong}
        answer = await send(shop, "Cleo", "POST", PATH, given)
        assert answer[0] == status, (wrong, answer)
        assert answer[1]["message"]
    assert run(shop, "SELECT * FROM to_tell") == run(shop, "SELECT * FROM tellings") == []
