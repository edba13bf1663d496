"""Entries as they are given now: what is for customers, in their language, with all that belongs to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from handoff.ports import Clock, Known

LARGEST_STEPS = 48_000
"""Characters of guided steps that an answer carries: more than anybody reads in a chat. The page has all."""


class Giving:
    """``pages`` is the address of our own pages, asked for each time because it may be known only once they
    are served."""

    def __init__(self, clock: Clock, pages: Callable[[], str] = lambda: "") -> None:
        self._clock = clock
        self._pages = pages

    def to_customers(self, known: Mapping[str, Known]) -> dict[str, Known]:
        """Those of them that customers may be given now."""
        now = self._clock()
        return {id: one for id, one in known.items() if one.shown(now)}

    def to_agents(self, known: Mapping[str, Known]) -> dict[str, Known]:
        now = self._clock()
        return {id: one for id, one in known.items() if one.valid(now)}

    def may_be(self, one: Known, *, read: bool = False) -> bool:
        """Given to a customer now; ``read``: it was before, and they have it open."""
        now = self._clock()
        begun = one.valid_from is None or one.valid_from <= now
        return one.public and begun if read else one.shown(now)

    def url(self, one: Known, locale: str | None = None) -> str:
        """The entry's own address, else that of our page. None that anybody may see: empty."""
        written = _https(in_language(one, locale).get("url")) or _https(one.url)
        if written or not one.public:
            return written
        return f"{self._pages()}/help/{quote(one.id, safe='')}"

    def answer(self, one: Known, locale: str | None) -> dict[str, Any]:
        """As the bot's answer has it, for those who reach it without the bot's guess."""
        guess = {"intent": f"faq/{one.id}", "confidence": None, "model": None}
        return {"entry": one.id, "topic": one.topic, **guess, **self.words(one, locale), **beside(one)}

    def words(self, one: Known, locale: str | None) -> dict[str, str]:
        theirs = in_language(one, locale)
        return {
            "title": str(theirs.get("title") or one.title),
            "text": str(theirs.get("answer") or one.text),
            "url": self.url(one, locale),
        }


def in_language(one: Known, locale: str | None) -> Mapping[str, Any]:
    """Of its languages the one asked for: with its region where the entry has that, else the language itself.
    Empty: the original. Half a translation, without an answer, is none."""
    wished = (locale or "").replace("_", "-").lower()
    by_code = {code.replace("_", "-").lower(): words for code, words in one.languages.items()}
    for code in (wished, wished.split("-")[0]):
        if code and (words := by_code.get(code)) and words.get("title") and words.get("answer"):
            return words
    return {}


def title_in(one: Known, locale: str | None) -> str:
    return str(in_language(one, locale).get("title") or one.title)


def titled(one: Known, locale: str | None = None) -> dict[str, str]:
    return {"entry": one.id, "title": title_in(one, locale)}


def beside(one: Known) -> dict[str, Any]:
    """What an answer carries beside its words: ``media``, and ``steps`` for those who were answered."""
    steps = list(one.steps)
    told: dict[str, Any] = {"media": media} if (media := _shown(one.media)) else {}
    fits = len(json.dumps(steps, default=dict)) <= LARGEST_STEPS
    return told | ({"steps": steps} if steps and fits else {})


def _shown(media: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{"url": one["url"], "alt": one.get("alt", "")} for one in media if _https(one.get("url"))]


def _https(url: object) -> str:
    return url if isinstance(url, str) and url.startswith("https://") else ""
