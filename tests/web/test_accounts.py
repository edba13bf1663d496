"""Accounts over HTTP: invited, disabled, removed, let in again after a forgotten password."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from handoff.adapters import passes
from handoff.core.conversation import Status
from tests.cast import PASSWORD, once, until
from tests.mail.sink import Sink, plain, receiving
from tests.web.conftest import AGENTS, Open, Shop

FROM = "Shop <help@shop.example>"
NEW = "another long password"


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with receiving() as made:
        yield made


async def ask(shop: Shop, who: str | None, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """As that agent, or as anybody (None), or with a token."""
    token = shop.token(who) if who in AGENTS else who
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with shop.pages.http.request(method, shop.address + path, json=body, headers=headers) as response:
        return response.status, await response.json()


@pytest.fixture
async def boss(shop: Shop) -> str:
    """The token of an administrator."""
    return await administrator(shop)


async def administrator(shop: Shop, name: str = "Boss") -> str:
    accounts = shop.service.accounts
    made = accounts.save(f"{name.lower()}@shop.example", name, "admin", None, PASSWORD)
    AGENTS[name] = made.id
    return accounts.sign_in_as(made.id).token


def token_in(link: str) -> str:
    return link.partition("#")[2].partition("=")[2]


async def test_grace_is_invited_by_mail_and_creates_her_account(open_shop: Open, sink: Sink) -> None:
    async with open_shop(smtp_url=f"smtp://127.0.0.1:{sink.port}", mail_from=FROM) as shop:
        boss = await administrator(shop)
        invitation = {"email": "Hedy@Shop.example", "role": "agent", "team": "support"}
        status, made = await ask(shop, boss, "POST", "/api/invitations", invitation)
        assert (status, made["link"]) == (201, None), "the link travels by mail alone"
        await until(lambda: sink.arrived, "the invitation arrives")
        letter = plain(sink.arrived[0])
        assert "Boss invites you" in letter
        token = token_in(next(line for line in letter.splitlines() if "#invited=" in line))
        assert await ask(shop, None, "POST", "/api/invited", {"token": token}) == (
            200,
            {"email": "hedy@shop.example", "role": "agent", "team": "support", "invited_by": "Boss"},
        )
        short = {"token": token, "name": "Hedy", "password": "short"}
        status, refused = await ask(shop, None, "POST", "/api/invited/accept", short)
        assert (status, refused["field"]) == (400, "password")
        status, entered = await ask(
            shop, None, "POST", "/api/invited/accept", {**short, "password": PASSWORD}
        )
        assert (status, entered["agent"]["name"], entered["agent"]["role"]) == (200, "Hedy", "agent")
        assert (await ask(shop, entered["token"], "GET", "/api/me"))[0] == 200
        status, again = await ask(shop, None, "POST", "/api/invited/accept", {**short, "password": PASSWORD})
        assert (status, again["code"]) == (404, "not_found"), "the link works once"
        _, listed = await ask(shop, boss, "GET", "/api/agents")
        hedy = next(agent for agent in listed["agents"] if agent["name"] == "Hedy")
        assert (hedy["teams"], hedy["disabled"], hedy["seen_at"] is not None) == (["support"], False, True)
        assert listed["invitations"] == []


async def test_without_mail_the_link_is_shown_once_and_a_new_one_ends_the_old(shop: Shop, boss: str) -> None:
    invitation = {"email": "hedy@shop.example", "role": "supervisor", "team": "support"}
    _, first = await ask(shop, boss, "POST", "/api/invitations", invitation)
    assert first["link"].startswith(f"{shop.address}/console#invited=")
    _, listed = await ask(shop, boss, "GET", "/api/agents")
    assert [one["email"] for one in listed["invitations"]] == ["hedy@shop.example"]
    assert first["link"] not in str(listed)
    _, second = await ask(shop, boss, "POST", f"/api/invitations/{first['id']}/again")
    status, _ = await ask(shop, None, "POST", "/api/invited", {"token": token_in(first["link"])})
    assert status == 404
    opened = {"token": token_in(second["link"])}
    assert (await ask(shop, None, "POST", "/api/invited", opened))[0] == 200
    assert (await ask(shop, boss, "DELETE", f"/api/invitations/{second['id']}"))[0] == 200
    assert (await ask(shop, None, "POST", "/api/invited", opened))[0] == 404


async def test_an_invitation_lasts_three_days(shop: Shop, boss: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "INVITED_FOR_MS", 0)
    _, made = await ask(
        shop, boss, "POST", "/api/invitations", {"email": "h@shop.example", "team": "support"}
    )
    accept = {"token": token_in(made["link"]), "name": "Hedy", "password": PASSWORD}
    status, refused = await ask(shop, None, "POST", "/api/invited/accept", accept)
    assert (status, refused["reason"]) == (409, "expired")


WRONG_INVITATIONS: list[tuple[dict[str, Any], str]] = [
    ({"email": "nobody"}, "email"),
    ({"email": "ada@shop.example"}, "email"),
    ({"role": "queen"}, "role"),
    ({"team": "nowhere"}, "team"),
    ({"team": None}, "team"),
]


async def test_a_wrong_invitation_names_its_field(shop: Shop, boss: str) -> None:
    good = {"email": "hedy@shop.example", "role": "agent", "team": "support"}
    for change, field in WRONG_INVITATIONS:
        status, refused = await ask(shop, boss, "POST", "/api/invitations", good | change)
        assert status in (400, 409)
        assert refused["field"] == field
    assert (await ask(shop, boss, "GET", "/api/agents"))[1]["invitations"] == []


async def test_only_administrators_change_accounts(shop: Shop) -> None:
    grace = AGENTS["Grace"]
    for who in ("Ada", "Cleo", "Sue"):
        tried = [
            ("POST", "/api/invitations", {"email": "hedy@shop.example", "role": "admin", "team": "support"}),
            ("PUT", f"/api/agents/{AGENTS[who]}", {"name": who, "role": "admin", "teams": ["support"]}),
            ("POST", f"/api/agents/{grace}/disable", None),
            ("POST", f"/api/agents/{grace}/enable", None),
            ("POST", f"/api/agents/{grace}/password-link", None),
            ("DELETE", f"/api/agents/{grace}", None),
            ("DELETE", "/api/invitations/none", None),
        ]
        assert [(await ask(shop, who, *one))[0] for one in tried] == [403] * len(tried)
        assert (await ask(shop, who, "GET", "/api/agents"))[0] == (200 if who == "Sue" else 403)


async def test_who_is_disabled_is_out_at_once_and_their_customer_in_front(shop: Shop, boss: str) -> None:
    mia, max_ = await shop.pages.mia(), await shop.pages.mia()
    ada = await shop.pages.agent(shop.token("Ada"))
    await mia.call("person")
    conversation = (await ada.call("take"))["conversation"]
    await max_.call("person")
    status, shown = await ask(shop, boss, "POST", f"/api/agents/{AGENTS['Ada']}/disable")
    assert (status, shown["disabled"]) == (200, True)
    kept = await shop.service.log.conversation(conversation)
    assert kept is not None
    assert (kept.status, kept.agent) == (Status.QUEUED, None)
    first = (await shop.service.log.waiting(None))[0]
    assert first.id == conversation, "before Max, who came later"
    signing = {"email": "ada@shop.example", "password": PASSWORD}
    status, refused = await ask(shop, None, "POST", "/api/sign-in", signing)
    assert (status, "disabled" in refused["message"]) == (401, True)
    await shop.service.leases.renew()
    await ada.hear("signed_out")
    assert (await ask(shop, boss, "POST", f"/api/agents/{AGENTS['Ada']}/enable"))[1]["disabled"] is False
    assert (await ask(shop, None, "POST", "/api/sign-in", signing))[0] == 200


async def test_what_a_removed_account_held_is_found_by_whoever_runs_the_deadlines(shop: Shop) -> None:
    mia = await shop.pages.mia()
    ada = await shop.pages.agent(shop.token("Ada"))
    await mia.call("follow_up", client_id=once(), email="mia@home.example", text="Where is my lamp?")
    shelf = await shop.service.log.follow_ups(None, "")
    await ada.call("take", conversation=shelf[0].id)
    await asyncio.to_thread(shop.service.team_pages.roster.remove, AGENTS["Ada"])
    assert await shop.service.log.retired() == [shelf[0].id]
    await shop.service.desk.give_back(shelf[0].id)
    kept = await shop.service.log.conversation(shelf[0].id)
    assert kept is not None
    assert (kept.status, kept.agent, kept.team) == (Status.FOLLOW_UP, None, "support")
    assert await shop.service.log.retired() == []


async def test_the_last_administrator_can_neither_be_disabled_nor_demoted(shop: Shop, boss: str) -> None:
    second = await administrator(shop, "Second")
    boss_id, second_id = AGENTS["Boss"], AGENTS["Second"]
    assert (await ask(shop, boss, "POST", f"/api/agents/{boss_id}/disable"))[0] == 400, "not oneself"
    assert (await ask(shop, boss, "POST", f"/api/agents/{second_id}/disable"))[0] == 200
    assert (await ask(shop, second, "GET", "/api/me"))[0] == 401
    demoted = {"name": "Boss", "role": "agent", "teams": ["support"], "capacity": None}
    status, refused = await ask(shop, boss, "PUT", f"/api/agents/{boss_id}", demoted)
    assert (status, "last administrator" in refused["message"]) == (409, True)
    with pytest.raises(Exception, match="last administrator"):
        shop.service.team_pages.roster.remove(boss_id)


async def test_a_changed_role_counts_for_open_pages_too(shop: Shop, boss: str) -> None:
    await shop.pages.agent(shop.token("Ada"))
    change = {"name": "Ada L.", "role": "supervisor", "teams": ["support"], "capacity": 3}
    status, shown = await ask(shop, boss, "PUT", f"/api/agents/{AGENTS['Ada']}", change)
    assert (status, shown["name"], shown["role"], shown["capacity"]) == (200, "Ada L.", "supervisor", 3)
    await shop.service.leases.renew()
    await until(lambda: not shop.service.connections.of("/agent"), "her page is to come again")


WRONG_ACCOUNTS: list[tuple[dict[str, Any], str]] = [
    ({"name": " "}, "name"),
    ({"role": "queen"}, "role"),
    ({"teams": []}, "teams"),
    ({"teams": ["nowhere"]}, "teams"),
    ({"capacity": 0}, "capacity"),
    ({"capacity": "3"}, "capacity"),
]


async def test_a_wrong_account_names_its_field_and_changes_nothing(shop: Shop, boss: str) -> None:
    good = {"name": "Grace", "role": "agent", "teams": ["support"], "capacity": None}
    before = await ask(shop, boss, "GET", "/api/agents")
    for change, field in WRONG_ACCOUNTS:
        status, refused = await ask(shop, boss, "PUT", f"/api/agents/{AGENTS['Grace']}", good | change)
        assert (status, refused["field"]) == (400, field)
    assert await ask(shop, boss, "GET", "/api/agents") == before


async def test_a_forgotten_password_is_answered_alike_for_everybody(open_shop: Open, sink: Sink) -> None:
    async with open_shop(smtp_url=f"smtp://127.0.0.1:{sink.port}", mail_from=FROM) as shop:
        elsewhere = shop.token("Ada")
        asked = [
            await ask(shop, None, "POST", "/api/password/forgotten", {"email": email})
            for email in ("nobody@shop.example", "ADA@shop.example", "no address\x00")
        ]
        assert asked == [(200, {})] * 3
        await until(lambda: sink.arrived, "the link arrives")
        assert sink.recipients == ["ada@shop.example"]
        letter = plain(sink.arrived[0])
        token = token_in(next(line for line in letter.splitlines() if "#password=" in line))
        given = {"token": token, "password": NEW}
        status, entered = await ask(shop, None, "POST", "/api/password/new", given)
        assert (status, entered["agent"]["name"]) == (200, "Ada")
        assert (await ask(shop, elsewhere, "GET", "/api/me"))[0] == 401, "every other sign-in has ended"
        assert (await ask(shop, None, "POST", "/api/password/new", given))[0] == 404, "the link works once"
        shop.service.accounts.sign_in("ada@shop.example", NEW)


async def test_nobody_is_flooded_with_links_for_new_passwords(open_shop: Open, sink: Sink) -> None:
    async with open_shop(smtp_url=f"smtp://127.0.0.1:{sink.port}", mail_from=FROM) as shop:
        statuses = [
            (await ask(shop, None, "POST", "/api/password/forgotten", {"email": "ada@shop.example"}))[0]
            for _ in range(31)
        ]
        assert statuses == [200] * 30 + [429], "thirty from one place, then no more"
        await until(lambda: not shop.service.team_pages.accounts.busy, "all that was asked is done")
        with shop.service.engine.connect() as db:
            sent = db.exec_driver_sql("SELECT COUNT(*) FROM mails WHERE kind = 'way_in'").scalar()
        assert sent == passes.PASSWORD_LINKS_AN_HOUR


async def test_without_mail_an_administrator_passes_the_link_on(shop: Shop, boss: str) -> None:
    status, refused = await ask(shop, None, "POST", "/api/password/forgotten", {"email": "ada@shop.example"})
    assert (status, refused["code"]) == (409, "conflict")
    _, made = await ask(shop, boss, "POST", f"/api/agents/{AGENTS['Ada']}/password-link")
    assert "/console#password=" in made["link"]
    given = {"token": token_in(made["link"]), "password": NEW}
    assert (await ask(shop, None, "POST", "/api/password/new", given))[0] == 200


async def test_ada_changes_her_name_photo_and_password(shop: Shop) -> None:
    here, elsewhere = shop.token("Ada"), shop.token("Ada")
    photo = {"name": " Ada  Lovelace ", "avatar": "https://shop.example/ada.png"}
    status, shown = await ask(shop, here, "PUT", "/api/me", photo)
    assert (status, shown["name"], shown["avatar"]) == (200, "Ada Lovelace", photo["avatar"])
    change = {"old": "not hers", "new": NEW}
    status, refused = await ask(shop, here, "POST", "/api/me/password", change)
    assert (status, refused["field"]) == (400, "old")
    assert (await ask(shop, here, "POST", "/api/me/password", {"old": PASSWORD, "new": NEW}))[0] == 200
    assert (await ask(shop, here, "GET", "/api/me/profile"))[1]["name"] == "Ada Lovelace"
    assert (await ask(shop, elsewhere, "GET", "/api/me"))[0] == 401


UNSAFE = [
    "http://shop.example/a.png",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "https://",
    "https://me:pw@shop.example/",
    "https://x/ y",
    "https://x/" + "y" * 600,
]


async def test_a_photo_is_an_address_that_is_safe_to_show(shop: Shop) -> None:
    for avatar in UNSAFE:
        status, refused = await ask(shop, "Ada", "PUT", "/api/me", {"name": "Ada", "avatar": avatar})
        assert (status, refused["field"]) == (400, "avatar")


async def test_guessed_links_are_slowed_down(shop: Shop) -> None:
    found = [(await ask(shop, None, "POST", "/api/invited", {"token": f"guess {n}"}))[0] for n in range(32)]
    assert found == [404] * 30 + [429] * 2
