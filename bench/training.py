"""How long training takes, from the command to its last line, and the most memory it held.

Each round has a folder of models of its own, so that nothing is remembered; then the last content is trained
again after a change to one entry, as staff do.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

from bench import content
from bench.figure import ROOT, Figure, median, spread

ROUNDS = {20: 3, 200: 1, 1000: 1}  # of so many entries
AT_MOST_S = {20: "≤ 8", 1000: "≤ 40"}


async def measure(home: Path) -> list[Figure]:
    figures = []
    for entries, rounds in ROUNDS.items():
        data = content.write(home / f"data-{entries}", entries)
        places = [home / f"models-{entries}-{number}" for number in range(rounds)]
        told = [await asyncio.to_thread(train, data, place) for place in places]
        seconds, megabytes = [s for s, _ in told], [mb for _, mb in told]
        floor, note = AT_MOST_S.get(entries, ""), f"ten phrasings an entry; {spread(seconds)}"
        figures += [
            Figure(f"training_{entries}_s", median(seconds), "s", "", None, floor, note),
            Figure(f"training_{entries}_mb", median(megabytes), "MiB", "", None, "", "at its highest"),
        ]
        change(data)
        again, _ = await asyncio.to_thread(train, data, places[-1])
        name = f"training_{entries}_again_s"
        figures.append(Figure(name, again, "s", "", None, "", "after a change to one entry"))
    return figures


def change(data: Path) -> None:
    """Have staff change an answer."""
    path = data / "faq" / "everything.yml"
    path.write_text(path.read_text().replace("We look after", "Our workshop looks after", 1))


def train(data: Path, models: Path) -> tuple[float, float]:
    """Train once; gives seconds, and MiB at the highest."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot.training", "--data", str(data), "--models", str(models)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"Training on {data} failed.")
    return time.perf_counter() - began, used.ru_maxrss / (1 if sys.platform == "linux" else 1024) / 1024
