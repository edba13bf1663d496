"""What agents' pages hear of each other and of themselves, so that each can show what is so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from handoff.adapters import schema
from tests.cast import TEAM
from tests.web.conftest import AGENTS, Open, Shop
from tests.web.test_journey_on_sockets import queued


def let(shop: Shop, name: str, **columns: Any) -> None:
    """What an administrator sets."""
    with shop.service.engine.begin() as db:
        db.execute(update(schema.agents).where(schema.agents.c.id == AGENTS[name]).values(**columns))


async def test_colleagues_are_listed_with_what_they_hold_and_teams_with_who_is_there(shop: Shop) -> None:
    ada, grace = [await shop.pages.agent(shop.token(name)) for name in ("Ada", "Grace")]
    await queued(shop)
    _, id = await queued(shop)
    await grace.call("take", conversation=id)
    told = await ada.call("colleagues")
    known = {one["name"]: one for one in told["agents"]}
    assert known.keys() == {"Grace", "Sue"}, "neither herself nor who writes content"
    assert (known["Grace"]["state"], known["Grace"]["load"], known["Grace"]["teams"]) == (
        "available",
        1,
        [TEAM],
    )
    assert (known["Sue"]["state"], known["Sue"]["teams"]) == ("away", None)
    [team] = told["teams"]
    assert (team["name"], team["open"], team["available"], team["waiting"]) == (TEAM, True, 1, 1)


async def test_every_tab_hears_when_its_agent_is_full_and_when_no_longer(shop: Shop) -> None:
    let(shop, "Ada", capacity=1)
    here, there = [await shop.pages.agent(shop.token("Ada")) for _ in range(2)]
    _, id = await queued(shop)
    await here.call("take", conversation=id)
    for tab in (here, there):
        assert (await tab.hear("status"))["state"] == "busy"
    await here.call("release", conversation=id)
    for tab in (here, there):
        await tab.hear("status", lambda told: told["state"] == "available")


async def test_wrapping_up_says_when_it_ends_and_what_is_then_and_ends_at_a_word(shop: Shop) -> None:
    with shop.service.engine.begin() as db:
        db.execute(update(schema.teams).values(settings='{"wrap_up_s": 300}'))
    ada = await shop.pages.agent(shop.token("Ada"))
    _, id = await queued(shop)
    await ada.call("take", conversation=id)
    await ada.call("resolve", conversation=id)
    told = await ada.hear("status", lambda told: told["state"] == "wrapping_up")
    assert told["until"] is not None
    assert told["then"] == "available"
    ready = await ada.call("status", available=True)
    assert (ready["state"], ready["until"]) == ("available", None)


async def test_supervisors_see_who_holds_what_as_it_changes_hands(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    sue = await shop.pages.agent(shop.token("Sue"))
    _, id = await queued(shop)
    await ada.call("take", conversation=id)
    held = await sue.hear("held", lambda told: told["op"] == "add")
    assert (held["conversation"]["id"], held["conversation"]["agent"]["name"]) == (id, "Ada")
    again = await shop.pages.agent(shop.token("Sue"))
    assert [one["id"] for one in (await again.hear("welcome"))["held"]] == [id]
    await ada.call("release", conversation=id)
    await sue.hear("held", lambda told: told["op"] == "remove" and told["conversation"]["id"] == id)
    assert (await ada.hear("welcome"))["held"] == []
    assert not any(name == "held" for name, _ in ada.heard), "for supervisors alone"


async def test_how_many_wait_is_told_to_the_team(shop: Shop) -> None:
    ada = await shop.pages.agent(shop.token("Ada"))
    await queued(shop)
    await ada.hear("waiting", lambda told: told == {TEAM: 1})
    await ada.call("take")
    await ada.hear("waiting", lambda told: told == {TEAM: 0})


async def test_silence_is_told_with_when_it_ends_and_what_came_of_it(open_shop: Open) -> None:
    async with open_shop(agent_nudge_s=0.2, agent_idle_s=0.7) as shop:
        ada = await shop.pages.agent(shop.token("Ada"))
        mia, id = await queued(shop)
        await ada.call("take", conversation=id)
        nudge = await ada.hear("nudge")
        assert (nudge["conversation"], nudge["since"] < nudge["requeued_at"]) == (id, True)
        again = await shop.pages.agent(shop.token("Ada"))
        [held] = (await again.hear("welcome"))["mine"]
        assert held["nudge"] == {"since": nudge["since"], "requeued_at": nudge["requeued_at"]}
        away = await ada.hear("status", lambda told: told["state"] == "away")
        assert (away["available"], away["label"]) == (False, "Missed a customer")
        await mia.hear_event("agent_left")
        back = await shop.pages.agent(shop.token("Ada"))
        [lost] = (await back.hear("welcome"))["lost"]
        assert (lost["conversation"], lost["customer"], lost["reason"]) == (id, {"name": None}, "idle")
