"""Grouping a hundred thousand past questions by meaning: with the vectors kept of each, as it always is after
the first time, and with nothing kept; beside scikit-learn's average linkage, which compares all with all.

The texts are banking77's and clinc150's training questions, and variants of them (a greeting, a request, two
letters exchanged) up to the number, all different. Agreement with their intents is measured on the originals.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.figure import ROOT, Figure
from bench.questions import read
from bench.sets import BESIDE, DATA, clinc, folder

QUESTIONS = 100_000
COMPARED = 10_000
"""As many as the other can take: its memory grows with their square."""

SEED = 7
BEFORE = ("hi ", "hello, ", "please help: ", "good morning ", "quick question: ", "sorry, ", "um ")
AFTER = (" please", " thanks", " asap", " thank you", " today", " again", " right now")


async def measure(home: Path) -> list[Figure]:
    data = folder()
    if data is None:
        print(f"  grouping: not measured. {DATA} names no folder of questions, nor is there {BESIDE}.")
        return []
    originals = asked(data)
    texts = variants([text for text, _ in originals], random.Random(SEED))
    cold = run(home, "cold", [{"id": id, "text": text} for id, text in enumerate(texts)])
    vectors = {line["id"]: line["vector"] for line in cold.lines if "vector" in line}
    known = [{"id": id, "text": text, "vector": vectors[id]} for id, text in enumerate(texts)]
    warm = run(home, "warm", known)
    random.Random(SEED).shuffle(known)
    again = run(home, "again", known)
    same = homes(warm) == homes(again) == homes(cold)
    bank = range(COMPARED)
    ours = run(home, "compared", [known_of(n, texts, vectors) for n in bank])
    other_s, other = linkage(np.array([unpacked(vectors[n]) for n in bank]))
    intents = [originals[n][1] for n in bank]
    mine = [homes(ours)[n] for n in bank]
    agreed = (
        f"agreement with the intents (ARI): ours {rand(intents, mine):.3f}, its {rand(intents, other):.3f}"
    )
    return [
        Figure(
            "grouping_100000_s", warm.s, "s", "", None, "≤ 60",
            f"vectors kept; {warm.cpu_s:.0f} s of processor, {warm.groups:,} groups; the same groups in "
            f"another order and with nothing kept: {'yes' if same else 'NO'}",
        ),
        Figure(
            "grouping_100000_cold_s", cold.s, "s", "", None, "",
            f"nothing kept, as the first time: {cold.encoded:,} wordings encoded; {cold.cpu_s:.0f} s of "
            "processor",
        ),
        Figure(
            "grouping_10000_vs_average_linkage", ours.s, "s", f"scikit-learn {other_s:.1f} s",
            ours.s / other_s, "≤ 1",
            f"banking77's training questions, the process's start counted in ours alone; {agreed}",
        ),
    ]  # fmt: skip


class Run:
    """What one run of the process told and took."""

    def __init__(self, out: Path, s: float, cpu_s: float) -> None:
        self.lines = [json.loads(line) for line in out.open()]
        self.s, self.cpu_s = s, cpu_s
        self.groups, self.encoded = self.lines[-1]["groups"], self.lines[-1]["encoded"]


def run(home: Path, name: str, lines: Sequence[dict[str, Any]]) -> Run:
    given, out = home / f"{name}.in", home / f"{name}.out"
    given.write_text("".join(json.dumps(line) + "\n" for line in lines))
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with given.open("rb") as source, out.open("wb") as target:
        subprocess.run(
            [sys.executable, "-m", "bot.grouping"], stdin=source, stdout=target, cwd=ROOT, check=True,
            env={"PATH": "", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(out, took, cpu)


def homes(done: Run) -> dict[int, Any]:
    return {line["id"]: line["group"] for line in done.lines if "id" in line}


def known_of(id: int, texts: Sequence[str], vectors: dict[int, str]) -> dict[str, Any]:
    return {"id": id, "text": texts[id], "vector": vectors[id]}


def asked(data: Path) -> list[tuple[str, str]]:
    """Different questions with their intents, banking77's first; training parts only."""
    rows = [*read(data / "banking77" / "train.csv"), *clinc(data, "train")]
    return list({text: (text, intent) for text, intent in reversed(rows)}.values())[::-1]


def variants(texts: list[str], rng: random.Random) -> list[str]:
    """The texts first, then what others might have typed instead."""
    found = dict.fromkeys(texts)
    while len(found) < QUESTIONS:
        found[varied(rng.choice(texts), rng)] = None
    return list(found)[:QUESTIONS]


def varied(text: str, rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(BEFORE) + text
    if kind < 0.7:
        return text + rng.choice(AFTER)
    words = text.split()
    place = rng.randrange(len(words))
    word = words[place]
    if len(word) < 4:
        words.insert(place, word)
    else:
        at = rng.randrange(len(word) - 1)
        words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def unpacked(vector: str) -> Any:
    from bot.grouping import unpacked as read_vector

    return read_vector(vector)


def linkage(vectors: Any) -> tuple[float, list[int]]:
    """Seconds and labels of scikit-learn's, at the distance that ours works with on the same vectors."""
    from sklearn.cluster import AgglomerativeClustering

    from bot.gathering import threshold

    least = threshold(vectors.sum(axis=0), len(vectors))
    began = time.monotonic()
    made = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - least
    )
    labels = made.fit_predict(vectors)
    return time.monotonic() - began, [int(label) for label in labels]


def rand(intents: Sequence[Any], groups: Sequence[Any]) -> float:
    from sklearn.metrics import adjusted_rand_score

    numbers = {name: place for place, name in enumerate(dict.fromkeys(groups))}
    return float(adjusted_rand_score(list(intents), [numbers[name] for name in groups]))
