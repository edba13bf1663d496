"""Which words a help page is written in: the widget's seven languages."""

from __future__ import annotations

from handoff.web.help.words import ar, de, en, es, et, fr, ja
from handoff.web.help.words.shape import Words

LANGUAGES: dict[str, Words] = {one.WORDS.code: one.WORDS for one in (en, de, es, fr, et, ar, ja)}

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def words_for(language: str) -> Words:
    """``de-CH`` is written in ``de``; around content in a language we have no words in stands English."""
    return LANGUAGES.get(language.split("-", maxsplit=1)[0].lower(), en.WORDS)


def direction_of(language: str) -> str:
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"
