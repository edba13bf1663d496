"""What config.yml's pipeline makes of public questions, where they are to be had, beside Rasa's pipelines.

``python -m bench understanding [--only SET …] [--dev]``: `--dev` asks held-out training and validation
questions only, and keeps no figures, so that the pipeline is developed without a look at any test file.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from bench.figure import Figure, spread
from bench.pipelines import PIPELINES, NotRun, Pipeline, asked
from bench.questions import BadQuestions, all_mistyped, all_plain
from bench.scores import NONE, summed_up
from bench.sets import BESIDE, DATA, MEASURED, Row, Set, folder

RATE = 0.1  # of letters that are mistyped
SEED = 1
OURS = "handrail"

# What is told of each run: the column's head, and the figure's unit.
TOLD = {
    "accuracy": ("acc", ""),
    "macro_f1": ("F1", ""),
    "coverage_at_95": ("cov95", ""),
    "coverage_at_98": ("cov98", ""),
    "oos_auroc": ("AUROC", ""),
    "ece": ("ECE", ""),
    "threshold": ("thr", ""),
    "precision": ("prec", ""),
    "coverage": ("cov", ""),
    "oos_recall": ("oos rec", ""),
    "typo_accuracy": ("typos", ""),
    "lower_accuracy": ("lower", ""),
    "train_s": ("train s", "s"),
    "p50_ms": ("p50 ms", "ms"),
    "p99_ms": ("p99 ms", "ms"),
}

Told = dict[str, Any]


def run(pipeline: Pipeline, one: Set) -> Told:
    """Train once and ask everything: the questions, and those that are spoilt. Raises NotRun."""
    questions = one.test + [(text, NONE) for text, _ in one.oos]
    spoilt = one.test[: one.spoilt]
    variants = [questions, all_mistyped(spoilt, RATE, SEED), all_plain(spoilt)]
    guesses, seconds = asked(pipeline, one.train, [text for rows in variants for text, _ in rows])
    told: Told = {**summed_up([name for _, name in questions], guesses[: len(questions)]), "train_s": seconds}
    start = len(questions)
    for kind, rows in zip(("typo_accuracy", "lower_accuracy"), variants[1:], strict=True):
        part = guesses[start : start + len(rows)]
        told[kind] = summed_up([name for _, name in rows], part)["accuracy"] if rows else None
        start += len(rows)
    return told


def together(runs: list[Told]) -> Told:
    """Give the mean of each figure over runs, and of their intervals' ends: what one run is known by."""
    told: Told = {
        key: None if any(one[key] is None for one in runs) else fmean(one[key] for one in runs)
        for key in TOLD
    }
    ends = [one["precision_interval"] for one in runs if one["precision_interval"]]
    told["precision_interval"] = [fmean(side) for side in zip(*ends, strict=True)] if ends else None
    told["runs"] = {key: [one[key] for one in runs] for key in TOLD}
    return told


def row_of(row: Row, root: Path, say: Callable[[str], None]) -> dict[str, Told]:
    """Run a row for ours and whoever stands beside it; which of them could not be run is said.

    Raises NotRun where ours could not.
    """
    sets = row.runs(root)
    found = {}
    for name in (OURS, *sets[0].beside):
        pipeline, began = PIPELINES[name], time.monotonic()
        try:
            found[name] = together([run(pipeline, one) for one in sets])
        except NotRun as reason:
            if name == OURS:
                raise
            say(f"  {row.name}: {reason}")
            continue
        shown = zip(TOLD.values(), cells(found[name]), strict=True)
        told = ", ".join(f"{head} {cell}" for (head, _), cell in shown if cell)
        say(f"  {row.name}, {pipeline.title}, {time.monotonic() - began:.0f} s: {told}")
    return found


async def measure(home: Path) -> list[Figure]:  # noqa: ARG001 - it keeps nothing
    """Measure all sets."""
    return await measured(MEASURED)


async def measured(rows: tuple[Row, ...]) -> list[Figure]:
    """Measure rows and print the table; nothing where the questions are not there, which are others'."""
    figures: list[Figure] = []
    root = folder()
    if root is None:
        print(f"  understanding: not measured. {DATA} names no folder of questions, nor is there {BESIDE}.")
        return []
    table = Table(
        "set", "who", *(head for head, _ in TOLD.values()), box=MARKDOWN
    )  # fit to be kept in a page
    failed = []
    for row in rows:
        try:
            found = await asyncio.to_thread(row_of, row, root, partial(print, flush=True))
        except BadQuestions as reason:
            print(f"  {row.name}: not measured. {reason}")
            continue
        except NotRun as reason:
            print(f"  {row.name}: {reason}")
            failed.append(row.name)
            continue
        for name, told in found.items():
            table.add_row(row.name, name, *cells(told))
        figures += figures_of(row.name, found)
    Console(width=200).print(table)
    return [*figures, Figure("nlu_sets_failed", len(failed), "", "", None, "≤ 0", ", ".join(failed))]


def cells(told: Told) -> list[str]:
    """Give a row's cells, the precision with its interval."""
    shown = []
    for key in TOLD:
        value = told[key]
        digits = 1 if key in ("train_s", "p50_ms", "p99_ms") else 3
        text = "" if value is None else f"{value:.{digits}f}"
        if key == "precision" and value is not None:
            low, high = told["precision_interval"]
            text += f" ({low:.3f}–{high:.3f})"
        shown.append(text)
    return shown


def figures_of(name: str, found: dict[str, Told]) -> list[Figure]:
    """Give the figures of a row, beside the stronger of Rasa's pipelines that ran."""
    if OURS not in found:
        return []
    others = {key: told for key, told in found.items() if key != OURS}
    return [_figure(name, key, found[OURS], others) for key in TOLD if found[OURS][key] is not None]


def _figure(name: str, key: str, ours: Told, others: dict[str, Told]) -> Figure:
    rivals = {who: told[key] for who, told in others.items() if told[key] is not None}
    best = max(others, key=lambda who: float(others[who]["accuracy"]), default="")
    against = PIPELINES[best].title if best in rivals else ""
    ratio = ours[key] / rivals[best] if rivals.get(best) else None
    notes = [f"{PIPELINES[who].title} {value:.4g}" for who, value in rivals.items()]
    if key == "precision":
        low, high = ours["precision_interval"]
        notes.insert(
            0, f"95 % interval {low:.3f} to {high:.3f}, at its own threshold {ours['threshold']:.2f}"
        )
    if len(runs := ours["runs"][key]) > 1:
        notes.insert(0, spread(runs))
    return Figure(f"nlu_{name}_{key}", ours[key], TOLD[key][1], against, ratio, "", "; ".join(notes))
