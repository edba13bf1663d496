"""What customers do. They reach one conversation, their own, and only through who they are."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from handoff.core import customer as rules
from handoff.core.choosing import choose
from handoff.core.conversation import Conversation, changed
from handoff.core.disclosure import disclosure
from handoff.core.errors import NotFound, Unauthorised
from handoff.core.events import Draft, Event, Kind, Reader, Role, Speaker
from handoff.core.identity import Profile, identified
from handoff.core.looked_up import unhelped
from handoff.core.records import Looking
from handoff.core.steps import take
from handoff.desk.desk import Change, Desk, Outcome, customer_of
from handoff.ports import Answer, Transaction, Visitor

PAGE = 200
"""Events in one ``sync``."""

RETIRED = "This visitor has said who they are since. Connect with the new token."

Decide = Callable[[Conversation, Speaker], list[Draft]]


def conversation_id(visitor: str, number: int) -> str:
    """The id of a visitor's first, second, … conversation. Worked out, not drawn, so that two tabs that
    begin at once begin the same one, and a page knows the id before anything is stored."""
    return str(uuid.uuid5(uuid.UUID(visitor), str(number)))


class CustomerDesk:
    """Customers' calls; each is safe to repeat under the same ``client_id``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def say(self, visitor: Visitor, client_id: str, text: str, place: Place) -> Answer:
        def work(tx: Transaction) -> Outcome:
            return self.act(
                tx,
                visitor,
                place,
                lambda at, by: rules.say(at, by, text, client_id, self._desk.where(tx, at)),
                Kind.CUSTOMER_SAID,
            )

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def person(self, visitor: Visitor, client_id: str, place: Place) -> Answer:
        def work(tx: Transaction) -> Outcome:
            return self.act(tx, visitor, place, lambda at, by: rules.person(at, by, self._desk.where(tx, at)))

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def bot(self, visitor: Visitor, client_id: str, place: Place) -> Answer:
        """Back to the assistant. After a resolved conversation that is a new one."""

        def work(tx: Transaction) -> Outcome:
            latest = tx.latest(visitor.id)
            if latest is not None and latest.resolved_at is not None:
                refuse_retired(tx, visitor)
                return self._begin(tx, visitor, place, latest)
            return self.act(tx, visitor, place, rules.back_to_bot)

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def restart(self, visitor: Visitor, client_id: str, place: Place) -> Answer:
        def work(tx: Transaction) -> Outcome:
            latest = tx.latest(visitor.id)
            if latest is None:
                return self.act(tx, visitor, place, lambda _at, _by: [])
            refuse_retired(tx, visitor)
            ended = self._desk.write(tx, latest, latest, rules.restart(latest, customer_of(latest)))
            begun = self._begin(tx, visitor, place, ended.after)
            return Outcome(begun.answer, [ended, *begun.changes])

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def feedback(self, visitor: Visitor, client_id: str, answer: int, helpful: bool) -> Answer:
        def work(tx: Transaction) -> Outcome:
            latest = self._own(tx, visitor)
            by = customer_of(latest)
            drafts, verdict = rules.feedback(latest, by, answer, helpful, self._desk.where(tx, latest))
            change = self._desk.write(tx, latest, latest, drafts)
            return Outcome(acknowledged(change) | {"helpful": verdict}, [change])

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def choose(
        self,
        visitor: Visitor,
        client_id: str,
        suggestion: int,
        answer: Mapping[str, Any] | None,
        place: Place,
    ) -> Answer:
        """One of the titles the bot offered, or None of them; acknowledged with the ``entry`` that counts."""

        def work(tx: Transaction) -> Outcome:
            chosen: str | None = None

            def decide(at: Conversation, by: Speaker) -> list[Draft]:
                nonlocal chosen
                drafts, chosen = choose(at, by, suggestion, answer, self._desk.where(tx, at))
                return drafts

            outcome = self.act(tx, visitor, place, decide)
            return Outcome(outcome.answer | {"entry": chosen}, outcome.changes)

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def step(self, visitor: Visitor, client_id: str, answer: int, path: tuple[int, ...]) -> Answer:
        """A guided step of that answer. What was stored of it never changes, so it is read beforehand."""
        newest = await self._desk.log.latest(visitor.id)
        found = await self._desk.log.events(newest.id, answer - 1, 1) if newest is not None else []

        def work(tx: Transaction) -> Outcome:
            latest = self._own(tx, visitor)
            if not found or found[0].conversation != latest.id:
                raise NotFound("There is no answer with that number in this conversation.")
            where = self._desk.where(tx, latest)
            change = self._desk.write(
                tx, latest, latest, take(latest, customer_of(latest), found[0], path, where)
            )
            return Outcome(acknowledged(change, Kind.STEP_TAKEN), [change])

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def unhelped(
        self,
        visitor: Visitor,
        client_id: str,
        answer: Mapping[str, Any],
        question: str | None,
        place: Place,
        *,
        refused: bool,
    ) -> Answer:
        """A person, and with them the entry that was read before the first word."""

        def work(tx: Transaction) -> Outcome:
            def decide(at: Conversation, by: Speaker) -> list[Draft]:
                where = self._desk.where(tx, at)
                return unhelped(at, by, client_id, answer, question, refused=refused, where=where)

            return self.act(tx, visitor, place, decide)

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def rate(self, visitor: Visitor, client_id: str, rating: dict[str, Any]) -> Answer:
        def work(tx: Transaction) -> Outcome:
            latest = self._own(tx, visitor)
            change = self._desk.write(tx, latest, latest, rules.rate(latest, customer_of(latest), rating))
            return Outcome(acknowledged(change), [change])

        return await self._desk.carry_out(sender(visitor), client_id, work)

    async def sync(self, visitor: Visitor, after: int, conversation: str | None) -> Answer:
        """What this visitor may see of one of their conversations (left out: the newest) from a cursor."""
        found = await self.theirs(visitor, conversation)
        events, more = await self.read(found, after, Reader.CUSTOMER)
        return {
            "conversation": found.id,
            "events": [event.wire(Reader.CUSTOMER) for event in events],
            "more": more,
            "head": head(found, Reader.CUSTOMER),
        }

    def read_by(self, conversation: str) -> Answer | None:
        """Which agent has read how far, where that is known."""
        glance = self._desk.glances.of(conversation)
        return glance.wire() if glance is not None else None

    async def theirs(self, visitor: Visitor, conversation: str | None) -> Conversation:
        """One of this visitor's conversations; left out: the newest."""
        found = await self.current(visitor)
        if conversation is None or conversation == found.id:
            return found
        other = await self._desk.log.conversation(conversation)
        if other is None or other.visitor != visitor.id:
            raise NotFound("There is no such conversation.")
        return other

    async def current(self, visitor: Visitor) -> Conversation:
        """The visitor's newest conversation, or the one their first act will begin."""
        latest = await self._desk.log.latest(visitor.id)
        if latest is None:
            return fresh(visitor, 1, None)
        if rules.starts_anew(latest, self._desk.clock()):
            return fresh(visitor, latest.number + 1, latest.locale)
        return latest

    async def read(self, conversation: Conversation, after: int, reader: Reader) -> tuple[list[Event], bool]:
        """Up to ``PAGE`` events after a cursor that this reader may see, and whether there are more."""
        seen: list[Event] = []
        if not conversation.seq:  # it has not begun, whatever is stored under the id it would get
            return seen, False
        while True:
            page = await self._desk.log.events(conversation.id, after, PAGE)
            seen += [event for event in page if event.visible_to(reader)]
            if len(page) < PAGE or len(seen) >= PAGE:
                return seen[:PAGE], len(page) == PAGE or len(seen) > PAGE
            after = page[-1].seq

    def act(
        self,
        tx: Transaction,
        visitor: Visitor,
        place: Place,
        decide: Decide,
        answers: Kind | None = None,
    ) -> Outcome:
        """An act in the current conversation, which begins with it if there is none."""
        latest = tx.latest(visitor.id)
        if latest is None or not latest.open:
            refuse_retired(tx, visitor)
        if latest is not None and not rules.starts_anew(latest, self._desk.clock()):
            change = self._desk.write(tx, latest, latest, decide(latest, customer_of(latest)))
            return Outcome(acknowledged(change, answers), [change])
        return self._begin(tx, visitor, place, latest, decide, answers)

    def _begin(
        self,
        tx: Transaction,
        visitor: Visitor,
        place: Place,
        previous: Conversation | None,
        decide: Decide | None = None,
        answers: Kind | None = None,
    ) -> Outcome:
        base = fresh(visitor, previous.number + 1 if previous else 1, place.locale)
        profile = self._profile(tx, visitor, place)
        by = Speaker(Role.CUSTOMER, visitor.id, profile.name if profile else None)
        words = disclosure(place.locale)
        drafts = rules.start(words, place.locale, place.page, previous, place.time_zone)
        drafts += [identified(profile)] if profile else []
        known = changed(base, seq=len(drafts), last_agent=previous.last_agent if previous else None)
        drafts += decide(known, by) if decide else []
        change = self._desk.write(tx, None, base, drafts)
        return Outcome(acknowledged(change, answers), [change])

    def _profile(self, tx: Transaction, visitor: Visitor, place: Place) -> Profile | None:
        """Who they are: what their page has just proved, else what was known."""
        if not visitor.known:
            return None
        known = tx.customers.profile(visitor.id)
        if place.profile is not None and place.profile != known:
            tx.customers.keep_profile(visitor.id, place.profile, self._desk.clock())
        return place.profile or known

    def _own(self, tx: Transaction, visitor: Visitor) -> Conversation:
        latest = tx.latest(visitor.id)
        if latest is None:
            raise NotFound("Nothing has been said yet.")
        return latest


class Place:
    """Where the customer is: the page's address and title, and their language; and who they have proved to be
    on this connection."""

    __slots__ = ("locale", "page", "profile", "time_zone", "visit")

    def __init__(
        self,
        page: dict[str, str] | None = None,
        locale: str | None = None,
        profile: Profile | None = None,
        time_zone: str | None = None,
        visit: Looking | None = None,
    ) -> None:
        self.page = page
        self.locale = locale
        self.profile = profile
        self.time_zone = time_zone
        self.visit = visit


def fresh(visitor: Visitor, number: int, locale: str | None) -> Conversation:
    return Conversation(conversation_id(visitor.id, number), visitor.id, number, locale)


def refuse_retired(tx: Transaction, visitor: Visitor) -> None:
    """A page still open after its visitor said on another who they are must not begin anything as nobody."""
    if not visitor.known and tx.customers.retired(visitor.id):
        raise Unauthorised(RETIRED)


def sender(visitor: Visitor) -> str:
    return f"v:{visitor.id}"


def head(conversation: Conversation, reader: Reader) -> dict[str, Any]:
    return {"conversation": conversation.id, "seq": conversation.seq_for(reader)}


def acknowledged(change: Change, kind: Kind | None = None, reader: Reader = Reader.CUSTOMER) -> Answer:
    """``conversation`` and its ``number``, ``head``, the ``seq`` of the event the call made (else the
    head's), and what became of the ``mail`` that follows from it, where one does. A repeated call has its
    first answer again: by the ``number`` a page sees that it is on a newer conversation since."""
    after = change.after
    seq = next((e.seq for e in change.events if e.kind is kind), after.seq_for(reader))
    mail = next(({"mail": e.data["mail"]} for e in change.events if "mail" in e.data), {})
    told = {"conversation": after.id, "number": after.number, "seq": seq}
    return {**told, "head": head(after, reader), **mail}
