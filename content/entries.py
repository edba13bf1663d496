"""The FAQ: what an entry is, and reading all of them, with small talk, from a folder of YAML files.

`load` gives content that is fit to train on, or says what is wrong with it and where.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from content.places import DATA, ROOT
from content.source import Node, Problem, Source, line_of

ID_LENGTH, TITLE_LENGTH, URL_LENGTH = 60, 120, 500
PHRASING_LENGTH = 300  # longer than a question; a story does not teach a question's words
ANSWER_LENGTH = 2_000  # half of what one message may hold
FEW = 8  # fewer phrasings than this are learnt badly
MANY = 20_000  # a thousand entries of ten phrasings with room to spare; a check and a training stay quick

VERDICTS = {"helpful": True, "not_helpful": False}
REASONS = ("asked", "no_answer", "sensitive")

_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LINK = re.compile(r"\]\(\s*([^)\s]*)")


@dataclass(frozen=True)
class Entry:
    """A question with its phrasings, and its answer in small Markdown.

    `url` is https. `line` is where it begins.
    """

    id: str
    title: str
    url: str
    answer: str
    phrasings: tuple[str, ...]
    topic: str
    file: str
    line: int = 1


@dataclass(frozen=True)
class Talk:
    """Something people say that is no question: it gets a reply, hands over for a reason, or is a verdict."""

    id: str
    phrasings: tuple[str, ...]
    reply: str = ""
    handoff: str | None = None
    verdict: bool | None = None
    line: int = 1


@dataclass(frozen=True)
class Content:
    """All that the bot is taught.

    `words` maps a talk item's id to the words that mean it, whatever else is said.
    """

    entries: tuple[Entry, ...] = ()
    talk: tuple[Talk, ...] = ()
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


class ContentError(Exception):
    """The content has errors, so nothing can be taught from it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep what is wrong, in `problems`."""
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def normalise(text: str) -> str:
    """Reduce a phrasing to what makes it the same as another: its words, whatever case and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    return " ".join(re.findall(r"\w+", folded))


def load(data_dir: Path | str = DATA) -> Content:
    """Read everything that is taught.

    Raises ContentError, with file and line of each, where there are errors.
    """
    from content.check import examine

    content, problems = examine(Path(data_dir))
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise ContentError(errors)
    return content


def read(data_dir: Path, problems: list[Problem]) -> Content:
    """Read what can be read, adding to `problems`; content.check has the checks that take several items."""
    entries = [entry for path in topic_files(data_dir) for entry in read_topic(path, problems)]
    talk, words = _read_talk(data_dir / "talk.yml", problems)
    return Content(tuple(entries), tuple(talk), words)


def topic_files(data_dir: Path) -> list[Path]:
    """List the FAQ's files, in a fixed order."""
    return sorted((data_dir / "faq").glob("*.yml"))


def read_topic(path: Path, problems: list[Problem]) -> Iterator[Entry]:
    """Read one topic's entries."""
    source = Source(str(path), problems)
    document = source.document(path)
    if document is not None:
        yield from read_entries(source, document)


def read_entries(source: Source, document: Node) -> Iterator[Entry]:
    """Read the entries of a parsed topic file."""
    top = source.mapping(document, "A topic", ("topic", "entries"), ())
    topic = source.text(top.get("topic"), "The topic's name", TITLE_LENGTH)
    nodes = source.items(top.get("entries"), "`entries`")
    if "entries" in top and not nodes:
        source.warning(line_of(top["entries"]), "There are no entries in this topic.")
    for node in nodes:
        yield _entry(source, node, topic)


def _entry(source: Source, node: Node, topic: str) -> Entry:
    parts = source.mapping(node, "An entry", ("id", "title", "url", "phrasings", "answer"), ())
    answer = source.text(parts.get("answer"), "The answer", ANSWER_LENGTH)
    if answer:
        _check_markdown(source, parts["answer"], answer)
    return Entry(
        id=_identifier(source, parts.get("id"), "-"),
        title=source.text(parts.get("title"), "The title", TITLE_LENGTH),
        url=_url(source, parts.get("url")),
        answer=answer,
        phrasings=_phrasings(source, parts.get("phrasings")),
        topic=topic,
        file=source.file,
        line=line_of(node),
    )


def _identifier(source: Source, node: Node | None, separator: str) -> str:
    text = source.text(node, "The id", ID_LENGTH)
    if text and node is not None and (not _ID.fullmatch(text) or {"-": "_", "_": "-"}[separator] in text):
        source.error(
            line_of(node), f"The id should be small letters, digits and `{separator}`, not `{text}`."
        )
        return ""
    return text


def _url(source: Source, node: Node | None) -> str:
    text = source.text(node, "The url", URL_LENGTH)
    if text and node is not None and not is_https(text):
        source.error(line_of(node), "The url should begin with https:// and name a site.")
        return ""
    return text


def is_https(url: str) -> bool:
    """Say whether a link is a plain https address: no user name, nothing that a browser would repair."""
    return (
        re.fullmatch(
            r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:[/?#][^\s\\<>\"]*)?", url
        )
        is not None
    )


def _check_markdown(source: Source, node: Node, text: str) -> None:
    for link in _LINK.findall(text):
        if not (is_https(link) or re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", link)):
            source.error(
                line_of(node),
                f"A link in the answer leads to `{link}`; only https and mailto links are shown.",
            )
    if re.search(r"<[a-zA-Z/!]", text):
        source.warning(
            line_of(node),
            "HTML is shown as it is written; use **bold**, *italic*, lists and [links](https://…).",
        )


def _phrasings(source: Source, node: Node | None, few: int = FEW) -> tuple[str, ...]:
    nodes = source.items(node, "`phrasings`")
    if isinstance(node, yaml.SequenceNode) and len(nodes) < few:
        source.warning(
            line_of(node), f"There are {len(nodes)} phrasings here; {few} or more are learnt well."
        )
    seen: dict[str, int] = {}
    kept = []
    for item in nodes:
        text = source.text(item, "A phrasing", PHRASING_LENGTH)
        if text and _fit_to_learn(source, item, text, seen):
            kept.append(text)
    return tuple(kept)


def _fit_to_learn(source: Source, node: Node, text: str, seen: dict[str, int]) -> bool:
    key, line = normalise(text), line_of(node)
    if text.startswith("/"):
        source.error(line, "A phrasing cannot begin with `/`, which Rasa takes for a command.")
    elif "\n" in text:
        source.error(line, "A phrasing is one line.")
    elif not key:
        source.error(line, "A phrasing needs at least one letter or digit.")
    elif key in seen:
        source.warning(line, f"This phrasing stands already in line {seen[key]} of the same entry.")
    else:
        seen[key] = line
        return True
    return False


def _read_talk(path: Path, problems: list[Problem]) -> tuple[list[Talk], dict[str, tuple[str, ...]]]:
    source = Source(str(path), problems)
    if not path.exists():
        source.error(1, "The file is missing; small talk and asking for a person stand there.")
        return [], {}
    document = source.document(path)
    if document is None:
        return [], {}
    top = source.mapping(document, "Small talk", ("talk",), ("words",))
    talk = [_talk(source, node) for node in source.items(top.get("talk"), "`talk`")]
    names = tuple(item.id for item in talk if item.handoff)
    words = source.mapping(top["words"], "`words`", (), names) if "words" in top else {}
    return talk, {name: _words(source, node) for name, node in words.items()}


def _words(source: Source, node: Node) -> tuple[str, ...]:
    texts = (source.text(item, "A word", PHRASING_LENGTH) for item in source.items(node, "The words"))
    return tuple(filter(None, map(normalise, texts)))


def _talk(source: Source, node: Node) -> Talk:
    parts = source.mapping(node, "An item", ("id",), ("phrasings", "reply", "handoff", "verdict"))
    handoff = source.text(parts.get("handoff"), "`handoff`", ID_LENGTH) or None
    verdict = source.text(parts.get("verdict"), "`verdict`", ID_LENGTH)
    if handoff and handoff not in REASONS:
        source.error(line_of(parts["handoff"]), f"`handoff` is one of {', '.join(REASONS)}.")
    if verdict and verdict not in VERDICTS:
        source.error(line_of(parts["verdict"]), f"`verdict` is one of {', '.join(VERDICTS)}.")
    if parts and not handoff and "reply" not in parts:
        source.error(line_of(node), "An item without `handoff` needs a `reply`.")
    return Talk(
        id=_identifier(source, parts.get("id"), "_"),
        phrasings=_phrasings(source, parts.get("phrasings")),
        reply=source.text(parts.get("reply"), "The reply", ANSWER_LENGTH),
        handoff=handoff,
        verdict=VERDICTS.get(verdict),
        line=line_of(node),
    )


def fingerprint(data_dir: Path | str = DATA, root: Path = ROOT) -> str:
    """Hash everything that decides what a model is (hex, 64 characters).

    That is the content, the pipeline's configuration, the domain, and the code that reads and learns them: a
    model fits when its fingerprint equals this one.
    """
    data = Path(data_dir)
    files = [
        *topic_files(data),
        data / "talk.yml",
        data / "rules.yml",
        root / "config.yml",
        root / "bot" / "domain.yml",
    ]
    files += [*sorted((root / "bot" / "nlu").glob("*")), root / "bot" / "importer.py", Path(__file__)]
    total = hashlib.sha256()
    for path in files:
        if path.is_file():
            name = path.relative_to(data) if path.is_relative_to(data) else path.relative_to(root)
            body = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{name}\n{body}\n".encode())
    return total.hexdigest()
