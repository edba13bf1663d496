"""Does one question have one entry? The same words, nearly the same, and staff's own test questions."""

import contextlib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.shape import MANY, Content, Entry, normalise
from content.source import Problem, Source

# Words that change nothing in what is asked; “where” and “not” do. In other languages all words count.
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an the my your our i we you it is are was am be do does did can could would will shall may to of "
        "for in on at and please me us this that there how what have has had want like need get",
    )
)
SAID_AT_MOST = 3  # near-sames of a pair of entries that are named one by one


@dataclass(frozen=True)
class _Place:
    file: str
    line: int
    name: str
    texts: tuple[str, ...]
    taught: bool


def check_collisions(data_dir: Path, content: Content, problems: list[Problem]) -> None:
    """Look for ids and phrasings that stand twice, and for test questions that contradict."""
    places = [
        _Place(str(data_dir / "talk.yml"), item.line, item.id, item.phrasings, taught=True)
        for item in content.talk
    ]
    places += [_Place(one.file, one.line, one.id, one.examples, one.taught) for one in content.entries]
    places.sort(key=lambda place: not place.taught)  # of two that say the same, the draft is told
    _check_ids(places, problems)
    owners = _check_same(places, problems)
    if len(owners) > MANY:
        Source(str(data_dir), problems).error(1, f"There are more than {MANY:,} phrasings in all.")
    _check_near(places, problems)
    for entry in content.entries:
        _check_tests(entry, owners, problems)


def _check_ids(places: list[_Place], problems: list[Problem]) -> None:
    ids: dict[str, str] = {}
    for place in places:
        if place.name and place.name in ids:
            Source(place.file, problems).error(
                place.line, f"The id `{place.name}` is already taken at {ids[place.name]}."
            )
        ids.setdefault(place.name, f"{place.file}:{place.line}")


def _check_same(places: list[_Place], problems: list[Problem]) -> dict[str, _Place]:
    """What is not taught yet may say the same; it is pointed out."""
    owners: dict[str, _Place] = {}
    for place in places:
        for text in place.texts:
            if not (key := normalise(text)):
                continue
            owner = owners.setdefault(key, place)
            if owner is not place and (owner.file, owner.line) != (place.file, place.line):
                source = Source(place.file, problems)
                note = source.error if place.taught and owner.taught else source.warning
                where = f"`{owner.name}` ({owner.file}:{owner.line})"
                note(
                    line_with(place.file, text, place.line),
                    f"“{text}” stands under {where} too; one question has one entry.",
                )
    return owners


def _check_near(places: list[_Place], problems: list[Problem]) -> None:
    """Two phrasings of the same telling words, in whatever order: the bot can hardly tell them apart."""
    owners: dict[frozenset[str], tuple[_Place, str]] = {}
    said: dict[tuple[str, str], int] = defaultdict(int)
    for place in places:
        for text in place.texts if place.taught else ():
            words = telling(text)
            if len(words) < 2:  # one word is too little to say that two questions are one
                continue
            owner, other = owners.setdefault(words, (place, text))
            if owner is place or normalise(other) == normalise(text):
                continue
            said[owner.name, place.name] += 1
            if said[owner.name, place.name] <= SAID_AT_MOST:
                Source(place.file, problems).warning(
                    line_with(place.file, text, place.line),
                    f"“{text}” says nearly the same as “{other}” under `{owner.name}` "
                    f"({owner.file}:{owner.line}).",
                )


def telling(text: str) -> frozenset[str]:
    """Give the words of a phrasing that tell what is asked, in the singular."""
    words = (re.sub(r"(?<=[^su])s$", "", word) for word in normalise(text).split())
    return frozenset(word for word in words if word not in _SMALL)


def _check_tests(entry: Entry, owners: dict[str, _Place], problems: list[Problem]) -> None:
    source = Source(entry.file, problems)
    own = {normalise(text) for text in entry.examples}
    refused = {normalise(text) for text in entry.must_not_answer}
    for text in entry.must_answer:
        line, owner = line_with(entry.file, text, entry.line), owners.get(normalise(text))
        if normalise(text) in refused:
            source.error(line, f"“{text}” stands in `must_answer` and in `must_not_answer`.")
        elif normalise(text) in own:
            source.warning(line, f"“{text}” is a phrasing too, so it tests nothing; ask it in other words.")
        elif owner is not None and owner.taught:
            source.warning(line, f"“{text}” should be answered here, and is a phrasing of `{owner.name}`.")
    for text in entry.must_not_answer:
        if normalise(text) in own:
            source.error(
                line_with(entry.file, text, entry.line),
                f"“{text}” must not be answered here, and is a phrasing of this entry.",
            )
    if not entry.taught and entry.state == "live" and entry.must_answer:
        source.warning(entry.line, "`must_answer` tests the bot, which does not learn what is for agents.")


def line_with(file: str, text: str, start: int) -> int:
    """Give the line, from `start`, that holds a text: phrasings know their words, not their lines."""
    with contextlib.suppress(OSError):
        lines = _lines(file, Path(file).stat().st_mtime_ns)
        return next((number for number in range(start, len(lines) + 1) if text in lines[number - 1]), start)
    return start


@lru_cache(maxsize=16)  # a file with much wrong in it is read once
def _lines(file: str, _changed: int) -> list[str]:
    return Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
