"""``handrail gaps``: what customers were not helped with, for terminals and scripts."""

from __future__ import annotations

import asyncio
import getpass
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handoff.terminal import guarded, out, settings_or_fail

if TYPE_CHECKING:
    from handoff.ports import Agent
    from handoff.studio.gap_command import Opened

gaps = typer.Typer(no_args_is_help=True, help="What customers asked and were not helped with, by meaning.")

Number = Annotated[int, typer.Argument(metavar="GAP", help="A gap's number.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@gaps.command(name="list")
def listed(
    state: Annotated[
        str, typer.Option("--state", help="open, drafted, dismissed, answered or all.")
    ] = "open",
    words: Annotated[str, typer.Option("--find", help="Words in the questions.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000)] = 25,
    as_json: Json = False,
) -> None:
    """Those that cost customers and agents most come first."""

    async def run(opened: Opened) -> None:
        for gap in await opened.listed(state, words, limit):
            tell(gap, line_of(gap), as_json=as_json)

    begin(run)


@gaps.command(name="show")
def show_one(id: Number, as_json: Json = False) -> None:
    """One gap: what was asked, and what agents answered."""

    async def run(opened: Opened) -> None:
        gap = await opened.views.one(id, author("admin"))
        tell(gap, "\n".join(lines_of(gap)), as_json=as_json)

    begin(run)


@gaps.command()
def draft(id: Number, as_json: Json = False) -> None:
    """An entry to begin with, in the customers' and agents' words, without names and numbers."""

    async def run(opened: Opened) -> None:
        drawn = await opened.views.draft(id)
        entry = drawn["entry"]
        text = [f"id        {entry['id']}", f"title     {entry['title']}", f"topic     {entry['topic']}"]
        text += [f"phrasing  {line}" for line in entry["phrasings"]]
        tell(
            drawn,
            "\n".join([*text, "", entry["answer"] or "(no agent has answered it yet)"]),
            as_json=as_json,
        )

    begin(run)


@gaps.command()
def dismiss(
    id: Number,
    reason: Annotated[str, typer.Option("--reason", help="Why it needs no entry.")],
    as_json: Json = False,
) -> None:
    """It needs no entry; it comes back when many more ask."""

    async def run(opened: Opened) -> None:
        change = await opened.dismiss(id, reason, author())
        tell({"gap": id, "change": change}, f"Gap {id} is dismissed.", as_json=as_json)

    begin(run)


@gaps.command()
def merge(
    id: Number,
    others: Annotated[list[int], typer.Argument(metavar="OTHER…", help="They become part of the first.")],
    as_json: Json = False,
) -> None:
    """Make several gaps one."""

    async def run(opened: Opened) -> None:
        change = await opened.merge(id, others, author())
        tell({"gap": id, "change": change}, f"They are part of gap {id} now.", as_json=as_json)

    begin(run)


@gaps.command()
def group(as_json: Json = False) -> None:
    """Take in what the log holds and sort new questions into gaps, now."""

    async def run(opened: Opened) -> None:
        told = await opened.group()
        tell(told, told["told"], as_json=as_json)

    begin(run)


def begin(run: Callable[[Opened], Awaitable[None]]) -> None:
    from handoff.studio.gap_command import opened

    settings = settings_or_fail()

    async def whole() -> None:
        async with opened(settings) as gaps_of:
            await run(gaps_of)

    guarded(lambda: asyncio.run(whole()))


def author(role: str = "content") -> Agent:
    """Who types the command, as far as the machine knows."""
    from handoff.ports import Agent

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "a command"
    return Agent("", name, "", role, None)


def tell(value: dict[str, Any], text: str, *, as_json: bool) -> None:
    shown = json.dumps(value, ensure_ascii=False) if as_json else text
    out.print(shown, markup=False, highlight=False, soft_wrap=True)


def line_of(gap: dict[str, Any]) -> str:
    people = f"{gap['customers']} customer{'' if gap['customers'] == 1 else 's'}"
    return f"{gap['id']:>5}  {people:<14}{gap['agent_minutes']:>5} min  {gap['title']}"


def lines_of(gap: dict[str, Any]) -> list[str]:
    lines = [gap["title"], line_of(gap).rsplit("  ", 1)[0], f"state: {gap['state']}"]
    lines += [f"close to: {near['title']} ({near['likeness']:.0%} alike)" for near in gap["entries"]]
    for one in gap["asked"]:
        lines += ["", f"{one['at'][:10]}  {one['text']}"]
        lines += [f"    {answer['by']}: {answer['text']}" for answer in one["answers"]]
    return lines
