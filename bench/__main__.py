"""``python -m bench [FIGURE…]``: measures, prints a table, writes ``bench/results.json``.

``python -m bench understanding --only SET`` measures one set of questions; with ``--dev``, on what no final
figure is taken from.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import (
    append,
    console,
    crossing,
    grouping,
    handoff,
    idle,
    lines,
    loader,
    publishing,
    relay,
    search,
    sets,
    start,
    training,
    turns,
    understanding,
)
from bench.figure import ROOT, Figure, keep
from bench.processes import allow_connections

Bench = Callable[[Path], Awaitable[list[Figure]]]

BENCHES: dict[str, Bench] = {
    "append": append.measure,
    "relay": relay.measure,
    "idle": idle.measure,
    "handoff": handoff.measure,
    "crossing": crossing.measure,
    "lines": lines.measure,
    "search": search.measure,
    "grouping": grouping.measure,
    "loader": loader.measure,
    "console": console.measure,
    "publishing": publishing.measure,
    "start": start.measure,
    "training": training.measure,
    "turns": turns.measure,
    "understanding": understanding.measure,
}

LONGEST_S = 600
"""Longest time one of them may take; understanding bounds its own steps (bench/pipelines.py)."""


async def run(names: list[str], console: Console, benches: dict[str, Bench]) -> list[Figure]:
    figures: list[Figure] = []
    # On the disk where the product keeps its data: elsewhere a sync may cost nothing.
    (ROOT / "var").mkdir(mode=0o700, exist_ok=True)
    for name in names:
        began = time.monotonic()
        home = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "var"))
        try:
            async with asyncio.timeout(None if name == "understanding" else LONGEST_S):
                figures += await benches[name](home)
        finally:
            shutil.rmtree(home)
        console.print(f"  {name}: {time.monotonic() - began:.0f} s")
    return figures


def shown(figures: list[Figure]) -> Table:
    table = Table("figure", "value", "against", "ratio", "must be", "note")
    for figure in figures:
        held = figure.held()
        mark = "" if held is None else " [green]✓" if held else " [red]✗"
        table.add_row(
            figure.name,
            f"{figure.value:.4g} {figure.unit}",
            figure.against,
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            figure.floor + mark,
            figure.note,
        )
    return table


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"of {', '.join(BENCHES)}; none: all")
    parser.add_argument("--only", nargs="+", action="extend", default=[], metavar="SET", help="of questions")
    parser.add_argument("--dev", action="store_true", help="ask held-out training questions; keep no figure")
    parser.add_argument("--alone", action="store_true", help="ask none of Rasa's pipelines beside ours")
    given = parser.parse_args()
    names = given.figures or list(BENCHES)
    if (given.only or given.dev or given.alone) and names != ["understanding"]:
        parser.error("--only, --dev and --alone belong to 'understanding'")
    rows = {row.name: row for row in (sets.DEVELOPED_ON if given.dev else sets.MEASURED)}
    for name in given.only:
        if name not in rows:
            parser.error(f"there is no set '{name}'; there are {', '.join(rows)}")
    wanted = tuple(sets.alone(rows[name]) if given.alone else rows[name] for name in given.only or rows)
    benches = {**BENCHES, "understanding": lambda _: understanding.measured(wanted)}
    for name in names:
        if name not in BENCHES:
            parser.error(f"there is no '{name}'; there are {', '.join(BENCHES)}")
    allow_connections()
    console = Console(width=None if sys.stdout.isatty() else 160)
    figures = asyncio.run(run(names, console, benches))
    if not given.dev:
        keep(figures)
        console.print(shown(figures))
    return 1 if any(figure.held() is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
