"""Reads one field of an entry: each gives its value, or nothing and a sentence about what is wrong."""

import re
from datetime import date
from functools import cache

import yaml

from content.shape import (
    ALT_LENGTH,
    FEW,
    ID_LENGTH,
    LANGUAGES_MOST,
    MEDIA_MOST,
    PHRASING_LENGTH,
    PHRASINGS_MOST,
    URL_LENGTH,
    Media,
    normalise,
)
from content.source import Node, Source, line_of

_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LINK = re.compile(r"\]\(\s*([^)\s]*)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Parts = dict[str, Node]


def identifier(source: Source, node: Node | None, separator: str = "-") -> str:
    """Read an id: small letters and digits, its words joined by `separator`."""
    text = source.text(node, "The id", ID_LENGTH)
    if text and node is not None and (not _ID.fullmatch(text) or {"-": "_", "_": "-"}[separator] in text):
        source.error(
            line_of(node), f"The id should be small letters, digits and `{separator}`, not `{text}`."
        )
        return ""
    return text


def identifiers(source: Source, parts: Parts, key: str, most: int) -> tuple[str, ...]:
    """Read a list of ids."""
    return tuple(
        filter(None, dict.fromkeys(identifier(source, node) for node in listed(source, parts, key, most)))
    )


def listed(source: Source, parts: Parts, key: str, most: int) -> list[Node]:
    """Read the values of a list that holds at most so many."""
    nodes = source.items(parts.get(key), f"`{key}`")
    if len(nodes) > most:
        source.error(line_of(nodes[most]), f"`{key}` holds {len(nodes):,}; at most {most} are read.")
    return nodes[:most]


def choice(source: Source, parts: Parts, key: str, among: tuple[str, ...]) -> str:
    """Read one word out of a few; the first of them where there is none."""
    text = source.text(parts.get(key), f"`{key}`", ID_LENGTH)
    if text and text not in among:
        source.error(line_of(parts[key]), f"`{key}` is one of {', '.join(among)}, not `{text}`.")
    return text if text in among else among[0]


def day(source: Source, parts: Parts, key: str) -> date | None:
    """Read a day, written 2026-12-31."""
    text = source.text(parts.get(key), f"`{key}`", ID_LENGTH)
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        source.error(line_of(parts[key]), f"`{key}` should be a day like 2026-12-31, not `{text}`.")
        return None


def address(source: Source, node: Node | None, what: str) -> str:
    """Read an https address."""
    text = source.text(node, what, URL_LENGTH)
    if text and node is not None and not is_https(text):
        source.error(line_of(node), f"{what} should begin with https:// and name a site.")
        return ""
    return text


def is_https(url: str) -> bool:
    """Say whether a link is a plain https address: no user name, nothing that a browser would repair."""
    return (
        re.fullmatch(
            r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:[/?#][^\s\\<>\"]*)?", url
        )
        is not None
    )


def markdown(source: Source, node: Node | None, what: str, limit: int) -> str:
    """Read a text in small Markdown, and look at its links."""
    text = source.text(node, what, limit)
    if not text or node is None:
        return text
    for link in links_in(text):
        if not (is_https(link) or re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", link)):
            source.error(
                line_of(node),
                f"A link in {what[0].lower()}{what[1:]} leads to `{link}`; "
                "only https and mailto links are shown.",
            )
    if re.search(r"<[a-zA-Z/!]", text):
        source.warning(
            line_of(node),
            "HTML is shown as it is written; use **bold**, *italic*, lists and [links](https://…).",
        )
    return text


def links_in(text: str) -> list[str]:
    """Give where a Markdown text's links lead."""
    return _LINK.findall(text)


def media(source: Source, parts: Parts) -> tuple[Media, ...]:
    """Read the pictures and films beside an answer or a step."""
    found = []
    for node in listed(source, parts, "media", MEDIA_MOST):
        one = source.mapping(node, "A medium", ("url", "alt"), ())
        url = address(source, one.get("url"), "The medium's url")
        alt = source.text(one.get("alt"), "`alt`, which says what it shows,", ALT_LENGTH)
        if url and alt:
            found.append(Media(url, alt))
    return tuple(found)


def languages(source: Source, parts: Parts) -> dict[str, Node]:
    """Read which languages an entry is in; gives the code of each and what stands under it."""
    node = parts.get("languages")
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode) or not node.value:
        source.error(line_of(node), "`languages` should be a language's code with the entry in it, as `de:`.")
        return {}
    found: dict[str, Node] = {}
    for key, value in node.value[:LANGUAGES_MOST]:
        code = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        if code in found:
            source.error(line_of(key), f"`{code}` stands twice in `languages`.")
        elif standard(code) != code:
            hint = f"; it is written `{standard(code)}`" if standard(code) else ""
            source.error(line_of(key), f"`{code[:ID_LENGTH]}` is not the code of a language{hint}.")
        else:
            found[code] = value
    if len(node.value) > LANGUAGES_MOST:
        source.error(line_of(node), f"`languages` holds more than {LANGUAGES_MOST}.")
    return found


@cache
def standard(code: str) -> str:
    """Write a language's code as it should be: `PT-br` is `pt-BR`; empty where there is none such."""
    import langcodes  # half a tenth of a second, which content in one language does without

    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", code) or not langcodes.tag_is_valid(code):
        return ""
    return langcodes.standardize_tag(code)


def phrasings(source: Source, node: Node | None, few: int = FEW) -> tuple[str, ...]:
    """Read what people say when they mean this; fewer than `few` are pointed out."""
    nodes = source.items(node, "`phrasings`")
    if isinstance(node, yaml.SequenceNode) and len(nodes) < few:
        source.warning(
            line_of(node), f"There are {len(nodes)} phrasings here; {few} or more are learnt well."
        )
    if len(nodes) > PHRASINGS_MOST:
        source.error(line_of(nodes[PHRASINGS_MOST]), f"An entry has at most {PHRASINGS_MOST} phrasings.")
    return _lines(source, nodes[:PHRASINGS_MOST], "A phrasing", "This phrasing")


def questions(source: Source, parts: Parts, key: str, most: int) -> tuple[str, ...]:
    """Read questions that staff test an entry with."""
    return _lines(source, listed(source, parts, key, most), f"A line of `{key}`", f"This line of `{key}`")


def _lines(source: Source, nodes: list[Node], what: str, this: str) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    kept = []
    for item in nodes:
        text = source.text(item, what, PHRASING_LENGTH)
        if text and _fit(source, item, text, what, this, seen):
            kept.append(text)
    return tuple(kept)


def _fit(source: Source, node: Node, text: str, what: str, this: str, seen: dict[str, int]) -> bool:
    key, line = normalise(text), line_of(node)
    if text.startswith("/"):
        source.error(line, f"{what} cannot begin with `/`, which Rasa takes for a command.")
    elif "\n" in text:
        source.error(line, f"{what} is one line.")
    elif not key:
        source.error(line, f"{what} needs at least one letter or digit.")
    elif key in seen:
        source.warning(line, f"{this} stands already in line {seen[key]} of the same entry.")
    else:
        seen[key] = line
        return True
    return False
