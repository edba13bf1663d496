"""The FAQ: what an entry is, and reading all of them, with small talk, from a folder of YAML files.

`load` gives content that is fit to train on, or says what is wrong with it and where.
"""

from collections.abc import Iterator
from pathlib import Path

from content import fields
from content.fields import is_https
from content.fingerprint import fingerprint
from content.places import DATA
from content.shape import (
    ANSWER_LENGTH,
    ID_LENGTH,
    MANY,
    MUST_MOST,
    PHRASING_LENGTH,
    REASONS,
    RELATED_MOST,
    STATES,
    TITLE_LENGTH,
    VERDICTS,
    VISIBLE,
    Content,
    ContentError,
    Entry,
    Media,
    Step,
    Talk,
    Translation,
    normalise,
)
from content.source import Node, Problem, Source, line_of
from content.steps import steps

__all__ = [
    "MANY",
    "Content",
    "ContentError",
    "Entry",
    "Media",
    "Step",
    "Talk",
    "Translation",
    "fingerprint",
    "is_https",
    "load",
    "normalise",
    "read",
    "read_entries",
    "read_entry",
    "read_topic",
    "topic_files",
]


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
        yield read_entry(source, node, topic)


def read_entry(source: Source, node: Node, topic: str) -> Entry:
    """Read one entry; what is wrong in it is left out, with an error noted."""
    parts = source.mapping(node, "An entry", REQUIRED, OPTIONAL)
    entry = Entry(
        id=fields.identifier(source, parts.get("id")),
        title=source.text(parts.get("title"), "The title", TITLE_LENGTH),
        url=fields.address(source, parts.get("url"), "The url"),
        answer=fields.markdown(source, parts.get("answer"), "The answer", ANSWER_LENGTH),
        phrasings=fields.phrasings(source, parts.get("phrasings")),
        topic=topic,
        file=source.file,
        line=line_of(node),
        state=fields.choice(source, parts, "state", STATES),
        visible=fields.choice(source, parts, "visible", VISIBLE),
        valid_from=fields.day(source, parts, "valid_from"),
        valid_until=fields.day(source, parts, "valid_until"),
        review_by=fields.day(source, parts, "review_by"),
        related=fields.identifiers(source, parts, "related", RELATED_MOST),
        media=fields.media(source, parts),
        languages={
            code: _translation(source, below, code) for code, below in fields.languages(source, parts).items()
        },
        steps=steps(source, parts),
        must_answer=fields.questions(source, parts, "must_answer", MUST_MOST),
        must_not_answer=fields.questions(source, parts, "must_not_answer", MUST_MOST),
    )
    _check_whole(source, node, parts, entry)
    return entry


REQUIRED = ("id", "title")
OPTIONAL = (
    "url",
    "state",
    "visible",
    "valid_from",
    "valid_until",
    "review_by",
    "phrasings",
    "answer",
    "steps",
    "media",
    "related",
    "languages",
    "must_answer",
    "must_not_answer",
)


def _check_whole(source: Source, node: Node, parts: fields.Parts, entry: Entry) -> None:
    """A draft may lack what an entry needs; what only agents see needs no phrasings."""
    needed = {"draft": ()}.get(entry.state, ("phrasings", "answer") if entry.taught else ("answer",))
    for key in needed if parts else ():
        if key not in parts:
            source.error(line_of(node), f"An entry has no `{key}`.")
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        source.error(line_of(parts["valid_until"]), "`valid_until` lies before `valid_from`.")


def _translation(source: Source, node: Node, code: str) -> Translation:
    parts = source.mapping(node, f"`{code}`", ("title", "answer"), ("phrasings", "url"))
    return Translation(
        title=source.text(parts.get("title"), f"The title in `{code}`", TITLE_LENGTH),
        answer=fields.markdown(source, parts.get("answer"), f"The answer in `{code}`", ANSWER_LENGTH),
        phrasings=fields.phrasings(source, parts.get("phrasings"), few=0),
        url=fields.address(source, parts.get("url"), f"The url in `{code}`"),
    )


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
        id=fields.identifier(source, parts.get("id"), "_"),
        phrasings=fields.phrasings(source, parts.get("phrasings")),
        reply=source.text(parts.get("reply"), "The reply", ANSWER_LENGTH),
        handoff=handoff,
        verdict=VERDICTS.get(verdict),
        line=line_of(node),
    )
