"""Agents and teams by command: each answer is a line, each mistake too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handoff.adapters.teams import Teams
from handoff.core.teams import Team
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from tests.cast import PASSWORD
from tests.cli.test_commands import is_one_line, run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = run("agents", "add", "ada@shop.example", "--name", "Ada", "--password-stdin", says=PASSWORD,
               home=tmp_path)  # fmt: skip
    assert made.exit_code == 0, made.stderr
    return tmp_path


def stored(home: Path) -> list[Team]:
    engine = open_database(Settings(home=home))
    teams = list(Teams(engine, now_ms).all())
    engine.dispose()
    return teams


def test_settings_are_changed_one_by_one_and_shown(home: Path) -> None:
    first = run("teams", "set", "support", "hours.time_zone=Europe/Tallinn",
                "hours.week.mon=00:00-12:00,13:00-24:00", "hours.holidays.country=EE",
                "hours.closed.2026-12-24=Stocktaking", "languages=en,et", "overflow_s=60",
                "sticky=false", home=home)  # fmt: skip
    assert first.exit_code == 0, first.stderr
    assert first.stdout.startswith("Team support is set: ")
    assert "2026-12-24" not in first.stdout
    second = run("teams", "set", "support", "overflow_s=90", "languages=", home=home)
    assert second.exit_code == 0, second.stderr
    shown = json.loads(run("teams", "show", "support", home=home).stdout)
    assert shown["hours"]["week"]["mon"] == ["00:00-12:00", "13:00-24:00"]
    assert shown["hours"]["closed"] == {"2026-12-24": "Stocktaking"}
    assert (shown["languages"], shown["overflow_s"], shown["sticky"]) == ([], 90, False)
    none = run("teams", "set", "support", "hours=null", home=home)
    assert none.exit_code == 0, none.stderr
    assert stored(home)[0].hours is None


def test_what_show_prints_is_what_set_reads(home: Path, tmp_path: Path) -> None:
    run("teams", "set", "support", "wrap_up_s=30", "topics=Delivery,Payment", home=home)
    before = stored(home)
    file = tmp_path / "settings.json"
    file.write_text(run("teams", "show", "support", home=home).stdout)
    assert run("teams", "set", "support", "--file", str(file), home=home).exit_code == 0
    assert stored(home) == before
    file.write_text("{}")
    assert run("teams", "set", "support", "--file", str(file), home=home).exit_code == 0
    assert stored(home) == [Team("support", 1)]


def test_notices_do_not_get_between_the_settings(home: Path) -> None:
    done = run("teams", "set", "support", "topics=Spam", home=home)
    assert done.exit_code == 0
    assert done.stderr == "Notice: topics: no entry is about 'Spam'.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["set", "support", "hours.time_zone=Europe/Talinn"], "did you mean Europe/Tallinn"),
        (["set", "support", "hours.week.mon=09:00-25:00"], "hours.time_zone: field required"),
        (["set", "support", "hours.time_zone=UTC", "hours.week.mon=9-17"], "hours.week.mon.0: '9-17'"),
        (["set", "support", "hours.time_zone=UTC"], "hours: they never open"),
        (["set", "support", "overflow_to=support"], "can't overflow to itself"),
        (["set", "support", "wrap_up=3"], "did you mean wrap_up_s"),
        (["set", "support", "wrap_up_s"], "'wrap_up_s': write it like"),
        (["set", "support", "=3"], "'=3': write it like"),
        (["set", "support"], "Say what to set"),
        (["set", "support", "--file", "/nowhere/x.json"], "'/nowhere/x.json' can't be read: No such file"),
        (["set", "nobody", "sticky=false"], "There is no team 'nobody'."),
        (["show", "nobody"], "There is no team 'nobody'."),
        (["remove", "nobody"], "There is no team 'nobody'."),
        (["remove", "support"], "Team 'support' is the only one of Ada"),
        (["add", "support"], "There is a team 'support' already."),
        (["add", " "], "team: a name of 1 to 64 characters"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_and_changes_nothing(home: Path, words: list[str], said: str) -> None:
    before = stored(home)
    is_one_line(run("teams", *words, home=home), said)
    assert stored(home) == before


def test_a_file_that_says_a_day_twice_is_one_line(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"hours": {"closed": {"2026-12-24": "A", "2026-12-24": "B"}}}')
    is_one_line(
        run("teams", "set", "support", "--file", str(file), home=home), "2026-12-24: it stands there twice"
    )
    file.write_bytes(b"\xff\xfe")
    is_one_line(run("teams", "set", "support", "--file", str(file), home=home), "it is no text")


def test_teams_come_and_go(home: Path) -> None:
    assert run("teams", "add", "sales", home=home).stdout.startswith("Team sales is there.")
    assert run("teams", "list", home=home).stdout == "support: 1 member, open\nsales: 0 members, open\n"
    assert run("teams", "remove", "sales", home=home).stdout == "Team sales is gone.\n"
    assert [team.name for team in stored(home)] == ["support"]


def test_capacity_is_set_shown_and_taken_back(home: Path) -> None:
    assert (
        run("agents", "capacity", "ADA@shop.example", "4", home=home).stdout
        == "Ada takes at most 4 at once.\n"
    )
    listed = run("agents", "list", home=home).stdout
    assert listed == "Ada <ada@shop.example>: agent for support, 4 at once\n"
    assert run("agents", "capacity", "ada@shop.example", "none", home=home).exit_code == 0
    assert "any number at once" in run("agents", "list", home=home).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ada@shop.example", "0"], "capacity: 1 to 1,000"),
        (["ada@shop.example", "9999999999"], "capacity: 1 to 1,000"),
        (["ada@shop.example", "many"], "'many' is neither a number nor none"),
        (["grace@shop.example", "3"], "no account with the address grace@shop.example"),
        (["grace", "3"], "email: that is not"),
    ],
)
def test_a_wrong_capacity_is_one_line(home: Path, words: list[str], said: str) -> None:
    is_one_line(run("agents", "capacity", *words, home=home), said)


def test_an_account_is_disabled_enabled_and_removed_but_never_the_last_administrator(home: Path) -> None:
    made = run("agents", "add", "boss@shop.example", "--name", "Bo", "--role", "admin", "--password-stdin",
               says=PASSWORD, home=home)  # fmt: skip
    assert made.exit_code == 0, made.stderr
    for what, told in (("disable", "can't sign in"), ("enable", "can sign in again"), ("remove", "is gone")):
        done = run("agents", what, "ADA@shop.example", home=home)
        assert (done.exit_code, told in done.stdout) == (0, True), done.stderr
    is_one_line(run("agents", "disable", "ada@shop.example", home=home), "no account")
    for what in ("disable", "remove"):
        is_one_line(run("agents", what, "boss@shop.example", home=home), "last administrator")


def test_a_team_is_called_otherwise_and_keeps_its_name(home: Path) -> None:
    called = run("teams", "rename", "support", "Customer care", home=home)
    assert called.stdout == "Team support is called Customer care now.\n"
    assert [(team.name, team.title) for team in stored(home)] == [("support", "Customer care")]
