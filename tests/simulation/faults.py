"""What goes wrong: crashes, cuts, deliveries lost, doubled or late, replays, clocks, the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.simulation.world import World


@dataclass(frozen=True, slots=True)
class Fault:
    """``weight`` says how often; ``do`` says what happened, or None where it does not apply."""

    weight: int
    do: Callable[[World, int], str | None]
    counted: str | None = None


def _crash(world: World, _number: int) -> str | None:
    if world.service is None:
        return None
    world.crash()
    return "the service crashes"


def _cut(world: World, number: int) -> str | None:
    pages = [page for page in world.pages.values() if page.link is not None]
    if not pages:
        return None
    page = pages[number % len(pages)]
    world.cut(page)
    return f"{page.name} loses the connection"


def _jump(world: World, number: int) -> str | None:
    """Not forth and back within a quarter of a second: the deadlines have to have looked in between."""
    if world.service is not None and not world.service.has_looked():
        return None
    jumps = (-3_600_000, 10_000, -10_000, 3_600_000, 8 * 24 * 3_600_000, -8 * 24 * 3_600_000)
    ms = jumps[number % len(jumps)]
    world.now += ms
    return f"the clock jumps by {ms} ms"


def _out_of_order(world: World, number: int) -> str | None:
    if world.service is None:
        return None
    world.service.log.out_of_order = 1 + number % 4
    return f"the database fails {1 + number % 4} commits"


def _crossed(world: World, number: int) -> str | None:
    if world.service is None:
        return None
    world.service.log.crossed = 1 + number % 4
    return "another process writes first, so that work runs again"


def _lose(world: World, number: int) -> str | None:
    if world.service is None:
        return None
    world.service.fanout.lose = 1 + number % 3
    return "hints get lost"


def _double(world: World, number: int) -> str | None:
    if world.service is None:
        return None
    world.service.fanout.double = 1 + number % 3
    return "hints come twice"


def _delay(world: World, number: int) -> str | None:
    if world.service is None:
        return None
    world.service.fanout.delay = 1 + number % 3
    return "hints are held up"


def _late(world: World, _number: int) -> str | None:
    if world.service is None or not world.service.fanout.held:
        return None
    world.service.fanout.say_held()
    return "hints come late"


def _replay(world: World, number: int) -> str | None:
    """An act of before, once more: a phone that wakes up, or somebody who recorded it."""
    if not world.past:
        return None
    page, name, payload = world.past[number % len(world.past)]
    link = page.link
    if link is None:
        return None
    link.up.append((0, name, payload))
    return f"{page.name} sends “{name}” once more"


FAULTS: dict[str, Fault] = {
    "crash": Fault(3, _crash, "crashes"),
    "cut": Fault(10, _cut, "cuts"),
    "clock": Fault(2, _jump, "clock jumps"),
    "database": Fault(2, _out_of_order, "database failures"),
    "crossed": Fault(3, _crossed, "works run again"),
    "lost": Fault(3, _lose, "hints lost"),
    "doubled": Fault(3, _double, "hints doubled"),
    "held up": Fault(3, _delay),
    "late": Fault(4, _late, "hints late"),
    "replay": Fault(8, _replay, "acts replayed"),
}
