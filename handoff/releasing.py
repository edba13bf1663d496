"""``handrail releases``: what is live and was, and what changed between two of them."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from handoff.terminal import err, guarded, out, settings_or_fail

releases = typer.Typer(invoke_without_command=True, help="What is live and what was, newest first.")


@releases.callback()
def listed(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
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


def _list(settings: Any, *, as_json: bool) -> None:
    from handoff.releases.commands import listed as every

    some = False
    for one in every(settings):
        some = True
        out.print(json.dumps(one) if as_json else _line(one), markup=False, highlight=False, soft_wrap=True)

    if not some:
        err.print("Nothing is published yet: handrail train, then handrail publish.")


def _diff(settings: Any, first: int, second: int, *, as_json: bool) -> None:
    from handoff.releases.commands import compared

    found = compared(settings, first, second)
    lines = [json.dumps(found)] if as_json else _lines(found)
    for line in lines:
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _line(one: dict[str, Any]) -> str:
    who = one["author"]["name"] if one["author"] else "somebody"
    live = " · live" if one["live"] else ""
    note = one["note"] or ""
    at = one["at"][:16].replace("T", " ")
    return f"{one['id']:>4}  {at} UTC  {who}{live}  {one['model']}  {note}".rstrip()


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
