"""What search engines read beside the words: schema.org's FAQPage and BreadcrumbList, as JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from markupsafe import Markup

from handoff.web.help.prose import plain
from handoff.web.help.shelf import Article

Crumb = tuple[str, str]
"""A name and its address."""


def faq(articles: Sequence[Article], language: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": language,
        "mainEntity": [
            {
                "@type": "Question",
                "name": one.title,
                "acceptedAnswer": {"@type": "Answer", "text": plain(one.text)},
            }
            for one in articles
        ],
    }


def breadcrumbs(trail: Sequence[Crumb], address: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": address + href}
            for at, (name, href) in enumerate(trail, 1)
        ],
    }


def as_script(data: dict[str, Any]) -> Markup:
    """What may stand inside a script element: nothing in it can end the element or begin a comment."""
    told = orjson.dumps(data).decode()
    for harmful in "<>&\u2028\u2029":
        told = told.replace(harmful, f"\\u{ord(harmful):04x}")
    return Markup(told)  # noqa: S704 - escaped above
