"""The pages as they are: what they hold, what they send again, how they catch up.

``widget/connection/{log,line,outbox}.ts``, ``widget/conversation.ts`` and ``console/station.ts``, word for
word where it matters: a log without a gap, one parcel of a lane under way, the same ``client_id`` until it is
acknowledged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from tests.simulation.wire import Link
    from tests.simulation.world import World

Frame = dict[str, Any]
Settle = Callable[[Frame], None]

PASSING = frozenset({"unavailable", "too_many", "unauthorised"})
"""Refusals that pass by themselves; all others need the sender."""

HOLDING = {
    "queued": "queued",
    "agent_joined": "with_agent",
    "returned_to_bot": "with_bot",
    "follow_up_left": "follow_up",
    "resolved": "resolved",
}
"""Who holds the customer after these events; the others change nothing."""

UNANSWERED: Frame = {"ok": False, "code": "unavailable", "message": ""}


@dataclass(eq=False, slots=True)
class Parcel:
    """An act that is not acknowledged yet. ``number`` is its place in what this page ever sent."""

    client_id: str
    page: Page
    number: int
    name: str
    payload: Frame
    lane: str
    done: bool = False
    tried: bool = False
    refused: str | None = None


class Log:
    """The events of one conversation, in order and without a gap."""

    def __init__(self, conversation: str, fetch: Callable[[Log, Settle], None], page: Page) -> None:
        self.conversation = conversation
        self.events: list[Frame] = []
        self.last = 0
        self._fetch = fetch
        self._page = page
        self._busy = False
        self._wanted = False

    def head(self, seq: int) -> None:
        if seq > self.last:
            self.sync()

    def take(self, events: list[Frame], more: bool) -> None:
        complete = self._add(events)
        if not complete or more:
            self.sync()

    def sync(self) -> None:
        """One at a time; asked for meanwhile, it runs once more."""
        self._wanted = True
        if not self._busy:
            self._busy = True
            self._ask()

    def _ask(self) -> None:
        if not self._wanted:
            self._busy = False
            return
        self._wanted = False
        self._fetch(self, self._fetched)

    def _fetched(self, page: Frame) -> None:
        before = self.last
        if page["ok"]:
            self._page.world.read(self._page, page)
            self._add(page["events"])
        if self.last == before:
            self._busy = False
            return
        self._wanted |= page["more"]
        self._ask()

    def _add(self, events: list[Frame]) -> bool:
        before = self.last
        complete = self._place(events)
        if self.last != before:
            self._page.followed(self)
        return complete

    def _place(self, events: list[Frame]) -> bool:
        for event in events:
            if event["conversation"] != self.conversation or event["seq"] <= self.last:
                continue
            if event["prev"] != self.last:
                return False
            self.events.append(event)
            self.last = event["seq"]
            self._page.arrived(event)
        return True


class Page:
    """One open page of one person."""

    namespace = ""

    def __init__(self, world: World, name: str, person: str, identity: Any) -> None:
        self.world = world
        self.name = name
        self.person = person
        self.identity = identity
        self.link: Link | None = None
        self.live = False
        self.parcels: list[Parcel] = []
        self._sent = 0
        self._calls = 0
        self._waiting: dict[int, Settle] = {}
        self._busy: set[str] = set()
        self.late: set[str] = set()  # lanes that wait a little before they try again

    # The line

    def call(self, name: str, payload: Frame, settle: Settle) -> None:
        """Settles always: an answer that did not come is ``unavailable``."""
        if self.link is None:
            settle(UNANSWERED)
            return
        self._calls += 1
        self._waiting[self._calls] = settle
        self.link.up.append((self._calls, name, payload))
        if "client_id" in payload:
            self.world.past.append((self, name, payload))

    def opened(self, link: Link) -> None:
        self.link = link

    def broken(self) -> None:
        """The connection is gone, and the page has noticed."""
        if self.link is not None:
            self.link.page_there = False
        self.link = None
        self.live = False
        waiting, self._waiting = self._waiting, {}
        for settle in waiting.values():
            settle(UNANSWERED)

    def hear(self, frame: str) -> None:
        """One frame from the service."""
        self.world.heard(self, frame)
        if frame.startswith("43"):
            number, answer = orjson.loads(frame[2:])
            settle = self._waiting.pop(number, None)
            if settle is not None:
                settle(answer)
            return
        name, payload = orjson.loads(frame[frame.index(",") + 1 :])
        react = getattr(self, f"on_{name}", None)
        if react is not None:
            react(payload)
        if name == "welcome":
            self.live = True
            self.late.clear()
            for lane in dict.fromkeys(parcel.lane for parcel in self.parcels):
                self.pump(lane)

    # The outbox

    def send(self, name: str, payload: Frame, lane: str = "") -> Parcel:
        self._sent += 1
        parcel = Parcel(self.world.new_id(), self, self._sent, name, payload, lane)
        payload["client_id"] = parcel.client_id
        self.world.sent(parcel)
        self.parcels.append(parcel)
        self.pump(lane)
        return parcel

    def pump(self, lane: str) -> None:
        """The next parcel of this lane, unless one is under way."""
        self.late.discard(lane)
        if lane in self._busy or not self.live:
            return
        parcel = next((p for p in self.parcels if p.lane == lane and not p.done and not p.refused), None)
        if parcel is None:
            return
        self._busy.add(lane)
        self._again(parcel)
        self.call(parcel.name, parcel.payload, lambda answer: self._settled(parcel, answer))

    def _again(self, parcel: Parcel) -> None:
        if parcel.tried:
            self.world.counts["calls sent again"] += 1
        parcel.tried = True

    def _settled(self, parcel: Parcel, answer: Frame) -> None:
        self._busy.discard(parcel.lane)
        if answer["ok"]:
            self.world.acknowledged(parcel, answer)
            if "text" in parcel.payload:
                parcel.done = True  # words stay in sight until their event comes
                self._forget_arrived(parcel)
            else:
                self.drop(parcel)
            self.done(answer)
        elif answer["code"] in PASSING:
            self.late.add(parcel.lane)
            return
        else:
            parcel.refused = answer["code"]
            self.world.turned_down(parcel, answer)
        self.pump(parcel.lane)

    def drop(self, parcel: Parcel) -> None:
        self.parcels = [one for one in self.parcels if one is not parcel]

    def _forget_arrived(self, parcel: Parcel) -> None:
        if any(
            event.get("client_id") == parcel.client_id for log in self.logs() for event in log.events[-20:]
        ):
            self.drop(parcel)

    def arrived(self, event: Frame) -> None:
        """An event has its place in the log of this page."""
        self.world.placed(self, event)
        client_id = event.get("client_id")
        if client_id is not None and self.parcels:
            self.parcels = [one for one in self.parcels if one.client_id != client_id]

    def followed(self, log: Log) -> None:
        """A log grew."""

    def pending(self) -> list[Parcel]:
        """What is neither acknowledged nor refused for good."""
        return [one for one in self.parcels if not one.done and one.refused is None]

    def new_log(self, conversation: str) -> Log:
        def fetch(log: Log, settle: Settle) -> None:
            self.call("sync", {"conversation": log.conversation, "after": log.last}, settle)

        return Log(conversation, fetch, self)

    def logs(self) -> list[Log]:
        raise NotImplementedError

    def done(self, answer: Frame) -> None:
        raise NotImplementedError


class CustomersPage(Page):
    """The widget: one conversation, the customer's newest."""

    namespace = "/customer"

    def __init__(self, world: World, name: str, person: str, identity: Any) -> None:
        super().__init__(world, name, person, identity)
        self.log = self.new_log("")
        self.number = 0  # of the conversation, among this customer's
        self.status = "with_bot"
        self.place: Frame | None = None
        self.staff: Frame | None = None

    def logs(self) -> list[Log]:
        return [self.log]

    def on_welcome(self, welcome: Frame) -> None:
        conversation = welcome["conversation"]
        self._switch(conversation["id"])
        self.number = conversation["number"]
        self.staff = welcome["staff"]
        self.log.take(welcome["events"], welcome["more"])
        self.log.head(conversation["seq"])

    def on_event(self, event: Frame) -> None:
        if event["kind"] == "conversation_started":
            self._go_on(event["conversation"], event["number"])
        if event["conversation"] == self.log.conversation:
            self.log.take([event], False)

    def on_head(self, head: Frame) -> None:
        if head["conversation"] == self.log.conversation:
            self.log.head(head["seq"])

    def on_queue(self, place: Frame) -> None:
        self.place = place

    def on_staff(self, staff: Frame) -> None:
        self.staff = staff

    def done(self, answer: Frame) -> None:
        if answer.get("conversation"):
            self._go_on(answer["conversation"], answer.get("number", 0))
        if answer.get("head"):
            self.on_head(answer["head"])

    def followed(self, log: Log) -> None:
        if log is not self.log:
            return  # what was missing of the conversation before came late
        was = self.status
        for event in reversed(log.events):
            if event["kind"] in HOLDING:
                self.status = HOLDING[event["kind"]]
                break
        if was == "queued" and self.status != "queued":
            self.place = None

    def answers(self) -> list[int]:
        return [event["seq"] for event in self.log.events if event["kind"] == "bot_answered"]

    def guided(self) -> list[int]:
        return [event["seq"] for event in self.log.events if event.get("steps")]

    def suggestions(self) -> list[Frame]:
        return [event for event in self.log.events if event["kind"] == "bot_suggested"]

    def _go_on(self, conversation: str, number: int) -> None:
        """Never back: a hint may come late, and an act repeated, of a conversation older than this one."""
        if number > self.number:
            self.number = number
            self._switch(conversation)

    def _switch(self, conversation: str) -> None:
        if self.log.conversation == conversation:
            return
        self.log = self.new_log(conversation)
        self.status = "with_bot"
        self.place = None
        self.parcels = [one for one in self.parcels if not one.done]


@dataclass(eq=False)
class Cards:
    """A list of summaries that the service adds to, changes and removes from."""

    cards: dict[str, Frame] = field(default_factory=dict)

    def change(self, op: str, summary: Frame) -> None:
        if op == "remove":
            self.cards.pop(summary["id"], None)
        else:
            self.cards[summary["id"]] = summary

    def replace(self, summaries: list[Frame]) -> None:
        self.cards = {summary["id"]: summary for summary in summaries}


class AgentsPage(Page):
    """The console: who waits, whom the agent holds, and each of their logs."""

    namespace = "/agent"

    def __init__(self, world: World, name: str, person: str, identity: Any) -> None:
        super().__init__(world, name, person, identity)
        self.threads: dict[str, Log] = {}
        self.queue = Cards()
        self.mine = Cards()
        self.offers = Cards()
        self.follow_ups = Cards()

    def logs(self) -> list[Log]:
        return list(self.threads.values())

    def on_welcome(self, welcome: Frame) -> None:
        self.queue.replace(welcome["queue"])
        self.mine.replace(welcome["mine"])
        self.offers.replace([one for one in welcome["offers"] if self._is_for_me(one)])
        self.follow_ups.replace(welcome["follow_ups"])
        for id in self.mine.cards:
            self.thread(id).sync()

    def on_event(self, event: Frame) -> None:
        self.thread(event["conversation"]).take([event], False)

    def on_head(self, head: Frame) -> None:
        if head["conversation"] in self.threads:
            self.threads[head["conversation"]].head(head["seq"])

    def on_queue(self, change: Frame) -> None:
        self.queue.change(change["op"], change["conversation"])

    def on_offer(self, change: Frame) -> None:
        """Offered to a team, it is offered to whoever offers it too."""
        summary = change["conversation"]
        self.offers.change(change["op"] if self._is_for_me(summary) else "remove", summary)

    def _is_for_me(self, summary: Frame) -> bool:
        offer, me = summary["offer"], self.identity.id
        if offer is None or offer["by"]["id"] == me:
            return False
        return offer["to_agent"] is None or bool(offer["to_agent"]["id"] == me)

    def on_follow_up(self, change: Frame) -> None:
        self.follow_ups.change(change["op"], change["conversation"])

    def on_mine(self, change: Frame) -> None:
        self.mine.change(change["op"], change["conversation"])
        if change["op"] != "remove":
            self.thread(change["conversation"]["id"]).sync()

    def take(self, conversation: str | None) -> None:
        """This one, or the next in line. Never repeated by itself: somebody else may have been faster."""
        payload: Frame = {"client_id": self.world.new_id()}
        if conversation is not None:
            payload["conversation"] = conversation
        self._sent += 1
        parcel = Parcel(payload["client_id"], self, self._sent, "take", payload, "")
        self.world.sent(parcel)
        self.call("take", payload, lambda answer: self._taken(parcel, answer))

    def _taken(self, parcel: Parcel, answer: Frame) -> None:
        if answer["ok"]:
            self.world.acknowledged(parcel, answer)
            self.world.read(self, answer)
            thread = self.thread(answer["conversation"])
            thread.sync()
            thread.take(answer["events"], answer["more"])
        elif answer["code"] not in PASSING:
            self.world.turned_down(parcel, answer)

    def done(self, answer: Frame) -> None:
        head = answer.get("head")
        if head is not None and head["conversation"] in self.threads:
            self.threads[head["conversation"]].head(head["seq"])

    def thread(self, id: str) -> Log:
        if id not in self.threads:
            self.threads[id] = self.new_log(id)
        return self.threads[id]
