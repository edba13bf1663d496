"""``handrail community`` and ``handrail feedback``: what readers left on help pages, at the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handoff.terminal import guarded, out, settings_or_fail

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from handoff.adapters.community import Community
    from handoff.core.community import Post, Writer
    from handoff.ports import Clock
    from handoff.settings import Settings

community = typer.Typer(no_args_is_help=True, help="Public questions beneath the entries, and their answers.")
feedback = typer.Typer(no_args_is_help=True, help="What readers said of help pages.")

Id = Annotated[str, typer.Argument(help="A question's or an answer's id, as `list` shows it.")]
By = Annotated[str, typer.Option("--by", metavar="EMAIL", help="Whose account decides or answers.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@community.command("list")
def list_questions(
    state: Annotated[str, typer.Option(help="pending, approved or rejected.")] = "pending",
    as_json: AsJson = False,
) -> None:
    """Public questions with their answers; pending: what nobody of the team has read."""

    def run(kept: Community, _by: Callable[[str], Writer]) -> None:
        from handoff.core.community import State
        from handoff.core.errors import BadRequest

        try:
            wanted = State(state)
        except ValueError:
            raise BadRequest(f"state: {', '.join(State)}.") from None
        for one in kept.to_review(wanted):
            _say(json.dumps(one.wire(), ensure_ascii=False) if as_json else _lines(one))

    _with_community(run)


@community.command()
def approve(
    id: Id,
    by: By,
    text: Annotated[str | None, typer.Option(help="Other words, shown instead.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a question or an answer on the help page."""

    def run(kept: Community, writer: Callable[[str], Writer]) -> None:
        from handoff.core.community import LONGEST_ANSWER, checked_text

        words = None if text is None else checked_text(_inert(text), LONGEST_ANSWER)
        one = kept.decide(id, writer(by), approve=True, text=words, reason=None)
        _tell(one, "It is on the help pages now.", as_json=as_json)

    _with_community(run)


@community.command()
def reject(
    id: Id,
    by: By,
    reason: Annotated[str, typer.Option(help="For colleagues; the customer is not told.")],
    as_json: AsJson = False,
) -> None:
    """Keep a question or an answer from the help page, or take it from there."""

    def run(kept: Community, writer: Callable[[str], Writer]) -> None:
        from handoff.core.community import checked_reason

        one = kept.decide(id, writer(by), approve=False, text=None, reason=checked_reason(reason))
        _tell(one, "It is refused. Nobody sees it.", as_json=as_json)

    _with_community(run)


@community.command()
def answer(
    id: Id,
    by: By,
    text: Annotated[str, typer.Option(help="The team's answer, shown with the account's name.")],
    as_json: AsJson = False,
) -> None:
    """Answer a question on the help page, which approves it."""

    def run(kept: Community, writer: Callable[[str], Writer]) -> None:
        from handoff.core.community import LONGEST_ANSWER, checked_text

        one = kept.answer(id, writer(by), checked_text(_inert(text), LONGEST_ANSWER))
        _tell(one, "The answer is on the help page.", as_json=as_json)

    _with_community(run)


@feedback.command("list")
def list_feedback(
    entry: Annotated[str | None, typer.Option(help="Only what was said of this entry.")] = None,
    as_json: AsJson = False,
) -> None:
    """Votes by entry, then what was missing in readers' words, the newest first."""

    def run(engine: Engine, clock: Clock, _settings: Settings) -> None:
        from handoff.adapters.help_feedback import HelpFeedback

        kept = HelpFeedback(engine, clock)
        for one in kept.counts():
            if entry in (None, one["entry"]):
                _say(json.dumps(one) if as_json else _counted(one))
        for comment in kept.comments(entry):
            _say(json.dumps(comment, ensure_ascii=False) if as_json else _commented(comment))

    _with_database(run)


def _with_community(run: Callable[[Community, Callable[[str], Writer]], None]) -> None:
    def opened(engine: Engine, clock: Clock, settings: Settings) -> None:
        from handoff.adapters.community import Community
        from handoff.adapters.roster import Roster
        from handoff.core.community import Writer
        from handoff.core.content import WRITES
        from handoff.core.errors import Forbidden

        def writer(email: str) -> Writer:
            roster = Roster(engine, clock)
            found = roster.one(roster.found(email))
            if found["role"] not in WRITES or found["disabled"]:
                raise Forbidden("Content staff, supervisors and administrators change content.")
            return Writer(found["id"], found["name"], found["role"])

        run(Community(engine, clock, settings.mail_domain), writer)

    _with_database(opened)


def _with_database(run: Callable[[Engine, Clock, Settings], None]) -> None:
    settings = settings_or_fail()

    def opened() -> None:
        from handoff.storage import now_ms, open_database

        engine = open_database(settings)
        try:
            run(engine, now_ms, settings)
        finally:
            engine.dispose()

    guarded(opened)


def _inert(text: str) -> str:
    from handoff.masking import masked
    from handoff.web.fields import printable

    return masked(printable(text))


def _tell(one: Post, sentence: str, *, as_json: bool) -> None:
    _say(json.dumps(one.wire(), ensure_ascii=False) if as_json else sentence)


def _lines(one: Post) -> str:
    head = f"{one.id}  {one.entry}  {one.state}  {_who(one)}: {_one_line(one.text)}"
    beneath = [f"    {a.id}  {a.state}  {_who(a)}: {_one_line(a.text)}" for a in one.answers]
    return "\n".join([head, *beneath])


def _who(one: Post) -> str:
    reported = f" ({one.reports} reports)" if one.reports else ""
    return (one.author.name if one.author else one.name or "a customer") + reported


def _counted(one: dict[str, Any]) -> str:
    return f"{one['entry']}  {one['yes']} yes  {one['no']} no  {one['comments']} comments, {one['open']} open"


def _commented(one: dict[str, Any]) -> str:
    owner = f" by {one['owner']['name']}" if one["owner"] else ""
    return f"{one['at'][:16]}  {one['entry']}  {one['state']}{owner}: {_one_line(one['text'] or '(erased)')}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _say(words: str) -> None:
    out.print(words, markup=False, highlight=False, soft_wrap=True)
