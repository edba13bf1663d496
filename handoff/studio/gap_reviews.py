"""Staff say yes or no to answers the bot was not sure of; what they say becomes phrasings of entries."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from handoff.adapters.gap_reviews import Doubtful, GapReviews
from handoff.adapters.gaps import Gaps
from handoff.core.errors import BadRequest, Conflict, NotFound
from handoff.core.events import iso
from handoff.ports import Agent, Catalogue, Clock
from handoff.studio import wording
from handoff.studio.editing import Editing

YES, NO, SKIP = "yes", "no", "skip"
VERDICTS = (YES, NO, SKIP)


class Reviewing:
    def __init__(
        self, reviews: GapReviews, gaps: Gaps, catalogue: Catalogue, editing: Editing, clock: Clock
    ) -> None:
        self._reviews = reviews
        self._gaps = gaps
        self._catalogue = catalogue
        self._editing = editing
        self._clock = clock

    async def listed(self, order: str, skip: int, limit: int) -> dict[str, Any]:
        known = await self._catalogue.entries()
        found, left = await asyncio.to_thread(self._reviews.waiting, order, skip, limit)
        names = await self._names(found)
        return {
            "reviews": [
                {
                    "id": one.id,
                    "text": wording.masked(one.text or "", names[one.id]),
                    "at": iso(one.at),
                    "entry": {
                        "id": one.entry,
                        "title": known[one.entry].title if one.entry in known else one.entry,
                        "answer": known[one.entry].text if one.entry in known else "",
                        "live": one.entry in known,
                    },
                    "confidence": one.confidence,
                    "chosen": one.chosen,
                    "became": one.became,
                }
                for one in found
            ],
            "left": left,
            "more": left > skip + len(found),
        }

    async def decide(self, id: int, verdict: str, entry: str | None, by: Agent) -> dict[str, Any]:
        """``yes``: the entry learns the words; ``no``: another does, or without one the question becomes a
        gap. ``added``: whether there was something to learn."""
        if verdict not in VERDICTS:
            raise BadRequest(f"verdict: one of {', '.join(VERDICTS)}.", field="verdict")
        if entry is not None and verdict != NO:
            raise BadRequest("entry: only a no may name another entry.", field="entry")
        one, _ = await asyncio.to_thread(self._reviews.one, id)
        if one.text is None:
            raise NotFound("The words of this question were erased.")
        if entry == one.entry:
            raise BadRequest("entry: that is the entry that was given; say yes.", field="entry")
        teaches = one.entry if verdict == YES else entry
        said: dict[str, Any] = {
            "verdict": verdict,
            "entry": teaches,
            "by": {"id": by.id, "name": by.name},
            "at": self._clock(),
            "became": one.became,
        }
        await self._reviews.say(id, said)
        try:
            act = await self._teach(teaches, one, by) if teaches else None
        except BaseException:
            await self._reviews.change(id, None)
            raise
        into_gaps = verdict == NO and entry is None
        await self._reviews.change(id, {**said, "act": act}, "refused" if into_gaps else None)
        return {"verdict": verdict, "entry": teaches, "added": act is not None, "gap": into_gaps}

    async def undo(self, id: int, by: Agent) -> dict[str, Any]:
        """As if nobody had said anything. Raises ``Conflict`` where nobody has or the entry changed."""
        _, said = await asyncio.to_thread(self._reviews.one, id)
        if said is None:
            raise Conflict("Nobody has said anything about this answer.")
        if said.get("act"):
            await self._editing.undo(by, said["entry"], said["act"])
        into_gaps = said["verdict"] == NO and said["entry"] is None
        await self._reviews.change(id, None, said["became"] if into_gaps else None)
        return {"id": id}

    async def _teach(self, entry: str, one: Doubtful, by: Agent) -> str | None:
        """The act that added the words; None: they teach nothing, or are known."""
        names = (await self._names([one]))[one.id]
        phrasing = wording.phrasing(one.text or "", names)
        return await self._editing.learn(by, entry, phrasing) if phrasing else None

    async def _names(self, found: list[Doubtful]) -> Mapping[int, tuple[str, ...]]:
        talks = await asyncio.to_thread(self._gaps.conversations, [one.conversation for one in found])
        return {
            one.id: (name,) if (talk := talks.get(one.conversation)) and (name := talk.customer_name) else ()
            for one in found
        }
