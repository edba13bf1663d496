"""``handrail known-issues``: what many run into now, posted and closed at the terminal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from handoff.terminal import err, guarded, out, settings_or_fail

if TYPE_CHECKING:
    from handoff.adapters.known_issues import KnownIssues
    from handoff.catalogue import Catalogue
    from handoff.core.known_issues import KnownIssue

known_issues = typer.Typer(no_args_is_help=True, help="What many run into now, said once to all of them.")

Id = Annotated[str, typer.Argument(metavar="ISSUE", help="Its id, as `list` shows it.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@known_issues.command(name="list")
def listed(as_json: AsJson = False) -> None:
    """Open ones, then those closed last."""

    def run(kept: KnownIssues, _catalogue: Catalogue) -> None:
        found = kept.all()
        for one in found:
            _tell(one, _line(one), as_json=as_json)
        if not found:
            err.print("There is no known issue.")

    _with_issues(run)


@known_issues.command()
def post(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What is wrong, in a few words.")],
    text: Annotated[str, typer.Option("--text", help="A few sentences more.")] = "",
    entries: Annotated[
        list[str] | None, typer.Option("--entry", metavar="ID", help="Its answers carry it; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell customers before they ask."""

    def run(kept: KnownIssues, catalogue: Catalogue) -> None:
        one = kept.add(*_checked(title, text, entries or [], catalogue))
        _tell(one, f"{one.id} is posted. Customers read it within seconds.", as_json=as_json)

    _with_issues(run)


@known_issues.command()
def change(
    id: Id,
    title: Annotated[str | None, typer.Option("--title")] = None,
    text: Annotated[str | None, typer.Option("--text")] = None,
    entries: Annotated[
        list[str] | None, typer.Option("--entry", metavar="ID", help="Instead of those it has; empty: none.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Other words or entries; what is left out stays."""

    def run(kept: KnownIssues, catalogue: Catalogue) -> None:
        was = kept.one(id)
        words = was.title if title is None else title, was.text if text is None else text
        named = was.entries if entries is None else [one for one in entries if one]
        new = _checked(*words, named, catalogue)
        one = kept.change(id, *new, is_open=was.closed_at is None)
        _tell(one, "It is changed.", as_json=as_json)

    _with_issues(run)


@known_issues.command()
def close(id: Id, as_json: AsJson = False) -> None:
    """It is over; customers are not told of it any more."""

    def run(kept: KnownIssues, _catalogue: Catalogue) -> None:
        one = _turned(kept, id, is_open=False)
        hint = f" handrail tell --issue {id} tells those it affected." if one.affected else ""
        _tell(one, f"It is closed.{hint}", as_json=as_json)

    _with_issues(run)


@known_issues.command()
def reopen(id: Id, as_json: AsJson = False) -> None:
    """It is not over after all; those it affects are counted on."""

    def run(kept: KnownIssues, _catalogue: Catalogue) -> None:
        _tell(_turned(kept, id, is_open=True), "It is open again.", as_json=as_json)

    _with_issues(run)


def _turned(kept: KnownIssues, id: str, *, is_open: bool) -> KnownIssue:
    from handoff.core.errors import Conflict

    was = kept.one(id)
    if is_open == (was.closed_at is None):
        raise Conflict(f"This known issue is {'open' if is_open else 'closed'} already.")
    return kept.change(id, was.title, was.text, was.entries, is_open=is_open)


def _checked(
    title: str, text: str, entries: Sequence[str], catalogue: Catalogue
) -> tuple[str, str, tuple[str, ...]]:
    from handoff.core.known_issues import checked
    from handoff.masking import masked
    from handoff.web.fields import printable

    known = asyncio.run(_known(catalogue))
    return checked(masked(printable(title)), masked(printable(text)), entries, known)


async def _known(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(await catalogue.entries())


def _with_issues(run: Callable[[KnownIssues, Catalogue], None]) -> None:
    settings = settings_or_fail()

    def opened() -> None:
        from handoff.adapters.known_issues import KnownIssues
        from handoff.catalogue import Catalogue
        from handoff.storage import now_ms, open_database

        engine = open_database(settings)
        try:
            run(KnownIssues(engine, now_ms), Catalogue(engine, settings.data))
        finally:
            engine.dispose()

    guarded(opened)


def _tell(one: KnownIssue, text: str, *, as_json: bool) -> None:
    shown = json.dumps(one.wire(), ensure_ascii=False) if as_json else text
    out.print(shown, markup=False, highlight=False, soft_wrap=True)


def _line(one: KnownIssue) -> str:
    state = "open" if one.closed_at is None else "closed"
    entries = f"  ({', '.join(one.entries)})" if one.entries else ""
    return f"{one.id}  {state:<6}  {one.affected:>4} affected  {one.title}{entries}"
