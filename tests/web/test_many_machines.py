"""Two services on one PostgreSQL and one Valkey: which of them somebody reached makes no difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.adapters.accounts import Accounts
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from tests.adapters.test_wire import Valkey
from tests.cast import PASSWORD, until
from tests.web.conftest import AGENTS, SECRET, Shop, running
from tests.web.page import token_of


def hire_ada(settings: Settings) -> None:
    engine = open_database(settings)
    AGENTS["Ada"] = Accounts(engine, now_ms).save("ada@shop.example", "Ada", "agent", None, PASSWORD).id
    engine.dispose()


@pytest.mark.xdist_group("postgresql")
async def test_mia_and_ada_meet_across_two_services(fresh_postgres_url: str, tmp_path: Path) -> None:
    known = dict(AGENTS)
    valkey = Valkey(tmp_path)
    await valkey.start()
    settings = Settings(
        home=tmp_path / "home", port=0, secret=SECRET, database_url=fresh_postgres_url,
        redis_url=valkey.url, head_s=0.5,
    )  # fmt: skip
    hire_ada(settings)
    try:
        async with running(settings) as here, running(settings) as there:
            for shop in (here, there):
                await until(lambda shop=shop: _knows_another(shop), "the services know each other")  # type: ignore[misc]
            first, mia = await here.pages.mia(), await here.pages.mia()
            await first.call("person")
            id = (await mia.call("person"))["conversation"]
            await mia.hear("queue", lambda told: told["position"] == 2)
            ada = await there.pages.agent(there.token("Ada"))
            assert [one["position"] for one in (await ada.hear("welcome"))["queue"]] == [1, 2]
            await ada.call("take")
            await mia.hear("queue", lambda told: told["position"] == 1)
            await ada.call("take", conversation=id)
            await mia.hear_event("agent_joined")
            await mia.call("say", text="Hello Ada")
            await ada.hear("event", lambda event: event.get("text") == "Hello Ada")
            await ada.call("say", conversation=id, text="Hello Mia")
            await mia.hear_event("agent_said")
            elsewhere = await there.pages.mia(token_of(mia))
            assert [e["kind"] for e in (await elsewhere.hear("welcome"))["events"]][-1] == "agent_said"
            await valkey.kill()
            await until(lambda: not here.service.wire.up, "Valkey is away")
            said = await ada.call("say", conversation=id, text="Still there?")
            assert said["ok"]
            await mia.hear("head", lambda head: head == said["head"])
    finally:
        AGENTS.clear()
        AGENTS.update(known)
        await valkey.kill()


def _knows_another(shop: Shop) -> bool:
    return bool(shop.service.wire._others)


@pytest.mark.xdist_group("postgresql")
async def test_without_redis_the_line_still_moves_on_every_service(
    fresh_postgres_url: str, tmp_path: Path
) -> None:
    """Nobody hears of anybody else's changes; each looks for itself."""
    known = dict(AGENTS)
    settings = Settings(
        home=tmp_path / "home", port=0, secret=SECRET, database_url=fresh_postgres_url,
        redis_url=f"unix://{tmp_path}/nobody",
    )  # fmt: skip
    hire_ada(settings)
    try:
        async with running(settings) as here, running(settings) as there:
            first, mia = await there.pages.mia(), await here.pages.mia()
            await first.call("person")
            await until(lambda: here.service.desk.line.count("support") == 1, "the other is seen to wait")
            await mia.call("person")
            await mia.hear("queue", lambda told: told["position"] == 2)
            ada = await there.pages.agent(there.token("Ada"))
            await ada.call("take")
            await mia.hear("queue", lambda told: told["position"] == 1)
    finally:
        AGENTS.clear()
        AGENTS.update(known)
