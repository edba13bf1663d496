"""Changes values in YAML text and leaves every other byte: comments, order, quotes and line ends stay.

The parser says where a value stands; only that stretch is written anew, by ruamel.yaml.
"""

from __future__ import annotations

import contextlib
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from io import StringIO
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from content.source import Node

WIDTH = 104  # of a folded text's lines; with the indent they stay within 110
LONG = 90  # a longer text is folded
FOLDED = ("answer", "text")  # other keys' texts stay on one line
DAYS = ("valid_from", "valid_until", "review_by")
BLOCK = ("|", ">")
ANY_WIDTH = 1_000_000  # lines that staff made longer stay longer
QUOTED = {"'": SingleQuotedScalarString, '"': DoubleQuotedScalarString}


@dataclass(frozen=True)
class Splice:
    """Text that takes the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Place:
    """Where a value stands: its key, its key's (or dash's) column, and where the colon (or dash) ends."""

    key: str
    column: int
    before: int


def spliced(text: str, splices: list[Splice]) -> str:
    """Put splices into a text; they do not overlap, and those at one place keep their order."""
    parts, done = [], 0
    for one in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        parts += [text[done : one.start], one.text]
        done = max(done, one.end)
    return "".join([*parts, text[done:]])


def value_of(node: Node) -> Any:
    """Give what a node says, as text, lists and mappings."""
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): value_of(value) for key, value in node.value}
    return str(node.value).strip()


def differences(text: str, node: Node, wanted: Any, place: Place) -> Iterator[Splice]:
    """Give what must change for `node` to say `wanted`; the text ends with a line end."""
    if value_of(node) == wanted:
        return
    block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    if block and isinstance(node, yaml.MappingNode) and isinstance(wanted, Mapping):
        yield from _mapping(text, node, wanted)
    elif block and isinstance(node, yaml.SequenceNode) and isinstance(wanted, list) and wanted:
        yield from _sequence(text, node, wanted)
    else:
        yield _anew(text, node, wanted, place)


def end_of(text: str, node: Node) -> int:
    """Say where what a node says ends, without the comments and blank lines after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last)
    end = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in BLOCK:
        end = node.start_mark.index + len(text[node.start_mark.index : end].rstrip())
    return int(end)


def line_start(text: str, at: int) -> int:
    """Say where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Say where the line of a place ends, before its line end."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if end > at and text[end - 1] == "\r" else end


def next_line(text: str, at: int) -> int:
    """Say where the line after that of a place begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def newline(text: str) -> str:
    """Say how the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def fragment(value: Any, column: int, line_break: str = "\n", style: str | None = None) -> str:
    """Write `key: value` or `- value` lines at a column, without the indent before the first."""
    out = StringIO()
    writer = YAML()
    writer.width = ANY_WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(_styled(value, column - 2 if isinstance(value, list) else column, "", style), out)
    lines = out.getvalue().rstrip("\n").split("\n")
    if isinstance(value, list):  # at the margin ruamel.yaml indents a list's dashes
        lines = [line[2:] for line in lines]
    first, *rest = lines
    return line_break.join([first, *(f"{' ' * column}{line}" if line else "" for line in rest)])


def _styled(value: Any, column: int, key: str, style: str | None) -> Any:
    if isinstance(value, Mapping):
        below = column if not key else column + 2
        return {name: _styled(part, below, name, style) for name, part in value.items()}
    if isinstance(value, list):
        return [_styled(part, column + 4, "", style) for part in value]
    return _text(value, column, key, style)


def _text(text: str, column: int, key: str, style: str | None) -> Any:
    if key in DAYS:
        with contextlib.suppress(ValueError):
            return date.fromisoformat(text)  # else it would stand in quotes
    if style == "|" or ("\n" in text and style != ">"):
        return LiteralScalarString(text)
    if style == ">" or (style is None and key == "answer") or (style in (None, "") and _long(text, key)):
        return _folded(text, WIDTH - max(column - 4, 0))
    return QUOTED[style](text) if style in QUOTED else text


def _long(text: str, key: str) -> bool:
    return key in FOLDED and len(text) > LONG


def _folded(text: str, width: int) -> Any:  # a FoldedScalarString, whose places to fold its types do not know
    folded: Any = FoldedScalarString(text)
    ends, start = [], 0
    for paragraph in text.split("\n"):
        for line in textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)[:-1]:
            start = text.index(line, start) + len(line)
            ends.append(start)
    folded.fold_pos = ends
    return folded


def _anew(text: str, node: Node, wanted: Any, place: Place) -> Splice:
    end, line_break = end_of(text, node), newline(text)
    if isinstance(node, yaml.CollectionNode) and node.flow_style and node.value:
        return Splice(node.start_mark.index, end, json.dumps(wanted, ensure_ascii=False))
    style = (node.style or "") if isinstance(node, yaml.ScalarNode) else None
    if style in BLOCK and str(node.value).endswith("\n"):  # its header stays `|`
        wanted = f"{wanted}\n"
    key = place.key if place.key in (*FOLDED, *DAYS) else "key"
    written = fragment({key: wanted}, place.column, line_break, style).removeprefix(f"{key}:")
    comment = _comment(text, node, end)
    if line_break in written:
        head, rest = written.split(line_break, 1)
        return Splice(place.before, line_end(text, end), f"{head}{comment}{line_break}{rest}")
    if isinstance(node, yaml.ScalarNode) and node.style in BLOCK:
        written += comment
    return Splice(place.before, max(end, place.before), written)


def _comment(text: str, node: Node, end: int) -> str:
    """Give the comment behind a value, which would become text behind a block's last line."""
    at = node.start_mark.index if isinstance(node, yaml.ScalarNode) and node.style in BLOCK else end
    rest = text[at : line_end(text, at)]
    found = re.search(r"\s+#.*", rest)
    return found.group() if found else ""


def _mapping(text: str, node: yaml.MappingNode, wanted: Mapping[str, Any]) -> Iterator[Splice]:
    column = node.start_mark.column
    here = {str(key.value): (key, value) for key, value in node.value}
    for place, (key, value) in enumerate(node.value):
        name = str(key.value)
        if name in wanted:
            colon = text.index(":", key.end_mark.index) + 1
            yield from differences(text, value, wanted[name], Place(name, column, colon))
        else:
            yield _without_key(text, node, place)
    order = list(wanted)
    for rank, name in enumerate(order):
        if name not in here:
            line = fragment({name: wanted[name]}, column, newline(text))
            yield _with_key(text, node, [here[other] for other in order[:rank] if other in here], line)


def _without_key(text: str, node: yaml.MappingNode, place: int) -> Splice:
    key, value = node.value[place]
    start = line_start(text, key.start_mark.index)
    if text[start : key.start_mark.index].strip():  # it stands behind a dash
        return Splice(key.start_mark.index, node.value[place + 1][0].start_mark.index, "")
    return Splice(start, next_line(text, end_of(text, value)), "")


def _with_key(text: str, node: yaml.MappingNode, before: list[tuple[Node, Node]], line: str) -> Splice:
    indent = " " * node.start_mark.column
    if not before:
        start = node.value[0][0].start_mark.index
        return Splice(start, start, f"{line}{newline(text)}{indent}")
    at = next_line(text, max(end_of(text, value) for _, value in before))
    return Splice(at, at, f"{indent}{line}{newline(text)}")


def _sequence(text: str, node: yaml.SequenceNode, wanted: list[Any]) -> Iterator[Splice]:
    places = dashes(text, node)
    here, there = ([json.dumps(one, sort_keys=True) for one in side] for side in (value_of(node), wanted))
    for _, i1, i2, j1, j2 in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if here[i1:i2] == there[j1:j2]:
            continue
        both = min(i2 - i1, j2 - j1)
        for shift in range(both):
            place = Place("", node.start_mark.column, places[i1 + shift] + 1)
            yield from differences(text, node.value[i1 + shift], wanted[j1 + shift], place)
        for gone in range(i1 + both, i2):
            yield _without_item(text, node, places, gone)
        if j1 + both < j2:
            yield _with_items(text, node, i1 + both, wanted[j1 + both : j2])


def dashes(text: str, node: yaml.SequenceNode) -> list[int]:
    """Say where each item's dash stands."""
    column = node.start_mark.column
    found, line = [], line_start(text, node.start_mark.index)
    for item in node.value:
        while text[line + column] != "-" or line_end(text, line) < line + column:
            line = next_line(text, line)
        found.append(line + column)
        line = next_line(text, end_of(text, item))
    return found


def _without_item(text: str, node: yaml.SequenceNode, places: list[int], place: int) -> Splice:
    start = line_start(text, places[place])
    return Splice(start, next_line(text, end_of(text, node.value[place])), "")


def _with_items(text: str, node: yaml.SequenceNode, place: int, items: list[Any]) -> Splice:
    column, line_break = node.start_mark.column, newline(text)
    lines = fragment(items, column, line_break)
    if place == 0:
        return Splice(node.start_mark.index, node.start_mark.index, f"{lines}{line_break}{' ' * column}")
    at = next_line(text, end_of(text, node.value[place - 1]))
    return Splice(at, at, f"{' ' * column}{lines}{line_break}")
