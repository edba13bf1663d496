"""The ``handrail`` command."""

from __future__ import annotations

import asyncio
import errno
import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.console import Console

from handoff.core.errors import Refusal
from handoff.settings import Settings, load
from handoff.troubles import WRONG_SET_UP, SettingsTrouble, Trouble

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Customer support that starts with an honest bot and never drops the customer.",
)
agents = typer.Typer(no_args_is_help=True, help="Agents' accounts.")
app.add_typer(agents, name="agents")

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


@app.command()
def up() -> None:
    """Run everything on this machine: Valkey, the bot, the service. Ctrl-C stops it all."""
    from handoff.supervisor import supervise

    settings = _settings()
    _guarded(lambda: asyncio.run(supervise(settings, out)))


@app.command()
def serve() -> None:
    """Run the service alone."""
    from handoff.app import serve as run

    settings = _settings()
    _guarded(lambda: asyncio.run(run(settings, out)))


@app.command()
def bot() -> None:
    """Run the bot alone, training a model first if none fits the data."""
    from handoff.supervisor import only_bot

    settings = _settings()
    _guarded(lambda: asyncio.run(only_bot(settings, out)))


@agents.command()
def add(
    email: str,
    name: Annotated[str, typer.Option(help="Shown to customers.")],
    role: Annotated[str, typer.Option(help="agent, content, supervisor or admin.")] = "agent",
    team: Annotated[str | None, typer.Option(help="The team whose customers they serve.")] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from stdin.")
    ] = False,
) -> None:
    """Make an account, or update the one with this address."""
    from handoff.adapters.accounts import Accounts
    from handoff.storage import now_ms, open_database

    if not password_stdin:
        _fail("Give the password on standard input and say so: --password-stdin.")
    password = sys.stdin.readline().rstrip("\r\n")
    settings = _settings()

    def run() -> None:
        engine = open_database(settings)
        agent = Accounts(engine, now_ms).save(email, name, role, team, password)
        teams = "every team" if agent.teams is None else ", ".join(agent.teams)
        out.print(f"{agent.name} <{agent.email}> can sign in as {agent.role} for {teams}.")
        engine.dispose()

    _guarded(run)


PASSED_ON: dict[str, Any] = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.command(context_settings=PASSED_ON, add_help_option=False)
def check(context: typer.Context) -> None:
    """Check the content: errors and warnings with file and line; exit 1 on errors."""
    _become("content.check", context.args)


@app.command(context_settings=PASSED_ON, add_help_option=False)
def train(context: typer.Context) -> None:
    """Train and score a model from the content."""
    _become("bot.training", context.args)


@app.command(context_settings=PASSED_ON, add_help_option=False)
def rasa(context: typer.Context) -> None:
    """Rasa's own command line, in the bot's environment."""
    _become("bot.launcher", context.args)


@app.command()
def publish(model: Annotated[str | None, typer.Argument(help="Left out: the newest.")] = None) -> None:
    """Make a trained model live."""
    from handoff.releasing import publish as run

    settings = _settings()
    _guarded(lambda: out.print(asyncio.run(run(settings, model))))


@app.command()
def rollback() -> None:
    """Go back to the model that was live before."""
    from handoff.releasing import rollback as run

    settings = _settings()
    _guarded(lambda: out.print(asyncio.run(run(settings))))


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what has one right answer.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Look for conversations that break a promise; exit 1 if any is left."""
    from handoff.consulting import consult

    settings = _settings()
    _guarded(lambda: consult(settings, out, repair=repair, as_json=as_json))


DISK_TROUBLES = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES}


def main() -> None:
    assert isinstance(sys.stdout, io.TextIOWrapper)
    sys.stdout.reconfigure(line_buffering=True)  # shown at once also when piped to a file
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "WARNING").upper(), stream=sys.stderr,
                        format="%(asctime)s %(levelname)s %(name)s: %(message)s")  # fmt: skip
    app()


def _settings() -> Settings:
    try:
        return load()
    except SettingsTrouble as trouble:
        _fail(str(trouble))
        raise  # unreachable: _fail ends the process


def _guarded(run: Callable[[], object]) -> None:
    """Troubles that a person can mend are one line, not a traceback."""
    try:
        run()
    except Trouble as trouble:
        _fail(str(trouble))
    except Refusal as refusal:
        _fail(refusal.message, code=1)
    except OSError as error:
        if error.errno not in DISK_TROUBLES:
            raise
        _fail(f"HANDRAIL_HOME: '{error.filename or 'a file there'}' can't be written ({error.strerror}).")
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _fail(sentence: str, code: int = WRONG_SET_UP) -> None:
    if sentence:
        err.print(sentence, markup=False)
    raise SystemExit(code)


def _become(module: str, arguments: list[str]) -> None:
    """The bot's side stays its own process: the service never imports it."""
    raise SystemExit(subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode)


if __name__ == "__main__":
    main()
