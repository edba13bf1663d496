"""Gaps for commands: beside a running service or without one."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from handoff.adapters.beats import SqlBeats
from handoff.adapters.database import is_served
from handoff.adapters.edits import Edits
from handoff.adapters.gap_changes import GapChanges
from handoff.adapters.gap_reviews import ORDERS, GapReviews
from handoff.adapters.gaps import Gaps, Wanted
from handoff.adapters.gaps_following import SqlQuestions
from handoff.adapters.gaps_grouping import GapGroups
from handoff.adapters.memory import Always
from handoff.adapters.writer import Writer
from handoff.catalogue import Catalogue
from handoff.core.errors import BadRequest, Empty, NotFound
from handoff.core.gaps import STATES
from handoff.ports import Agent
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from handoff.studio.editing import Editing, left_here
from handoff.studio.gap_grouping import Grouping
from handoff.studio.gap_reviews import VERDICTS, Reviewing
from handoff.studio.gap_views import GapViews
from handoff.studio.host import LEASE, EditingHost
from handoff.studio.shelf import Shelves

LONGEST_REASON = 500
UNDO = "undo"


@dataclass(frozen=True)
class Opened:
    views: GapViews
    changes: GapChanges
    groups: GapGroups
    grouping: Grouping
    reviewing: Reviewing
    shelves: Shelves
    served: bool
    """Another process follows the log already."""

    async def listed(self, state: str, words: str, limit: int) -> list[dict[str, Any]]:
        if state not in (*STATES, "all"):
            raise BadRequest(f"--state: one of {', '.join((*STATES, 'all'))}.")
        told = await self.views.listed(Wanted(state, tuple(words.split()[:8]), limit=limit))
        found: list[dict[str, Any]] = told["gaps"]
        return found

    async def dismiss(self, id: int, reason: str, by: Agent) -> int:
        reason = " ".join(reason.split())[:LONGEST_REASON]
        if not reason:
            raise Empty("--reason: say why this needs no entry, for whoever looks next.")
        return await self.changes.dismiss(id, reason, by)

    async def merge(self, id: int, others: Sequence[int], by: Agent) -> int:
        change = await self.changes.merge(id, others, by)
        await self.groups.refresh()
        return change

    async def split(self, id: int, questions: Sequence[int], by: Agent) -> tuple[int, int]:
        """The gap that they are now, and the change."""
        made, change = await self.changes.split(id, questions, by)
        await self.groups.refresh()
        return made, change

    async def drafted(self, id: int, entry: str, by: Agent) -> int:
        if entry not in self.shelves.read().entries:
            raise NotFound(f"There is no entry '{entry[:60]}' in the files.")
        return await self.changes.drafted(id, entry, by)

    async def undo(self, change: int, by: Agent) -> int:
        """The gap it was done to."""
        gap = await self.changes.undo(change, by)
        await self.groups.refresh()
        return gap

    async def doubtful(self, order: str, limit: int) -> dict[str, Any]:
        if order not in ORDERS:
            raise BadRequest(f"--order: one of {', '.join(ORDERS)}.")
        return await self.reviewing.listed(order, 0, limit)

    async def say(self, answer: int, verdict: str, entry: str | None, by: Agent) -> dict[str, Any]:
        if verdict not in (*VERDICTS, UNDO):
            raise BadRequest(f"VERDICT: one of {', '.join((*VERDICTS, UNDO))}.")
        if verdict != UNDO:
            return {"id": answer, **await self.reviewing.decide(answer, verdict, entry, by)}
        if entry is not None:
            raise BadRequest("--entry: only a no may name another entry.")
        return {**await self.reviewing.undo(answer, by), "verdict": None}

    async def group(self) -> dict[str, Any]:
        """Where a service runs, it is asked to; else it is done here."""
        if self.served:
            await self.grouping.ask()
            return {"grouped": None, "told": "The running service sorts the new questions in."}
        done = await self.grouping.catch_up()
        return {"grouped": done, "told": f"{done} new question{'' if done == 1 else 's'} sorted in."}


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Opened]:
    engine = open_database(settings)
    writer, catalogue = Writer(engine), Catalogue(engine, settings.data)
    writer.start()
    groups = GapGroups(engine, writer, now_ms)
    grouping = Grouping(SqlQuestions(engine, writer, now_ms), groups, catalogue, Always(), settings.home)
    shelves = Shelves(settings.data)
    stored = Gaps(engine)
    reviewing = Reviewing(
        GapReviews(engine, writer), stored, catalogue, _editing(settings, engine, shelves), now_ms
    )
    served = not settings.one_machine or is_served(settings.database)
    try:
        yield Opened(
            GapViews(stored, catalogue, now_ms),
            GapChanges(writer, now_ms),
            groups,
            grouping,
            reviewing,
            shelves,
            served,
        )
    finally:
        writer.stop()
        engine.dispose()


def _editing(settings: Settings, engine: Engine, shelves: Shelves) -> Editing:
    """Another process on the machine that edits, under the same rules."""
    edits = Edits(engine, now_ms)
    beats = None if settings.one_machine else SqlBeats(engine, LEASE)
    host = EditingHost(settings.data, beats, lambda: left_here(edits, shelves, host.place))
    return Editing(host, edits, shelves)
