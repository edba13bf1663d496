"""The small Markdown of messages as nodes of a page. Nothing becomes markup: every leaf is a text node."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_rules = ["newline", "emphasis", "backticks", "list", "fence", "link"]
_markdown = MarkdownIt("zero", {"html": False, "breaks": True}).enable(_rules)

_TAGS = {
    "paragraph": "p",
    "strong": "strong",
    "em": "em",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
}
_BREAKS = ("softbreak", "hardbreak")
_WORDS = ("text", "code_inline", "fence")


def write(parent: Element, text: str) -> None:
    """Put the message's nodes into ``parent``."""
    _children(parent, SyntaxTreeNode(_markdown.parse(text)))


def say(parent: Element, words: str) -> None:
    """A text node at the end."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def link(parent: Element, href: str) -> Element:
    """Where ``href`` is an address that messages may link to; else the words go into ``parent``."""
    if not leads_out(href):
        return parent
    return SubElement(parent, "a", {"href": href, "rel": "noopener noreferrer nofollow"})


def leads_out(href: str) -> bool:
    try:
        return urlsplit(href).scheme in ("https", "http", "mailto")
    except ValueError:
        return False


def _children(parent: Element, node: SyntaxTreeNode) -> None:
    for child in node.children:
        _node(parent, child)


def _node(parent: Element, node: SyntaxTreeNode) -> None:
    if node.type in _BREAKS:
        SubElement(parent, "br")
    elif node.type in _WORDS:
        inside = {"fence": "pre", "code_inline": "code"}.get(node.type)
        say(SubElement(parent, inside) if inside else parent, node.content)
    elif node.type == "link":
        _children(link(parent, str(node.attrs.get("href", ""))), node)
    else:  # what is none of ours is what stands in it
        tag = _TAGS.get(node.type)
        start = {"start": str(node.attrs["start"])} if "start" in node.attrs else {}
        _children(SubElement(parent, tag, start) if tag else parent, node)
