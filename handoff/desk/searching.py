"""Search over all conversations that an agent may see, and what was said around the hit."""

from __future__ import annotations

from typing import Any

from handoff.core.conversation import Conversation
from handoff.core.events import Event, iso
from handoff.core.search import SAID, Document, Search, Sight
from handoff.core.words import Term, snippet, words
from handoff.desk.agents import seen_by
from handoff.desk.telling import summary
from handoff.ports import Agent, Answer, Finder, Log

Found = tuple[Event, str]
"""An event and the text of it that was hit."""


class Searcher:
    def __init__(self, log: Log, finder: Finder) -> None:
        self._log = log
        self._finder = finder

    async def search(self, agent: Agent, search: Search) -> Answer:
        """``{conversations: [summary with ``found``], cursor}``; the cursor leads on, None: that was all."""
        documents, more = await self._finder.find(search, Sight(agent.id, agent.teams))
        ids = [one.conversation for one in documents]
        known = {one.id: one for one in await self._log.conversations(ids)}
        hits = await self._hits(ids, search.terms)
        shown = [
            {**summary(known[id], None), "found": _found(known[id], hits.get(id), search.terms)}
            for id in ids
            if id in known and _visible(agent, known[id])
        ]
        return {"conversations": shown, "cursor": _cursor(search, documents) if more else None}

    async def one(self, agent: Agent, id: str) -> Answer:
        """A single conversation as the search shows it: for pages that were linked to."""
        found = seen_by(agent, await self._log.conversation(id))
        return {**summary(found, None), "found": _found(found, None, ())}

    async def _hits(self, ids: list[str], terms: tuple[Term, ...]) -> dict[str, Found]:
        """For each conversation what says most of the words, the newest first."""
        if not terms:
            return {}
        best: dict[str, tuple[int, Found]] = {}
        for event in await self._finder.said(ids):
            for name in SAID:
                text = event.data.get(name)
                if not isinstance(text, str):
                    continue
                said = set(words(text))
                times = sum(any(term.fits(word) for word in said) for term in terms)
                if times > best.get(event.conversation, (0, None))[0]:
                    best[event.conversation] = (times, (event, text))
        return {id: found for id, (_, found) in best.items()}


def _visible(agent: Agent, conversation: Conversation) -> bool:
    """It may have gone to another team since it was found."""
    return Sight(agent.id, agent.teams).sees(conversation)


def _found(conversation: Conversation, hit: Found | None, terms: tuple[Term, ...]) -> dict[str, Any]:
    ended = conversation.resolved_at
    return {
        "started": iso(conversation.started_at),
        "active": iso(conversation.active_at),
        "resolved": iso(ended) if ended is not None else None,
        "score": conversation.score,
        "helped": conversation.last_agent.wire() if conversation.last_agent else None,
        "hit": _hit(hit, terms) if hit else None,
    }


def _hit(found: Found, terms: tuple[Term, ...]) -> dict[str, Any]:
    event, text = found
    return {
        "seq": event.seq,
        "at": iso(event.at),
        "by": event.by.wire(),
        "kind": event.kind.value,
        "parts": [{"text": piece, "hit": hit} for piece, hit in snippet(text, terms)],
    }


def _cursor(search: Search, documents: list[Document]) -> str:
    if search.best:
        return f"b{search.skip + len(documents)}"
    return f"n{documents[-1].number}"
