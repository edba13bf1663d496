"""Reads help centres' exports: Zendesk Guide's and Intercom's articles, whose bodies are HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from content.edit import slug
from content.fields import is_https, standard
from content.importing.decoding import one_line
from content.importing.html import Body, body_of
from content.shape import (
    ANSWER_LENGTH,
    LABEL_LENGTH,
    LANGUAGES_MOST,
    PHRASINGS_MOST,
    TITLE_LENGTH,
    URL_LENGTH,
    Entry,
    normalise,
)
from content.snapshot import from_json
from content.source import Problem, Source

TOPIC = "Imported"
_HALF_A_LINK = re.compile(r"\[[^\[\]]*(?:\]\([^()]*)?\Z")


def from_zendesk(source: Source, told: Mapping[str, Any]) -> list[Entry]:
    """Read `{"articles": […], "sections": […]}`; articles of one id in several locales are one entry."""
    sections = {
        str(one.get("id")): one_line(str(one.get("name", "")))[:TITLE_LENGTH]
        for one in _dicts(told.get("sections"))
    }
    articles: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for row, article in enumerate(told["articles"], 1):
        if isinstance(article, dict):
            articles.setdefault(str(article.get("id", f"row {row}")), []).append((row, article))
        else:
            source.error(row, "This article is no object with a title and a body.")
    firsts = [next((one for one in listed if _is_source(one[1])), listed[0]) for listed in articles.values()]
    labels = Counter(normalise(label) for _, first in firsts for label in set(_labels(first)))
    found = []
    for (row, first), listed in zip(firsts, articles.values(), strict=True):
        topic = sections.get(str(first.get("section_id"))) or TOPIC
        own = [label for label in _labels(first) if labels[normalise(label)] == 1]
        others = {str(one.get("locale", "")): one for _, one in listed if one is not first}
        found.append(_entry(source, row, first, topic, str(first.get("html_url", "")), own, others))
    return _named(found)


def from_intercom(source: Source, listed: list[Any]) -> list[Entry]:
    """Read `{"type": "list", "data": [article …]}`."""
    found = []
    for row, article in enumerate(listed, 1):
        if not isinstance(article, dict) or article.get("type", "article") != "article":
            source.error(row, "This is no article with a title and a body.")
            continue
        translated = article.get("translated_content")
        others = {
            code: one
            for code, one in (translated.items() if isinstance(translated, dict) else ())
            if isinstance(one, dict) and code != article.get("default_locale")
        }
        found.append(_entry(source, row, article, TOPIC, str(article.get("url") or ""), [], others))
    return _named(found)


def _entry(
    source: Source,
    row: int,
    article: Mapping[str, Any],
    topic: str,
    url: str,
    phrasings: list[str],
    others: Mapping[str, Mapping[str, Any]],
) -> Entry | None:
    below: list[Problem] = []
    note = Source(source.file, below)
    body = body_of(str(article.get("body") or ""), url)
    title = one_line(str(article.get("title") or article.get("name") or ""))
    given: dict[str, Any] = {
        "id": slug(title, f"article-{row}"),
        "title": _short(note, row, title),
        "url": url if is_https(url) and len(url) <= URL_LENGTH else None,
        "state": "draft",
        "topic": topic,
        "phrasings": phrasings[:PHRASINGS_MOST] or None,
        "answer": _answer(note, row, body, url) or None,
        "media": [{"url": address, "alt": alt} for address, alt in body.media] or None,
        "languages": _languages(note, row, others),
    }
    if given["answer"] is None:
        note.error(row, f"The article “{title[:60]}” has no text; it was left out.")
    entry = from_json({key: value for key, value in given.items() if value is not None}, below)
    source.problems += [replace(one, file=source.file, line=row) for one in below]
    return None if any(one.level == "error" for one in below) else replace(entry, line=row)


def _languages(note: Source, row: int, others: Mapping[str, Mapping[str, Any]]) -> dict[str, Any] | None:
    found = {}
    for locale, one in list(others.items())[:LANGUAGES_MOST]:
        code = standard(locale.replace("_", "-"))
        if not code:
            note.warning(
                row, f"`{locale[:20]}` is not the code of a language; the article in it was left out."
            )
            continue
        url = str(one.get("html_url") or one.get("url") or "")
        answer = _answer(note, row, body_of(str(one.get("body") or ""), url), url)
        title = _short(note, row, one_line(str(one.get("title") or "")))
        if title and answer:
            found[code] = {"title": title, "answer": answer}
    return found or None


def _short(note: Source, row: int, title: str) -> str:
    if len(title) > TITLE_LENGTH:
        note.warning(row, f"The title is longer than {TITLE_LENGTH} characters; its beginning was taken.")
        return title[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
    return title


def _answer(note: Source, row: int, body: Body, url: str) -> str:
    """Take what fits: an answer is read in a chat. What is longer ends with a link to the whole."""
    if body.lost:
        note.warning(row, f"Left out of the article: {', '.join(body.lost)}.")
    if len(body.text) <= ANSWER_LENGTH:
        return body.text
    onward = f"\n\n[{url}]({url})" if is_https(url) and len(url) <= URL_LENGTH else "\n\n…"
    note.warning(row, f"The article is longer than {ANSWER_LENGTH:,} characters; its beginning was taken.")
    kept = body.text[: ANSWER_LENGTH - len(onward)]
    cut = max(kept.rfind("\n"), kept.rfind(". ") + 1)
    kept = kept[: cut if cut > ANSWER_LENGTH // 4 else len(kept)]
    return _HALF_A_LINK.sub("", kept).rstrip() + onward


def _labels(article: Mapping[str, Any]) -> list[str]:
    """A label is a word that people may say; what is none is left out without a word."""
    listed = article.get("label_names")
    texts = [one_line(one) for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    return [text for text in texts if normalise(text) and len(text) <= LABEL_LENGTH and text[0] != "/"]


def _is_source(article: Mapping[str, Any]) -> bool:
    return bool(article.get("locale")) and article.get("locale") == article.get("source_locale")


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _named(found: list[Entry | None]) -> list[Entry]:
    """Give articles of the same title ids of their own."""
    taken: set[str] = set()
    named = []
    for entry in found:
        if entry is None:
            continue
        name, number = entry.id, 1
        while name in taken:
            number += 1
            name = f"{entry.id}-{number}"
        taken.add(name)
        named.append(replace(entry, id=name))
    return named
