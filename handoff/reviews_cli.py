"""``handrail gaps reviews`` and ``verdict``: answers the bot was not sure of get a yes or no by staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from handoff.gaps_cli import LARGEST, Json, author, begin, tell
from handoff.terminal import err

if TYPE_CHECKING:
    from handoff.studio.gap_command import Opened


def reviews(
    order: Annotated[str, typer.Option("--order", help="doubtful or new first.")] = "doubtful",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000)] = 25,
    as_json: Json = False,
) -> None:
    """Answers that wait for a yes or no, with how sure the bot was."""

    async def run(opened: Opened) -> None:
        told = await opened.doubtful(order, limit)
        for one in told["reviews"]:
            tell(one, line_of(one), as_json=as_json)
        if not told["reviews"]:
            err.print("No answer waits for a yes or no.")

    begin(run)


def verdict(
    answer: Annotated[
        int, typer.Argument(metavar="ANSWER", min=1, max=LARGEST, help="Its number, as `reviews` has it.")
    ],
    said: Annotated[str, typer.Argument(metavar="VERDICT", help="yes, no or skip; undo takes it back.")],
    entry: Annotated[
        str | None, typer.Option("--entry", metavar="ID", help="With no: the entry that is right.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say whether it was the right entry, which learns the customer's words; a no alone makes a gap."""

    async def run(opened: Opened) -> None:
        told = await opened.say(answer, said, entry, author())
        tell(told, sentence_of(told), as_json=as_json)

    begin(run)


def line_of(one: dict[str, Any]) -> str:
    sure = "chosen" if one["confidence"] is None else f"{one['confidence']:.0%}"
    text, entry = " ".join(one["text"].split()), one["entry"]
    return f"{one['id']:>5}  {sure:>6}  {text}  →  {entry['title']} ({entry['id']})"


def sentence_of(told: dict[str, Any]) -> str:
    if told["verdict"] is None:
        return f"Answer {told['id']} waits again, as if nobody had said anything."
    if told.get("gap"):
        return "The question goes into the gaps."
    if told["entry"] is None:
        return "It is left as it is, and waits no more."
    if not told["added"]:
        return f"Noted. There was nothing new in it for {told['entry']} to learn."
    return f"{told['entry']} has learnt these words: with the next training the bot knows them."
