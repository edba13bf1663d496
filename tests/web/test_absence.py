"""Nobody there: those who wait hear why and until when, and are offered an equally good way at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
from sqlalchemy import update

from handoff.adapters import schema
from handoff.ports import Known
from tests.web.conftest import Open, Shop
from tests.web.page import Page


async def offer(mia: Page, because: str | None) -> dict[str, object] | None:
    """The way offered beside waiting, once it is offered for that reason (None: once it no longer is)."""

    def fits(told: dict[str, object]) -> bool:
        form = told["follow_up"]
        return (form["because"] if isinstance(form, dict) else None) == because

    told = await mia.hear("queue", fits)
    form: dict[str, object] | None = told["follow_up"]
    return form


async def test_nobody_is_there_and_then_somebody_is(shop: Shop) -> None:
    mia = await shop.pages.mia()
    await mia.call("person")
    form = await offer(mia, "nobody")
    assert form is not None
    assert (form["opens_at"], form["callbacks"], form["email"]) == (None, True, None)
    assert form["mail"] is False, "this shop has no mail server, so no mail is promised"
    mia.heard.clear()
    await shop.pages.agent(shop.token("Ada"))
    assert await offer(mia, None) is None


async def test_outside_the_hours_they_hear_when_we_open(shop: Shop) -> None:
    day = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    hours = {"time_zone": "UTC", "week": {}, "special": {day: ["09:00-17:00"]}}
    with shop.service.engine.begin() as db:
        db.execute(update(schema.teams).values(settings=orjson.dumps({"hours": hours}).decode()))
    await shop.pages.agent(shop.token("Ada"))
    mia = await shop.pages.mia()
    await mia.call("person")
    form = await offer(mia, "closed")
    assert form is not None
    assert form["opens_at"] == f"{day}T09:00:00.000Z"
    slots = form["slots"]
    assert isinstance(slots, list)
    assert slots[0] == f"{day}T09:00:00.000Z"


async def test_the_form_brings_what_may_answer_the_question_but_not_what_was_shown(shop: Shop) -> None:
    class Two:
        async def entries(self) -> dict[str, Known]:
            return {id: Known(id, id.title(), f"https://shop.example/{id}") for id in ("returns", "invoice")}

    shop.service.suggester._catalogue = Two()
    shop.bot.suggestions = ["returns", "invoice", "unknown"]
    mia = await shop.pages.mia()
    await mia.call("say", text="returns?")
    answered = await mia.hear_event("bot_answered")
    await mia.call("feedback", answer=answered["seq"], helpful=False)
    told = await mia.hear("queue", lambda told: bool(told["follow_up"] and told["follow_up"]["entries"]))
    assert [one["entry"] for one in told["follow_up"]["entries"]] == ["invoice"]
    sue = await shop.pages.agent(shop.token("Sue"))
    beside = await sue.call("suggest", conversation=told["conversation"])
    assert [(one["entry"], one["seen"], one["refused"]) for one in beside["entries"]] == [
        ("returns", True, True),
        ("invoice", False, False),
    ]


async def test_a_wait_over_the_limit_is_offered_another_way(open_shop: Open) -> None:
    async with open_shop() as shop:
        with shop.service.engine.begin() as db:
            db.execute(update(schema.teams).values(settings='{"wait_limit_s": 1}'))
        await shop.pages.agent(shop.token("Ada"))
        mia = await shop.pages.mia()
        await mia.call("person")
        assert await offer(mia, "long_wait") is not None


async def test_the_form_goes_the_whole_way(shop: Shop) -> None:
    mia = await shop.pages.mia()
    id = (await mia.call("person"))["conversation"]
    for wrong, field in (({"email": "mia"}, "email"), ({"email": "mia@shop.example", "slot": "soon"}, "slot"),
                         ({"email": "mia@shop.example", "phone": "12"}, "phone")):  # fmt: skip
        refused = await mia.call("follow_up", text="When does my lamp arrive?", **wrong)
        assert (refused["code"], refused["field"]) == ("bad_request", field)
    left = await mia.call("follow_up", email="mia@shop.example", text="When does my lamp arrive?")
    assert left["ok"]
    assert (await mia.hear_event("follow_up_left"))["email"] == "mia@shop.example"
    ada = await shop.pages.agent(shop.token("Ada"))
    welcome = await ada.hear("welcome")
    assert [one["id"] for one in welcome["follow_ups"]] == [id]
    await ada.call("take", conversation=id)
    await ada.call("say", conversation=id, text="Tomorrow, says the carrier.")
    assert (await mia.hear_event("agent_said"))["channel"] == "mail"


async def test_one_network_does_not_send_mail_to_everybody(shop: Shop) -> None:
    """Visitors are free to make, and each form may lead to a mail to somebody else's address."""
    mia = await shop.pages.mia()
    for number in range(30):
        assert (await mia.call("follow_up", email=f"somebody{number}@shop.example", text="Hello?"))["ok"]
    another = await shop.pages.mia()
    refused = await another.call("follow_up", email="one@shop.example", text="Hello?")
    assert (refused["code"], refused["retry_s"] > 60) == ("too_many", True)
    assert (await another.call("person"))["ok"]
