"""The waits' in-memory twin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handoff.core.waits import Began, Ended, Note, Shown, Staffing, Wait


class MemoryWaits:
    """``ports.Waits``; tests say who is there."""

    def __init__(self, staffing: Mapping[str, Staffing] | None = None) -> None:
        self.waits: list[tuple[Began, Wait | None, tuple[int, int] | None]] = []
        self.there = dict(staffing or {})

    async def write(self, notes: Sequence[Note]) -> tuple[list[Note], list[tuple[str, bool]]]:
        vain: list[Note] = []
        judged: list[tuple[str, bool]] = []
        for note in notes:
            if isinstance(note, Began):
                known = {(began.conversation, began.at) for began, _, _ in self.waits}
                self.waits += [] if (note.conversation, note.at) in known else [(note, None, None)]
                continue
            at = self._open(note)
            if at is None:
                vain.append(note)
            elif isinstance(note, Ended):
                began, _, shown = self.waits[at]
                low, high = shown or (None, None)
                ended = Wait(began.at, note.at, note.taken, began.position, began.staffing, low, high)
                self.waits[at] = (began, ended, shown)
                judged += [(began.team, ended.hit)] if ended.hit is not None else []
            else:
                began = self.waits[at][0]
                later = note.at - began.at
                self.waits[at] = (began, None, (later + note.low, later + note.high))
        return vain, judged

    def _open(self, note: Shown | Ended) -> int | None:
        for at, (began, ended, shown) in enumerate(self.waits):
            if began.conversation == note.conversation and ended is None:
                return None if isinstance(note, Shown) and shown is not None else at
        return None

    async def recent(self, team: str, since: int) -> list[Wait]:
        ended = [wait for began, wait, _ in self.waits if wait is not None and began.team == team]
        return sorted((one for one in ended if one.ended_at >= since), key=lambda one: -one.ended_at)

    async def accuracy(self, since: int) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for began, wait, _ in self.waits:
            if wait is not None and wait.ended_at >= since and wait.hit is not None:
                hits, misses = found.get(began.team, (0, 0))
                found[began.team] = (hits + wait.hit, misses + (not wait.hit))
        return found

    async def ended(self, team: str, since: int) -> tuple[int, int]:
        ended = await self.recent(team, since)
        taken = sum(one.taken for one in ended)
        return taken, len(ended) - taken

    async def staffing(self) -> dict[str, Staffing]:
        return dict(self.there)
