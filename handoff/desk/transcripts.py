"""Transcripts: read for whoever may see the conversation, or mailed to the customer's own address."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from handoff.core.conversation import Conversation
from handoff.core.errors import BadRequest, NotFound
from handoff.core.events import Event, Reader
from handoff.core.mail import Posting, asking_mail, transcript_posting
from handoff.desk.agents import AgentDesk
from handoff.desk.customers import CustomerDesk, head, refuse_retired, sender
from handoff.desk.desk import Desk, Outcome
from handoff.desk.mailing import known, put_transcript
from handoff.ports import Agent, Answer, Transaction, Visitor

PAGE = 500

Recorded = tuple[Conversation, Sequence[Event]]


class TranscriptDesk:
    """A transcript is the log as one reader may see it; nothing is stored for it."""

    def __init__(self, desk: Desk, customers: CustomerDesk, agents: AgentDesk) -> None:
        self._desk = desk
        self._customers = customers
        self._agents = agents

    async def of_visitor(self, visitor: Visitor, conversation: str | None) -> Recorded:
        """One of their own conversations; left out: the newest."""
        await self._desk.log.transact(lambda tx: refuse_retired(tx, visitor))
        found = await self._customers.theirs(visitor, conversation)
        return found, await self._events(found, lambda event: event.visible_to(Reader.CUSTOMER))

    async def of_agent(self, agent: Agent, conversation: str, *, notes: bool) -> Recorded:
        """What this agent may see; ``notes``: with what customers never see."""
        found = await self._agents.visible(agent, conversation)
        return found, await self._events(found, lambda event: notes or event.visible_to(Reader.CUSTOMER))

    async def mail(
        self, visitor: Visitor, client_id: str, address: str | None, zone: str | None, wanted: str | None
    ) -> Answer:
        """``mail``: what becomes of it. ``confirm``: the address must be confirmed first, by a link that is
        mailed to it; the transcript follows the click."""
        id = str(uuid.uuid4())

        def work(tx: Transaction) -> Outcome:
            now = self._desk.clock()
            found = tx.conversation(wanted) if wanted else tx.latest(visitor.id)
            if found is None or found.visitor != visitor.id:
                raise NotFound("There is no such conversation." if wanted else "Nothing has been said yet.")
            to = address or found.email
            if to is None:
                raise BadRequest("email: say where to send it.", field="email")
            about = known(tx, visitor.id, to, now)
            posting = transcript_posting(tx.mailroom, about, to, now)
            if posting is Posting.SENDING and about.confirmed:
                put_transcript(tx, found, to, id, zone, now)
            elif posting is Posting.SENDING:
                tx.mailroom.put(asking_mail(found, to, str(about.domain), id, zone, now))
            told = {"mail": posting.value, "confirm": not about.confirmed, "email": to}
            return Outcome({"conversation": found.id, **told, "head": head(found, Reader.CUSTOMER)})

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def _events(self, found: Conversation, seen: Callable[[Event], bool]) -> list[Event]:
        return [event for event in await all_events(self._desk, found.id, found.seq) if seen(event)]


async def all_events(desk: Desk, conversation: str, up_to: int) -> list[Event]:
    """The whole log as far as ``up_to``, a page at a time: others read between."""
    found: list[Event] = []
    while page := await desk.log.events(conversation, found[-1].seq if found else 0, PAGE):
        found += page
        if len(page) < PAGE or page[-1].seq >= up_to:
            break
    return [event for event in found if event.seq <= up_to]
