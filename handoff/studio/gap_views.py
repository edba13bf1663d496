"""What staff are shown of gaps: without what tells who customers are, with what agents really answered."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from handoff.adapters.gaps import Asked, Card, Gap, Gaps, Wanted
from handoff.core.conversation import Conversation
from handoff.core.events import Event, iso
from handoff.core.gaps import WEEK_MS, answers
from handoff.ports import Agent, Catalogue, Clock, Known
from handoff.studio import wording
from handoff.studio.entry_check import RESERVED

ANSWERS_FROM = 12
"""Questions of a gap whose agents' answers are read: the newest with words."""

PHRASINGS_FROM = 200
"""Questions of a gap that a draft's phrasings are chosen from."""

WEEKS_BEFORE, WEEKS_AFTER = 8, 26
"""Of an effect are shown."""

ERASED = "(erased)"

CAN_READ_CONVERSATIONS = frozenset({"agent", "supervisor", "admin"})
"""Roles the console is open to."""


class GapViews:
    """Everything as JSON-able values."""

    def __init__(self, gaps: Gaps, catalogue: Catalogue, clock: Clock) -> None:
        self._gaps = gaps
        self._catalogue = catalogue
        self._clock = clock

    async def listed(self, wanted: Wanted) -> dict[str, Any]:
        known = await self._catalogue.entries()
        found, more = await asyncio.to_thread(self._gaps.found, wanted, self._clock())
        counts = await asyncio.to_thread(self._gaps.counts)
        asked = await asyncio.to_thread(self._gaps.asked_at_all)
        return {
            "gaps": [row(gap, known) for gap in found],
            "more": more,
            "counts": counts,
            "asked": asked,
        }

    async def one(self, id: int, reader: Agent, skip: int = 0) -> dict[str, Any]:
        known = await self._catalogue.entries()
        gap = await asyncio.to_thread(self._gaps.one, id, self._clock())
        questions, more = await asyncio.to_thread(self._gaps.questions, id, skip)
        talks = await asyncio.to_thread(self._gaps.conversations, [one.conversation for one in questions])
        answered = await self._answers(questions[:ANSWERS_FROM])
        changes = await asyncio.to_thread(self._gaps.changes, id)
        return {
            **row(gap, known),
            "entries": [nearest(entry, likeness, known) for entry, likeness in gap.nearest],
            "asked": [
                _question(one, reader, talks.get(one.conversation), answered.get(one.id, []))
                for one in questions
            ],
            "more": more,
            "history": [_change(one) for one in changes],
        }

    async def draft(self, id: int) -> dict[str, Any]:
        """What the editor begins with; `phrasings` and `answer` also stand in `entry`."""
        known = await self._catalogue.entries()
        gap = await asyncio.to_thread(self._gaps.one, id, self._clock())
        questions, _ = await asyncio.to_thread(self._gaps.questions, id, 0, PHRASINGS_FROM)
        talks = await asyncio.to_thread(self._gaps.conversations, [one.conversation for one in questions])
        names = {one.id: _names(talks.get(one.conversation)) for one in questions}
        said = sorted(questions, key=lambda one: one.id != gap.central)
        cleaned = [
            text
            for one in said
            if one.text and (text := wording.phrasing(one.text, names[one.id])) is not None
        ]
        phrasings = wording.phrasings(cleaned)
        answered = await self._answers(questions[:ANSWERS_FROM])
        given = [
            wording.answer(str(event.data["text"]), (*names[one.id], event.by.name or ""))
            for one in questions
            for event in answered.get(one.id, [])[:1]
        ]
        answer = wording.most_typical([text for text in given if text])
        title = wording.title(phrasings[0]) if phrasings else ""
        near = known.get(gap.nearest[0][0]) if gap.nearest else None
        return {
            "gap": gap.id,
            "title": title,
            "phrasings": phrasings,
            "answer": answer,
            "answers": list(dict.fromkeys(text for text in given if text)),
            "nearest": [nearest(entry, likeness, known) for entry, likeness in gap.nearest],
            "entry": {
                "id": wording.slug(title, {*known, *RESERVED}),
                "title": title,
                "url": "",
                "answer": answer,
                "phrasings": phrasings,
                "topic": near.topic if near else "",
            },
        }

    async def effect(self, id: int) -> dict[str, Any]:
        """Week by week around the moment the gap's entry went live; ``published`` None: it has not yet."""
        gap = await asyncio.to_thread(self._gaps.one, id, self._clock())
        entry, published = gap.told.get("entry"), gap.told.get("published")
        if gap.state != "answered" or entry is None or published is None:
            return {"gap": id, "entry": entry, "published": None, "release": None, "weeks": []}
        first = published - WEEKS_BEFORE * WEEK_MS
        until = min(self._clock() + 1, published + WEEKS_AFTER * WEEK_MS)
        found = await asyncio.to_thread(self._gaps.effect, id, str(entry), first, until)
        weeks = effect_by_week(found, published, until)
        return {
            "gap": id,
            "entry": entry,
            "published": iso(published),
            "release": gap.told.get("release"),
            "weeks": weeks,
            "before": _sum(week for week in weeks if not week["after"]),
            "after": _sum(week for week in weeks if week["after"]),
        }

    async def cards(self, entries: Sequence[str] | None) -> dict[str, Any]:
        return told_of(await asyncio.to_thread(self._gaps.cards, entries))

    async def _answers(self, questions: Iterable[Asked]) -> dict[int, list[Event]]:
        found: dict[int, list[Event]] = {}
        for one in questions:
            if one.text is not None:
                said = await asyncio.to_thread(self._gaps.said, one.conversation, one.seq)
                found[one.id] = answers(said, one.seq)
        return found


COUNTED = ("asked", "answered", "helped", "refused", "handed_over")


def effect_by_week(
    found: Iterable[tuple[int, str, bool | None, bool]], published: int, until: int
) -> list[dict[str, Any]]:
    """``found``: ``(at, became, helpful, of the gap)``. Weeks are counted from the publication, so that none
    holds both; those without a question before the first one are left out."""
    last = (max(until - 1, published) - published) // WEEK_MS
    weeks: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for at, became, helpful, own in found:
        week = weeks[(at - published) // WEEK_MS]
        week["asked"] += 1
        week["answered"] += became == "answered" or (not own and became == "refused")
        week["helped"] += bool(helpful)
        week["refused"] += helpful is False
        week["handed_over"] += became != "answered"
    numbers = range(min([0, *weeks]), max([last, *weeks]) + 1)
    return [
        {"from": iso(published + number * WEEK_MS), "after": number >= 0, **weeks[number]}
        for number in numbers
    ]


def row(gap: Gap, known: Mapping[str, Known]) -> dict[str, Any]:
    """A gap in the list."""
    entry = gap.told.get("entry")
    return {
        "id": gap.id,
        "title": wording.title(wording.masked(gap.said), 160) if gap.said else ERASED,
        "state": gap.state,
        "revision": gap.revision,
        "questions": gap.questions,
        "customers": gap.customers,
        "agent_minutes": round(gap.agent_ms / 60_000),
        "score": gap.score,
        "first": iso(gap.first_at) if gap.first_at is not None else None,
        "last": iso(gap.last_at) if gap.last_at is not None else None,
        "weeks": list(gap.weeks),
        "reasons": gap.reasons,
        "nearest": nearest(*gap.nearest[0], known) if gap.nearest else None,
        "merged_into": gap.merged_into,
        "entry": {"id": entry, "title": known[entry].title if entry in known else entry} if entry else None,
        "reason": gap.told.get("reason"),
        "by": (gap.told.get("by") or {}).get("name"),
        "at": _when(gap.told.get("at")),
        "back": _when(gap.told.get("back")),
        "release": gap.told.get("release"),
        "published": _when(gap.told.get("published")),
    }


def nearest(entry: str, likeness: float, known: Mapping[str, Known]) -> dict[str, Any]:
    title = known[entry].title if entry in known else entry
    return {"entry": entry, "title": title, "likeness": likeness}


def _question(
    one: Asked, reader: Agent, conversation: Conversation | None, said: Sequence[Event]
) -> dict[str, Any]:
    names = _names(conversation)
    readable = (
        conversation is not None
        and reader.role in CAN_READ_CONVERSATIONS
        and (reader.sees(conversation.team) or reader.role in ("supervisor", "admin"))
    )
    return {
        "id": one.id,
        "text": wording.masked(one.text, names) if one.text is not None else ERASED,
        "erased": one.text is None,
        "at": iso(one.at),
        "locale": one.locale,
        "became": one.became,
        "reason": one.reason,
        "entry": one.entry,
        "agent_minutes": round(one.agent_ms / 60_000, 1),
        "conversation": f"/console#/conversation/{one.conversation}" if readable else None,
        "answers": [
            {
                "by": event.by.name,
                "text": wording.masked(str(event.data["text"]), names),
                "at": iso(event.at),
            }
            for event in said
        ],
    }


def _names(conversation: Conversation | None) -> tuple[str, ...]:
    """Of the customer and the agents, as far as they are known."""
    if conversation is None:
        return ()
    agents = (conversation.agent, conversation.last_agent)
    known = (conversation.customer_name, *(agent.name for agent in agents if agent))
    return tuple(name for name in known if name)


def _change(one: dict[str, Any]) -> dict[str, Any]:
    told = {"id": one["id"], "at": iso(one["at"]), "by": one["by"]["name"], "kind": one["kind"]}
    for name in ("reason", "entry", "into", "was"):
        if name in one:
            told[name] = one[name]
    if "moved" in one:
        told["others"] = [int(other) for other in one["moved"]]
    if "questions" in one:
        told["questions"] = len(one["questions"])
    return told


def _sum(weeks: Iterable[dict[str, Any]]) -> dict[str, Any]:
    listed = list(weeks)
    return {"weeks": len(listed)} | {name: sum(week[name] for week in listed) for name in COUNTED}


def _when(ms: int | None) -> str | None:
    return iso(ms) if ms else None


def scorecards_of(
    engine: Engine,
) -> Callable[[Sequence[str] | None], Awaitable[Mapping[str, Mapping[str, Any]]]]:
    """How these entries do (None: all), for those who list entries."""
    gaps = Gaps(engine)

    async def cards(entries: Sequence[str] | None) -> Mapping[str, Mapping[str, Any]]:
        return told_of(await asyncio.to_thread(gaps.cards, entries))

    return cards


def told_of(cards: Iterable[Card]) -> dict[str, dict[str, Any]]:
    return {
        card.entry: {
            "shown": card.shown,
            "helped": card.helped,
            "not_helped": card.not_helped,
            "refused": card.refused,
            "last_shown": iso(card.last_shown) if card.last_shown is not None else None,
        }
        for card in cards
    }
