"""Which language a transcript is written in."""

from __future__ import annotations

from typing import Protocol

from handoff.transcripts import ar, de, en, es, et, fr, ja


class Words(Protocol):
    """Every word of a transcript in one language; see ``en.py``."""

    CODE: str
    DIRECTION: str
    TITLE: str
    YOU: str
    CUSTOMER: str
    ASSISTANT: str
    SYSTEM: str
    NOTE: str
    BY_MAIL: str
    EMPTY: str
    ERASED: str
    SUGGESTED: str
    KNOWN_ISSUE: str
    STEP: str
    HELPED: str
    NOT_HELPED: str
    RETURNED_TO_BOT: str
    HANDOFF: dict[str, str]
    QUEUED: dict[str, str]
    LEFT: dict[str, str]
    RESOLVED: dict[str, str]
    REOPENED: str

    def reference(self, reference: str, saved: str, zone: str) -> str: ...

    def agent(self, name: str) -> str: ...

    def joined(self, name: str) -> str: ...

    def reply_by(self, due: str, address: str | None) -> str: ...

    def call_at(self, slot: str, phone: str | None) -> str: ...

    def rated(self, score: int) -> str: ...


LANGUAGES: dict[str, Words] = {words.CODE: words for words in (en, de, es, fr, et, ar, ja)}


def words_for(locale: str | None) -> Words:
    """``de-CH`` is written in ``de``; a language we have no words in, in English."""
    return LANGUAGES.get((locale or "").split("-")[0].lower(), en)
