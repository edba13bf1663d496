"""Live positions: who waits at a page of this process learns their new place, in bounded steps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handoff.core.absence import Offer
from handoff.core.conversation import Conversation
from handoff.core.errors import Unavailable
from handoff.core.queue import Standing, standing
from handoff.core.waits import Range, Shown
from handoff.desk.agents import SHOWN, AgentDesk
from handoff.desk.line import Line
from handoff.desk.telling import EVERY_TEAM, standing_from, summary, team_topic, visitor_topic
from handoff.ports import Clock, Log
from handoff.web.absences import Absences
from handoff.web.connections import Connections
from handoff.web.waits import Waits

log = logging.getLogger(__name__)

TICK_S = 0.2
"""Changes within this time are told together: a rush of handoffs moves everyone once."""

FRONT = 100
"""The first places of a line that moved are looked at in every tick: these count the minutes."""

SLICE = 200
"""Pages further back that are looked at in one tick: ten thousand are gone through in ten seconds."""

CHECK_S = 3.0
"""A lost hint is found within this time, and by a second look mended."""

CHECK_WITHOUT_WIRE_S = 0.8
"""While Redis is away, other services' changes come in by looking."""

RANGE_S = 10.0
"""A range by itself is told as seldom as this: it is to be lived with, not watched."""

LOOK_AGAIN_S = 0.3
"""A difference may be a hint on its way; one that lasts as long is not."""


ABSENCE_S = 1.0
"""Who is there is looked at as often, while somebody waits here: availability reaches open pages at once."""


def queue_payload(
    conversation: str, position: int, wait: Range | None, follow_up: dict[str, Any] | None = None
) -> dict[str, Any]:
    """``queue`` as customers hear it. ``wait``: shortest and longest likely wait in seconds, if measured;
    ``follow_up``: another way, if waiting is not a good one."""
    return {
        "conversation": conversation,
        "position": position,
        "wait": list(wait) if wait else None,
        "follow_up": follow_up,
    }


@dataclass(slots=True)
class Told:
    """What a waiting page was told last, when (monotonic s), and whether a range was ever among it."""

    position: int | None = None
    wait: Range | None = None
    at: float = 0.0
    shown: bool = False
    offer: Offer | None = None


class Lines:
    """Who waits hears their number when it changes, and the range with it or when that changed."""

    def __init__(
        self,
        line: Line,
        log: Log,
        connections: Connections,
        agents: AgentDesk,
        waits: Waits,
        absences: Absences,
        clock: Clock,
    ) -> None:
        self._absences = absences
        self._absences.again = self._tell_again
        self._absent_at = 0.0
        self._line = line
        self._waits = waits
        self._clock = clock
        self._fronts: dict[str, tuple[str, float]] = {}  # who is first in each line, and since when
        self._ranged_at = 0.0
        self._log = log
        self._connections = connections
        self._agents = agents
        self._here: OrderedDict[str, Told] = OrderedDict()  # who waits at a page of this process, in turn
        self._to_look_at = 0  # pages left in the round that is under way
        self._windows: dict[str, set[str]] = {}  # what agents' pages show of each line
        self._missed: set[str] = set()  # teams of whose line hints were lost
        self._wake = asyncio.Event()
        self._at_once = asyncio.Event()
        self._check_at = 0.0
        self._differed = False
        self._interrupted = True

    def heard(self, told: Any) -> None:
        """A hint, of this service or another: somebody moved."""
        now = standing_from(told)
        self._line.moved(now)
        self._look_for(now)
        self._wake.set()

    def interrupted(self) -> None:
        """Hints were lost: all lines are read anew, at once."""
        self._interrupted = True
        self._at_once.set()
        self._wake.set()

    def tell_one(self, conversation: Conversation) -> None:
        """A page came (back) whose customer waits."""
        self._line.moved(standing(conversation))
        known = self._here.get(conversation.id)
        self._here[conversation.id] = Told(shown=known is not None and known.shown)
        self._look_at(conversation.id)
        self._who_is_there(conversation.team)

    async def begin(self) -> None:
        """Before the first page comes."""
        with contextlib.suppress(Unavailable):  # then the loop says so, and goes on trying
            await self._fill()

    async def run(self, wire_is_whole: Callable[[], bool]) -> None:
        while True:
            self._wake.clear()
            self._at_once.clear()
            try:
                await self.look(whole=wire_is_whole())
            except Unavailable as error:
                log.warning("positions are late: %s", error.message)
                self._interrupted = True
                self._wake.set()
            await _within(self._at_once, TICK_S)
            if not self._to_look_at:
                await _within(self._wake, max(0, self._next() - _now()))

    def _next(self) -> float:
        return min(self._check_at, self._absent_at + ABSENCE_S) if self._here else self._check_at

    async def look(self, *, whole: bool = True) -> None:
        """One step: see to it that the line is true, and tell a bounded number of pages."""
        await self._keep_true(whole)
        stirred = self._line.stirred()
        self._see_fronts(stirred)
        moved = sorted(stirred | self._ranges_changed() | await self._absences_changed())
        for team in moved:
            for one in self._line.first(team, FRONT):
                self._look_for(one.standing)
                self._look_at(one.standing.conversation)
        if moved:
            self._to_look_at = len(self._here)
        for _ in range(min(SLICE, self._to_look_at, len(self._here))):
            id = next(iter(self._here))
            self._here.move_to_end(id)
            self._look_at(id)
        self._to_look_at = max(0, self._to_look_at - SLICE)
        for team in sorted(stirred):
            self._tell_length(team)
            await self._show_agents(team)

    def _see_fronts(self, teams: set[str]) -> None:
        for team in teams:
            first = self._line.first(team, 1)
            if not first:
                self._fronts.pop(team, None)
            elif self._fronts.get(team, ("", 0.0))[0] != first[0].standing.conversation:
                self._fronts[team] = (first[0].standing.conversation, _now())

    def _ranges_changed(self) -> set[str]:
        """Teams whose people are looked at although nobody moved: there is something new to say of waits, or
        they heard none of it for a while."""
        if _now() - self._ranged_at < RANGE_S:
            return self._waits.changed()
        self._ranged_at = _now()
        self._waits.changed()
        return {team for team in self._line.teams if self._here}

    async def _absences_changed(self) -> set[str]:
        """Looked at only while somebody waits at a page of this process. Who has waited long by now is found
        by the round that begins."""
        now = _now()
        if now - self._absent_at < ABSENCE_S or not self._here:
            return set()
        self._absent_at = now
        changed = await self._absences.refresh(set(self._line.teams))
        self._to_look_at = len(self._here)
        return changed

    def _tell_again(self, id: str) -> None:
        if id in self._here:
            self._here[id].position = None
            self._look_at(id)

    async def _keep_true(self, whole: bool) -> None:
        now = _now()
        if self._interrupted:
            await self._fill()
        elif now < self._check_at:
            return
        elif await self._line.check(self._log):
            self._differed = False
        elif self._differed:
            await self._fill()
        else:
            self._differed = True
            self._check_at = now + LOOK_AGAIN_S
            return
        self._check_at = now + (CHECK_S if whole else CHECK_WITHOUT_WIRE_S)

    async def _fill(self) -> None:
        for team in self._line.teams:  # told as it happened, perhaps since the last look
            self._windows[team] = self._windows.get(team, set()) | self._window(team)
        changed = await self._line.fill(self._log)
        self._interrupted = self._differed = False
        for one in self._line.everybody():
            self._look_for(one)
        for team in self._line.teams if not self._windows else ():
            self._windows[team] = self._window(team)
        self._missed |= changed
        if changed:
            log.info("the lines of %s were read anew", ", ".join(sorted(changed)))

    def _look_for(self, one: Standing) -> None:
        """Whether somebody who waits does so at a page of this process. Who left the line and comes back is
        told anew, even the number told before: the page has forgotten it."""
        if one.team is None:
            self._here.pop(one.conversation, None)
        if one.team is None or one.conversation in self._here:
            return
        if self._connections.listening(visitor_topic(one.visitor)):
            self._here[one.conversation] = Told()
            self._who_is_there(one.team)

    def _who_is_there(self, team: str | None) -> None:
        """Of a team nobody waited for until now, nobody has looked yet."""
        if not self._absences.knows(team):
            self._absent_at = 0.0
            self._wake.set()

    def _look_at(self, id: str) -> None:
        """Tell a waiting page its number if it changed, or its range if that has not just been told; forget
        who left the line or closed the page."""
        told, one = self._here.get(id), self._line.standing(id)
        if told is None:
            return
        position = self._line.position(id)
        topic = visitor_topic(one.visitor) if one is not None else ""
        if one is None or position is None or not self._connections.listening(topic):
            del self._here[id]
            self._absences.forget(id)
            return
        now = _now()
        since = self._fronts.get(one.team or "", ("", now))[1]
        wait = self._waits.range(one.team or "", position, int((now - since) * 1000))
        offer = self._absences.offer(one.team or "", one.place[1]) if one.place else None
        moved = told.position != position or told.offer != offer
        if moved or (wait != told.wait and (told.wait is None or now - told.at >= RANGE_S)):
            self._here[id] = Told(position, wait, now, told.shown or wait is not None, offer)
            form = self._absences.told(one.team or "", id, offer) if offer else None
            self._connections.tell(topic, "queue", queue_payload(id, position, wait, form))
            if wait is not None and not told.shown:
                self._line.book.notes.append(Shown(id, self._clock(), wait[0] * 1000, wait[1] * 1000))

    def _window(self, team: str) -> set[str]:
        return {one.standing.conversation for one in self._line.first(team, SHOWN)}

    def _tell_length(self, team: str) -> None:
        """How many wait in all: agents' pages show the first of them."""
        for topic in (team_topic(team), EVERY_TEAM):
            self._connections.tell(topic, "waiting", {team: self._line.count(team)})

    async def _show_agents(self, team: str) -> None:
        """Those who came up into what agents' pages show; who joined at the end was told as it happened.
        Where that was missed, all who came into sight and all who left."""
        was, window = self._windows.get(team, set()), self._window(team)
        self._windows[team] = window
        missed = team in self._missed
        self._missed.discard(team)
        if not (missed or self._line.count(team) >= SHOWN) or not self._seen_by_agents(team):
            return
        risen = [one for one in self._line.first(team, SHOWN) if one.standing.conversation not in was]
        for told in await self._agents.waiting(risen):
            self._tell_agents(team, "update", told)
        gone = [id for id in was - window if self._line.standing(id) is None] if missed else []
        for one in await self._log.conversations(gone) if gone else ():
            self._tell_agents(team, "remove", summary(one, None))

    def _seen_by_agents(self, team: str) -> bool:
        return any(self._connections.listening(topic) for topic in (team_topic(team), EVERY_TEAM))

    def _tell_agents(self, team: str, op: str, told: dict[str, Any]) -> None:
        for topic in (team_topic(team), EVERY_TEAM):
            self._connections.tell(topic, "queue", {"op": op, "conversation": told})


async def _within(happened: asyncio.Event, seconds: float) -> None:
    # Not wait_for, which before Python 3.12 takes a cancellation for its own if both happen at once.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await happened.wait()


def _now() -> float:
    """Seconds, by the event loop's clock."""
    return asyncio.get_running_loop().time()
