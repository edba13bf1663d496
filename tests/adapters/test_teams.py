"""Teams in SQL: what is saved is what rules read, and nothing wrong is ever saved."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from handoff.adapters import schema
from handoff.adapters.accounts import Accounts
from handoff.adapters.event_log import SqlLog
from handoff.adapters.memory import MemoryClock, MemoryLog
from handoff.adapters.teams import Teams
from handoff.core.errors import BadRequest, Conflict, NotFound
from handoff.core.teams import Team
from tests.adapters.conftest import SQL, hire, written
from tests.cast import ADA, CLEO, GRACE, NOON, PASSWORD, TEAM, Story

everywhere = pytest.mark.parametrize("database_url", SQL, indirect=True)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OFFICE = {"time_zone": "Europe/Tallinn", "week": {"mon": ["09:00-17:00"]}}


@pytest.fixture
def clock() -> MemoryClock:
    return MemoryClock(NOON)


@pytest.fixture
def teams(engine: Engine, clock: MemoryClock) -> Teams:
    hire(engine, ADA, GRACE, CLEO)
    return Teams(engine, clock)


@everywhere
def test_members_are_those_who_could_take_customers(teams: Teams, clock: MemoryClock) -> None:
    clock.advance(1)
    teams.add("sales")
    assert teams.all() == (Team(TEAM, members=2), Team("sales"))


@everywhere
def test_what_is_saved_is_what_a_transaction_reads_at_once(
    engine: Engine, teams: Teams, clock: MemoryClock
) -> None:
    teams.save(TEAM, {"languages": ["et"], "hours": {**OFFICE, "holidays": {"country": "EE"}}})
    (saved,) = teams.all()
    assert saved.languages == {"et"}
    assert saved.hours is not None
    assert saved.hours.holidays
    teams.save(TEAM, {"sticky": False})
    (again,) = teams.all()
    assert (again.languages, again.hours, again.sticky) == (frozenset(), None, False), "left out: the default"


@everywhere
async def test_a_transaction_sees_every_team(engine: Engine, teams: Teams, clock: MemoryClock) -> None:
    with written(engine) as writer:
        log = SqlLog(engine, writer, clock)
        assert await log.transact(lambda tx: list(tx.teams())) == [Team(TEAM, members=2)]
        teams.save(TEAM, {"wrap_up_s": 5})
        assert await log.transact(lambda tx: [team.wrap_up_ms for team in tx.teams()]) == [5_000]


async def test_the_twin_has_the_teams_it_is_given() -> None:
    log = MemoryLog()
    assert await log.transact(lambda tx: list(tx.teams())) == [Team(TEAM, members=1)]
    log.teams.append(Team("sales"))
    assert len(await log.transact(lambda tx: tx.teams())) == 2


@on_sqlite
def test_public_holidays_are_never_stored(engine: Engine, teams: Teams) -> None:
    teams.save(TEAM, {"hours": {**OFFICE, "holidays": {"country": "EE"}}})
    with engine.connect() as db:
        kept = str(db.scalar(select(schema.teams.c.settings)))
    assert len(kept) < 200
    assert "Independence" not in kept


@everywhere
@pytest.mark.parametrize("kept", ["", "{", "[]", '{"hours": 5}', '{"from": "a later version"}', "null"])
def test_settings_that_cannot_be_read_stop_no_handoff(
    engine: Engine, teams: Teams, kept: str, caplog: pytest.LogCaptureFixture
) -> None:
    with engine.begin() as db:
        db.execute(update(schema.teams).values(settings=f"{kept} "))
    assert teams.all() == (Team(TEAM, members=2),)
    assert "the defaults count" in teams.show_one(TEAM).notices[0]
    teams.save(TEAM, {"sticky": False})
    assert teams.show_one(TEAM).notices == ()


@on_sqlite
@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ({"overflow_to": TEAM}, "overflow_to: 'support' can't overflow to itself."),
        ({"overflow_to": "nobody"}, "overflow_to: there is no team 'nobody'."),
        ({"overflow_to": "sales"}, "overflow_to: that is a circle, support to sales to returns to support."),
        ({"hours": {"time_zone": "UTC", "week": {}}}, "hours: they never open; give at least one day hours."),
        ({"hours": {"time_zone": "UTC", "special": {"2020-01-01": ["09:00-10:00"]}}}, "hours: they never"),
        ({"overflow_s": -1}, "overflow_s: "),
    ],
)  # fmt: skip
def test_wrong_settings_are_a_sentence_and_change_nothing(teams: Teams, raw: Any, sentence: str) -> None:
    teams.add("sales")
    teams.add("returns")
    teams.save("returns", {"overflow_to": TEAM})
    teams.save("sales", {"overflow_to": "returns"})
    teams.save(TEAM, {"languages": ["en"]})
    before = teams.all()
    with pytest.raises(BadRequest) as refused:
        teams.save(TEAM, raw)
    assert refused.value.message.startswith(sentence)
    assert refused.value.message.endswith(".")
    assert teams.all() == before


@everywhere
def test_an_unknown_team_is_not_found(teams: Teams) -> None:
    for act in (teams.show_one, teams.remove, lambda name: teams.save(name, {})):
        with pytest.raises(NotFound, match="There is no team 'nobody'"):
            act("nobody")


@on_sqlite
@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\nb", "a\u0000b"])
def test_a_team_has_a_name(teams: Teams, name: str) -> None:
    with pytest.raises(BadRequest, match="team: a name"):
        teams.add(name)
    with pytest.raises(Conflict, match="already"):
        teams.add(f" {TEAM} ")


@everywhere
async def test_a_team_goes_only_when_nobody_would_miss_it(
    engine: Engine, teams: Teams, clock: MemoryClock
) -> None:
    with pytest.raises(Conflict, match="the only one of Ada, Cleo, Grace"):
        teams.remove(TEAM)
    teams.add("sales")
    teams.save(TEAM, {"overflow_to": "sales"})
    with pytest.raises(Conflict, match="'support' overflows to 'sales'"):
        teams.remove("sales")
    teams.save(TEAM, {})
    Accounts(engine, clock).save("ada@shop.example", "Ada", "agent", "sales", PASSWORD)
    teams.remove("sales")
    assert [team.name for team in teams.all()] == [TEAM], "Ada still has her other team"


@everywhere
async def test_a_team_with_a_customer_waiting_stays(engine: Engine, teams: Teams, clock: MemoryClock) -> None:
    from handoff.core import customer
    from tests.cast import MIA_SPEAKS, to

    clock.advance(1)
    teams.add("sales")
    story = Story()
    story.add(customer.handoff(MIA_SPEAKS, "asked", to(team="sales")))
    with written(engine) as writer:
        log = SqlLog(engine, writer, clock)
        await log.transact(lambda tx: tx.append(None, story.at, story.log))
        with pytest.raises(Conflict, match="'sales' has 1 open conversation"):
            teams.remove("sales")


@on_sqlite
def test_staff_read_when_a_team_opens(teams: Teams, clock: MemoryClock) -> None:
    shown = teams.save(TEAM, {"hours": {"time_zone": "UTC", "week": {"mon": ["09:00-17:00"]}}}).wire()
    assert (shown["open"], shown["opens_at"], shown["closes_at"]) == (False, "2027-01-18T09:00:00.000Z", None)
    clock.now = 1_800_230_400_000 + 10 * 3_600_000  # Monday at ten
    open_now = teams.show_one(TEAM).wire()
    assert (open_now["open"], open_now["opens_at"], open_now["closes_at"]) == (
        True, None, "2027-01-18T17:00:00.000Z",
    )  # fmt: skip
    assert open_now["settings"]["hours"]["week"]["mon"] == ["09:00-17:00"], "as it was written"
