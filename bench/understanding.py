"""What the pipeline of config.yml makes of public questions, where they are to be had: see bench/nlu.py."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.nlu import measure as asked

DATA = "HANDRAIL_BENCH_DATA"  # the folder with banking77/ and banking77-oos/
SETS = {
    "banking77_10": ("banking77/train_10.csv", "banking77/test.csv", ()),
    "banking77_oos": (
        "banking77-oos/train.csv",
        "banking77-oos/valid.csv",
        ("banking77-oos/in_domain_oos_valid.csv", "banking77-oos/out_of_domain_oos_valid.csv"),
    ),
}
TOLD = {
    "accuracy": "",
    "coverage_at_95": "",
    "coverage_at_98": "",
    "oos_auroc": "",
    "ece": "",
    "precision": "",
    "coverage": "",
    "p50_ms": "ms",
    "train_s": "s",
}


async def measure(home: Path) -> list[Figure]:  # noqa: ARG001 - it keeps nothing
    """Nothing where the data is not there: it is others', and no part of the project."""
    folder = os.environ.get(DATA)
    if folder is None:
        print(f"  understanding: not measured, {DATA} names no folder of questions")
        return []
    figures = []
    for name, (train, test, oos) in SETS.items():
        root = Path(folder)
        told = await asyncio.to_thread(asked, root / train, root / test, [root / path for path in oos])
        figures += [_figure(name, kind, told) for kind in TOLD if told[kind] is not None]
    return figures


def _figure(name: str, kind: str, told: dict[str, Any]) -> Figure:
    note = ""
    if kind == "precision":
        low, high = told["precision_interval"]
        note = f"95 % interval {low:.3f} to {high:.3f}, at its own threshold {told['threshold']:.2f}"
    return Figure(f"nlu_{name}_{kind}", told[kind], TOLD[kind], "", None, "", note)
