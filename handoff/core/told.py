"""Telling customers what they had asked: that there is an answer now, or that an issue is over. Once each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from handoff.core.conversation import Conversation
from handoff.core.errors import BadRequest
from handoff.core.events import Draft, Kind, Speaker

LONGEST_QUESTION = 300
"""Of the customer's own words, so that they know again what they asked."""

LONGEST_MESSAGE = 2_000
"""What staff write; with a question, a title and a link in it, it is still shorter than a message may be."""

MOST = 5_000
"""Customers told in one go. Beyond that a known issue at the top of the chat reaches people sooner."""

PLACEHOLDERS = ("question", "title", "link")
"""What may be put into a message, in braces."""

_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
_MARKS = re.compile(r"[*_`\[\]<>]")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One customer who is about to be told. ``subject`` is what for: ``gap:ID`` or ``issue:ID``, and nobody
    hears of the same twice. ``question`` are their own words, if they stand in the text. ``email``: where it
    goes by mail, beside their conversation."""

    telling: str
    visitor: str
    subject: str
    text: str
    by: Speaker
    entry: str | None = None
    question: str | None = None
    email: str | None = None


def tell(conversation: Conversation, waiting: Waiting) -> list[Draft]:
    """In any state, and changing none: whoever holds the conversation goes on, and nobody owes an answer."""
    told: dict[str, Any] = {"text": waiting.text}
    kind, _, id = waiting.subject.partition(":")
    told |= {"issue": id} if kind == "issue" else {}
    told |= {"entry": waiting.entry} if waiting.entry else {}
    told |= {"question": waiting.question} if waiting.question else {}
    told |= {"email": waiting.email} if waiting.email and waiting.email != conversation.email else {}
    return [Draft(Kind.TOLD, waiting.by, told)]


def checked(template: str, known: Collection[str]) -> str:
    """What staff wrote, if it can be filled in with what is ``known``. Raises ``BadRequest``."""
    if len(template) > LONGEST_MESSAGE:
        raise BadRequest(f"message: at most {LONGEST_MESSAGE:,} characters.", field="message")
    missing = next((name for name in _PLACEHOLDER.findall(template) if name not in known), None)
    if missing is not None:
        raise BadRequest(f"message: there is no {{{missing}}} to be put in here.", field="message")
    if not _PLACEHOLDER.sub("", template).strip():
        raise BadRequest("message: write what customers should be told.", field="message")
    return template.strip()


def filled(template: str, values: Mapping[str, str]) -> str:
    """A line whose {question}, {title} or {link} is not known is left out, and what is put in is not read
    again."""
    lines = (
        _PLACEHOLDER.sub(lambda found: values[found[1]], line)
        for line in template.splitlines()
        if all(values.get(name) for name in _PLACEHOLDER.findall(line))
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def quoted(question: str) -> str:
    """A customer's words in one line, without marks that would change what stands around them."""
    words = " ".join(_MARKS.sub("", question).split())
    return words if len(words) <= LONGEST_QUESTION else words[:LONGEST_QUESTION].rstrip() + " …"


def without(text: str, question: str | None) -> str:
    """For an address that nobody has confirmed yet: the customer's words are for nobody but the customer."""
    if not question:
        return text
    kept = "\n".join(line for line in text.splitlines() if question not in line)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()
