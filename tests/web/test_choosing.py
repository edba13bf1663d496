"""Titles to choose from, over real sockets: the choice is the content's answer, none of them is a person."""

from __future__ import annotations

import pytest

from content.entries import load
from handoff.core.bot import BotReply
from tests.web.conftest import Shop
from tests.web.page import Page

ENTRIES = {entry.id: entry for entry in load().entries}
UNSURE = BotReply(
    suggested=tuple({"entry": id, "title": ENTRIES[id].title} for id in ("return-how", "refund-when")),
    model="m-7",
    entities=({"entity": "amount", "value": "5"},),
)


async def asked(shop: Shop) -> Page:
    shop.bot.replies["money back?"] = UNSURE
    mia = await shop.pages.mia()
    await mia.call("say", text="money back?")
    return mia


async def test_a_chosen_title_brings_the_contents_answer(shop: Shop) -> None:
    mia = await asked(shop)
    offer = await mia.hear_event("bot_suggested")
    assert offer["entries"] == list(UNSURE.suggested)
    assert "entities" not in offer, "what was recognised is for agents"
    chosen = await mia.call("choose", suggestion=offer["seq"], entry="refund-when")
    assert (chosen["ok"], chosen["entry"]) == (True, "refund-when")
    shown = await mia.hear_event("bot_answered")
    entry = ENTRIES["refund-when"]
    assert (shown["title"], shown["text"], shown["url"]) == (entry.title, entry.answer, entry.url)
    assert (shown["suggestion"], shown["model"], shown["by"]["role"]) == (offer["seq"], "m-7", "bot")
    again = await mia.call("choose", suggestion=offer["seq"], entry="return-how")
    assert (again["ok"], again["entry"]) == (True, "refund-when")
    judged = await mia.call("feedback", answer=shown["seq"], helpful=True)
    assert judged["helpful"] is True


async def test_none_of_these_is_a_person_who_sees_all_of_it_and_what_was_passed_over(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    mia = await asked(shop)
    offer = await mia.hear_event("bot_suggested")
    chosen = await mia.call("choose", suggestion=offer["seq"], entry=None)
    assert (chosen["ok"], chosen["entry"]) == (True, None)
    handoff = await mia.hear_event("handoff_requested")
    assert (handoff["reason"], handoff["suggestion"], handoff["by"]["role"]) == (
        "no_answer",
        offer["seq"],
        "customer",
    )
    taken = await ada.call("take")
    kinds = [event["kind"] for event in taken["events"]]
    assert kinds[:5] == [
        "conversation_started",
        "customer_said",
        "bot_suggested",
        "handoff_requested",
        "queued",
    ]
    shop.bot.suggestions = ["refund-when", "exchange"]
    beside = await ada.call("suggest", conversation=chosen["conversation"])
    assert [(one["entry"], one["refused"]) for one in beside["entries"]] == [
        ("refund-when", True),
        ("exchange", False),
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"entry": "return-how"}, "bad_request"),
        ({"suggestion": "2", "entry": None}, "bad_request"),
        ({"suggestion": 2}, "bad_request"),
        ({"suggestion": 0, "entry": None}, "bad_request"),
        ({"suggestion": 999, "entry": None}, "not_found"),
        ({"suggestion": 1, "entry": "unheard-of"}, "not_found"),
        ({"suggestion": 1, "entry": "x" * 201}, "bad_request"),
        ({"suggestion": 1, "entry": 7}, "bad_request"),
    ],
)
async def test_a_choice_that_makes_no_sense_changes_nothing(
    shop: Shop, wrong: dict[str, object], code: str
) -> None:
    mia = await shop.pages.mia()
    refused = await mia.call("choose", **wrong)
    assert (refused["ok"], refused["code"]) == (False, code)
    assert (await mia.call("sync", after=0))["events"] == [], "nothing was begun by it"
