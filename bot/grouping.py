"""`python -m bot.grouping`: groups questions by what they mean. JSON lines in, JSON lines out.

In, in any order, until the input ends:
  {"id": 7, "text": …, "vector"?: …}            a question without a group; its vector, if it was told before
  {"id": 3, "text": …, "vector": …, "group": 4} one of a group that is still loose: it may move
  {"group": 2, "centre": …, "size": 12}         a settled group: it takes questions in and loses none
  {"group": 5, "vectors": […], "size": 3}     one whose centre is not known: its questions' vectors
  {"entry": "returns", "texts": [title, …]}     to say which entries a group is near

Out:
  {"progress": 0.4}                             now and then
  {"id": 7, "group": 2}, {"id": 8, "group": "n0", "vector": …}   every question; "n…" is a new group
  {"group": 2, "centre": …, "size": 13, "central"?: 7, "likeness": 0.61, "nearest": [["returns", 0.71], …]}
  {"done": true, "questions": …, "encoded": …, "groups": …, "threshold": …}

Without the last line nothing of it counts. Vectors are base64 of half floats. The same questions and the same
seed lead to the same groups, in whatever order they come. Exit code 2: the encoder is missing, and why.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from bot.gathering import gathered, threshold

Floats = NDArray[np.float32]

NEAREST = 3  # entries named for a group
ENTRY_TEXTS = 12  # of an entry's title and phrasings, compared with each group
TOLD_EVERY = 0.02  # of the work


@dataclass
class Point:
    """A question. `group`: the loose one it was in."""

    id: int
    text: str
    vector: str | None = None
    group: int | None = None
    words: str = ""


@dataclass
class Settled:
    """A group that keeps what it has. `centre` is the mean of its questions' vectors."""

    group: int
    centre: Floats
    size: int


@dataclass
class Given:
    """All that came in."""

    points: list[Point] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    entries: dict[str, list[str]] = field(default_factory=dict)


def packed(vector: Floats) -> str:
    """Write a vector for a line."""
    return base64.b64encode(vector.astype(np.float16).tobytes()).decode()


def unpacked(text: str) -> Floats:
    """Read one. Raises ValueError."""
    vector = np.frombuffer(base64.b64decode(text, validate=True), dtype=np.float16).astype(np.float32)
    if vector.shape != (384,) or not np.isfinite(vector).all():
        raise ValueError("a vector is 384 numbers")
    return vector


def read(lines: Iterable[str]) -> Given:
    """Read what came in. Raises ValueError, TypeError or KeyError for what is no such line."""
    given = Given()
    for line in lines:
        told = json.loads(line)
        if not isinstance(told, dict):
            raise TypeError("it is no object")
        if "entry" in told:
            given.entries[str(told["entry"])] = [str(text) for text in told["texts"]][:ENTRY_TEXTS]
        elif "size" in told:
            given.settled.append(_settled(told))
        else:
            group = told.get("group")
            given.points.append(
                Point(
                    int(told["id"]),
                    str(told["text"]),
                    told.get("vector"),
                    None if group is None else int(group),
                )
            )
    return given


def _settled(told: dict[str, Any]) -> Settled:
    if "centre" in told:
        return Settled(int(told["group"]), unpacked(told["centre"]), max(1, int(told["size"])))
    vectors = np.array([unpacked(one) for one in told["vectors"]], dtype=np.float32)
    return Settled(int(told["group"]), vectors.mean(axis=0), len(vectors))


def group(given: Given, seed: int, kept: Path | None, tell: Any) -> None:
    """Do it all, telling each line as a dict."""
    from bot.batches import normalised

    for point in given.points:
        point.words = normalised(point.text)
    points = sorted(given.points, key=lambda one: (one.words, one.group is None, one.group or 0, one.id))
    given.settled.sort(key=lambda one: one.group)
    vectors, encoded = _vectors(points, tell)
    centres = np.array([one.centre for one in given.settled], dtype=np.float32).reshape(-1, 384)
    sizes = np.array([one.size for one in given.settled], dtype=np.float32)
    firsts, same = _distinct(points)
    total = vectors[firsts].sum(axis=0) + (centres * sizes[:, None]).sum(axis=0)
    least = threshold(total, len(firsts) + int(sizes.sum()))
    homes = _homes(points, vectors[firsts], firsts, same, given.settled, centres, least, seed)
    _tell_questions(points, vectors, homes, tell)
    _tell_groups(points, vectors, homes, given, centres, _entries(given.entries, kept), tell)
    tell(
        {
            "done": True,
            "questions": len(points),
            "encoded": encoded,
            "groups": len({*homes, *(one.group for one in given.settled)}),
            "threshold": round(least, 4),
        }
    )


def _vectors(points: Sequence[Point], tell: Any) -> tuple[Floats, int]:
    """Give each point's vector; the same words are encoded once, and not at all where they were before."""
    known: dict[str, Floats] = {}
    for point in points:
        if point.vector is not None and point.words not in known:
            known[point.words] = unpacked(point.vector)
    fresh = sorted({point.words for point in points} - known.keys())
    if fresh:
        from bot.batches import Batches

        told = 0.0

        def heard(done: int) -> None:
            nonlocal told
            share = done / len(fresh)
            if share >= told + TOLD_EVERY:
                told = share
                tell({"progress": round(0.8 * share, 3)})

        # Rounded as they are kept, so that it is the same whether they were encoded now or before.
        rows = Batches().encode(fresh, heard).astype(np.float16).astype(np.float32)
        known.update(zip(fresh, rows, strict=True))
    given = [known[point.words] for point in points]
    return np.array(given, dtype=np.float32).reshape(-1, 384), len(fresh)


def _distinct(points: Sequence[Point]) -> tuple[list[int], list[int]]:
    """Give the first place of each wording, and each point's wording by its number (sorted by words)."""
    firsts: list[int] = []
    same: list[int] = []
    for place, point in enumerate(points):
        if not place or point.words != points[place - 1].words:
            firsts.append(place)
        same.append(len(firsts) - 1)
    return firsts, same


Home = int | str


def _homes(
    points: Sequence[Point],
    vectors: Floats,
    firsts: Sequence[int],
    same: Sequence[int],
    settled: Sequence[Settled],
    centres: Floats,
    least: float,
    seed: int,
) -> list[Home]:
    """Say for each point which group is its: a settled one that fits, else one made of what is left."""
    home: list[Home | None] = [None] * len(firsts)
    if settled:
        for start in range(0, len(firsts), 2_000):
            likeness = vectors[start : start + 2_000] @ centres.T
            best = likeness.argmax(axis=1)
            for row, column in enumerate(best):
                if likeness[row, column] >= least:
                    home[start + row] = settled[column].group
    left = [number for number, found in enumerate(home) if found is None]
    labels = gathered(vectors[left], least, seed)
    members: dict[int, list[int]] = {}
    for number, label in zip(left, labels, strict=True):
        members.setdefault(int(label), []).append(number)
    theirs: dict[int, list[int]] = {}
    for place, number in enumerate(same):
        theirs.setdefault(number, []).append(place)
    new, taken = 0, set[int]()
    for numbers in members.values():
        # A loose group that was here before lends its id: the oldest of those that met.
        loose = sorted(
            {
                group
                for number in numbers
                for place in theirs[number]
                if (group := points[place].group) is not None and group not in taken
            }
        )
        if loose:
            name: Home = loose[0]
            taken.add(loose[0])
        else:
            name, new = f"n{new}", new + 1
        for number in numbers:
            home[number] = name
    return [found for number in same if (found := home[number]) is not None]


def _tell_questions(points: Sequence[Point], vectors: Floats, homes: Sequence[Home], tell: Any) -> None:
    for point, vector, home in zip(points, vectors, homes, strict=True):
        line: dict[str, Any] = {"id": point.id, "group": home}
        if point.vector is None:
            line["vector"] = packed(vector)
        tell(line)


def _tell_groups(
    points: Sequence[Point],
    vectors: Floats,
    homes: Sequence[Home],
    given: Given,
    centres: Floats,
    entries: tuple[list[str], Floats, NDArray[np.int64]],
    tell: Any,
) -> None:
    """Say of each group its centre, its most central question of those that came, and the nearest entries."""
    members: dict[Home, list[int]] = {}
    for place, home in enumerate(homes):
        members.setdefault(home, []).append(place)
    settled = {one.group: (one, centres[row]) for row, one in enumerate(given.settled)}
    for home in sorted({*members, *settled}, key=lambda one: (isinstance(one, str), str(one).zfill(12))):
        places = members.get(home, [])
        centre, size = vectors[places].sum(axis=0) if places else np.zeros(384, dtype=np.float32), len(places)
        if isinstance(home, int) and home in settled:
            before, old = settled[home]
            centre, size = centre + old * before.size, size + before.size
        centre = (centre / size).astype(np.float32)
        length = float(np.linalg.norm(centre))
        line: dict[str, Any] = {"group": home, "centre": packed(centre), "size": size}
        if places:
            likeness = vectors[places] @ (centre / max(length, 1e-9))
            best = int(likeness.argmax())  # of equals the first by its words
            line |= {"central": points[places[best]].id, "likeness": round(float(likeness[best]), 4)}
        line["nearest"] = _nearest(centre / max(length, 1e-9), entries)
        tell(line)


def _nearest(
    direction: Floats, entries: tuple[list[str], Floats, NDArray[np.int64]]
) -> list[tuple[str, float]]:
    """Give the entries of which some wording is most alike, the best first."""
    names, vectors, owners = entries
    if not names:
        return []
    best = np.full(len(names), -1.0, dtype=np.float32)
    np.maximum.at(best, owners, vectors @ direction)
    order = np.argsort(-best, kind="stable")[:NEAREST]
    return [(names[place], round(float(best[place]), 3)) for place in order]


def _entries(entries: dict[str, list[str]], kept: Path | None) -> tuple[list[str], Floats, NDArray[np.int64]]:
    """Encode what entries say, but what was encoded before: `kept` holds that."""
    from bot.batches import normalised

    names = sorted(name for name, texts in entries.items() if any(normalised(text) for text in texts))
    rows = [(place, normalised(text)) for place, name in enumerate(names) for text in entries[name]]
    rows = [(place, words) for place, words in rows if words]
    known = _read_kept(kept)
    wanted = sorted({words for _, words in rows})
    fresh = [words for words in wanted if _key(words) not in known]
    if fresh:
        from bot.batches import Batches

        known |= {_key(words): row for words, row in zip(fresh, Batches().encode(fresh), strict=True)}
        _write_kept(kept, {key: known[key] for key in map(_key, wanted)})
    vectors = np.array([known[_key(words)] for _, words in rows], dtype=np.float32).reshape(-1, 384)
    return names, vectors, np.array([place for place, _ in rows], dtype=np.int64)


def _key(words: str) -> str:
    from bot.nlu.encoder import NAME

    return hashlib.sha256(f"{NAME} {words}".encode()).hexdigest()


def _read_kept(kept: Path | None) -> dict[str, Floats]:
    """Nothing where it is missing or damaged: it is made again."""
    if kept is None or not kept.is_file():
        return {}
    try:
        with np.load(kept, allow_pickle=False) as stored:
            names, rows = stored["names"], stored["rows"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, Exception):  # noqa: BLE001 - zipfile and zlib have their own
        return {}
    return dict(zip((str(name) for name in names), rows, strict=False))


def _write_kept(kept: Path | None, known: dict[str, Floats]) -> None:
    if kept is None or not known:
        return
    beside = kept.with_suffix(f".{os.getpid()}.npz")
    try:
        np.savez(beside, names=np.array([*known]), rows=np.array([*known.values()], dtype=np.float16))
        beside.replace(kept)
    except OSError as wrong:
        print(f"What entries say could not be kept ({wrong}).", file=sys.stderr)


def main(args: list[str] | None = None, lines: Iterator[str] | None = None, out: TextIO | None = None) -> int:
    """Group what comes in; 0, or 2 where the encoder is missing or a line makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m bot.grouping", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kept", type=Path, metavar="FILE", help="where the entries' vectors are kept")
    asked = parser.parse_args(args)
    target = out or sys.stdout

    def tell(line: dict[str, Any]) -> None:
        target.write(json.dumps(line, ensure_ascii=False) + "\n")
        if "progress" in line:
            target.flush()

    try:
        given = read(lines if lines is not None else sys.stdin)
    except (ValueError, TypeError, KeyError) as wrong:
        print(f"That is no line of questions: {wrong}", file=sys.stderr)
        return 2
    from bot.launcher import prepare

    prepare()
    from bot.nlu.encoder import EncoderMissing

    try:
        group(given, asked.seed, asked.kept, tell)
    except (EncoderMissing, ValueError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    target.flush()
    return 0


if __name__ == "__main__":
    from bot.lean import leave_out

    os.nice(10)
    leave_out()
    sys.exit(main())
