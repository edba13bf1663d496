"""What crawlers are told: every page in every language, and where not to look."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from handoff.web.help.shelf import Shelf, slug_of

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

MOST = 50_000
"""Addresses in one sitemap, by its own rules."""

HIDDEN = ("/api/", "/console", "/settings", "/studio", "/resume/", "/chat")


def sitemap(shelf: Shelf, address: str, updated: int | None) -> bytes:
    """``updated`` (ms): when the content was published."""
    top = Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    pages = [{code: shelf.base(code) for code in shelf.languages}]
    for topic in shelf.topics(shelf.first):
        codes = dict.fromkeys(code for one in topic.articles for code in one.languages)
        pages.append({code: f"{shelf.base(code)}/topics/{quote(topic.slug)}" for code in codes})
        pages += [
            {code: f"{shelf.base(code)}/{slug_of(one.id)}" for code in one.languages}
            for one in topic.articles
        ]
    for alternates in pages:
        for href in alternates.values():
            if len(top) < MOST:
                _page(top, address, href, alternates, updated)
    listed = tostring(top, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{listed}\n'.encode()


def _page(top: Element, address: str, href: str, alternates: dict[str, str], updated: int | None) -> None:
    one = SubElement(top, "url")
    SubElement(one, "loc").text = address + href
    if updated is not None:
        SubElement(one, "lastmod").text = day_of(updated)
    if len(alternates) > 1:
        for code, other in alternates.items():
            SubElement(one, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": address + other})


def robots(address: str) -> bytes:
    hidden = "".join(f"Disallow: {path}\n" for path in HIDDEN)
    return f"User-agent: *\n{hidden}\nSitemap: {address}/sitemap.xml\n".encode()


def day_of(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
