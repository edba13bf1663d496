"""Does something stand in the content that belongs to a person? Cards are errors, the rest is pointed out."""

import re
from collections import Counter
from collections.abc import Iterator

from content.checks.collisions import line_with
from content.private import Finding, findings, issued
from content.shape import Content, Entry, Step
from content.source import Problem, Source

SENTENCES = {
    "account": "holds a bank account; if it is a customer's, take it out.",
    "e-mail": "holds an e-mail address; if it is somebody's own, take it out.",
    "phone": "holds a phone number; if it is somebody's own, take it out.",
    "number": "holds a long number, perhaps somebody's order or phone; say it without.",
}
_MAILTO = re.compile(r"\(mailto:([^)\s]+)\)")


def check_leaks(content: Content, problems: list[Problem]) -> None:
    """Look through phrasings and answers. What several answers give, or a mail link, is the shop's own."""
    shown = {entry.id: list(_shown(entry)) for entry in content.entries}
    given = Counter(
        said for texts in shown.values() for said in {one.text for text in texts for one in _in_answer(text)}
    )
    for entry in content.entries:
        source = Source(entry.file, problems)
        for text in (*entry.examples, *entry.must_answer, *entry.must_not_answer):
            for one in findings(text):
                _tell(source, entry, "A phrasing", text, one)
        for text in shown[entry.id]:
            for one in _in_answer(text):
                if one.kind == "card" or given[one.text] == 1:
                    _tell(source, entry, "The answer", one.text, one)
    for item in content.talk:
        for text in item.phrasings:
            if any(one.kind == "card" for one in findings(text)):
                Source("talk.yml", problems).error(item.line, "A phrasing holds a card number; take it out.")


def _tell(source: Source, entry: Entry, where: str, text: str, one: Finding) -> None:
    line = line_with(source.file, text, entry.line)
    if one.kind == "card" and issued(one):
        source.error(line, f"{where} holds a card number, which nobody may keep; take it out.")
    else:
        kind = "number" if one.kind == "card" else one.kind
        source.warning(line, f"{where} {SENTENCES[kind]}")


def _in_answer(text: str) -> Iterator[Finding]:
    """An answer may hold numbers that are nobody's, and addresses that it links to."""
    linked = set(_MAILTO.findall(text))
    for one in findings(text):
        if one.kind != "number" and not (one.kind == "e-mail" and any(one.text in link for link in linked)):
            yield one


def _shown(entry: Entry) -> Iterator[str]:
    yield entry.answer
    yield from (one.answer for one in entry.languages.values())
    yield from _steps(entry.steps)


def _steps(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        yield step.text
        yield from _steps(step.steps)
