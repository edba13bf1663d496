"""Content as plain JSON: of one entry for pages and commands, of all of it to be kept with a release.

    {"version": 1, "entries": [ENTRY …], "talk": [{id, phrasings, reply?, handoff?, verdict?} …],
     "words": {id: [word …]}, "rules": "the text of rules.yml"}

An ENTRY has the keys of the files, with its topic's name, file's name and line; what is not said is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from content.entries import OPTIONAL, REQUIRED, read, read_entry
from content.shape import TITLE_LENGTH, VERDICTS, Content, ContentError, Entry, Talk
from content.source import DEPTH, Node, Problem, Source

VERSION = 1
_DEFAULTS = {"state": "live", "visible": "all"}
_START = yaml.Mark("", 0, 0, 0, None, 0)


def plain(entry: Entry) -> dict[str, Any]:
    """Give an entry as its file has it: keys in the files' order, defaults left out, days as 2026-12-31."""
    told = {key: _plain(getattr(entry, key)) for key in (*REQUIRED, *OPTIONAL)}
    return {key: value for key, value in told.items() if value and _DEFAULTS.get(key) != value}


def to_json(entry: Entry) -> dict[str, Any]:
    """Give an entry with its place: topic's name, file's name, line."""
    place = {"topic": entry.topic, "file": Path(entry.file).name, "line": entry.line}
    return plain(entry) | place


def from_json(value: object, problems: list[Problem] | None = None) -> Entry:
    """Read what `to_json` gives, or what a page sent: nothing in it is trusted.

    Raises ContentError where it has errors, unless there is a list that takes them.
    """
    found: list[Problem] = []
    given = dict(value) if isinstance(value, Mapping) else {}
    place = {key: given.pop(key, None) for key in ("topic", "file", "line")}
    name = place["file"] if isinstance(place["file"], str) else ""
    source = Source(Path(name).name or "entry", found)
    topic = source.text(_node(place["topic"]), "The topic's name", TITLE_LENGTH) if place["topic"] else ""
    entry = read_entry(source, _node({key: part for key, part in given.items() if part is not None}), topic)
    if problems is not None:
        problems += found
    elif errors := [problem for problem in found if problem.level == "error"]:
        raise ContentError(errors)
    line = place["line"] if type(place["line"]) is int and place["line"] > 0 else 1
    return replace(entry, file=Path(name).name, line=line)


def take(data_dir: Path) -> dict[str, Any]:
    """Take a snapshot of a folder: all that can be read of it."""
    rules = data_dir / "rules.yml"
    content = read(data_dir, [])
    return snapshot(content, rules.read_text(encoding="utf-8-sig") if rules.is_file() else "")


def snapshot(content: Content, rules: str) -> dict[str, Any]:
    """Give content as JSON."""
    return {
        "version": VERSION,
        "entries": [to_json(entry) for entry in content.entries],
        "talk": [_talk_to_json(item) for item in content.talk],
        "words": {name: list(words) for name, words in content.words.items()},
        "rules": rules,
    }


def restore(value: Mapping[str, Any]) -> Content:
    """Read what `snapshot` gave: equal content. Raises ValueError where a newer Handrail wrote it."""
    if value.get("version") != VERSION:
        raise ValueError(
            f"This content is of version {value.get('version')!r}; version {VERSION} is read here."
        )
    return Content(
        tuple(from_json(entry, []) for entry in value["entries"]),
        tuple(_talk_from_json(item) for item in value["talk"]),
        {name: tuple(words) for name, words in value["words"].items()},
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        parts = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {name: part for name, part in parts.items() if part}
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _node(value: object, depth: int = 0) -> Node:
    """Make of JSON what a file is read into, so that one reader judges both."""
    if isinstance(value, (list, tuple)) and depth <= DEPTH:
        below = [_node(part, depth + 1) for part in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", below, _START, _START)
    if isinstance(value, Mapping) and depth <= DEPTH:
        pairs = [(_node(str(key)), _node(part, depth + 1)) for key, part in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, _START, _START)
    if isinstance(value, str):
        return yaml.ScalarNode("tag:yaml.org,2002:str", value, _START, _START)
    return yaml.MappingNode("tag:yaml.org,2002:map", [], _START, _START)  # neither text nor a list: refused


def _talk_to_json(item: Talk) -> dict[str, Any]:
    told = {"id": item.id, "phrasings": list(item.phrasings), "reply": item.reply, "handoff": item.handoff}
    verdict = next((name for name, meant in VERDICTS.items() if meant is item.verdict), None)
    return {key: value for key, value in (told | {"verdict": verdict, "line": item.line}).items() if value}


def _talk_from_json(item: Mapping[str, Any]) -> Talk:
    return Talk(
        item["id"],
        tuple(item.get("phrasings", ())),
        item.get("reply", ""),
        item.get("handoff"),
        VERDICTS.get(item.get("verdict", "")),
        item.get("line", 1),
    )
