"""Gaps for commands: beside a running service or without one."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from handoff.adapters.database import is_served
from handoff.adapters.gap_changes import GapChanges
from handoff.adapters.gaps import Gaps, Wanted
from handoff.adapters.gaps_following import SqlQuestions
from handoff.adapters.gaps_grouping import GapGroups
from handoff.adapters.memory import Always
from handoff.adapters.writer import Writer
from handoff.catalogue import Catalogue
from handoff.core.errors import BadRequest, Empty
from handoff.core.gaps import STATES
from handoff.ports import Agent
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from handoff.studio.gap_grouping import Grouping
from handoff.studio.gap_views import GapViews

LONGEST_REASON = 500


@dataclass(frozen=True)
class Opened:
    views: GapViews
    changes: GapChanges
    groups: GapGroups
    grouping: Grouping
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
    served = not settings.one_machine or is_served(settings.database)
    try:
        yield Opened(
            GapViews(Gaps(engine), catalogue, now_ms), GapChanges(writer, now_ms), groups, grouping, served
        )
    finally:
        writer.stop()
        engine.dispose()
