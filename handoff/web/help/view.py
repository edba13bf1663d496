"""What every help page says about itself: its language, its address, its other languages, how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field

from handoff.web.help.shelf import Shelf
from handoff.web.help.words import LANGUAGES, direction_of, words_for
from handoff.web.help.words.shape import Words


@dataclass(frozen=True, slots=True)
class View:
    """``said``: what has just been done here. ``alternates``: this page in each language it exists in."""

    shelf: Shelf
    language: str
    href: str
    address: str
    site: str
    color: str | None
    indexed: bool
    said: str = ""
    alternates: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        return words_for(self.language)

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def base(self) -> str:
        return self.shelf.base(self.language)

    @property
    def first(self) -> str:
        return self.shelf.first

    @property
    def names(self) -> dict[str, str]:
        """Each language by the name it has in itself."""
        return {code: name_of(code) for code in self.shelf.languages}


OTHERS = {
    "cs": "Čeština", "da": "Dansk", "el": "Ελληνικά", "fa": "فارسی", "fi": "Suomi", "he": "עברית",
    "hu": "Magyar", "it": "Italiano", "ko": "한국어", "lt": "Lietuvių", "lv": "Latviešu", "nb": "Norsk",
    "nl": "Nederlands", "pl": "Polski", "pt": "Português", "ro": "Română", "ru": "Русский", "sv": "Svenska",
    "tr": "Türkçe", "uk": "Українська", "zh": "中文",
}  # fmt: skip
"""Languages that content may be in though the pages have no words of their own in them."""


def name_of(code: str) -> str:
    known = LANGUAGES.get(code)
    return known.own_name if known else OTHERS.get(code, code)


def everywhere(shelf: Shelf, rest: str, codes: tuple[str, ...]) -> dict[str, str]:
    """The same page in each of these languages; ``rest`` is what follows where a language begins."""
    return {code: f"{shelf.base(code)}{rest}" for code in codes}
