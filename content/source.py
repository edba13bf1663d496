"""One YAML file as staff wrote it: every value knows its line, and nothing in it is trusted or expanded.

Plain values are read as the text that stands there, so `no`, `12` and `1:30` mean what they look like.
"""

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

FILE_BYTES = 1_000_000  # a thousand entries; more is not something a person wrote
DEPTH = 16  # guided steps five choices deep need fifteen levels; the parser's own recursion is far from it
UNSEEN = (
    "\n\u00a0\u202f\u200c\u200d"  # line ends, spaces that do not break, joiners of emoji and of some scripts
)
Node = yaml.nodes.Node
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, a tenth of the time, where it is built in


@dataclass(frozen=True)
class Problem:
    """Something wrong with the content, where it stands. `line` counts from 1."""

    file: str
    line: int
    level: Literal["error", "warning"]
    sentence: str

    def __str__(self) -> str:
        """Give `file:line: level: sentence`, as editors understand it."""
        return f"{self.file}:{self.line}: {self.level}: {self.sentence}"


def line_of(node: Node) -> int:
    """Give the line a value begins on, from 1."""
    return int(node.start_mark.line) + 1


class Source:
    """Reads values out of one file and collects what is wrong with them."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        """Read `file` (as it is to be named in sentences), adding to `problems`."""
        self.file = file
        self.problems = problems

    def error(self, line: int, sentence: str) -> None:
        """Note something that must be mended before training."""
        self.problems.append(Problem(self.file, line, "error", sentence))

    def warning(self, line: int, sentence: str) -> None:
        """Note something that may be meant so."""
        self.problems.append(Problem(self.file, line, "warning", sentence))

    def document(self, path: Path) -> Node | None:
        """Read a file's one YAML document; None, with an error noted, where there is none to trust."""
        try:
            return _parse(_text(path))
        except _Unfit as unfit:
            self.error(unfit.line, unfit.sentence)
            return None

    def parse(self, text: str) -> Node | None:
        """Read YAML text as `document` reads a file."""
        try:
            return _parse(text)
        except _Unfit as unfit:
            self.error(unfit.line, unfit.sentence)
            return None

    def mapping(
        self, node: Node, what: str, required: tuple[str, ...], optional: tuple[str, ...]
    ) -> dict[str, Node]:
        """Read `key: value` lines. Unknown, doubled and missing keys are errors; what is known is given."""
        if not isinstance(node, yaml.MappingNode):
            self.error(line_of(node), f"{what} should be `key: value` lines, with {_listed(required)}.")
            return {}
        found: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name not in required + optional:
                self.error(
                    line_of(key), f"`{name}` is not known in {what}; it takes {_listed(required + optional)}."
                )
            elif name in found:
                self.error(line_of(key), f"`{name}` stands twice in {what}.")
            else:
                found[name] = value
        for name in required:
            if name not in found:
                self.error(line_of(node), f"{what} has no `{name}`.")
        return found

    def items(self, node: Node | None, what: str) -> list[Node]:
        """Read a list's values."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.error(line_of(node), f"{what} should be a list, one `- …` a line.")
            return []
        return list(node.value)

    def text(self, node: Node | None, what: str, limit: int) -> str:
        """Read one text of at most `limit` characters; empty where there is none, with an error noted."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.error(line_of(node), f"{what} should be text.")
            return ""
        text = str(node.value).strip()
        if wrong := wrong_text(text, limit):
            self.error(line_of(node), f"{what} {wrong}.")
            return ""
        return text


class _Unfit(Exception):
    """A file is no YAML document that can be trusted."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


def _text(path: Path) -> str:
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise _Unfit(1, "This is not a regular file.")
        if facts.st_size > FILE_BYTES:
            raise _Unfit(1, f"The file is larger than {FILE_BYTES // 1000} KB.")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise _Unfit(line, "The file is not UTF-8 text.") from wrong
    except OSError as wrong:
        raise _Unfit(1, f"The file cannot be read: {wrong.strerror}.") from wrong


def _parse(text: str) -> Node:
    """Compose a document after looking through it: what could grow or act is refused, not followed."""
    try:
        _look_through(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.reader.ReaderError as wrong:
        line = text[: wrong.position].count("\n") + 1
        raise _Unfit(line, "There is a character here that YAML does not allow.") from wrong
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        said = wrong.problem or wrong.context
        raise _Unfit(mark.line + 1 if mark else 1, f"This is not valid YAML: {said}.") from wrong
    if node is None:
        raise _Unfit(1, "The file is empty.")
    return node


def _look_through(text: str) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if sentence := _forbidden(event, depth, documents):
            raise _Unfit(event.start_mark.line + 1 if event.start_mark else 1, sentence)


def _forbidden(event: yaml.Event, depth: int, documents: int) -> str | None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "Anchors and aliases (`&name`, `*name`) are not read here; quote a text that begins so."
    if getattr(event, "tag", None):
        return "Tags (`!name`) are not read here; quote a text that begins so."
    if depth > DEPTH:
        return f"This is nested more than {DEPTH} levels deep."
    return "A file holds one document; remove the `---` in its middle." if documents > 1 else None


def counted(number: int, one: str, many: str) -> str:
    """Give a number with its word."""
    return f"{number:,} {one if number == 1 else many}"


def wrong_text(text: str, limit: int) -> str | None:
    """Say what keeps a text from being taught or shown, as the end of a sentence; None where nothing does."""
    if not text:
        return "is empty"
    if len(text) > limit:
        return f"is longer than {limit:,} characters"
    if not text.isprintable() and any(not (char.isprintable() or char in UNSEEN) for char in text):
        return "holds a character that cannot be seen"
    if "{" in text or "}" in text:
        return "holds a brace or `${…}`, which Rasa would expand"
    return None


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
