"""One life of the service: the real desk, calls, heads, lines and deadlines, on storage that outlives it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import orjson

from handoff.adapters.memory import Always, MemoryCatalogue
from handoff.core.bot import BotReply
from handoff.core.deadlines import Limits
from handoff.core.errors import NotFound, Refusal, Unauthorised, Unavailable
from handoff.core.events import Role, Speaker
from handoff.core.teams import Team
from handoff.core.told import Waiting
from handoff.deadlines import JUMP_MS, Deadlines
from handoff.desk import AgentDesk, CustomerDesk, Desk, IdentityDesk
from handoff.desk.board import Boards
from handoff.desk.follow_ups import FollowUpDesk
from handoff.desk.giving import Giving
from handoff.desk.records import RecordDesk
from handoff.desk.suggesting import Suggester
from handoff.desk.telling import LINES
from handoff.desk.told import ToldDesk
from handoff.desk.transcripts import TranscriptDesk
from handoff.desk.transfers import TransferDesk
from handoff.desk.watching import WATCHES
from handoff.ports import Agent, Visitor
from handoff.watchdog import Watchdog
from handoff.web.absences import Absences
from handoff.web.agent import AgentCalls
from handoff.web.auth import Visitors
from handoff.web.connections import Connection, Connections
from handoff.web.customer import CustomerCalls
from handoff.web.heads import Heads
from handoff.web.kept_out import KeptOut
from handoff.web.lines import Lines
from handoff.web.staff import Staff
from handoff.web.viewers import Viewers
from handoff.web.waits import Waits
from tests.cast import NOON
from tests.simulation.cast import ENTRIES
from tests.simulation.loop import Loop
from tests.simulation.storage import Call, Leases, Storage, calling
from tests.simulation.wire import Link

if TYPE_CHECKING:
    from tests.simulation.world import World

LIMITS = Limits(
    bot_reply=2_200,
    agent_grace=1_500,
    agent_nudge=2_500,
    agent_idle=5_000,
    offer=4_000,
    still_waiting=3_000,
    idle=9_000,
    follow_up_reply=6_000,
    follow_up_reminder=3_000,
    follow_up_idle=9_000,
)
"""Short, so that every deadline passes in a short history."""

HEAD_S = 1.0


@dataclass(frozen=True)
class Parts:
    """What a service is made of; tests plant a mistake in one of them."""

    desk: type[Desk] = Desk
    customers: type[CustomerDesk] = CustomerDesk
    agents: type[AgentDesk] = AgentDesk
    storage: type[Storage] = Storage


class Names(Visitors):
    """Visitors' tokens that are their names: signing is tested elsewhere, and costs most of a step."""

    def __init__(self) -> None:
        super().__init__("only ever here")

    def token(self, visitor: Visitor) -> str:
        return visitor.id

    def of(self, token: str) -> Visitor:
        return Visitor(str(uuid.UUID(token)))


async def _answer_of(entry: str, locale: str | None, *, read: bool = False) -> Mapping[str, Any]:
    """``handoff.desk.informing`` without a database, which would need a thread."""
    one = ENTRIES.get(entry)
    if one is None or not GIVING.may_be(one, read=read):
        raise NotFound("That answer is no longer there. Ask in your own words, or ask for a person.")
    return GIVING.answer(one, locale)


GIVING = Giving(lambda: NOON, lambda: "https://shop.example")


async def _uncounted(_issue: str, _visitor: str) -> None:
    return None


class SlowBot:
    """``ports.Bot`` that replies when the history says so, and what it says."""

    state = "ok"

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self.asked: list[asyncio.Future[BotReply]] = []

    async def ask(
        self, _sender: str, _text: str, _locale: str | None, _awaiting: str | None, _refused: Sequence[str]
    ) -> BotReply:
        reply: asyncio.Future[BotReply] = self._loop.create_future()
        self.asked.append(reply)
        return await reply

    async def suggest(self, _text: str) -> list[str]:
        await asyncio.sleep(0)
        return []

    def pending(self) -> list[asyncio.Future[BotReply]]:
        self.asked = [reply for reply in self.asked if not reply.done()]
        return self.asked


class Hints:
    """``ports.Fanout`` that may lose hints about events, say them twice, or late."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.lose = 0
        self.double = 0
        self.delay = 0
        self.held: list[tuple[str, str, Any]] = []

    def tell(self, topic: str, name: str, payload: Any) -> None:
        service = self._service
        if service.loop.dead:
            return
        service.world.told(topic, name, payload)
        if topic == LINES:
            service.lines.heard(payload)
            return
        if topic == WATCHES:
            service.desk.watches.heard(str(payload))
            return
        if name == "event":
            if self.lose:
                self.lose -= 1
                return
            if self.delay:
                self.delay -= 1
                self.held.append((topic, name, payload))
                return
            if self.double:
                self.double -= 1
                service.connections.tell(topic, name, payload)
        service.connections.tell(topic, name, payload)

    def say_held(self) -> None:
        held, self.held = self.held, []
        for hint in held:
            self._service.connections.tell(*hint)


class Service:
    """Wired as ``handoff.app`` wires it; what ``handoff.web.sockets`` does around a call is done here."""

    def __init__(self, world: World, parts: Parts) -> None:
        self.world = world
        self.loop = Loop(world.stumbled)  # type: ignore[abstract]  # sockets and threads stay undone
        self.log = parts.storage(world.stored, self.loop, world)
        self.presence = Leases(world.stored.presence)
        self.presence.connections.clear()  # on one machine nobody can be connected before the service starts
        self.connections = Connections()
        self.bot = SlowBot(self.loop)
        self.fanout = Hints(self)
        self.desk = parts.desk(self.log, self.bot, self.fanout, world.clock, LIMITS)
        customers = parts.customers(self.desk)
        agents = parts.agents(self.desk, customers, self.presence)
        waits = Waits(world.waits, self.desk.line, world.clock, lambda _team, _held: None)
        suggester = Suggester(self.log, self.bot, MemoryCatalogue(), GIVING)
        absences = Absences(self.log, suggester, world.clock)
        self.lines = Lines(self.desk.line, self.log, self.connections, agents, waits, absences, world.clock)
        self.staff = staff = Staff(self.presence, self._teams, self.connections, world.clock)
        follow_ups = FollowUpDesk(self.desk, customers)
        records = RecordDesk(self.desk, agents)
        self.customers = CustomerCalls(
            customers,
            follow_ups,
            Names(),
            staff,
            self.lines,
            self.bot,
            self.fanout,
            answer_of=_answer_of,
            count_affected=_uncounted,
            transcripts=TranscriptDesk(self.desk, customers, agents),
            identities=IdentityDesk(self.desk),
            connections=self.connections,
            records=records,
            kept_out=KeptOut(records, world.clock, None),
            clock=world.clock,
        )
        transfers = TransferDesk(self.desk)
        boards = Boards(self.desk, self.presence, world.waits, waits.range)
        self.agents = AgentCalls(
            agents,
            transfers,
            self.desk.watches,
            self.connections,
            suggester,
            staff,
            boards,
            records,
            follow_ups=follow_ups,
            viewers=Viewers(self.connections, self.fanout, world.clock),
        )
        self._links: dict[str, Link] = {}
        self.deadlines = Deadlines(self.desk, self.log, world.clock, Always())
        for loop in (
            self.deadlines.run(),
            Watchdog(self.desk, self.log, world.clock, Always()).run(),
            Heads(self.log, self.connections, self.desk.watches, HEAD_S, self.customers.lead_on).run(),
            waits.run(),
            staff.run(),
            self.lines.run(lambda: True),
        ):
            self.loop.start(loop)

    def has_looked(self) -> bool:
        """Whether the deadlines have seen the clock as it is now."""
        looked = self.deadlines._looked
        return looked is not None and abs(self.world.now - looked) < JUMP_MS

    async def _teams(self) -> Sequence[Team]:
        await asyncio.sleep(0)
        return self.world.stored.teams

    # Connections

    def connect(self, link: Link) -> None:
        """The page's socket is open. It is listening before it is read to."""
        self._links[link.sid] = link
        if link.page.namespace == "/customer":
            self.loop.start(self._welcomed(link, self._customer_connects, link))
        else:
            self.loop.start(self._welcomed(link, self._agent_connects, link))

    async def _customer_connects(self, link: Link) -> None:
        admitted, topics = await self.customers.admit({"token": link.page.identity.id, "locale": "en"})
        if link.service_there:
            await self.customers.welcome(self._add(link, admitted, topics))

    async def _agent_connects(self, link: Link) -> None:
        agent: Agent = link.page.identity
        await self.presence.connect(agent.id, link.sid)
        if not link.service_there:
            await self.presence.disconnect(link.sid)
            await self.desk.agent_gone(agent.id)
            return
        connection = self._add(link, agent, self.agents.topics(agent))
        await self.desk.agent_back(agent.id)
        await self.staff.refresh()
        await self.agents.welcome(connection)

    def _add(self, link: Link, who: Any, topics: Sequence[str]) -> Connection[Any]:
        connection: Connection[Any] = Connection(link.page.namespace, link.sid, who, cast(Any, link))
        self.connections.add(connection, *topics)
        return connection

    def disconnect(self, link: Link) -> None:
        """The service notices that the page is gone."""
        link.service_there = False
        self._links.pop(link.sid, None)
        connection = self.connections.remove(link.sid)
        if connection is not None and connection.namespace == "/agent":
            self.loop.start(self._logged(self._agent_gone, connection))

    async def _agent_gone(self, connection: Connection[Agent]) -> None:
        await self.presence.disconnect(connection.sid)
        await self.desk.agent_gone(connection.who.id)
        await self.staff.refresh()

    async def _welcomed(self, link: Link, welcome: Callable[[Any], Awaitable[None]], about: Any) -> None:
        """A page that can't be welcomed is closed, so that it comes again: it must not wait for ever."""
        try:
            await welcome(about)
        except Refusal:
            self.disconnect(link)
        except Exception as error:  # noqa: BLE001
            self.world.stumbled(f"a welcome failed: {error!r}")

    async def _logged(self, work: Callable[[Any], Awaitable[None]], about: Any) -> None:
        try:
            await work(about)
        except Refusal:
            return  # noted as a warning by the real one
        except Exception as error:  # noqa: BLE001
            self.world.stumbled(f"what follows a connection failed: {error!r}")

    # Calls

    def receive(self, link: Link, number: int, name: str, payload: Mapping[str, Any]) -> None:
        """One frame from a page."""
        self.loop.start(self._answer(link, number, name, payload))

    async def _answer(self, link: Link, number: int, name: str, payload: Mapping[str, Any]) -> None:
        calling.set(Call(link.page.person, name, dict(payload)))
        answer = await self._call(link, name, payload)
        link.write("43" + orjson.dumps([number, answer]).decode())

    async def _call(self, link: Link, name: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        connection = self.connections.get(link.sid)
        calls = self.customers.calls if link.page.namespace == "/customer" else self.agents.calls
        try:
            if connection is None:
                raise Unauthorised("Connect first.")
            answer = await cast(Any, calls)[name](connection, payload)
        except Refusal as refusal:
            return {"ok": False, **refusal.wire()}
        except Exception as error:  # noqa: BLE001
            self.world.stumbled(f"{name} failed: {error!r}")
            return {"ok": False, **Unavailable("Something went wrong on our side.", retry_s=1).wire()}
        return {"ok": True, **answer}

    def tells(self, by: Agent, conversation: str, subject: str) -> None:
        """What two of the staff began at once, carried out as the studio's loop does."""
        visitor = self.world.stored.tables.conversations[conversation].visitor
        speaker = Speaker(Role.AGENT, by.id, by.name)
        for telling in ("first", "second"):
            waiting = Waiting(telling, visitor, subject, f"News of {subject}.", speaker)
            self.world.stored.tables.to_tell[telling, visitor] = waiting
            self.loop.start(self._logged(self._told, (telling, visitor)))

    async def _told(self, about: tuple[str, str]) -> None:
        await ToldDesk(self.desk).tell(*about)

    def crash(self) -> None:
        """Nothing is finished, nothing is told, nothing is closed."""
        self.loop.abandon()
        for link in self._links.values():
            link.service_there = False
        self._links.clear()
