"""Which language a mail is written in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from handoff.letters import ar, de, en, es, et, fr, ja


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
    NOW_ANSWERED: str
    NOW_SOLVED: str

    def subject(self, reference: str) -> str: ...

    def received(self, due: datetime | None) -> str: ...

    def reply(self, agent: str | None) -> str: ...

    def told(self, agent: str | None) -> str: ...


SPOKEN: tuple[Words, ...] = (ar, de, en, es, et, fr, ja)
LANGUAGES = {words.CODE: words for words in SPOKEN}
RIGHT_TO_LEFT = {ar.CODE}


def words_for(locale: str | None) -> Words:
    """``de-CH`` is written in ``de``; a language we have no words in, in English."""
    return LANGUAGES.get((locale or "").split("-")[0].lower(), en)
