"""Commands about the people: agents' accounts, and teams with their hours."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handoff.terminal import err, fail, guarded, out, settings_or_fail

if TYPE_CHECKING:  # loaded when they run: every command waits for what is loaded here
    from sqlalchemy import Engine

    from handoff.adapters.accounts import Accounts
    from handoff.adapters.roster import Roster
    from handoff.adapters.teams import Teams
    from handoff.ports import Agent, Clock

agents = typer.Typer(no_args_is_help=True, help="Agents' accounts.")
teams = typer.Typer(no_args_is_help=True, help="Teams: their skills, hours and limits.")


@agents.command("add")
def add_agent(
    email: str,
    name: Annotated[str, typer.Option(help="Shown to customers.")],
    role: Annotated[str, typer.Option(help="agent, content, supervisor or admin.")] = "agent",
    team: Annotated[str | None, typer.Option(help="The team whose customers they serve.")] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from stdin.")
    ] = False,
) -> None:
    """Make an account, or update the one with this address."""
    if not password_stdin:
        fail("Give the password on standard input and say so: --password-stdin.")
    password = sys.stdin.readline().rstrip("\r\n")

    def run(accounts: Accounts) -> None:
        agent = accounts.save(email, name, role, team, password)
        _say(f"{agent.name} <{agent.email}> can sign in as {agent.role} for {_served(agent)}.")

    _with_accounts(run)


@agents.command("list")
def list_agents() -> None:
    """Every account, with its teams and how many conversations it takes at once."""

    def run(accounts: Accounts) -> None:
        for agent, most in accounts.all():
            limit = "any number" if most is None else str(most)
            _say(f"{agent.name} <{agent.email}>: {agent.role} for {_served(agent)}, {limit} at once")

    _with_accounts(run)


@agents.command("capacity")
def set_capacity(
    email: str, most: Annotated[str, typer.Argument(metavar="N|none", help="none: no limit.")]
) -> None:
    """How many conversations somebody takes at once."""
    number = int(most) if most.isascii() and most.isdecimal() else None
    if number is None and most != "none":
        fail(f"capacity: '{most}' is neither a number nor none.", code=1)

    def run(accounts: Accounts) -> None:
        agent = accounts.set_capacity(email, number)
        limit = "any number of conversations" if number is None else f"at most {number}"
        _say(f"{agent.name} takes {limit} at once.")

    _with_accounts(run)


@agents.command("disable")
def disable_agent(email: str) -> None:
    """Sign somebody out everywhere and keep them out; their customers go to the front of the queue."""

    def run(roster: Roster) -> None:
        shown = roster.disable(roster.found(email))
        _say(
            f"{shown['name']} can't sign in any more. `handrail agents enable {shown['email']}` undoes this."
        )

    _with_roster(run)


@agents.command("enable")
def enable_agent(email: str) -> None:
    """Let somebody in again who was disabled."""

    def run(roster: Roster) -> None:
        shown = roster.enable(roster.found(email))
        _say(f"{shown['name']} can sign in again as {shown['role']}.")

    _with_roster(run)


@agents.command("remove")
def remove_agent(email: str) -> None:
    """Remove an account for good. What it said keeps its name."""

    def run(roster: Roster) -> None:
        roster.remove(roster.found(email))
        _say(f"The account {email.strip().lower()} is gone.")

    _with_roster(run)


@teams.command("list")
def list_teams() -> None:
    """Every team, with its members and whether it is inside its hours."""

    def run(kept: Teams) -> None:
        for shown in kept.show():
            told = shown.wire()
            people = f"{told['members']} member{'' if told['members'] == 1 else 's'}"
            _say(f"{told['name']}: {people}, {_when(told)}")

    _with_teams(run)


@teams.command("show")
def show_team(name: str) -> None:
    """A team's settings, as `set --file` reads them."""
    from handoff.topics import known_topics

    def run(kept: Teams) -> None:
        shown = kept.show_one(name, known_topics())
        _say(json.dumps(shown.settings.model_dump(), indent=2, ensure_ascii=False))
        _notify(shown.notices)

    _with_teams(run)


@teams.command("set")
def set_team(
    name: str,
    changes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY=VALUE]...", help="hours.week.mon=09:00-17:00 languages=en,de …"),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="All settings as JSON; what is left out becomes the default.")
    ] = None,
) -> None:
    """Change some of a team's settings, or replace them all from a file."""
    from handoff.topics import known_topics

    if (file is None) == (not changes):
        fail("Say what to set: KEY=VALUE, or --file with all settings.")

    def run(kept: Teams) -> None:
        from handoff.adapters.team_changes import changed, once_each

        raw = once_each(_words_of(file)) if file else changed(kept.show_one(name).settings, changes or [])
        shown = kept.save(name, raw, known_topics())
        _say(f"Team {name} is set: {_when(shown.wire())}.")
        _notify(shown.notices)

    _with_teams(run)


@teams.command("add")
def add_team(name: str) -> None:
    """Make a team. Customers are sent to it once somebody is in it."""
    _with_teams(lambda kept: _say(f"Team {kept.add(name).name} is there. Put agents into it with --team."))


@teams.command("rename")
def rename_team(
    name: str, title: Annotated[str, typer.Argument(help="What people call it from now on.")]
) -> None:
    """Change what people call a team. Commands and links keep its name."""

    def run(kept: Teams) -> None:
        told = kept.rename(name, title).settings.title or name
        _say(f"Team {name} is called {told} now.")

    _with_teams(run)


@teams.command("remove")
def remove_team(name: str) -> None:
    """Remove a team that no customer, no other team and no colleague needs."""

    def run(kept: Teams) -> None:
        kept.remove(name)
        _say(f"Team {name} is gone.")

    _with_teams(run)


def _with_accounts(run: Callable[[Accounts], None]) -> None:
    from handoff.adapters.accounts import Accounts

    _with_database(lambda engine, clock: run(Accounts(engine, clock)))


def _with_roster(run: Callable[[Roster], None]) -> None:
    from handoff.adapters.roster import Roster

    _with_database(lambda engine, clock: run(Roster(engine, clock)))


def _with_teams(run: Callable[[Teams], None]) -> None:
    from handoff.adapters.teams import Teams

    _with_database(lambda engine, clock: run(Teams(engine, clock)))


def _with_database(run: Callable[[Engine, Clock], None]) -> None:
    from handoff.storage import now_ms, open_database

    settings = settings_or_fail()

    def opened() -> None:
        engine = open_database(settings)
        try:
            run(engine, now_ms)
        finally:
            engine.dispose()

    guarded(opened)


def _words_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        fail(f"'{file}' can't be read: {error.strerror}.", code=1)
    except UnicodeDecodeError:
        fail(f"'{file}' can't be read: it is no text.", code=1)


def _served(agent: Agent) -> str:
    return "every team" if agent.teams is None else ", ".join(agent.teams)


def _when(told: dict[str, Any]) -> str:
    if not told["open"]:
        return f"closed until {told['opens_at']}" if told["opens_at"] else "closed"
    return f"open until {told['closes_at']}" if told["closes_at"] else "open"


def _say(words: str) -> None:
    out.print(words, markup=False)


def _notify(notices: tuple[str, ...]) -> None:
    for notice in notices:
        err.print(f"Notice: {notice}", markup=False)
