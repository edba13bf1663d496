"""``handrail releases``: what is live and was, what changed between two of them, and what is asked for."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

import typer

from handoff.terminal import err, guarded, out, settings_or_fail

Request = Annotated[str, typer.Argument(metavar="REQUEST", help="As `requests` shows it.")]
By = Annotated[str, typer.Option("--by", metavar="EMAIL", help="Whose account decides.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]

releases = typer.Typer(invoke_without_command=True, help="What is live and what was, newest first.")


@releases.callback()
def listed(
    context: typer.Context,
    as_json: Json = False,
) -> None:
    """What is live and what was, newest first."""
    if context.invoked_subcommand is None:
        settings = settings_or_fail()
        guarded(lambda: _list(settings, as_json=as_json))


@releases.command()
def diff(
    first: Annotated[int, typer.Argument(metavar="A", help="A release's number.")],
    second: Annotated[int, typer.Argument(metavar="B", help="Another's; 0: what stands in the files.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """What is different in release B from release A, entry by entry."""
    settings = settings_or_fail()
    guarded(lambda: _diff(settings, first, second, as_json=as_json))


@releases.command()
def restore(
    id: Annotated[int, typer.Argument(metavar="RELEASE", min=1, max=2**31 - 1, help="A release's number.")],
    note: Annotated[str | None, typer.Option("--note", help="Why; it stands in the history.")] = None,
) -> None:
    """Make an old release live again, content and model; like publish, without a second person."""
    from handoff.releases.commands import restore as run

    settings = settings_or_fail()
    guarded(lambda: _say(asyncio.run(run(settings, id, note))))


@releases.command()
def requests(
    id: Annotated[
        str | None, typer.Argument(metavar="REQUEST", help="This one, and what it would change.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What waits for a second pair of eyes, the oldest first."""
    settings = settings_or_fail()
    guarded(lambda: _requests(settings, id, as_json=as_json))


@releases.command()
def approve(id: Request, by: By) -> None:
    """Publish what somebody else asked for, as a second pair of eyes."""
    from handoff.releases.agreeing import approve as run

    settings = settings_or_fail()
    guarded(lambda: _say(asyncio.run(run(settings, id, by))))


@releases.command()
def decline(id: Request, by: By) -> None:
    """Refuse what somebody asked for; whoever asked withdraws it."""
    from handoff.releases.agreeing import decline as run

    settings = settings_or_fail()
    guarded(lambda: _say(f"It is {asyncio.run(run(settings, id, by))}. What is live stays."))


@releases.command()
def rule(
    second: Annotated[
        bool | None, typer.Option("--second/--no-second", help="Left out: say how it is.")
    ] = None,
) -> None:
    """Whether a second person has to agree in the studio; on the command line none has to."""
    from handoff.releases.agreeing import rule as run

    settings = settings_or_fail()
    guarded(lambda: _say(_ruled(second=run(settings, second=second))))


def _list(settings: Any, *, as_json: bool) -> None:
    from handoff.releases.commands import listed as every

    some = False
    for one in every(settings):
        some = True
        _say(json.dumps(one) if as_json else _line(one))

    if not some:
        err.print("Nothing is published yet: handrail train, then handrail publish.")


def _diff(settings: Any, first: int, second: int, *, as_json: bool) -> None:
    from handoff.releases.commands import compared

    found = compared(settings, first, second)
    lines = [json.dumps(found)] if as_json else _lines(found)
    for line in lines:
        _say(line)


def _requests(settings: Any, id: str | None, *, as_json: bool) -> None:
    from handoff.releases.agreeing import asked, asked_for

    found = asked(settings) if id is None else [asked_for(settings, id)]
    for one in found:
        _say(json.dumps(one) if as_json else _asked(one))
        if not as_json and one.get("diff"):
            _say("\n".join(_lines(one["diff"])))
    if not found:
        err.print("Nothing waits for a second pair of eyes.")


def _ruled(*, second: bool) -> str:
    if second:
        return "Two people have to agree before something is published in the studio."
    return "Everybody who publishes in the studio does so alone."


def _line(one: dict[str, Any]) -> str:
    who = one["author"]["name"] if one["author"] else "somebody"
    live = " · live" if one["live"] else ""
    note = one["note"] or ""
    at = one["at"][:16].replace("T", " ")
    return f"{one['id']:>4}  {at} UTC  {who}{live}  {one['model']}  {note}".rstrip()


def _asked(one: dict[str, Any]) -> str:
    at = one["at"][:16].replace("T", " ")
    return f"{one['id']}  {at} UTC  {one['author']['name']}  {one['model']}  {one['note']}"


def _lines(found: dict[str, Any]) -> list[str]:
    lines = [f"+ {one['entry']}: {one.get('title', '')}" for one in found["added"]]
    lines += [f"- {one['entry']}: {one.get('title', '')}" for one in found["removed"]]
    for change in found["changed"]:
        lines.append(f"~ {change['entry']}: {change['title']}")
        for field in change["fields"]:
            lines += _field(field)
    if found["talk"]:
        lines.append("~ small talk, handing over or rules")
    return lines or ["Nothing is different."]


def _field(field: dict[str, Any]) -> list[str]:
    if "added" in field:
        gone = [f"    {field['field']} - {line}" for line in field["removed"]]
        return gone + [f"    {field['field']} + {line}" for line in field["added"]]
    before, after = (_shown(field[side]) for side in ("before", "after"))
    return [f"    {field['field']}: {before} → {after}"]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else "nothing" if value is None else json.dumps(value)


def _say(words: str) -> None:
    out.print(words, markup=False, highlight=False, soft_wrap=True)
