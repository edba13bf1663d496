"""The list of entries: what each row says, found by words, chosen by state, in an order."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from content.entries import Entry
from handoff.studio.entry_wire import told
from handoff.studio.shelf import Shelf

PAGE = 50
"""Rows of one page: more than is read at a glance, and quick to send."""

STATES = ("live", "draft", "changed", "agents", "expired", "review", "errors")
SORTS = ("", "title", "review", "shown", "helped")

NONE_SHOWN: Mapping[str, int] = {"shown": 0, "helped": 0, "not_helped": 0}
Cards = Mapping[str, Mapping[str, Any]]
"""How often each was shown, and whether it helped."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """``state`` one of ``STATES``, ``sort`` one of ``SORTS``; empty: all, and in the order of the files."""

    q: str = ""
    topic: str = ""
    state: str = ""
    sort: str = ""
    page: int = 1


def listed(
    shelf: Shelf, wanted: Wanted, today: date, live: Mapping[str, Any] | None, cards: Cards
) -> dict[str, Any]:
    """``live``: what is published, by id, as ``told`` gives it; None: nothing is. ``cards``: how often each
    was shown and whether it helped. ``counts``: how many of each state, whatever is chosen."""
    states = {id: states_of(entry, shelf, today, live) for id, entry in shelf.entries.items()}
    words = folded(wanted.q).split()
    found = [
        entry
        for entry in shelf.entries.values()
        if (not wanted.topic or entry.topic == wanted.topic)
        and (not wanted.state or wanted.state in states[entry.id])
        and _has(entry, words)
    ]
    if wanted.sort:
        found.sort(key=_orders(cards)[wanted.sort])
    first = (wanted.page - 1) * PAGE
    return {
        "entries": [row(entry, states[entry.id], shelf, cards) for entry in found[first : first + PAGE]],
        "total": len(found),
        "page": wanted.page,
        "pages": max(1, -(-len(found) // PAGE)),
        "counts": {state: sum(state in one for one in states.values()) for state in STATES},
        "all": len(states),
    }


def states_of(entry: Entry, shelf: Shelf, today: date, live: Mapping[str, Any] | None) -> Collection[str]:
    """Every state it is in."""
    found = {entry.state}
    if entry.visible == "agents":
        found.add("agents")
    if is_changed(entry, live):
        found.add("changed")
    if entry.valid_until and entry.valid_until < today:
        found.add("expired")
    if entry.review_by and entry.review_by <= today:
        found.add("review")
    if any(problem.level == "error" for problem in shelf.problems.get(entry.id, ())):
        found.add("errors")
    return found


def is_changed(entry: Entry, live: Mapping[str, Any] | None) -> bool:
    """Whether customers see it otherwise, or not yet. A draft that never was live has not changed."""
    if live is None:
        return False
    published = live.get(entry.id)
    if published is None:
        return entry.state == "live"
    return bool(told(entry) != published)


def row(entry: Entry, states: Collection[str], shelf: Shelf, cards: Cards) -> dict[str, Any]:
    problems = shelf.problems.get(entry.id, ())
    return {
        "id": entry.id,
        "title": entry.title,
        "topic": entry.topic,
        "state": entry.state,
        "visible": entry.visible,
        "states": [state for state in STATES if state in states],
        "review_by": entry.review_by.isoformat() if entry.review_by else None,
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        "languages": list(entry.languages),
        "phrasings": len(entry.phrasings),
        "scorecard": card_of(entry.id, cards),
        "problems": {
            level: sum(problem.level == level for problem in problems) for level in ("error", "warning")
        },
    }


def card_of(id: str, cards: Cards) -> dict[str, int]:
    known = cards.get(id, NONE_SHOWN)
    return {name: known.get(name, 0) for name in NONE_SHOWN}


def _orders(cards: Cards) -> dict[str, Callable[[Entry], Any]]:
    def count(entry: Entry, name: str) -> int:
        return card_of(entry.id, cards)[name]

    def unhelpful(entry: Entry) -> float:
        judged = count(entry, "helped") + count(entry, "not_helped")
        return count(entry, "helped") / judged if judged else 2.0  # nobody judged it: last

    return {
        "title": lambda entry: folded(entry.title),
        "review": lambda entry: entry.review_by or date.max,
        "shown": lambda entry: -count(entry, "shown"),
        "helped": unhelpful,
    }


def folded(text: str) -> str:
    """Without case and accents: nobody types them to search."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def _has(entry: Entry, words: list[str]) -> bool:
    if not words:
        return True
    others = (f"{one.title} {one.answer} {' '.join(one.phrasings)}" for one in entry.languages.values())
    text = folded(f"{entry.id} {entry.title} {' '.join(entry.phrasings)} {entry.answer} {' '.join(others)}")
    return all(word in text for word in words)
