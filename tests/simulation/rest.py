"""The end of every history: all that was broken heals, everybody connects, and what is under way arrives."""

from __future__ import annotations

from collections.abc import Callable

from tests.simulation.service import HEAD_S
from tests.simulation.world import Action, World

Perform = Callable[[World, Action], None]

ROUNDS = 60
STEP_MS = 500
LONGEST = 200_000
"""Steps after which something goes round in circles."""


def come_to_rest(world: World, perform: Perform) -> None:
    """Ends when nobody has anything left to send; then everything that should be so by now is checked."""
    world.say("everything heals, everybody connects")
    world.resting = True
    if world.service is None:
        world.start()
    assert world.service is not None
    world.service.log.out_of_order = 0
    world.service.fanout.say_held()
    world.service.fanout.lose = world.service.fanout.delay = 0
    for round in range(ROUNDS):
        stored = world.counts["events"]
        _reconnect(world, perform)
        drain(world, perform)
        perform(world, ("time", "passes", STEP_MS))
        drain(world, perform)
        enough = round * STEP_MS > HEAD_S * 2_000
        quiet = (
            world.counts["events"] == stored
        )  # what happened in this round may not be told before the next
        if enough and quiet and not any(page.pending() for page in world.pages.values()):
            break
    world.settled()
    if world.broken is not None:
        raise world.broken


def _reconnect(world: World, perform: Perform) -> None:
    for page in world.pages.values():
        for what in ("notices", "missed", "missed", "connects", "tries again"):
            perform(world, (page.name, what, 0))


def drain(world: World, perform: Perform) -> None:
    """Until nothing is under way but time."""
    for _ in range(LONGEST):
        if world.broken is not None:
            raise world.broken
        if world.service is not None and world.service.loop.ready:
            world.service.loop.run(0)
        elif flowing := world.flowing():
            link, way = flowing[0]
            perform(world, (link.page.name, way, -1))
        else:
            return
    world.breaks("No dead end", "it never comes to rest")
