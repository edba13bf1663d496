"""What is wrong with an entry that somebody is writing: the content room's checks, told field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from content.entries import Entry, normalise, read_entry
from content.shape import TITLE_LENGTH
from content.source import Node, Problem, Source
from handoff.studio.entry_wire import told
from handoff.studio.shelf import Shelf

RESERVED = frozenset({"new", "import"})
"""Pages of the studio have these addresses."""

MISSING = {
    "id": "It needs an id.",
    "title": "Write the question in a few words.",
    "answer": "Write the answer, or save this as a draft.",
    "phrasings": "Write how customers ask for it, or save this as a draft.",
    "label": "Write what the choice says.",
    "text": "Write what is shown when it is chosen.",
    "url": "Give its address.",
    "alt": "Say what it shows, for those who can't see it.",
}
"""What to do about a field that is empty and must not be."""

_MISSING = re.compile(r" has no `(\w+)`\.$")
_TWICE = re.compile(r"stands already in line \d+ of the same entry\.")
_STR = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Wrong:
    """``field`` as the page names it: ``languages.de.answer``, ``phrasings.3``. ``level``: "error" or
    "warning"; an entry with errors is not saved."""

    field: str
    level: str
    sentence: str

    def told(self) -> dict[str, str]:
        return {"field": self.field, "level": self.level, "sentence": self.sentence}


def examined(entry: Entry, shelf: Shelf, original: str | None) -> list[Wrong]:
    """Everything wrong with it, errors first. ``original``: the id it is saved under; None: it is new."""
    found = [*_own(entry), *_beside(entry, shelf, original)]
    return sorted(dict.fromkeys(found), key=lambda wrong: wrong.level != "error")


def _own(entry: Entry) -> Iterator[Wrong]:
    """What the content room says of it, each value on a line of its own so that a line names a field."""
    places: list[str] = [""]
    problems: list[Problem] = []
    read_entry(Source("", problems), _node(_written(entry), "", places), entry.topic)
    for problem in problems:
        yield _wrong(problem, places[problem.line])
    if not entry.topic:
        yield Wrong("topic", "error", "Say which topic it belongs to.")
    elif len(entry.topic) > TITLE_LENGTH:
        yield Wrong("topic", "error", f"A topic's name has at most {TITLE_LENGTH} characters.")
    elif not entry.topic.isprintable() or set("{}") & set(entry.topic):
        yield Wrong("topic", "error", "A topic's name is plain text, without braces.")


def _written(entry: Entry) -> dict[str, Any]:
    wire = told(entry)
    del wire["topic"]
    defaults = {"state": "live", "visible": "all"}
    kept = {name: _bare(value) for name, value in wire.items() if defaults.get(name) != value}
    return {name: value for name, value in kept.items() if value}


def _bare(value: Any) -> Any:
    """Without what is empty inside: in the files it would not stand there either."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items() if one}
    return value


def _node(value: object, path: str, places: list[str]) -> Node:
    """As a file would be read; ``places`` gets the field of each line."""
    mark = yaml.Mark("", 0, len(places) - 1, 0, None, 0)
    places.append(path)
    if isinstance(value, dict):
        pairs = []
        for name, one in value.items():
            below = f"{path}.{name}".strip(".")
            key = _node(str(name), below, places)
            pairs.append((key, _node(one, below, places)))
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, mark, mark)
    if isinstance(value, list):
        items = [_node(one, f"{path}.{number}", places) for number, one in enumerate(value)]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, mark, mark)
    return yaml.ScalarNode(_STR, str(value), mark, mark)


def _wrong(problem: Problem, path: str) -> Wrong:
    missing = _MISSING.search(problem.sentence)
    if missing:
        field = f"{path}.{missing[1]}".strip(".")
        return Wrong(field, problem.level, MISSING.get(missing[1], problem.sentence))
    return Wrong(path, problem.level, _TWICE.sub("stands twice here.", problem.sentence))


def _beside(entry: Entry, shelf: Shelf, original: str | None) -> Iterator[Wrong]:
    """What takes the other entries to say."""
    if entry.id in RESERVED:
        yield Wrong("id", "error", f"The id `{entry.id}` is taken by a page of the studio.")
    if entry.id != original and entry.id in shelf.entries:
        title = shelf.entries[entry.id].title
        yield Wrong("id", "error", f"The id `{entry.id}` belongs to “{title}” already.")
    level = "error" if entry.taught else "warning"
    for number, text in enumerate(entry.phrasings):
        yield from _colliding(f"phrasings.{number}", text, entry, shelf, original, level)
    yield from _colliding("title", entry.title, entry, shelf, original, level)
    for language, one in entry.languages.items():
        for number, text in enumerate(one.phrasings):
            field = f"languages.{language}.phrasings.{number}"
            yield from _colliding(field, text, entry, shelf, original, level)
    yield from _contradicting(entry)
    for number, other in enumerate(entry.related):
        if other in (entry.id, original):
            yield Wrong(f"related.{number}", "error", "An entry is not related to itself.")
        elif other not in shelf.entries:
            yield Wrong(f"related.{number}", "error", f"There is no entry `{other}`.")


def _colliding(
    field: str, text: str, entry: Entry, shelf: Shelf, original: str | None, level: str
) -> Iterator[Wrong]:
    others = [one for one in shelf.owners.get(normalise(text), ()) if one not in (original, entry.id)]
    for other in others[:1]:
        if other.startswith("talk:"):
            where = f"in small talk (`{other[5:]}`)"
        else:
            where = f"under “{shelf.entries[other].title}”" if other in shelf.entries else f"under `{other}`"
        yield Wrong(field, level, f"“{text}” stands {where} too; one question has one entry.")


def _contradicting(entry: Entry) -> Iterator[Wrong]:
    wording = {normalise(text) for text in (*entry.examples, *entry.must_answer)}
    for number, text in enumerate(entry.must_not_answer):
        if normalise(text) in wording:
            yield Wrong(
                f"must_not_answer.{number}", "error", f"“{text}” is also a question that it does answer."
            )
