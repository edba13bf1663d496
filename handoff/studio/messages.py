"""What customers are told, as staff write it, as it is offered to them, and as what was sent is told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handoff.adapters.tellings import Sent
from handoff.core.events import iso
from handoff.desk.giving import in_language
from handoff.letters.languages import LANGUAGES, words_for
from handoff.ports import Known


@dataclass(frozen=True, slots=True)
class About:
    """What customers are told of: a ``gap``, all that a ``release`` answers, or a known ``issue``."""

    kind: str
    id: str

    @property
    def subject(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Message:
    """What staff wrote: to everybody, and to those who read another language, by its code."""

    text: str
    languages: Mapping[str, str]

    def to(self, locale: str | None) -> str:
        return self.languages.get(language_of(locale)) or self.text


def wire(sent: Sent) -> dict[str, Any]:
    kind, _, id = sent.subject.partition(":")
    return {
        "id": sent.id,
        "kind": kind,
        "about": id,
        "at": iso(sent.at),
        "by": sent.author,
        "entry": sent.entry,
        "title": sent.title,
        "messages": dict(sent.messages),
        "total": sent.total,
        "sent": sent.told,
        "mailed": sent.mailed,
        "left": sent.left,
        "failed": sent.failed,
        "known": max(0, sent.total - sent.told - sent.left - sent.failed),
    }


def offered(about: About, language: str) -> str:
    words = words_for(language)
    return words.NOW_SOLVED if about.kind == "issue" else words.NOW_ANSWERED


def translated(
    about: About, entries: Sequence[Known], locales: Iterable[str | None], first: str
) -> dict[str, str]:
    """For the languages that these customers read and the entry is written in."""
    wanted = sorted({language_of(one) for one in locales} - {language_of(first), ""})
    return {
        code: offered(about, code)
        for code in wanted
        if code in LANGUAGES and any(in_language(one, code) for one in entries)
    }


def language_of(locale: str | None) -> str:
    return (locale or "").replace("_", "-").split("-")[0].lower()
