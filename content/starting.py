"""Starts one's own content: the sample shop leaves for a folder beside it, and what staff wrote stays.

Nothing is deleted: all that stood there is copied first.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from content.blocks import Topic
from content.edit import put, remove, slug
from content.entries import read_topic, topic_files
from content.fields import standard
from content.places import ROOT
from content.shape import Entry
from content.source import counted, wrong_text
from content.splicing import Place, Splice, differences, spliced

SAMPLE_HOST, SAMPLE_NAME = "www.fjordandfern.example", "Fjord & Fern"
SAMPLES = ROOT / "data"
FIRST = Path(__file__).parent / "first_topic.yml"
NAME_LENGTH = 80
REPLIES = {
    "Ask me about orders, delivery": (
        "Hello. I'm an automated assistant for {name}. What would you like to know?"
    ),
    "plants and our stores": (
        "I can answer questions about {name}, one answer at a time. For anything else you can ask for "
        "a person."
    ),
}
"""Of the sample shop's replies those that say more of it than its name, and what to say instead."""


class NotStarted(Exception):
    """Why nothing was changed, in a sentence."""


@dataclass(frozen=True)
class Started:
    """What was done. `backup` holds all that stood there before; None where nothing was changed."""

    sentence: str
    backup: Path | None = None
    moved: int = 0
    kept: int = 0


def start_own(data_dir: Path, name: str, language: str = "en", today: date | None = None) -> Started:
    """Empty the sample shop and leave small talk in `name`'s name, rules, and a first draft that teaches.

    `language` is the code of the language that entries will be written in. Entries that are not the sample
    shop's stay. A second call changes nothing. Raises NotStarted, and OSError where the disk refuses.
    """
    name = " ".join(name.split())
    if wrong := wrong_text(name, NAME_LENGTH):
        raise NotStarted(f"The name {wrong}.")
    if standard(language) != language:
        raise NotStarted(f"`{language}` is not the code of a language; write it like en or pt-BR.")
    samples = _samples(data_dir)
    if not samples and topic_files(data_dir) and not _speaks_as_sample(data_dir):
        return Started("This content is your own already: nothing was changed.")
    backup = _kept(data_dir, today or datetime.now(UTC).date())
    kept = _begun(data_dir, name, samples)
    return Started(_said(data_dir, backup, len(samples), kept, language), backup, len(samples), kept)


def _samples(data_dir: Path) -> list[Entry]:
    found = [entry for path in topic_files(data_dir) for entry in read_topic(path, [])]
    return [entry for entry in found if urlsplit(entry.url).hostname == SAMPLE_HOST]


def _speaks_as_sample(data_dir: Path) -> bool:
    talk = data_dir / "talk.yml"
    return not talk.is_file() or SAMPLE_NAME in talk.read_text(encoding="utf-8", errors="replace")


def _kept(data_dir: Path, today: date) -> Path | None:
    """Copy all there is to a folder beside it, with the day in its name."""
    if not data_dir.is_dir():
        return None
    beside = data_dir.parent
    number, place = 1, beside / f"{data_dir.name}-samples-{today}"
    while place.exists():
        number += 1
        place = beside / f"{data_dir.name}-samples-{today}-{number}"
    shutil.copytree(data_dir, place)
    return place


def _begun(data_dir: Path, name: str, samples: list[Entry]) -> int:
    """Put one's own beginnings there first, then take the samples away: a crash in between loses nothing."""
    (data_dir / "faq").mkdir(parents=True, exist_ok=True)
    for file in ("talk.yml", "rules.yml"):
        if not (data_dir / file).is_file():
            shutil.copyfile(SAMPLES / file, data_dir / file)
    put(data_dir / "talk.yml", _talk(data_dir / "talk.yml", name))
    own = sum(1 for path in topic_files(data_dir) for _ in read_topic(path, [])) - len(samples)
    if not own:
        put(_free(data_dir), _first_topic(name))
    gone = {(entry.file, entry.id) for entry in samples}
    for path in topic_files(data_dir):
        here = [(entry.file, entry.id) for entry in read_topic(path, [])]
        if here and gone.issuperset(here):
            path.unlink()
        else:
            for file, entry_id in gone.intersection(here):
                remove(data_dir, file, entry_id)
    return own


def _free(data_dir: Path) -> Path:
    name, number = slug("first questions"), 1
    while (path := data_dir / "faq" / f"{name}{f'-{number}' if number > 1 else ''}.yml").exists():
        number += 1
    return path


def _first_topic(name: str) -> str:
    topic = Topic(FIRST.name, FIRST.read_text(encoding="utf-8"))
    return _reworded(topic.text, _answers(topic.root), name)


def _talk(path: Path, name: str) -> str:
    """Say one's own name where the sample shop's stood."""
    topic = Topic.read(path)
    return _reworded(topic.text, _replies(topic.root), name)


def _reworded(text: str, found: list[tuple[yaml.Node, yaml.Node, int]], name: str) -> str:
    changes: list[Splice] = []
    for key, node, column in found:
        said = str(node.value).strip()
        wanted = said.replace(SAMPLE_NAME, name).replace("NAME", name)
        for theirs, ours in REPLIES.items():
            if theirs in said:
                wanted = ours.format(name=name)
        place = Place(str(key.value), column, text.index(":", key.end_mark.index) + 1)
        changes += differences(text, node, wanted, place)
    return spliced(text, changes)


def _replies(root: yaml.Node) -> list[tuple[Any, Any, int]]:
    return _of(root, "talk", "reply")


def _answers(root: yaml.Node) -> list[tuple[Any, Any, int]]:
    return _of(root, "entries", "answer")


def _of(root: yaml.Node, listed: str, wanted: str) -> list[tuple[Any, Any, int]]:
    """Find one key of each item in a list: the key, its value, its column."""
    items = next(value for key, value in root.value if key.value == listed)
    return [
        (key, value, item.start_mark.column)
        for item in items.value
        if isinstance(item, yaml.MappingNode)
        for key, value in item.value
        if key.value == wanted
    ]


def _said(data_dir: Path, backup: Path | None, moved: int, kept: int, language: str) -> str:
    parts = [f"{data_dir} is yours now."]
    if backup is not None:
        samples = counted(moved, "sample entry", "sample entries")
        parts.append(f"All that stood there, {samples} too, is kept in {backup}.")
    if kept:
        parts.append(f"What is not the sample shop's stayed: {counted(kept, 'entry', 'entries')}.")
    else:
        parts.append("It begins with one draft, faq/first-questions.yml, which explains itself.")
    if language.split("-", maxsplit=1)[0] != "en":
        parts.append(
            f"Small talk in talk.yml is English: write it in `{language}` too, and keep its ids. "
            f"Say under Settings, Look, that your pages are in `{language}`."
        )
    return " ".join(parts)
