"""The ``/customer`` namespace: parse, authorise, call the desk."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Protocol

from handoff.core.conversation import Status
from handoff.core.disclosure import disclosure
from handoff.core.errors import BadRequest, Refusal, Unauthorised
from handoff.core.events import Reader, iso, ms
from handoff.core.follow_up import Form
from handoff.core.records import Looking
from handoff.desk import CustomerDesk, FollowUpDesk, IdentityDesk
from handoff.desk.customers import Place, head
from handoff.desk.records import RecordDesk
from handoff.desk.telling import agent_topic, visitor_topic
from handoff.desk.transcripts import TranscriptDesk
from handoff.ports import Answer, Bot, Clock, Fanout, Visitor
from handoff.web import payloads as p
from handoff.web.auth import Visitors
from handoff.web.connections import CUSTOMERS, Connection, Connections
from handoff.web.fields import Once, parsed
from handoff.web.kept_out import KeptOut
from handoff.web.limits import CallLimit, form_limit
from handoff.web.lines import Lines
from handoff.web.staff import Staff

NAMESPACE = "/customer"


log = logging.getLogger(__name__)

HINTS = frozenset({"typing", "read", "sync"})
"""Calls that change nothing; the connection itself bounds how many are under way."""

BEGINS = frozenset({"say", "person", "bot", "restart", "choose", "follow_up", "identify"})
"""Calls after which a conversation may be open that was not before."""


class Customer:
    """Who is behind a connection, and where they are."""

    __slots__ = ("network", "place", "visitor")

    def __init__(self, visitor: Visitor, place: Place, network: str | None) -> None:
        self.visitor = visitor
        self.place = place
        self.network = network


Handler = Callable[[Connection[Customer], Any], Awaitable[Answer]]


class AnswerOf(Protocol):
    """An entry as an answer in this language, with all that belongs to it."""

    async def __call__(self, entry: str, locale: str | None, *, read: bool = False) -> Mapping[str, Any]:
        """``read``: the customer has it open. Raises ``NotFound``."""


CountAffected = Callable[[str, str], Awaitable[None]]
"""A known issue and a visitor whom it affects."""


class CustomerCalls:
    def __init__(
        self,
        desk: CustomerDesk,
        follow_ups: FollowUpDesk,
        visitors: Visitors,
        staff: Staff,
        lines: Lines,
        bot: Bot,
        fanout: Fanout,
        *,
        answer_of: AnswerOf,
        count_affected: CountAffected,
        transcripts: TranscriptDesk,
        identities: IdentityDesk,
        connections: Connections,
        records: RecordDesk,
        kept_out: KeptOut,
        clock: Clock,
    ) -> None:
        self._desk = desk
        self._transcripts = transcripts
        self._forms = form_limit()
        self._follow_ups = follow_ups
        self._identities = identities
        self._visitors = visitors
        self._staff = staff
        self._lines = lines
        self._bot = bot
        self._fanout = fanout
        self._connections = connections
        self._answer_of = answer_of
        self._count_affected = count_affected
        self._records = records
        self._kept_out = kept_out
        self._limit = CallLimit()
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()
        self.calls: Mapping[str, Handler] = {
            "say": self._say,
            "person": self._person,
            "bot": self._back_to_bot,
            "restart": self._restart,
            "feedback": self._feedback,
            "choose": self._choose,
            "step": self._step,
            "unhelped": self._unhelped,
            "affected": self._affected,
            "rate": self._rate,
            "follow_up": self._follow_up,
            "transcript": self._transcript,
            "identify": self._identify,
            "page": self._page,
            "typing": self._typing,
            "read": self._read,
            "sync": self._sync,
        }

        self.calls = {name: self._guarded(name, handler) for name, handler in self.calls.items()}

    def _guarded(self, name: str, handler: Handler) -> Handler:
        async def call(connection: Connection[Customer], payload: Any) -> Answer:
            self._kept_out.refuse(connection.who.visitor.id)
            if name not in HINTS:
                await self._limit.count(connection.who.visitor.id, connection.who.network)
            answer = await handler(connection, payload)
            if name in BEGINS:
                self._see_page(connection.who)
            return answer

        return call

    async def admit(self, auth: Any, network: str | None = None) -> tuple[Customer, list[str]]:
        """Who connects, and the topics they hear. Without a token, somebody new; with an identity, whom it
        names, whatever the token was."""
        given = parsed(p.CustomerAuth, auth)
        place = Place(None, given.locale, time_zone=given.time_zone)
        self._looks_at(place, given.page)
        if given.identity is not None:
            place.profile = self._visitors.identities.proved(given.identity)
            visitor = self._visitors.identities.visitor(place.profile.id)
            await self._identities.identify(self._known_by(given.token), visitor, place.profile)
        elif given.token:
            visitor = self._visitors.of(given.token)
            await self._identities.refuse_retired(visitor)
        else:
            visitor = self._visitors.new()
        self._kept_out.refuse(visitor.id)
        return Customer(visitor, place, network), self.topics(visitor)

    def topics(self, visitor: Visitor) -> list[str]:
        return [visitor_topic(visitor.id), CUSTOMERS]

    def _known_by(self, token: str | None) -> Visitor | None:
        """Beside a proof of who they are, a token that is none of ours is no reason to refuse anybody."""
        try:
            return self._visitors.of(token) if token else None
        except Unauthorised:
            return None

    async def welcome(self, connection: Connection[Customer]) -> None:
        visitor = connection.who.visitor
        current = await self._desk.current(visitor)
        connection.conversation = current.id  # an event told while we read names a newer one
        events, more = await self._desk.read(current, 0, Reader.CUSTOMER) if current.seq else ([], False)
        known = connection.who.place.profile
        connection.tell(
            "welcome",
            {
                "token": self._visitors.token(visitor),
                "conversation": {
                    "id": current.id,
                    "number": current.number,
                    "status": current.status.value,
                    "seq": current.customer_seq,
                    "agent": current.agent.wire() if current.agent else None,
                    "started": iso(current.started_at) if current.started_at else None,
                },
                "customer": known and {"id": known.id, "name": known.name, "verified": known.verified},
                "disclosure": disclosure(connection.who.place.locale),
                "events": [event.wire(Reader.CUSTOMER) for event in events],
                "more": more,
                "read": self._desk.read_by(current.id),
                "staff": self._staff.shown,
                "bot": self._bot.state,
                "head": head(current, Reader.CUSTOMER),
            },
        )
        if current.status is Status.QUEUED:
            self._lines.tell_one(current)
        if current.seq and current.open:
            self._see_page(connection.who)

    async def lead_on(self, connection: Connection[Customer]) -> None:
        """To the newest conversation of theirs, which this page did not hear begin. What began with somebody
        who has said since who they are is not this token's to read: that page comes again by itself."""
        try:
            await self._identities.refuse_retired(connection.who.visitor)
        except Unauthorised:
            return
        await self.welcome(connection)

    async def _say(self, connection: Connection[Customer], payload: Any) -> Answer:
        said = parsed(p.Say, payload)
        who = connection.who
        return await self._desk.say(who.visitor, said.client_id, said.text, who.place)

    async def _person(self, connection: Connection[Customer], payload: Any) -> Answer:
        who = connection.who
        return await self._desk.person(who.visitor, parsed(Once, payload).client_id, who.place)

    async def _back_to_bot(self, connection: Connection[Customer], payload: Any) -> Answer:
        who = connection.who
        return await self._desk.bot(who.visitor, parsed(Once, payload).client_id, who.place)

    async def _restart(self, connection: Connection[Customer], payload: Any) -> Answer:
        who = connection.who
        return await self._desk.restart(who.visitor, parsed(Once, payload).client_id, who.place)

    async def _feedback(self, connection: Connection[Customer], payload: Any) -> Answer:
        given = parsed(p.Feedback, payload)
        return await self._desk.feedback(connection.who.visitor, given.client_id, given.answer, given.helpful)

    async def _choose(self, connection: Connection[Customer], payload: Any) -> Answer:
        """The answer's words are the content's, as they stand now."""
        chosen = parsed(p.Choose, payload)
        who = connection.who
        answer = None if chosen.entry is None else await self._answer_of(chosen.entry, who.place.locale)
        return await self._desk.choose(who.visitor, chosen.client_id, chosen.suggestion, answer, who.place)

    async def _step(self, connection: Connection[Customer], payload: Any) -> Answer:
        taken = parsed(p.Step, payload)
        return await self._desk.step(connection.who.visitor, taken.client_id, taken.answer, tuple(taken.path))

    async def _unhelped(self, connection: Connection[Customer], payload: Any) -> Answer:
        """A person, and with them what was read before the first word."""
        read, who = parsed(p.Unhelped, payload), connection.who
        return await self._desk.unhelped(
            who.visitor,
            read.client_id,
            await self._answer_of(read.entry, who.place.locale, read=True),
            read.question,
            who.place,
            refused=read.helpful is False,
        )

    async def _affected(self, connection: Connection[Customer], payload: Any) -> Answer:
        """Counted once for each visitor; nothing else is kept."""
        await self._count_affected(parsed(p.Affected, payload).issue, connection.who.visitor.id)
        return await self._with_head(connection)

    async def _rate(self, connection: Connection[Customer], payload: Any) -> Answer:
        rated = parsed(p.Rate, payload)
        rating = rated.model_dump(exclude={"client_id"})
        return await self._desk.rate(connection.who.visitor, rated.client_id, rating)

    async def _follow_up(self, connection: Connection[Customer], payload: Any) -> Answer:
        left = parsed(p.FollowUp, payload)
        await self._forms.count(connection.who.network)
        form = Form(left.email, left.text, left.phone, ms(left.slot) if left.slot else None)
        who = connection.who
        return await self._follow_ups.leave(who.visitor, left.client_id, form, who.place)

    async def _transcript(self, connection: Connection[Customer], payload: Any) -> Answer:
        asked = parsed(p.MailTranscript, payload)
        await self._forms.count(connection.who.network)
        return await self._transcripts.mail(
            connection.who.visitor, asked.client_id, asked.email, asked.zone, asked.conversation
        )

    async def _identify(self, connection: Connection[Customer], payload: Any) -> Answer:
        """From here on this connection is theirs; ``welcome`` says anew what they have before them."""
        given = parsed(p.Identify, payload)
        who = connection.who
        profile = self._visitors.identities.proved(given.identity)
        visitor = self._visitors.identities.visitor(profile.id)
        answer = await self._identities.identify(who.visitor, visitor, profile, given.client_id)
        self._connections.ignore(connection, visitor_topic(who.visitor.id))
        who.visitor, who.place.profile = visitor, profile
        self._connections.listen(connection, visitor_topic(visitor.id))
        connection.conversation = str(answer["conversation"])
        await self.welcome(connection)
        return answer | {"token": self._visitors.token(visitor)}

    async def _page(self, connection: Connection[Customer], payload: Any) -> Answer:
        """The page a conversation begins on is part of its first event; those while it is open are kept in a
        list of their own."""
        who, page = connection.who, parsed(p.Page, payload)
        if who.place.page != page.model_dump():
            await self._records.left(who.visitor, who.place)
            self._looks_at(who.place, page)
            await self._records.visited(who.visitor, who.place)
        return await self._with_head(connection)

    def _looks_at(self, place: Place, page: p.Page | None) -> None:
        if page is not None:
            place.page = page.model_dump()
            place.visit = Looking(str(uuid.uuid4()), page.url, page.title, self._clock())

    def _see_page(self, who: Customer) -> None:
        """Nobody waits for it: it is for the agent's eyes beside the conversation."""
        if who.place.visit is not None and not who.place.visit.recorded:
            self._soon(self._records.visited(who.visitor, who.place))

    def gone(self, who: Customer) -> None:
        """Their page was closed."""
        if who.place.visit is not None and who.place.visit.recorded:
            self._soon(self._records.left(who.visitor, who.place))

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _typing(self, connection: Connection[Customer], payload: Any) -> Answer:
        parsed(p.Nothing, payload)
        return await self._tell_agent(connection, "typing", {})

    async def _read(self, connection: Connection[Customer], payload: Any) -> Answer:
        return await self._tell_agent(connection, "read", {"seq": parsed(p.Read, payload).seq})

    async def _with_head(self, connection: Connection[Customer]) -> Answer:
        return {"head": head(await self._desk.current(connection.who.visitor), Reader.CUSTOMER)}

    async def _tell_agent(self, connection: Connection[Customer], name: str, told: dict[str, Any]) -> Answer:
        current = await self._desk.current(connection.who.visitor)
        if current.agent is not None:
            by = {"role": "customer", "name": current.customer_name}
            self._fanout.tell(
                agent_topic(current.agent.id), name, {"conversation": current.id, "by": by, **told}
            )
        return {"head": head(current, Reader.CUSTOMER)}

    async def _sync(self, connection: Connection[Customer], payload: Any) -> Answer:
        wanted = parsed(p.Sync, payload)
        return await self._desk.sync(connection.who.visitor, wanted.after, wanted.conversation)


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except Refusal as refusal:
        log.warning("a page was not kept: %s", refusal.message)


def call_of(calls: Mapping[str, Handler], name: Any) -> Handler:
    handler = calls.get(name) if isinstance(name, str) else None
    if handler is None:
        raise BadRequest("There is no such call.")
    return handler
