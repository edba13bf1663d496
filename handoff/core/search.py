"""What is kept of a conversation so that it can be found, and what a search asks for."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from handoff.core.conversation import Conversation, Status
from handoff.core.events import Event, Kind
from handoff.core.words import Term, words

MOST_CHARACTERS = 150_000
"""Of a conversation's words are kept: the newest, several hundred messages. More would slow down others."""

SAID = ("text", "title", "comment", "note")
"""What of an event people may look for."""

RANKED = 500
"""So many of the newest that fit are put in the order of how well they fit."""

_SIGN = "\ue000"
"""Begins a mark. In no alphabet, so that no word anybody writes is one."""

_NAME = "\ue001"
"""Begins a word of the customer's name, address or number."""

_LONGEST_MARK = 200

NOW = frozenset("ptrog")
"""Marks that say how things are now; the others what happened once and stays so."""


class Marks:
    """One letter for each thing that conversations are filtered by."""

    STATUS = "p"
    TEAM = "t"
    RATING = "r"
    OWNER = "o"
    AGENT = "a"
    REASON = "h"
    CHANNEL = "c"
    ENTRY = "e"
    TAG = "g"


def mark(letter: str, value: str) -> str:
    """A filter's value as a word of its own: letters and digits after a sign that is none. Without case."""
    return f"{_SIGN}{letter}{value.casefold().encode(errors='replace')[:_LONGEST_MARK].hex()}"


def name_word(word: str) -> str:
    return f"{_NAME}{word}"


@dataclass(frozen=True, slots=True)
class Document:
    """``number`` rises with the time (ms) of the last visible event, so that the newest come first by it.
    ``seq`` is the last event it has taken in; ``words`` and ``marks`` are words with spaces between."""

    conversation: str
    number: int
    started_at: int
    seq: int
    words: str
    marks: str


@dataclass(frozen=True, slots=True)
class Search:
    """Every one of ``terms`` must be there, and one of each group of ``marks``; ``names`` begin words of who
    the customer is. ``since`` and ``until`` (ms): it was under way in between. ``before``: only documents
    with a smaller number. ``skip``: so many of the best were seen already."""

    terms: tuple[Term, ...] = ()
    names: tuple[Term, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    since: int | None = None
    until: int | None = None
    best: bool = False
    before: int | None = None
    skip: int = 0
    limit: int = 25


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks: ``teams`` None sees all; else theirs once they left the bot, and what the agent holds."""

    agent: str
    teams: tuple[str, ...] | None = field(default=None)

    def sees(self, conversation: Conversation) -> bool:
        if self.teams is None:
            return True
        holds = conversation.agent is not None and conversation.agent.id == self.agent
        return holds or (conversation.team in self.teams and conversation.status is not Status.WITH_BOT)

    @property
    def marks(self) -> tuple[str, ...]:
        """One of these has whatever they may see; whose it is now is asked of the conversation itself."""
        return (mark(Marks.OWNER, self.agent), *(mark(Marks.TEAM, team) for team in self.teams or ()))


def numbered(active_at: int, conversation: str) -> int:
    """62 bits: the time, and enough of the id that two conversations of one moment seldom share it."""
    return (active_at << 20) | (zlib.crc32(conversation.encode()) & 0xFFFFF)


def first_number(at: int) -> int:
    return at << 20


def documented(
    conversation: Conversation, events: Sequence[Event], before: Document | None = None
) -> Document:
    """With these events taken in. ``before`` holds what came earlier; None: ``events`` are all there are."""
    said = " ".join([before.words if before else "", *(word for e in events for word in _said(e))]).strip()
    if len(said) > MOST_CHARACTERS:
        said = said[-MOST_CHARACTERS:].partition(" ")[2]
    kept = [m for m in (before.marks.split(" ") if before else []) if m[:1] == _SIGN and m[1] not in NOW]
    happened = [m for event in events for m in _marks_of(event)]
    marks = dict.fromkeys([*kept, *happened, *_now(conversation)])
    return Document(
        conversation.id,
        numbered(conversation.active_at, conversation.id),
        conversation.started_at,
        conversation.seq,
        said,
        " ".join(marks),
    )


def fits(document: Document, search: Search) -> bool:
    """The whole of what a search means, but for who looks."""
    if search.before is not None and document.number >= search.before:
        return False
    if search.since is not None and document.number < first_number(search.since):
        return False
    if search.until is not None and document.started_at >= search.until:
        return False
    said, marks = document.words.split(" "), set(document.marks.split(" "))
    return (
        all(any(term.fits(word) for word in said) or _is_name(term, marks) for term in search.terms)
        and all(_is_name(term, marks) for term in search.names)
        and all(marks.intersection(group) for group in search.marks)
    )


def score(document: Document, terms: Iterable[Term]) -> float:
    """How well it fits: often, as a whole word, in a short conversation, in the customer's name."""
    said, marks = document.words.split(" "), document.marks.split(" ")
    points = 0.0
    for term in terms:
        times = sum(term.fits(word) for word in said)
        whole = term.word in said
        named = any(term.fits(name[1:]) for name in marks if name[:1] == _NAME)
        points += log(1 + times) + whole + 2 * named
    return points / (1 + 0.1 * log(1 + len(said)))


def ranked(found: Sequence[Document], search: Search) -> list[Document]:
    """``found``: the newest that fit, ``RANKED`` at most."""
    return sorted(found, key=lambda one: (-score(one, search.terms), -one.number))


def _is_name(term: Term, marks: Iterable[str]) -> bool:
    return any(name[:1] == _NAME and term.fits(name[1:]) for name in marks)


def _said(event: Event) -> list[str]:
    return [w for name in SAID if isinstance(event.data.get(name), str) for w in words(event.data[name])]


def _now(conversation: Conversation) -> list[str]:
    marks = [mark(Marks.STATUS, conversation.status.value)]
    if conversation.team is not None:
        marks.append(mark(Marks.TEAM, conversation.team))
    marks += [mark(Marks.TAG, tag) for tag in conversation.tags]
    if conversation.agent is not None:
        marks.append(mark(Marks.OWNER, conversation.agent.id))
    if conversation.score is not None:
        marks.append(mark(Marks.RATING, str(conversation.score)))
    who = (conversation.customer_name, conversation.email, conversation.phone)
    return marks + [name_word(word) for known in who if known for word in words(known)]


def _marks_of(event: Event) -> list[str]:
    data = event.data
    match event.kind:
        case Kind.AGENT_JOINED | Kind.FOLLOW_UP_TAKEN:
            known = [(Marks.AGENT, (data.get("agent") or {}).get("id"))]
        case Kind.HANDOFF_REQUESTED:
            known = [(Marks.REASON, data["reason"])]
        case Kind.BOT_ANSWERED:
            known = [(Marks.ENTRY, data["entry"])]
        case Kind.CUSTOMER_SAID | Kind.AGENT_SAID:
            known = [(Marks.CHANNEL, data.get("channel", "chat")), (Marks.ENTRY, data.get("entry"))]
        case _:
            known = []
    return [mark(letter, value) for letter, value in known if value]
