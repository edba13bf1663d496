"""The small Markdown of answers as HTML, and as words alone."""

from __future__ import annotations

import html

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_rules = ["newline", "emphasis", "backticks", "list", "fence", "link"]
_markdown = MarkdownIt("zero", {"html": False, "breaks": True}).enable(_rules)
_TAGS = {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "a"}

DESCRIBED = 160
"""Characters of an answer that search engines show."""


def prose(text: str) -> Markup:
    """Markdown first, and then only what is known to be harmless: neither has to be trusted alone."""
    cleaned = nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(cleaned.strip())  # noqa: S704 - cleaned a line above


def plain(text: str) -> str:
    """The words, without any mark."""
    without_tags = nh3.clean(_markdown.render(text), tags=set())
    return " ".join(html.unescape(without_tags).split())


def described(text: str) -> str:
    """The beginning, up to a whole word."""
    words = plain(text)
    if len(words) <= DESCRIBED:
        return words
    return words[:DESCRIBED].rsplit(" ", 1)[0].rstrip(",;:-") + " …"
