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

LARGEST = 2**31 - 1
Number = Annotated[int, typer.Argument(metavar="GAP", min=1, max=LARGEST, help="A gap's number.")]
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
        tell({"gap": id, "change": change}, undoable(f"Gap {id} is dismissed.", change), as_json=as_json)

    begin(run)


@gaps.command()
def merge(
    id: Number,
    others: Annotated[
        list[int],
        typer.Argument(metavar="OTHER…", min=1, max=LARGEST, help="They become part of the first."),
    ],
    as_json: Json = False,
) -> None:
    """Make several gaps one."""

    async def run(opened: Opened) -> None:
        change = await opened.merge(id, others, author())
        text = undoable(f"They are part of gap {id} now.", change)
        tell({"gap": id, "change": change}, text, as_json=as_json)

    begin(run)


@gaps.command()
def split(
    id: Number,
    questions: Annotated[
        list[int],
        typer.Argument(metavar="QUESTION…", min=1, max=LARGEST, help="Numbers, as `show` has them."),
    ],
    as_json: Json = False,
) -> None:
    """Make a gap of their own of questions that do not belong."""

    async def run(opened: Opened) -> None:
        made, change = await opened.split(id, questions, author())
        tell({"gap": made, "change": change}, undoable(f"They are gap {made} now.", change), as_json=as_json)

    begin(run)


@gaps.command()
def reopen(id: Number, as_json: Json = False) -> None:
    """It needs an entry after all, or another one."""

    async def run(opened: Opened) -> None:
        change = await opened.changes.reopen(id, author())
        tell({"gap": id, "change": change}, undoable(f"Gap {id} is open again.", change), as_json=as_json)

    begin(run)


@gaps.command()
def drafted(
    id: Number,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="An entry's id.")],
    as_json: Json = False,
) -> None:
    """This entry in the files answers it; the gap is answered once that is live."""

    async def run(opened: Opened) -> None:
        change = await opened.drafted(id, entry, author())
        text = undoable(f"Gap {id} is answered once {entry} is published.", change)
        tell({"gap": id, "change": change}, text, as_json=as_json)

    begin(run)


@gaps.command()
def undo(
    change: Annotated[
        int,
        typer.Argument(metavar="CHANGE", min=1, max=LARGEST, help="As the command said that made it."),
    ],
    as_json: Json = False,
) -> None:
    """Take back what was done last to a gap."""

    async def run(opened: Opened) -> None:
        gap = await opened.undo(change, author())
        tell({"gap": gap, "change": None}, f"Gap {gap} is as it was before.", as_json=as_json)

    begin(run)


@gaps.command()
def effect(id: Number, as_json: Json = False) -> None:
    """What became of such questions before and after the gap's entry was published."""

    async def run(opened: Opened) -> None:
        found = await opened.views.effect(id)
        tell(found, "\n".join(effect_of(found)), as_json=as_json)

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
        lines += ["", f"{one['at'][:10]}  [{one['id']}]  {one['text']}"]
        lines += [f"    {answer['by']}: {answer['text']}" for answer in one["answers"]]
    return lines


def undoable(sentence: str, change: int) -> str:
    return f"{sentence} To take it back: handrail gaps undo {change}"


def effect_of(found: dict[str, Any]) -> list[str]:
    if found["published"] is None:
        named = (
            f"Its entry {found['entry']} is not live yet." if found["entry"] else "No entry answers it yet."
        )
        return [f"{named} Before and after can be compared once one is published."]
    release = f", with release {found['release']}" if found["release"] else ""
    lines = [f"{found['entry']} is live since {found['published'][:10]}{release}."]
    lines += [f"{'':<12}" + "".join(f"{name.replace('_', ' '):>12}" for name in found["before"])]
    for name in ("before", "after"):
        lines.append(f"{name:<12}" + "".join(f"{count:>12}" for count in found[name].values()))
    counted = [name for name in found["before"] if name != "weeks"]
    for week in found["weeks"]:
        lines.append(f"{week['from'][:10]:<24}" + "".join(f"{week[name]:>12}" for name in counted))
    return lines
