"""How long it usually takes: a range learnt from the team's own recent waits, or nothing at all.

Two kinds of waits are kept apart. Where an agent had room for somebody who arrived, the wait is how long
agents take to react. Everybody else waits for as many turns as people stand before the free places, and each
turn takes the team about as long as its last ones. Durations are ms; what is shown is whole seconds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from handoff.core.conversation import Conversation, Status
from handoff.core.queue import Standing

HORIZON_MS = 4 * 3_600_000
"""What is older speaks of another time of the day."""

KEPT = 60
"""The newest waits count: enough for stable quantiles, few enough to follow the day."""

FEWEST = 8
"""Below that a number would be a guess; the span of eight holds the next one in seven cases of nine."""

MISSED = 0.125
"""The share of waits expected beyond each end of the range."""

JUDGED = 20
"""So many finished waits that were shown a range tell whether ranges can be believed."""

JUDGED_AT_LEAST = 10

STEPS_S = (0, 60, 120, 180, 240, 300, 360, 480, 600, 720, 900, 1_200, 1_500, 1_800, 2_400, 3_000, 3_600)
"""What people say: minutes, then fives, then tens. A wait beyond an hour is no wait, and gets no number."""

Range = tuple[int, int]
"""Shortest and longest usual wait from now, in seconds."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Agents of a team who are there and available, and how many more conversations they have room for."""

    available: int = 0
    free: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait that ended: by an agent (``taken``), or because the customer left the queue. Position and
    staffing are those of its beginning; ``low`` and ``high`` the range shown first, from the beginning on."""

    began_at: int
    ended_at: int
    taken: bool
    position: int
    staffing: Staffing
    low: int | None = None
    high: int | None = None

    @property
    def lasted(self) -> int:
        return self.ended_at - self.began_at

    @property
    def turns(self) -> int:
        """For how many to be taken they had to wait; 0 where there was room for them at once."""
        return turns(self.position, self.staffing)

    @property
    def hit(self) -> bool | None:
        """Whether the range shown held. None where none was shown, or the customer left too early to know."""
        if self.low is None or self.high is None or (not self.taken and self.lasted <= self.high):
            return None
        return self.taken and self.low <= self.lasted <= self.high


@dataclass(frozen=True, slots=True)
class Began:
    """Somebody was queued."""

    conversation: str
    team: str
    at: int
    position: int
    staffing: Staffing


@dataclass(frozen=True, slots=True)
class Shown:
    """They were shown a range, in ms from ``at``. Only the first of a wait is judged."""

    conversation: str
    at: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Ended:
    """They left the line."""

    conversation: str
    at: int
    taken: bool


Note = Began | Shown | Ended


def noted(
    was: Standing, now: Standing, after: Conversation, position: int | None, staffing: Staffing
) -> list[Note]:
    """What a change means for the statistics. In another team's line a new wait begins."""
    if was.team == now.team:
        return []
    notes: list[Note] = []
    if was.team is not None:
        notes.append(Ended(after.id, after.active_at, after.status is Status.WITH_AGENT))
    if now.team is not None and position is not None:
        notes.append(Began(after.id, now.team, after.active_at, position, staffing))
    return notes


def room(load: int, capacity: int | None, given: int) -> int:
    """For how many more customers an agent has room. Without a capacity of their own: for ``given`` in all
    where they are given customers, and for one who holds nobody where they take them (``given`` 0)."""
    if capacity is None and not given:
        return 0 if load else 1
    return max(0, (given if capacity is None else capacity) - load)


def turns(position: int, staffing: Staffing) -> int:
    return max(0, position - staffing.free)


@dataclass(frozen=True, slots=True)
class Pace:
    """What recent waits teach. ``reaction``: a usual wait where there is room. ``turn``: how long one agent
    takes until the next is taken; ``around``: how far off waits usually are, in turns, for a wait of one turn
    (n turns, each on its own, are off by the root of n). ``stretch``: ranges that proved too narrow are
    widened; None: they proved worthless and are not shown."""

    reaction: tuple[float, float] | None = None
    turn: float | None = None
    around: tuple[float, float] = (0.0, 0.0)
    stretch: float | None = 1.0

    def range(self, position: int, staffing: Staffing, still: int = 0) -> Range | None:
        """What to say to somebody at this position. ``still``: since when nobody was taken although somebody
        waits (ms); a line that stands far longer than a turn is none of those learnt from."""
        if not staffing.available or self.stretch is None:
            return None
        first = self._usual(max(1, staffing.free), staffing)
        usual = self._usual(position, staffing)
        if usual is None or (first is not None and still > 2 * first[1] * self.stretch + 60_000):
            return None
        return rounded(usual[0] / self.stretch, usual[1] * self.stretch)

    def _usual(self, position: int, staffing: Staffing) -> tuple[float, float] | None:
        ahead = turns(position, staffing)
        if not ahead:
            return self.reaction
        if self.turn is None:
            return None
        each = self.turn / staffing.available
        low, high = (max(0.0, each * (ahead + off * sqrt(ahead))) for off in self.around)
        return low, high


def learn(waits: Sequence[Wait], now: int) -> Pace:
    """From finished waits of one team, in no order."""
    recent = sorted((one for one in waits if now - one.ended_at <= HORIZON_MS), key=lambda one: -one.ended_at)
    staffed = [one for one in recent if one.staffing.available]
    at_once = [(float(one.lasted), one.taken) for one in staffed if not one.turns][:KEPT]
    queued = [one for one in staffed if one.turns][:KEPT]
    turn, around = _turn(queued)
    return Pace(_span(at_once), turn, around, stretch(recent))


def stretch(recent: Sequence[Wait]) -> float | None:
    """How much wider than learnt, by what became of the last ranges; ``recent``, newest first."""
    judged = [one.hit for one in recent if one.hit is not None][:JUDGED]
    if len(judged) < JUDGED_AT_LEAST:
        return 1.0
    held = sum(judged) / len(judged)
    if held < 0.25:
        return None
    return 1.0 if held >= 0.5 else 1.5


def rounded(low: float, high: float) -> Range | None:
    """Outwards to what people say; None beyond an hour."""
    if high > STEPS_S[-1] * 1000:
        return None
    return (
        STEPS_S[bisect_right(STEPS_S, low / 1000) - 1],
        STEPS_S[max(1, bisect_left(STEPS_S, high / 1000))],
    )


def _turn(queued: Sequence[Wait]) -> tuple[float | None, tuple[float, float]]:
    """How long an agent's turn takes, and how far off waits were, in turns for a wait of one turn."""
    taken = [one for one in queued if one.taken]
    work = sum(one.lasted * one.staffing.available for one in taken)
    if len(taken) < FEWEST or not work:
        return None, (0.0, 0.0)
    turn = work / sum(one.turns for one in taken)
    off = [
        ((one.lasted * one.staffing.available / turn - one.turns) / sqrt(one.turns), one.taken)
        for one in queued
    ]
    span = _span(off)
    return (None, (0.0, 0.0)) if span is None else (turn, span)


def _span(found: Sequence[tuple[float, bool]]) -> tuple[float, float] | None:
    """The range that holds the next of these with a probability of about three quarters, whatever their
    distribution: between the k-th smallest and k-th largest of n lie (n + 1 - 2k) / (n + 1) of what follows.
    Who left says only "longer than", which says nothing unless it is longer than usual already."""
    taken = sorted(value for value, was_taken in found if was_taken)
    if len(taken) < FEWEST:
        return None
    middle = taken[len(taken) // 2]
    values = sorted(taken + [value for value, was_taken in found if not was_taken and value > middle])
    k = max(1, int(MISSED * (len(values) + 1)))
    return values[k - 1], values[-k]
