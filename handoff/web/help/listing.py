"""What crawlers are told: every page in every language, and where not to look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from handoff.web.help.shelf import Shelf, slug_of

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

MOST = 50_000
"""Addresses in one sitemap, by its own rules."""

HIDDEN = ("/api/", "/console", "/settings", "/studio", "/resume/", "/chat")


def sitemap(shelf: Shelf, address: str, updated: Mapping[str, int]) -> bytes:
    """``updated`` (ms): since when each entry says what it says, where that is known."""
    top = Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    newest = max(updated.values(), default=None)
    _pages(top, address, {code: shelf.base(code) for code in shelf.languages}, newest)
    for topic in shelf.topics(shelf.first):
        codes = dict.fromkeys(code for one in topic.articles for code in one.languages)
        latest = max((updated[one.id] for one in topic.articles if one.id in updated), default=None)
        topics = {code: f"{shelf.base(code)}/topics/{quote(topic.slug)}" for code in codes}
        _pages(top, address, topics, latest)
        for one in topic.articles:
            entries = {code: f"{shelf.base(code)}/{slug_of(one.id)}" for code in one.languages}
            _pages(top, address, entries, updated.get(one.id))
    listed = tostring(top, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{listed}\n'.encode()


def _pages(top: Element, address: str, alternates: Mapping[str, str], updated: int | None) -> None:
    """One page in each of its languages."""
    for href in alternates.values():
        if len(top) >= MOST:
            return
        one = SubElement(top, "url")
        SubElement(one, "loc").text = address + href
        if updated is not None:
            SubElement(one, "lastmod").text = day_of(updated)
        if len(alternates) > 1:
            for code, other in alternates.items():
                link = {"rel": "alternate", "hreflang": code, "href": address + other}
                SubElement(one, "xhtml:link", link)


def robots(address: str) -> bytes:
    hidden = "".join(f"Disallow: {path}\n" for path in HIDDEN)
    return f"User-agent: *\n{hidden}\nSitemap: {address}/sitemap.xml\n".encode()


def day_of(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
