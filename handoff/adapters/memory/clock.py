"""A clock that moves when it is told to."""

from __future__ import annotations


class MemoryClock:
    """A clock that moves when it is told to."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def advance(self, ms: int) -> None:
        self.now += ms
