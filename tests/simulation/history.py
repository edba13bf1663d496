"""A history: a list of actions. One seed makes one; the same list makes the same world, however often."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.simulation.cast import AGENTS_PAGES, CUSTOMERS_PAGES, PAGES
from tests.simulation.faults import FAULTS
from tests.simulation.houses import HOUSES
from tests.simulation.pages import AgentsPage, CustomersPage, Page
from tests.simulation.people import AGENT_ACTS, CUSTOMER_ACTS, Act, bot_replies
from tests.simulation.promises.promise import Broken
from tests.simulation.rest import come_to_rest, drain
from tests.simulation.service import Parts
from tests.simulation.world import STUMBLES, Action, World

P = TypeVar("P", bound=Page)

SERVICE, BOT, TIME, FAULT = "the service", "the bot", "time", "fault"
PAUSES = (20, 100, 300, 1_000, 1_500, 2_500)
MANY = 1 << 16

FINISH: Action = (SERVICE, "finishes", 0)
"""Everything under way arrives: what short stories have instead of many small steps."""

MACHINERY = {(SERVICE, "goes on"), (SERVICE, "finishes")}


@dataclass
class Result:
    """How a history ended. ``actions`` is what happened up to then, enough to repeat it."""

    world: World
    actions: list[Action]
    broken: Broken | None
    resting: bool = False  # it broke, or would have broken, after the last action


def perform(world: World, action: Action) -> None:
    """One step. What does not apply does nothing, so that any part of a history is one too."""
    who, what, number = action
    world.steps += 1
    said: str | None = None
    if who == SERVICE:
        if what == "starts":
            if world.service is None:
                world.start()
                said = "starts again"
        elif what == "finishes":
            drain(world, perform)
        elif world.service is not None and world.service.loop.ready:
            world.service.loop.run(number)
    elif who == BOT:
        said = bot_replies(world, number)
        if said is not None:
            world.counts["bot replies"] += 1
    elif who == TIME:
        world.wait(number)
        said = f"{number} ms pass" if number >= 300 else None
    elif who == FAULT:
        fault = FAULTS[what]
        said = fault.do(world, number)
        if said is not None and fault.counted is not None:
            world.counts[fault.counted] += 1
    else:
        page = world.pages.get(who)
        said = _page(world, page, what, number) if page is not None else None
    if said is not None and world.narrating:
        world.story.append(f"{who}: {said}")


def _page(world: World, page: Page, what: str, number: int) -> str | None:
    if what in NETWORK:
        return NETWORK[what](world, page, number)
    if isinstance(page, CustomersPage):
        return CUSTOMER_ACTS[what].do(page, number)
    assert isinstance(page, AgentsPage)
    return AGENT_ACTS[what].do(page, number)


def _up(world: World, page: Page, number: int) -> None:
    links = world.moving(page, "up")
    if links:
        link = links[number % len(links)]
        call, name, payload = link.up.popleft()
        link.service.receive(link, call, name, payload)


def _down(world: World, page: Page, number: int) -> None:
    links = world.moving(page, "down")
    if links:
        page.hear(links[number % len(links)].down.popleft())


def _connects(world: World, page: Page, _number: int) -> str | None:
    if page.link is not None or world.service is None:
        return None
    world.connect(page)
    return "opens"


def _notices(_world: World, page: Page, _number: int) -> str | None:
    if page.link is None or page.link.service_there:
        return None
    page.broken()
    return "notices that the connection is gone"


def _missed(world: World, page: Page, _number: int) -> str | None:
    gone = [one for one in world.links_of(page) if one.service_there and not one.page_there]
    if not gone or world.service is None:
        return None
    world.service.disconnect(gone[-1])
    world.forget_links()
    return "is missed by the service"


def _tries_again(_world: World, page: Page, _number: int) -> None:
    for lane in sorted(page.late):
        page.pump(lane)


NETWORK: Mapping[str, Callable[[World, Page, int], str | None]] = {
    "up": _up,
    "down": _down,
    "connects": _connects,
    "notices": _notices,
    "missed": _missed,
    "tries again": _tries_again,
}
"""What happens between any page and the service."""


class Author:
    """Thinks of the next action: something that is possible now, as the seed will have it."""

    def __init__(self, seed: str) -> None:
        self._rng = rng = random.Random(seed)
        customers = rng.sample(CUSTOMERS_PAGES, rng.randint(1, 3))
        agents = rng.sample(AGENTS_PAGES, rng.randint(1, 4))
        self.cast = tuple(name for name in PAGES if name in customers or name in agents)
        self.house = rng.choice(tuple(HOUSES))
        self._faults = list(FAULTS)
        self._fault_weights = [fault.weight for fault in FAULTS.values()]
        self._calm = rng.choice((0.0, 0.5, 1.0, 2.0))  # how much goes wrong in this history
        self._patience = rng.choice((0.3, 1.0, 4.0))  # how much is under way at once
        self._bot = rng.choice((0.1, 0.5, 0.8))  # how quick the bot is

    def next(self, world: World) -> Action:
        rng = self._rng
        service = world.service
        if service is None and rng.random() < 0.3:
            return SERVICE, "starts", 0
        ready = len(service.loop.ready) if service is not None else 0
        flowing = world.flowing()
        under_way = ready + 2 * len(flowing)
        if rng.random() * (under_way + self._patience) >= under_way:
            return self._event(world)
        if rng.random() * under_way < ready:
            return SERVICE, "goes on", int(rng.random() * ready) if rng.random() < 0.5 else 0
        link, way = flowing[int(rng.random() * len(flowing))]
        return link.page.name, way, world.moving(link.page, way).index(link)

    def _event(self, world: World) -> Action:
        rng = self._rng
        chance = rng.random()
        number = int(rng.random() * MANY)
        if chance < 0.06 * self._calm:
            return FAULT, rng.choices(self._faults, self._fault_weights)[0], number
        if chance < 0.15:
            return TIME, "passes", rng.choice(PAUSES)
        if world.service is not None and world.service.bot.pending() and rng.random() < self._bot:
            return BOT, "replies", number
        page = world.pages[rng.choice(self.cast)]
        lost = any(one.service_there and not one.page_there for one in world.links_of(page))
        if lost and rng.random() < 0.5:
            return page.name, "missed", 0
        return page.name, self._on(page), number

    def _on(self, page: Page) -> str:
        """What somebody does at this page."""
        if page.link is None:
            return "connects"
        if not page.link.service_there:
            return "notices"
        if page.late:
            return "tries again"
        if isinstance(page, CustomersPage):
            return self._one_of(CUSTOMER_ACTS, page)
        assert isinstance(page, AgentsPage)
        return self._one_of(AGENT_ACTS, page)

    def _one_of(self, acts: Mapping[str, Act[P]], page: P) -> str:
        """By their weights, of those that fit."""
        fitting = [(name, act.weight) for name, act in acts.items() if act.fits(page)]
        least = self._rng.random() * sum(weight for _, weight in fitting)
        for name, weight in fitting:
            least -= weight
            if least < 0:
                return name
        return fitting[-1][0]


def live(seed: str, steps: int, parts: Parts | None = None) -> Result:
    """A new history of so many steps; it ends where a promise is broken."""
    author = Author(seed)
    world = World(parts, author.cast, author.house)
    actions: list[Action] = []

    def go() -> None:
        for _ in range(steps):
            action = author.next(world)
            actions.append(action)
            perform(world, action)
            if world.broken is not None:
                raise world.broken
        come_to_rest(world, perform)

    return _ended(world, actions, go)


def repeat(
    actions: Sequence[Action],
    setting: World,
    parts: Parts | None = None,
    *,
    narrating: bool = False,
    rest: bool = True,
) -> Result:
    """The same history again, or any part of one, with the ``setting``'s people and house; without the
    ``rest`` it just stops."""
    world = World(parts, setting.cast, setting.house, narrating=narrating)

    def go() -> None:
        for action in actions:
            perform(world, action)
            if world.broken is not None:
                raise world.broken
        if rest:
            come_to_rest(world, perform)

    return _ended(world, list(actions), go)


def _ended(world: World, actions: list[Action], go: Callable[[], None]) -> Result:
    STUMBLES.world = world
    broken: Broken | None = None
    try:
        go()
    except Broken as found:
        broken = found
    finally:
        STUMBLES.world = None
        world.end()
    return Result(world, actions, broken, world.resting)
