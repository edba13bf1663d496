"""Guided steps over real sockets: taken once, seen by the agent, and refused where they make no sense."""

from __future__ import annotations

import asyncio

import pytest

from tests.cast import STEPS, guided, once
from tests.web.conftest import Shop
from tests.web.page import Page


async def shown(shop: Shop) -> tuple[Page, int]:
    shop.bot.replies["dark!"] = guided("lamp")
    mia = await shop.pages.mia()
    await mia.call("say", text="dark!")
    answered = await mia.hear_event("bot_answered")
    assert answered["steps"] == STEPS
    return mia, answered["seq"]


async def test_an_agent_sees_every_step_that_was_tried(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    mia, answer = await shown(shop)
    first = await mia.call("step", answer=answer, path=[0])
    told = await mia.hear_event("step_taken")
    assert (told["seq"], told["label"], told["by"]["role"]) == (first["seq"], STEPS[0]["label"], "customer")
    await mia.call("step", answer=answer, path=[0, 1])
    requested = await mia.hear_event("handoff_requested")
    assert (requested["reason"], "note" in requested) == ("unsatisfied", False), "the note is for agents"
    taken = await ada.call("take")
    kinds = [event["kind"] for event in taken["events"]]
    assert kinds[2:7] == ["bot_answered", "step_taken", "step_taken", "handoff_requested", "queued"]
    assert taken["events"][4]["trail"] == [STEPS[0]["label"], "Still dark"]
    assert taken["events"][5]["note"]["steps"] == [[STEPS[0]["label"]], [STEPS[0]["label"], "Still dark"]]
    late = await mia.call("step", answer=answer, path=[1])
    assert (late["ok"], late["code"]) == (False, "not_now")


async def test_a_step_pressed_twice_at_once_on_two_tabs_is_taken_once(shop: Shop) -> None:
    mia, answer = await shown(shop)
    same = once()
    told = await asyncio.gather(
        *(mia.call("step", answer=answer, path=[0], client_id=same) for _ in range(2)),
        *(mia.call("step", answer=answer, path=[0]) for _ in range(2)),
    )
    assert all(one["ok"] for one in told)
    stored = await shop.stored(told[0]["conversation"])
    assert [event.kind.value for event in stored].count("step_taken") == 1


async def test_a_step_that_helps_settles_the_answer(shop: Shop) -> None:
    mia, answer = await shown(shop)
    assert (await mia.call("step", answer=answer, path=[0, 0]))["ok"]
    judged = await mia.hear_event("feedback_given")
    assert (judged["answer"], judged["helpful"]) == (answer, True)


async def test_nobody_takes_a_step_of_somebody_elses_answer(shop: Shop) -> None:
    _mia, answer = await shown(shop)
    max_ = await shop.pages.mia()
    refused = await max_.call("step", answer=answer, path=[0])
    assert (refused["ok"], refused["code"]) == (False, "not_found")
    assert (await max_.call("sync", after=0))["events"] == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"path": [0]}, "bad_request"),
        ({"answer": 3}, "bad_request"),
        ({"answer": 3, "path": []}, "bad_request"),
        ({"answer": 3, "path": [0] * 6}, "bad_request"),
        ({"answer": 3, "path": [-1]}, "bad_request"),
        ({"answer": 3, "path": ["0"]}, "bad_request"),
        ({"answer": 3, "path": [True]}, "bad_request"),
        ({"answer": 3, "path": [0.5]}, "bad_request"),
        ({"answer": 3, "path": {"0": 0}}, "bad_request"),
        ({"answer": 3, "path": [99]}, "not_found"),
        ({"answer": 2, "path": [0]}, "not_found"),
        ({"answer": 2**53 - 1, "path": [0]}, "not_found"),
    ],
    ids=str,
)
async def test_a_step_that_makes_no_sense_changes_nothing(
    shop: Shop, wrong: dict[str, object], code: str
) -> None:
    mia, answer = await shown(shop)
    assert answer == 3
    refused = await mia.call("step", **wrong)
    assert (refused["ok"], refused["code"]) == (False, code)
    assert (await mia.call("sync", after=3))["events"] == []
