"""A topic file's entries as blocks of text: one joins, changes, leaves, with the comment right above it.

Every result is read back: the entry must say what was wanted, and every other entry what it said before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from content.entries import read_entries, read_entry
from content.shape import ContentError, Entry
from content.snapshot import plain
from content.source import Node, Problem, Source
from content.splicing import (
    Place,
    Splice,
    dashes,
    differences,
    end_of,
    fragment,
    line_end,
    line_start,
    newline,
    next_line,
    spliced,
    value_of,
)


@dataclass(frozen=True)
class Topic:
    """A topic file's text, without its byte order mark, with the file's place for sentences."""

    file: str
    text: str

    @classmethod
    def read(cls, path: Path) -> Topic:
        """Read a file with the same care as for training: nothing is expanded. Raises ContentError."""
        problems: list[Problem] = []
        if Source(str(path), problems).document(path) is None:
            raise ContentError(problems)
        return cls(str(path), path.read_bytes().decode("utf-8-sig"))

    @classmethod
    def new(cls, path: Path, name: str) -> Topic:
        """Begin a topic without entries."""
        return cls(str(path), fragment({"topic": name, "entries": []}, 0) + "\n")

    @property
    def name(self) -> str:
        """The topic's name, as customers see it."""
        node = self._values().get("topic")
        return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""

    def named(self, name: str) -> str:
        """Give the text under another name."""
        pairs = self.root.value
        key, value = next(pair for pair in pairs if pair[0].value == "topic")
        place = Place("topic", 0, self.text.index(":", key.end_mark.index) + 1)
        text = spliced(self.text, list(differences(self.text, value, name, place)))
        _read(replace(self, text=text))
        return text

    @cached_property
    def root(self) -> Node:
        """Parse the text."""
        problems: list[Problem] = []
        node = Source(self.file, problems).parse(self.text)
        if not isinstance(node, yaml.MappingNode):
            raise ContentError(problems or [self.stubborn()])
        return node

    @cached_property
    def entries(self) -> yaml.SequenceNode:
        """Find the list of entries."""
        node = self._values().get("entries")
        if not isinstance(node, yaml.SequenceNode):
            raise ContentError([self.stubborn()])
        return node

    def stubborn(self) -> Problem:
        """Say that a file is written in a way that cannot be changed here."""
        sentence = "The file is written in a way that cannot be changed line by line; change it by hand."
        return Problem(self.file, 1, "error", sentence)

    def _values(self) -> dict[str, Node]:
        return {str(key.value): value for key, value in self.root.value}


def added(topic: Topic, entry: Entry, block: str | None = None) -> str:
    """Give the text with an entry more at its end, as `block` has it or written anew."""
    tries = [lambda: _appended(topic, entry, block)] if block else []
    return _first_fit(topic, [*tries, lambda: _appended(topic, entry, None)], entry.id, plain(entry))


def added_all(topic: Topic, entries: list[Entry]) -> str:
    """Give the text with many entries more, read back once."""
    if topic.entries.flow_style and topic.entries.value:  # JSON is YAML
        for entry in entries:
            topic = replace(topic, text=added(topic, entry))
        return topic.text
    text = _appended(topic, entries[0], "\n\n".join(fragment([plain(entry)], 0) for entry in entries))
    before = {entry.id: plain(entry) for entry in read_entries(Source(topic.file, []), topic.root)}
    if _read(replace(topic, text=text)) != before | {entry.id: plain(entry) for entry in entries}:
        raise ContentError([topic.stubborn()])
    return text


def changed(topic: Topic, known_as: str, entry: Entry) -> str:
    """Give the text with the entry that has an id (`known_as`) as `entry` says."""
    if not topic.text.endswith("\n"):
        end = newline(topic.text)
        return changed(replace(topic, text=topic.text + end), known_as, entry).removesuffix(end)
    node = _find(topic, known_as)
    tries = [lambda: _patched(topic, node, entry), lambda: _anew(topic, node, entry)]
    return _first_fit(topic, tries, entry.id, plain(entry), gone=known_as)


def without(topic: Topic, entry_id: str) -> str | None:
    """Give the text without an entry; None where it was the only one. KeyError where it is not there."""
    node = _find(topic, entry_id)
    if len(topic.entries.value) == 1:
        return None
    return _first_fit(topic, [lambda: _removed(topic, node)], entry_id, None)


def taken(topic: Topic, entry_id: str) -> str | None:
    """Give an entry's lines, with the comment right above them; None where they are no lines of their own."""
    node, entries = _find(topic, entry_id), topic.entries
    if entries.flow_style or node.flow_style:
        return None
    start, end = _with_comment(topic.text, *_stretch(topic, node))
    block = topic.text[line_start(topic.text, start) : end]
    return re.sub(rf"(?m)^ {{0,{entries.start_mark.column}}}", "", block).replace("\r\n", "\n")


class _Otherwise(Exception):
    """What was written does not say what was wanted."""


def _first_fit(
    topic: Topic,
    tries: list[Callable[[], str]],
    entry_id: str,
    wanted: Mapping[str, Any] | None,
    gone: str = "",
) -> str:
    """Take the first try whose result says what is wanted: lines that staff wrote oddly are written anew."""
    trouble = ContentError([topic.stubborn()])
    for attempt in tries:
        try:
            return _checked(topic, attempt(), entry_id, wanted, gone)
        except ContentError as wrong:
            trouble = wrong
        except (IndexError, ValueError, _Otherwise):
            continue
    raise trouble


def _patched(topic: Topic, node: yaml.MappingNode, entry: Entry) -> str:
    place = Place("", node.start_mark.column, node.start_mark.index)
    said = _wanted(topic, node, entry)
    return spliced(topic.text, list(differences(topic.text, node, said, place)))


def _anew(topic: Topic, node: yaml.MappingNode, entry: Entry) -> str:
    start, end = _stretch(topic, node)
    anew = fragment([plain(entry)], topic.entries.start_mark.column, newline(topic.text))
    return spliced(topic.text, [Splice(start, end, anew)])


def _appended(topic: Topic, entry: Entry, block: str | None) -> str:
    text, entries, line_break = topic.text, topic.entries, newline(topic.text)
    if entries.flow_style and entries.value:  # JSON is YAML
        at = end_of(text, entries.value[-1])
        return spliced(text, [Splice(at, at, f", {json.dumps(plain(entry), ensure_ascii=False)}")])
    column = 2 if entries.flow_style else entries.start_mark.column
    block = fragment([plain(entry)], column, line_break) if block is None else _at(block, column, line_break)
    lines = f"{line_break}{' ' * column}{block}"
    if not entries.flow_style:
        at = line_end(text, end_of(text, entries))
        return spliced(text, [Splice(at, at, f"{line_break}{lines}")])
    began, ended = entries.start_mark.index, entries.end_mark.index
    return spliced(text, [Splice(len(text[:began].rstrip(" ")), ended, lines)])


def _removed(topic: Topic, node: yaml.MappingNode) -> str:
    text, entries = topic.text, topic.entries
    if entries.flow_style:
        kept = [value_of(other) for other in entries.value if other is not node]
        written = json.dumps(kept, ensure_ascii=False, indent=1)
        return spliced(text, [Splice(entries.start_mark.index, entries.end_mark.index, written)])
    start, end = _with_comment(text, *_stretch(topic, node))
    after = next_line(text, end)
    if not text[after : line_end(text, after)].strip():
        after = next_line(text, after)  # the blank line that parted it from the next
    return spliced(text, [Splice(line_start(text, start), after, "")])


def _at(block: str, column: int, line_break: str) -> str:
    first, *rest = block.split("\n")
    return line_break.join([first, *(f"{' ' * column}{line}" if line.strip() else "" for line in rest)])


def _find(topic: Topic, entry_id: str) -> yaml.MappingNode:
    for node in topic.entries.value:
        if isinstance(node, yaml.MappingNode) and value_of(node).get("id") == entry_id:
            return node
    raise KeyError(entry_id)


def _wanted(topic: Topic, node: yaml.MappingNode, entry: Entry) -> dict[str, Any]:
    """Say what should stand there: what reads the same stays, and so does a default that was written out."""
    stands = value_of(node)
    means = plain(read_entry(Source(topic.file, []), node, entry.topic))
    wanted = plain(entry)
    kept = {key: stands[key] for key in stands if means.get(key) == wanted.get(key)}
    return {key: kept.get(key, value) for key, value in wanted.items()} | kept


def _stretch(topic: Topic, node: Node) -> tuple[int, int]:
    """Say where an entry's dash stands and where its last line ends."""
    entries = topic.entries
    start = dashes(topic.text, entries)[entries.value.index(node)] if not entries.flow_style else 0
    return start, line_end(topic.text, end_of(topic.text, node))


def _with_comment(text: str, start: int, end: int) -> tuple[int, int]:
    """Begin at the comment that stands right above, without a blank line between."""
    while (above := line_start(text, start)) > 0:
        line = text[line_start(text, above - 1) : above - 1].strip()
        if not line.startswith("#"):
            break
        start = line_start(text, above - 1)
    return start, end


def _read(topic: Topic) -> dict[str, dict[str, Any]]:
    problems: list[Problem] = []
    source = Source(topic.file, problems)
    parsed = source.parse(topic.text)
    found = list(read_entries(source, parsed)) if parsed is not None else []
    if errors := [problem for problem in problems if problem.level == "error"]:
        raise ContentError(errors)
    return {entry.id: plain(entry) for entry in found}


def _checked(topic: Topic, text: str, entry_id: str, wanted: Mapping[str, Any] | None, gone: str = "") -> str:
    """Read the result: as wanted, with all else as it was."""
    before = {entry.id: plain(entry) for entry in read_entries(Source(topic.file, []), topic.root)}
    before.pop(gone or entry_id, None)
    after = _read(replace(topic, text=text))
    said = after.pop(entry_id, None)
    if said != wanted or before != after:
        raise _Otherwise
    return text
