"""The ``handrail`` command."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Annotated, Any

import typer

from handoff.content_cli import content
from handoff.gaps_cli import gaps
from handoff.help_cli import community, feedback
from handoff.known_issues_cli import known_issues
from handoff.releasing import releases
from handoff.reviews_cli import reviews, verdict
from handoff.staffing import agents, teams
from handoff.terminal import fail, guarded, out, settings_or_fail

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Customer support that starts with an honest bot and never drops the customer.",
)
app.add_typer(agents, name="agents")
app.add_typer(teams, name="teams")
app.add_typer(content, name="content")
app.add_typer(releases, name="releases")
app.add_typer(community, name="community")
app.add_typer(feedback, name="feedback")
app.add_typer(gaps, name="gaps")
gaps.command()(reviews)
gaps.command()(verdict)
app.add_typer(known_issues, name="known-issues")


@app.command()
def up(
    samples: Annotated[
        bool, typer.Option("--samples", help="Begin with the sample shop's canned responses.")
    ] = False,
) -> None:
    """Run everything on this machine: Valkey, the bot, the service. Ctrl-C stops it all."""
    from handoff.supervisor import supervise

    settings = settings_or_fail()
    guarded(lambda: asyncio.run(supervise(settings, out, samples=samples)))


@app.command()
def serve() -> None:
    """Run the service alone."""
    from handoff.serving import serve as run

    settings = settings_or_fail()
    guarded(lambda: asyncio.run(run(settings, out)))


@app.command()
def bot() -> None:
    """Run the bot alone, training a model first if none fits the data."""
    from handoff.supervisor import only_bot

    settings = settings_or_fail()
    guarded(lambda: asyncio.run(only_bot(settings, out)))


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
def explain(context: typer.Context) -> None:
    """Show why the bot answers a question as it does."""
    _become("bot.explain", context.args)


@app.command("try", context_settings=PASSED_ON, add_help_option=False)
def try_(context: typer.Context) -> None:
    """Try a question: what the bot would answer, how sure it is, and why; the same as explain."""
    _become("bot.explain", context.args)


@app.command()
def preview(
    questions: Annotated[
        Path | None, typer.Option("--questions", help="Past questions: CSV with a column question.")
    ] = None,
    from_log: Annotated[
        bool, typer.Option("--from-log", help="Past questions and the live model of this service.")
    ] = False,
    live: Annotated[Path | None, typer.Option("--live", help="The model to compare with.")] = None,
    candidate: Annotated[
        Path | None, typer.Option("--candidate", help="Left out: the model that fits the content.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show what publishing would change; exit 1 where one of your own tests fails."""
    from handoff.studio.commands import Wanted
    from handoff.studio.commands import preview as run

    settings = settings_or_fail()
    wanted = Wanted(candidate, live, questions, from_log, as_json)
    guarded(lambda: _ended(run(settings, wanted)))


@app.command(context_settings=PASSED_ON, add_help_option=False)
def rasa(context: typer.Context) -> None:
    """Rasa's own command line, in the bot's environment."""
    _become("bot.launcher", context.args)


@app.command()
def publish(
    model: Annotated[str | None, typer.Argument(help="Left out: the newest.")] = None,
    note: Annotated[str, typer.Option("--note", help="Why; it stands in the history.")] = "published",
) -> None:
    """Make a trained model live, with its content."""
    from handoff.releases.commands import publish as run

    settings = settings_or_fail()
    guarded(lambda: out.print(asyncio.run(run(settings, model, note))))


@app.command()
def rollback() -> None:
    """Go back to what was live before."""
    from handoff.releases.commands import rollback as run

    settings = settings_or_fail()
    guarded(lambda: out.print(asyncio.run(run(settings))))


@app.command()
def tell(
    gap: Annotated[int | None, typer.Option(min=1, help="Those behind this gap.")] = None,
    release: Annotated[int | None, typer.Option(min=1, help="Those behind all that it answers.")] = None,
    issue: Annotated[str | None, typer.Option(help="Those whom this known issue affected.")] = None,
    entry: Annotated[str | None, typer.Option(help="What answers the gap, where it does not say.")] = None,
    file: Annotated[
        Path | None, typer.Option("--message-file", help="Left out: the message that is offered.")
    ] = None,
    by: Annotated[str | None, typer.Option("--as", help="The e-mail address of who tells them.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell nobody; show who would hear what.")
    ] = False,
) -> None:
    """Tell customers who had asked that there is an answer now, each once."""
    from handoff.studio.messages import About
    from handoff.studio.tell_command import tell as run

    named = [
        (kind, id) for kind, id in (("gap", gap), ("release", release), ("issue", issue)) if id is not None
    ]
    if len(named) != 1:
        fail("Name one of --gap, --release and --issue.")
    about, settings = About(named[0][0], str(named[0][1])), settings_or_fail()
    once = str(uuid.uuid4())
    guarded(lambda: asyncio.run(run(settings, out, about, entry, file, by, once, dry=dry_run)))


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what has one right answer.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Look for conversations that break a promise; exit 1 if any is left."""
    from handoff.consulting import consult

    settings = settings_or_fail()
    guarded(lambda: consult(settings, out, repair=repair, as_json=as_json))


def main() -> None:
    assert isinstance(sys.stdout, io.TextIOWrapper)
    sys.stdout.reconfigure(line_buffering=True)  # shown at once also when piped to a file
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "WARNING").upper(), stream=sys.stderr,
                        format="%(asctime)s %(levelname)s %(name)s: %(message)s")  # fmt: skip
    app()


def _ended(status: int) -> None:
    raise SystemExit(status)


def _become(module: str, arguments: list[str]) -> None:
    """The bot's side stays its own process: the service never imports it."""
    raise SystemExit(subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode)


if __name__ == "__main__":
    main()
