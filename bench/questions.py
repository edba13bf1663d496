"""Questions: read from a file of ``text,category``, sampled, and spoilt as hurried people spoil them."""

from __future__ import annotations

import csv
import random
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

Rows = list[tuple[str, str]]  # text and category
HEADER = ("text", "category")


class BadQuestions(Exception):
    """A file that cannot be asked or learnt from. Its message is a sentence for a person."""


def read(path: Path) -> Rows:
    """Give the rows, without those that hold no text.

    Raises BadQuestions, with the line, for what is no such file.
    """
    return list(_checked(path, named=True))


def read_unanswerable(path: Path) -> Rows:
    """Give the rows of questions that no category answers; what they are called there does not matter."""
    return list(_checked(path, named=False))


def learnable(path: Path) -> Rows:
    """Give the rows to learn from. Raises BadQuestions where there are not two categories to tell apart."""
    rows = read(path)
    if len({category for _, category in rows}) < 2:
        raise BadQuestions(f"{path} names one category only; there must be two to tell apart.")
    return rows


def _checked(path: Path, *, named: bool) -> Iterator[tuple[str, str]]:
    csv.field_size_limit(sys.maxsize)  # a text may be as long as its writer likes
    found = False
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = csv.DictReader(file, strict=True)
            _check_header(path, lines.fieldnames, named=named)
            for row in lines:
                if None in row or None in row.values():
                    raise BadQuestions(
                        f"{path}, line {lines.line_num}: as many fields as the header names are "
                        "needed. A text with commas stands in double quotes."
                    )
                text, category = row["text"], (row.get("category") or "").strip()
                if not text.strip():
                    continue
                if named and not category:
                    raise BadQuestions(f"{path}, line {lines.line_num}: the category is missing.")
                found = True
                yield text, category
    except OSError as error:
        raise BadQuestions(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadQuestions(f"{path} is not UTF-8: save it as that, and try again.") from error
    except csv.Error as error:
        raise BadQuestions(f"{path} is no CSV file: {error}.") from error
    if not found:
        raise BadQuestions(f"{path} holds no questions.")


def _check_header(path: Path, names: object, *, named: bool) -> None:
    has = list(names) if isinstance(names, list) else []
    if missing := [name for name in HEADER[: 2 if named else 1] if name not in has]:
        raise BadQuestions(
            f"{path} must begin with the line text,category; it lacks {' and '.join(missing)}."
        )


def write(path: Path, rows: Rows) -> Path:
    """Keep rows as such a file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return path


def sampled(rows: Rows, shots: int, seed: int) -> tuple[Rows, Rows]:
    """Draw `shots` phrasings of each category, or all that it has, and give them and the others."""
    chance = random.Random(seed)
    of: dict[str, list[int]] = defaultdict(list)
    for place, (_, category) in enumerate(rows):
        of[category].append(place)
    drawn = {
        place for _, places in sorted(of.items()) for place in chance.sample(places, min(shots, len(places)))
    }
    return [row for i, row in enumerate(rows) if i in drawn], [
        row for i, row in enumerate(rows) if i not in drawn
    ]


def split(rows: Rows, share: float, seed: int) -> tuple[Rows, Rows]:
    """Put a share of the rows, drawn from all, aside; give those that stay and those put aside."""
    aside = set(random.Random(seed).sample(range(len(rows)), round(share * len(rows))))
    return [row for i, row in enumerate(rows) if i not in aside], [
        row for i, row in enumerate(rows) if i in aside
    ]


def mistyped(text: str, rate: float, chance: random.Random) -> str:
    """Swap each letter, with the chance `rate`, with the character beside it, drop or double it.

    What was swapped with a letter is not looked at again.
    """
    typed: list[str] = []
    place = 0
    while place < len(text):
        letter = text[place]
        place += 1
        if not letter.isalpha() or chance.random() >= rate:
            typed.append(letter)
            continue
        kind = chance.choice(("swap", "drop", "double"))
        if kind == "double":
            typed += [letter, letter]
        elif kind == "swap" and place < len(text):
            typed += [text[place], letter]
            place += 1
        elif kind == "swap":
            typed.insert(-1, letter) if typed else typed.append(letter)
    return "".join(typed)


def all_mistyped(rows: Rows, rate: float, seed: int) -> Rows:
    """Mistype every text; the same seed, the same typos."""
    chance = random.Random(seed)
    return [(mistyped(text, rate, chance), category) for text, category in rows]


def plain(text: str) -> str:
    """Write as on a telephone: lower case, no apostrophes, a space for any other punctuation."""
    told = text.lower().replace("'", "").replace("’", "")
    spaced = "".join(" " if unicodedata.category(char).startswith("P") else char for char in told)
    return " ".join(spaced.split())


def all_plain(rows: Rows) -> Rows:
    """Write every text so."""
    return [(plain(text), category) for text, category in rows]
