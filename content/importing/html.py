"""HTML as our small Markdown: nh3 takes away what could act, markdownify writes what is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import nh3

from content.fields import is_https
from content.importing.decoding import one_line, seen
from content.shape import ALT_LENGTH, MEDIA_MOST, URL_LENGTH

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

HTML_MOST = 100_000  # characters; an answer holds a fiftieth
CLEAN_MOST = 40_000  # of them, without what is not read
TAGS = {"a", "b", "blockquote", "br", "code", "div", "em", "i", "img", "li", "ol", "p", "pre", "strong", "ul"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", *(f"h{level}" for level in range(1, 7))}
_LOST = {
    "iframe": "a frame",
    "video": "a film",
    "object": "an object",
    "form": "a form",
    "table": "a table's lines",
}


@dataclass(frozen=True)
class Body:
    """An article's text in Markdown, its pictures as (address, what it shows), and what was lost, named."""

    text: str
    media: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()


def body_of(html: str, base: str) -> Body:
    """Turn an article's HTML into Markdown; addresses are taken from `base`."""
    lost = [name for tag, name in _LOST.items() if re.search(rf"<{tag}\b", html[:HTML_MOST], re.IGNORECASE)]
    html = html.encode("utf-8", "replace").decode()  # JSON may hold halves of characters
    if "{" in html or "}" in html:
        lost.append("braces, which became round brackets")
    clean = nh3.clean(
        html[:HTML_MOST],
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
    if len(html) > HTML_MOST or len(clean) > CLEAN_MOST:
        lost.append("what stands far below")
    media: list[tuple[str, str]] = []
    clean = re.sub(r"<[^<>]*\Z", "", clean[:CLEAN_MOST])  # no half a tag at its end
    try:
        written = _markdown(clean, base, media, lost)
    except RecursionError:
        lost.append("its form, which is nested too deep")
        written = unescape(nh3.clean(clean, tags=set()))
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", seen(written))).strip()
    return Body(text, tuple(dict.fromkeys(media)), tuple(dict.fromkeys(lost)))


def _markdown(clean: str, base: str, media: list[tuple[str, str]], lost: list[str]) -> str:
    from bs4 import BeautifulSoup  # with markdownify half a tenth of a second, which only imports need
    from markdownify import MarkdownConverter

    page = BeautifulSoup(clean, "html.parser")
    _take_pictures(page, base, media, lost)
    for link in page.find_all("a"):
        address = _joined(base, str(link.get("href") or ""))
        if is_https(address) or re.fullmatch(r"mailto:[^\s@]+@[^\s@()]+", address):
            link["href"] = address.replace("(", "%28").replace(")", "%29")
        else:
            link.unwrap()
    for heading in page.find_all(re.compile(r"h[1-6]")):
        heading.string = heading.get_text(" ", strip=True)
        heading.wrap(page.new_tag("p"))
        heading.name = "strong"
    return str(
        MarkdownConverter(
            bullets="-",
            escape_asterisks=False,
            escape_underscores=False,
            escape_misc=False,
            autolinks=False,
            strip=["table", "thead", "tbody", "tr", "td", "th", "blockquote", "pre", "code"],
        ).convert_soup(page)
    )


def _take_pictures(page: BeautifulSoup, base: str, media: list[tuple[str, str]], lost: list[str]) -> None:
    for image in page.find_all("img"):
        address = _joined(base, str(image.get("src") or ""))
        alt = one_line(str(image.get("alt") or ""))[:ALT_LENGTH]
        if is_https(address) and len(address) <= URL_LENGTH and alt and len(media) < MEDIA_MOST:
            media.append((address, alt))
        else:
            lost.append("a picture without words or a safe address")
        image.decompose()


def _joined(base: str, address: str) -> str:
    """Give an address as a browser would see it on that page; empty where it is none."""
    try:
        return urljoin(base, address) if address else ""
    except ValueError:
        return ""
