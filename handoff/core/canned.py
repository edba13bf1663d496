"""Canned responses: words agents send often, with gaps filled by plain look-up. What may be saved."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from handoff.core.errors import BadRequest, Empty

PLACEHOLDERS: Mapping[str, str] = {
    "customer.name": "the customer's name",
    "customer.email": "the customer's e-mail address",
    "agent.name": "the name of the agent who sends it",
    "team": "the team of the conversation",
    "help_url": "the address of the help pages",
}
"""All there are. Each page fills them by looking the name up; nothing else in a text is ever evaluated."""

MOST = 1_000
LONGEST_TITLE = 80
LONGEST_SHORTCUT = 32

_WRITTEN = re.compile(r"\{ ?([A-Za-z_][A-Za-z0-9_.]*) ?\}")
"""A name in braces is meant as a placeholder; other braces are just text."""


@dataclass(frozen=True, slots=True)
class Canned:
    """`team` null: everybody's. `closing`: offered when a conversation is resolved."""

    id: str
    shortcut: str
    title: str
    text: str
    team: str | None
    closing: bool

    def wire(self) -> dict[str, object]:
        return {"id": self.id, "shortcut": self.shortcut, "title": self.title, "text": self.text,
                "team": self.team, "closing": self.closing}  # fmt: skip


def checked(id: str, shortcut: str, title: str, text: str, team: str | None, closing: bool) -> Canned:
    """As it is stored, or a refusal that names the field."""
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        raise BadRequest(f"title: 1 to {LONGEST_TITLE} characters on one line, please.", field="title")
    if not text.strip():
        raise Empty("text: write what is to be inserted.", field="text")
    _only_known(text)
    return Canned(id, _shortcut(shortcut), title, text.strip(), team, closing)


def _shortcut(written: str) -> str:
    """What is typed after the slash: short, without spaces, the same in capitals."""
    name = written.strip().removeprefix("/").casefold()
    fit = 0 < len(name) <= LONGEST_SHORTCUT and all(c.isalnum() or c in "-_" for c in name)
    if not fit:
        raise BadRequest(
            f"shortcut: letters, digits, - and _ only, 1 to {LONGEST_SHORTCUT} of them.", field="shortcut"
        )
    return name


def _only_known(text: str) -> None:
    for name in _WRITTEN.findall(text):
        if name not in PLACEHOLDERS:
            near = difflib.get_close_matches(name, PLACEHOLDERS, 1)
            meant = f"did you mean {{{near[0]}}}?" if near else f"there are {_all()}."
            raise BadRequest(f"text: nothing is known as {{{name}}}; {meant}", field="text")


def _all() -> str:
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)


def shared_address(urls: list[str]) -> str | None:
    """Where the help pages lie: what the addresses of all entries have in common, up to a slash."""
    if not urls:
        return None
    first, last = min(urls), max(urls)
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    shared = first[: first.rfind("/", 0, same) + 1]
    return shared if shared.count("/") >= 3 else None
