"""Accounts, sign-ins and presence: who may work here, and who is there now."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from handoff.adapters import schema
from handoff.adapters.accounts import TOKEN_LASTS_MS, Accounts
from handoff.adapters.event_log import SqlLog
from handoff.adapters.memory import MemoryClock
from handoff.adapters.presence import SqlPresence
from handoff.core.errors import BadRequest, Conflict, NotFound, Unauthorised
from handoff.core.teams import Need, choose
from handoff.first_admin import FirstAdminLink
from tests.adapters.conftest import LEASE_MS, SQL, hire, written
from tests.cast import ADA, CLEO, GRACE, NOON, PASSWORD, SUE, TEAM

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
everywhere = pytest.mark.parametrize("database_url", SQL, indirect=True)


@pytest.fixture
def clock() -> MemoryClock:
    return MemoryClock(NOON)


@pytest.fixture
def accounts(engine: Engine, clock: MemoryClock) -> Accounts:
    return Accounts(engine, clock)


@pytest.fixture
def presence(engine: Engine, clock: MemoryClock) -> SqlPresence:
    return SqlPresence(engine, clock, LEASE_MS)


@everywhere
def test_ada_signs_in_and_her_token_proves_who_she_is(accounts: Accounts) -> None:
    saved = accounts.save(" ADA@shop.example ", "Ada  Lovelace", "agent", None, PASSWORD)
    assert (saved.email, saved.name, saved.teams) == ("ada@shop.example", "Ada Lovelace", (TEAM,))
    signed = accounts.sign_in("Ada@Shop.Example", PASSWORD)
    assert signed.agent == saved
    assert accounts.agent_of(signed.token) == saved


@on_sqlite
def test_passwords_are_kept_as_argon2_and_tokens_as_hashes(accounts: Accounts, engine: Engine) -> None:
    accounts.save("ada@shop.example", "Ada", "agent", None, PASSWORD)
    token = accounts.sign_in("ada@shop.example", PASSWORD).token
    with engine.connect() as db:
        kept = db.scalar(select(schema.agents.c.password_hash))
        session = db.scalar(select(schema.sessions.c.token_hash))
    assert str(kept).startswith("$argon2id$")
    assert session == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(kept) + str(session)


@everywhere
@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@shop.example", "wrong password!"),
        ("nobody@shop.example", PASSWORD),
        ("", ""),
        ("ada@shop.example\u0000", PASSWORD),
        ("'; DROP TABLE agents; --", PASSWORD),
    ],
)
def test_a_wrong_address_and_a_wrong_password_sound_the_same(
    accounts: Accounts, email: str, password: str
) -> None:
    accounts.save("ada@shop.example", "Ada", "agent", None, PASSWORD)
    with pytest.raises(Unauthorised, match="do not go together"):
        accounts.sign_in(email, password)


@on_sqlite
def test_a_sign_in_lasts_twelve_hours(accounts: Accounts, clock: MemoryClock) -> None:
    accounts.save("ada@shop.example", "Ada", "agent", None, PASSWORD)
    token = accounts.sign_in("ada@shop.example", PASSWORD).token
    clock.advance(TOKEN_LASTS_MS - 1)
    accounts.agent_of(token)
    clock.advance(1)
    with pytest.raises(Unauthorised):
        accounts.agent_of(token)
    assert accounts.living([hashlib.sha256(token.encode()).hexdigest()]) == {}


@on_sqlite
def test_a_new_password_ends_every_sign_in(accounts: Accounts) -> None:
    accounts.save("ada@shop.example", "Ada", "agent", None, PASSWORD)
    tokens = [accounts.sign_in("ada@shop.example", PASSWORD).token for _ in range(2)]
    accounts.save("ada@shop.example", "Ada", "agent", None, "another password")
    for token in tokens:
        with pytest.raises(Unauthorised):
            accounts.agent_of(token)
    with pytest.raises(Unauthorised):
        accounts.sign_in("ada@shop.example", PASSWORD)
    accounts.sign_in("ada@shop.example", "another password")


@on_sqlite
def test_signing_out_ends_that_sign_in_alone(accounts: Accounts) -> None:
    accounts.save("ada@shop.example", "Ada", "agent", None, PASSWORD)
    here, there = (accounts.sign_in("ada@shop.example", PASSWORD).token for _ in range(2))
    accounts.sign_out(here)
    with pytest.raises(Unauthorised):
        accounts.agent_of(here)
    accounts.agent_of(there)


@on_sqlite
def test_roles_decide_what_is_seen(accounts: Accounts) -> None:
    ada = accounts.save("ada@shop.example", "Ada", "agent", "sales", PASSWORD)
    sue = accounts.save("sue@shop.example", "Sue", "supervisor", None, PASSWORD)
    assert (ada.sees("sales"), ada.sees(TEAM), ada.sees(None)) == (True, False, False)
    assert (sue.sees("sales"), sue.sees(TEAM)) == (True, True)
    both = accounts.save("ada@shop.example", "Ada", "agent", TEAM, PASSWORD)
    assert both.teams == ("sales", TEAM)


@on_sqlite
@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("email", ("not an address", "Ada", "agent", None, PASSWORD)),
        ("email", ("a b@shop.example", "Ada", "agent", None, PASSWORD)),
        ("email", ("a\u0000b@shop.example", "Ada", "agent", None, PASSWORD)),
        ("email", ("x" * 250 + "@shop.example", "Ada", "agent", None, PASSWORD)),
        ("name", ("ada@shop.example", "  ", "agent", None, PASSWORD)),
        ("name", ("ada@shop.example", "A\u0000da", "agent", None, PASSWORD)),
        ("role", ("ada@shop.example", "Ada", "boss", None, PASSWORD)),
        ("team", ("ada@shop.example", "Ada", "agent", "x" * 65, PASSWORD)),
        ("team", ("ada@shop.example", "Ada", "agent", "a\u0000b", PASSWORD)),
        ("password", ("ada@shop.example", "Ada", "agent", None, "short")),
    ],
)
def test_a_wrong_account_is_refused_by_its_field_and_leaves_nothing(
    accounts: Accounts, field: str, given: tuple[str, str, str, str | None, str]
) -> None:
    with pytest.raises(BadRequest) as refused:
        accounts.save(*given)
    assert refused.value.wire()["field"] == field
    assert accounts.none_yet()


@everywhere
async def test_handoffs_go_to_a_team_that_somebody_serves(engine: Engine, clock: MemoryClock) -> None:
    """A team of content writers alone is nobody: a customer would wait there unseen for ever."""
    accounts = Accounts(engine, clock)
    with written(engine) as writer:
        log = SqlLog(engine, writer, clock)
        assert await log.transact(lambda tx: choose(tx.teams(), Need("asked"))) == TEAM
        accounts.save("cleo@shop.example", "Cleo", "content", "writers", PASSWORD)
        clock.advance(1)
        accounts.save("ada@shop.example", "Ada", "agent", "sales", PASSWORD)
        assert await log.transact(lambda tx: choose(tx.teams(), Need("asked"))) == "sales"
        clock.advance(1)
        accounts.save("grace@shop.example", "Grace", "agent", TEAM, PASSWORD)
        assert await log.transact(lambda tx: choose(tx.teams(), Need("asked"))) == TEAM


@everywhere
async def test_a_lease_lapses_by_itself_and_lives_while_it_is_renewed(
    engine: Engine, presence: SqlPresence, clock: MemoryClock
) -> None:
    hire(engine, ADA, GRACE)
    await presence.connect(ADA.id, "tab")
    for _ in range(5):
        clock.advance(LEASE_MS // 2)
        await presence.renew({"tab": ADA.id})
        assert await presence.is_connected(ADA.id)
    clock.advance(LEASE_MS)
    assert not await presence.is_connected(ADA.id)
    await presence.renew({})
    clock.advance(20 * LEASE_MS)
    await presence.renew({})
    with engine.connect() as db:
        assert db.execute(select(schema.leases)).all() == [], "and leaves no row behind"


@everywhere
async def test_a_lease_that_was_swept_away_while_its_socket_lives_is_there_again(
    engine: Engine, presence: SqlPresence, clock: MemoryClock
) -> None:
    """After a long outage of the database another service may sweep before this one renews."""
    hire(engine, ADA, GRACE)
    await presence.connect(ADA.id, "swept")
    clock.advance(11 * LEASE_MS)
    await presence.connect(GRACE.id, "kept")
    await presence.renew({})
    assert not await presence.is_connected(ADA.id)
    await presence.renew({"swept": ADA.id, "kept": GRACE.id})
    assert await presence.is_connected(ADA.id)
    clock.advance(LEASE_MS - 1)
    assert await presence.is_connected(GRACE.id)
    clock.advance(1)
    assert not await presence.is_connected(GRACE.id), "and lapses like any other"


@everywhere
async def test_customers_see_at_most_five_faces_and_never_a_content_writers(
    engine: Engine, presence: SqlPresence
) -> None:
    hire(engine, ADA, GRACE, CLEO, SUE)
    assert await presence.staff() == []
    for agent in (ADA, GRACE, CLEO, SUE):
        await presence.connect(agent.id, f"tab of {agent.name}")
    await presence.set_status(GRACE.id, False, "lunch")
    assert [face["name"] for face in await presence.staff()] == ["Ada", "Sue"]
    assert await presence.status(GRACE.id) == (False, "lunch")
    assert await presence.status("nobody") == (False, None)


@on_sqlite
def test_the_first_administrators_link_works_once(
    accounts: Accounts, clock: MemoryClock, tmp_path: Path
) -> None:
    link = FirstAdminLink(accounts, tmp_path, clock)
    path = link.offer("http://127.0.0.1:8000")
    assert path is not None
    assert path.stat().st_mode & 0o777 == 0o600
    token = path.read_text().strip().partition("#first=")[2]
    with pytest.raises(Unauthorised):
        link.redeem("guessed", "sue@shop.example", "Sue", PASSWORD)
    with pytest.raises(BadRequest):
        link.redeem(token, "sue@shop.example", "Sue", "short")
    signed = link.redeem(token, "sue@shop.example", "Sue", PASSWORD)
    assert (signed.agent.role, path.exists()) == ("admin", False)
    for _ in range(2):
        with pytest.raises((Unauthorised, Conflict)):
            link.redeem(token, "eve@shop.example", "Eve", PASSWORD)
    assert link.offer("http://127.0.0.1:8000") is None


@on_sqlite
def test_the_first_administrators_link_lasts_fifteen_minutes(
    accounts: Accounts, clock: MemoryClock, tmp_path: Path
) -> None:
    link = FirstAdminLink(accounts, tmp_path, clock)
    path = link.offer("http://127.0.0.1:8000")
    assert path is not None
    token = path.read_text().strip().partition("#first=")[2]
    clock.advance(15 * 60_000 + 1)
    with pytest.raises(Unauthorised, match="expired"):
        link.redeem(token, "sue@shop.example", "Sue", PASSWORD)


@everywhere
async def test_faces_are_of_those_who_serve_a_team_that_is_open(
    engine: Engine, presence: SqlPresence
) -> None:
    hire(engine, ADA, CLEO, SUE)
    await presence.connect(ADA.id, "tab of Ada")
    await presence.connect(CLEO.id, "tab of Cleo")
    assert [face["name"] for face in await presence.staff([TEAM])] == ["Ada"]
    assert await presence.staff(["sales"]) == []
    await presence.connect(SUE.id, "tab of Sue")
    assert [face["name"] for face in await presence.staff(["sales"])] == ["Sue"], "who sees every team"
    assert await presence.staff([]) == [], "closed is closed for all"


@everywhere
def test_a_capacity_is_a_limit_or_none(accounts: Accounts) -> None:
    accounts.save("ada@shop.example", "Ada", "agent", None, PASSWORD)
    assert [most for _, most in accounts.all()] == [None]
    for most in (3, None):
        assert accounts.set_capacity("Ada@shop.example", most).name == "Ada"
        assert [kept for _, kept in accounts.all()] == [most]
    for wrong in (0, -1, 1_001):
        with pytest.raises(BadRequest, match="capacity: "):
            accounts.set_capacity("ada@shop.example", wrong)
    with pytest.raises(NotFound):
        accounts.set_capacity("grace@shop.example", 1)
