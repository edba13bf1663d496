"""The live entries as readers find them: in one language, by topic, each at its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from handoff.core.finding import Words
from handoff.ports import Known

HELP = "/help"

TAKEN = frozenset({"search", "topics", "contact"})
"""Pages of our own: an entry of such a name has a hyphen before it in its address."""

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Article:
    """An entry in one language. ``language`` is that of its words, which may be another than the page's."""

    id: str
    title: str
    text: str
    url: str
    topic: str
    language: str
    languages: tuple[str, ...]
    href: str
    related: tuple[str, ...] = ()
    media: tuple[Mapping[str, str], ...] = ()
    steps: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    slug: str
    articles: tuple[Article, ...]


class Shelf:
    """What customers may read of ``known`` at ``now`` (ms). ``first``: the language that entries are written
    in where they don't say."""

    def __init__(self, known: Mapping[str, Known], first: str, now: int) -> None:
        self.first = first
        self.at = now
        self._known = {id: one for id, one in known.items() if one.shown(now)}
        self.languages = tuple(dict.fromkeys([first, *sorted(_codes(self._known.values()))]))
        self._slugs = topic_slugs(one.topic for one in self._known.values())
        self._words: dict[str, Words] = {}

    def __contains__(self, id: str) -> bool:
        return id in self._known

    def base(self, language: str) -> str:
        """Where this language's pages begin."""
        return HELP if language == self.first else f"{HELP}/{quote(language)}"

    def article(self, id: str, language: str) -> Article | None:
        """None where there is none in this language."""
        one = self._known.get(id)
        if one is None or not (language == self.first or language in one.languages):
            return None
        own = one.languages.get(language, {}) if language != self.first else {}
        return Article(
            id=one.id,
            title=str(own.get("title") or one.title),
            text=str(own.get("answer") or one.text),
            url=str(own.get("url") or one.url),
            topic=one.topic,
            language=language,
            languages=(self.first, *sorted(code for code in one.languages if code != self.first)),
            href=f"{self.base(language)}/{slug_of(one.id)}",
            related=one.related,
            media=tuple(one.media),
            steps=tuple(one.steps),
        )

    def nearest(self, id: str, language: str) -> Article | None:
        """In this language, else in the first."""
        return self.article(id, language) or self.article(id, self.first)

    def all(self, ids: Iterable[str], language: str) -> list[Article]:
        found = (self.nearest(id, language) for id in ids)
        return [one for one in found if one is not None]

    def topics(self, language: str) -> list[Topic]:
        """In the content's order, with what there is in this language."""
        listed: dict[str, list[Article]] = {}
        for id in self._known:
            article = self.article(id, language)
            if article is not None:
                listed.setdefault(article.topic, []).append(article)
        return [Topic(name, self._slugs[name], tuple(articles)) for name, articles in listed.items()]

    def topic(self, slug: str, language: str) -> Topic | None:
        return next((one for one in self.topics(language) if one.slug == slug), None)

    def by_words(self, query: str, language: str, most: int) -> list[str]:
        """Entries whose words in another language than the first are like these."""
        if language == self.first:
            return []
        if language not in self._words:
            self._words[language] = Words(_searchable(self._known.values(), language))
        return self._words[language].find(query, most)

    def beside(self, article: Article) -> list[str]:
        """The same topic's other entries, the next ones first."""
        same = [id for id, one in self._known.items() if one.topic == article.topic]
        at = same.index(article.id)
        return same[at + 1 :] + same[:at]


def slug_of(id: str) -> str:
    return f"-{id}" if id in TAKEN or (_CODE.fullmatch(id) and len(id) <= 3) else quote(id)


def id_of(slug: str) -> str:
    return slug.removeprefix("-")


def is_code(segment: str) -> bool:
    """Whether this piece of an address can only be a language."""
    return _CODE.fullmatch(segment) is not None


def topic_slugs(names: Iterable[str]) -> dict[str, str]:
    """An address for each topic; two that would have the same are told apart by a number."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        plain = re.sub(r"[\W_]+", "-", name.lower()).strip("-") or "topic"
        slug, n = plain, 1
        while slug in taken:
            n += 1
            slug = f"{plain}-{n}"
        taken.add(slug)
        found[name] = slug
    return found


def _codes(known: Iterable[Known]) -> set[str]:
    return {code for one in known for code in one.languages if _CODE.fullmatch(code)}


def _searchable(known: Iterable[Known], language: str) -> Sequence[tuple[str, str, str]]:
    own = ((one.id, one.languages[language]) for one in known if language in one.languages)
    return [
        (id, " ".join((str(said.get("title", "")), *said.get("phrasings", ()))), str(said.get("answer", "")))
        for id, said in own
    ]
