"""Which language a mail is written in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from handoff.letters import en


class Words(Protocol):
    """Every word of our mails in one language; see ``en.py``."""

    CODE: str
    CLOSED: str
    NEW_LINK: str
    TRANSCRIPT: str
    TOO_LONG: str
    CONFIRM: str
    YOU_WROTE: str
    CONTINUE: str
    LINK_LASTS: str
    ANSWER_HERE: str
    ANSWER_THERE: str
    NOT_YOU: str

    def subject(self, reference: str) -> str: ...

    def received(self, due: datetime | None) -> str: ...

    def reply(self, agent: str | None) -> str: ...


LANGUAGES: dict[str, Words] = {en.CODE: en}


def words_for(locale: str | None) -> Words:
    """``de-CH`` is written in ``de``; a language we have no words in, in English."""
    return LANGUAGES.get((locale or "").split("-")[0].lower(), en)
