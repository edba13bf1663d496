"""Colleagues as the queue sees them: who is there, who has room, who is next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handoff.core.conversation import Holder

AT_ONCE = 4
"""Customers given to an agent who has no capacity of their own set. By hand they may take more."""


MISSED = "Missed a customer"
"""The label of an agent who is set away because a customer waited in vain: no more are given to them."""


class State(StrEnum):
    """What colleagues and the queue make of an agent."""

    AVAILABLE = "available"
    BUSY = "busy"  # holds as many customers as they can
    WRAPPING_UP = "wrapping_up"  # finishing notes after a resolution
    AWAY = "away"  # said so, or no page of theirs is open


@dataclass(frozen=True, slots=True)
class Colleague:
    """``teams`` is None for those who see every team. ``load``: customers held now. Times in ms."""

    holder: Holder
    role: str
    teams: tuple[str, ...] | None
    available: bool
    connected: bool
    load: int
    capacity: int | None = None
    wrapping_until: int | None = None
    idle_since: int = 0
    label: str | None = None

    def state(self, now: int) -> State:
        if not (self.available and self.connected):
            return State.AWAY
        if self.wrapping_until is not None and now < self.wrapping_until:
            return State.WRAPPING_UP
        return State.AVAILABLE if self.has_room else State.BUSY

    @property
    def has_room(self) -> bool:
        """For one more by hand."""
        return self.capacity is None or self.load < self.capacity

    def free(self, now: int) -> bool:
        """To be given a customer without being asked."""
        return self.state(now) is State.AVAILABLE and self.load < (self.capacity or AT_ONCE)

    def sees(self, team: str | None) -> bool:
        return self.teams is None or team in self.teams


def least_busy(colleagues: Iterable[Colleague], now: int, without: str | None = None) -> Colleague | None:
    """Who gets the next customer: the least busy, then the longest idle; not who has just let go of them."""
    free = [one for one in colleagues if one.free(now) and one.holder.id != without]
    return min(free, key=lambda one: (one.load, one.idle_since, one.holder.id), default=None)
