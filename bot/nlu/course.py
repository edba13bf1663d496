"""What a training tells of its course, and what it may remember of earlier ones.

A component asks for the course it is in; outside training there is one that hears nothing and remembers
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Heard = Callable[[str, int, int], None]  # a stage, how much of it is done, of how much; 0 of 0: not counted


def _unheard(_stage: str, _done: int, _of: int) -> None:
    pass


@dataclass(frozen=True)
class Course:
    """`tell` is called at a stage's beginning and within it; `remembered` is a folder that stays."""

    tell: Heard = _unheard
    remembered: Path | None = None


ALONE = Course()
_course: ContextVar[Course] = ContextVar("course", default=ALONE)


def course() -> Course:
    """Give the course that this is part of."""
    return _course.get()


@contextmanager
def under(one: Course) -> Iterator[None]:
    """Make what is done within this part of a course."""
    token = _course.set(one)
    try:
        yield
    finally:
        _course.reset(token)
