"""The world of one history: a clock, what is stored, a service that may crash, people with their pages."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import Any

from handoff.adapters.memory import Account, MemoryLog
from handoff.adapters.memory.waits import MemoryWaits
from handoff.core.events import Kind
from handoff.core.waits import Staffing
from handoff.ports import Agent
from tests.cast import NOON
from tests.simulation.cast import CUSTOMERS, PAGES
from tests.simulation.houses import HOUSES
from tests.simulation.pages import AgentsPage, CustomersPage, Frame, Page, Parcel
from tests.simulation.promises import PROMISES
from tests.simulation.promises.promise import Broken, Promise, Seen
from tests.simulation.service import Parts, Service
from tests.simulation.storage import Call, Written
from tests.simulation.wire import Link

COUNTED = {
    Kind.HANDOFF_REQUESTED: "handoffs",
    Kind.TRANSFER_OFFERED: "transfers offered",
    Kind.FOLLOW_UP_LEFT: "follow-ups",
}
"""Events that are counted one by one, for the figures at the end."""

Action = tuple[str, str, int]
"""Who, what they do, and a number that settles the details (which words, how long, which of several)."""


class World:
    """``step`` does one action and then checks every promise that can be told from what happened."""

    def __init__(
        self,
        parts: Parts | None = None,
        cast: Sequence[str] = PAGES,
        house: str = "one team",
        *,
        narrating: bool = False,
    ) -> None:
        self.parts = parts or Parts()
        self.cast = tuple(cast)
        self.house = house
        set_up = HOUSES[house]
        self.colleagues = set_up.agents()
        self.now = NOON
        self.stored = MemoryLog(clock=self.clock)
        self.stored.teams = list(set_up.teams)
        self.waits = MemoryWaits({team.name: Staffing(2, 0) for team in set_up.teams})
        self.counts: Counter[str] = Counter()
        self.narrating = narrating
        self.story: list[str] = []
        self.broken: Broken | None = None
        self.steps = 0
        self.resting = False
        self.past: deque[tuple[Page, str, Frame]] = deque(maxlen=60)
        self.links: list[Link] = []
        self._ids = 0
        for name, one in self.colleagues.items():
            account = Account(one.name, one.role, one.teams, set_up.capacity.get(name))
            self.stored.presence.accounts[one.id] = account
        self.pages = self._open_pages()
        self.seen = Seen(self)
        promises = [kind(self.seen) for kind in PROMISES]
        self._on: dict[str, list[Callable[..., None]]] = {
            hook: [getattr(one, hook) for one in promises if hook in type(one).__dict__]
            for hook in Promise.HOOKS
        }
        self.service: Service | None = None
        self.start()

    def _open_pages(self) -> dict[str, Page]:
        pages: dict[str, Page] = {}
        for name in self.cast:
            person = name.partition("/")[0]
            if person in CUSTOMERS:
                pages[name] = CustomersPage(self, name, person, CUSTOMERS[person])
            else:
                pages[name] = AgentsPage(self, name, person, self.colleagues[person])
        return pages

    def customers(self) -> list[CustomersPage]:
        return [page for page in self.pages.values() if isinstance(page, CustomersPage)]

    def agents(self) -> list[AgentsPage]:
        return [page for page in self.pages.values() if isinstance(page, AgentsPage)]

    def whose(self, conversation: str) -> str:
        visitor = self.stored.tables.conversations[conversation].visitor
        return next(name for name, one in CUSTOMERS.items() if one.id == visitor)

    def agent(self, id: str) -> Agent:
        return next(agent for agent in self.colleagues.values() if agent.id == id)

    def clock(self) -> int:
        return self.now

    # What can happen to the whole world

    def start(self) -> None:
        self.service = Service(self, self.parts)

    def crash(self) -> None:
        if self.service is not None:
            self.service.crash()
            self.service = None

    def wait(self, ms: int) -> None:
        self.now += ms
        if self.service is not None:
            self.service.loop.wait(ms / 1000)

    def end(self) -> None:
        """Let go of everything that still stands somewhere."""
        self.crash()

    def connect(self, page: Page) -> None:
        assert self.service is not None
        link = Link(f"{page.name}#{self.new_id()}", page, self.service)
        self.links.append(link)
        page.opened(link)
        self.service.connect(link)

    def cut(self, page: Page) -> None:
        """The page notices at once; the service goes on reading what was sent, and notices later."""
        page.broken()

    def flowing(self) -> list[tuple[Link, str]]:
        """Where a frame is under way."""
        moving = []
        for link in self.links:
            if link.up and link.service_there:
                moving.append((link, "up"))
            if link.down and link.page_there:
                moving.append((link, "down"))
        return moving

    def forget_links(self) -> None:
        self.links = [one for one in self.links if one.service_there or one.page_there]

    def moving(self, page: Page, way: str) -> list[Link]:
        """This page's links with a frame under way, the newest first."""
        links = self.links_of(page)
        if way == "up":
            return [one for one in links if one.up and one.service_there]
        return [one for one in links if one.down and one.page_there]

    def links_of(self, page: Page) -> list[Link]:
        """The newest first."""
        return [link for link in reversed(self.links) if link.page is page]

    # What others tell of

    def new_id(self) -> str:
        self._ids += 1
        return f"00000000-0000-4000-8000-{self._ids:012x}"

    def stumbled(self, what: str) -> None:
        self.breaks("No dead end", f"the service stumbled: {what}")

    def breaks(self, promise: str, what: str) -> None:
        if self.broken is None:
            self.broken = Broken(promise, what)

    def say(self, sentence: str) -> None:
        if self.narrating:
            self.story.append(sentence)

    def sent(self, parcel: Parcel) -> None:
        self._tell("sent", parcel)

    def acknowledged(self, parcel: Parcel, answer: Frame) -> None:
        self.counts["acknowledged"] += 1
        if "text" in parcel.payload:
            self.counts["acknowledged messages"] += 1
        self._tell("acknowledged", parcel, answer)

    def turned_down(self, parcel: Parcel, answer: Frame) -> None:
        self.counts["refused"] += 1
        self.say(f"    {parcel.page.name} hears: {answer['message']}")
        self._tell("turned_down", parcel, answer)

    def read(self, page: Page, answer: Frame) -> None:
        self._tell("read", page, answer)

    def heard(self, page: Page, frame: str) -> None:
        self._tell("heard", page, frame)

    def placed(self, page: Page, event: Frame) -> None:
        self._tell("placed", page, event)

    def told(self, topic: str, name: str, payload: Any) -> None:
        self._tell("told", topic, name, payload)

    def committed(self, call: Call | None, written: list[Written]) -> None:
        self.counts["commits"] += 1
        for one in written:
            self.counts["events"] += len(one.events)
            for event in one.events:
                if event.kind in COUNTED:
                    self.counts[COUNTED[event.kind]] += 1
        if self.narrating:
            self._narrate(written)
        self._tell("committed", call, written)

    def refused(self, call: Call | None, written: list[Written]) -> None:
        self._tell("refused", call, written)

    def settled(self) -> None:
        self._tell("settled")

    def _tell(self, hook: str, *what: Any) -> None:
        for hear in self._on[hook]:
            hear(*what)

    def _narrate(self, written: Sequence[Written]) -> None:
        names = {visitor.id: name for name, visitor in CUSTOMERS.items()}
        for one in written:
            whose = names[one.after.visitor]
            for event in one.events:
                detail = event.data.get("reason") or event.data.get("entry") or event.data.get("helpful", "")
                by = event.by.name or names.get(event.by.id or "", event.by.role.value)
                self.story.append(f"    stored, {whose} {event.seq}: {event.kind.value} {detail} by {by}")


class _Stumbles(logging.Handler):
    """Errors the service writes to its log are trouble; the last world hears of them."""

    world: World | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self.world is not None:
            self.world.stumbled(f"{record.getMessage()} {record.exc_info[1]!r}" if record.exc_info else
                                record.getMessage())  # fmt: skip


STUMBLES = _Stumbles(logging.ERROR)
