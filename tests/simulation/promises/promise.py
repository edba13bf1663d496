"""What a promise as code is: it sees what happens, keeps books of its own, and says when it is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from handoff.core.conversation import Conversation, Status
from handoff.core.events import Event, Kind, Reader, Role

if TYPE_CHECKING:
    from tests.simulation.storage import Written
    from tests.simulation.world import World


class Broken(Exception):
    """A promise was not kept: which, and what was seen."""

    def __init__(self, promise: str, what: str) -> None:
        super().__init__(f"{promise}: {what}")
        self.promise = promise
        self.what = what


@dataclass(slots=True)
class Told:
    """What the events of one conversation say, read by other code than the service's own folding."""

    id: str
    visitor: str
    events: int = 0
    customer_seq: int = 0
    status: Status = Status.WITH_BOT
    agent: str | None = None
    team: str | None = None
    asked_at: int | None = None  # when the customer first asked for the person they wait for or are with
    returned: bool = False
    urgent: bool = False
    customer_waits: bool = False
    last_words: str | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Smaller is earlier in the line."""
        assert self.asked_at is not None
        return (0 if self.returned else 1 if self.urgent else 2, self.asked_at)


@dataclass
class Seen:
    """What every promise may look at. ``told`` is kept up by the first promise in the list."""

    world: World
    told: dict[str, Told] = field(default_factory=dict)

    def stored(self, id: str) -> list[Event]:
        return self.world.stored.tables.events.get(id, [])

    def row(self, id: str) -> Conversation:
        return self.world.stored.tables.conversations[id]


class Promise:
    """One promise, or a part of one. A hook that a subclass defines is called when that happens."""

    name: ClassVar[str]
    HOOKS: ClassVar = (
        "committed",  # (call, written): a commit became durable
        "refused",  # (call, written): a piece of work failed; nothing of it may remain
        "told",  # (topic, name, payload): the service told somebody
        "sent",  # (parcel): a page sends an act for the first time
        "acknowledged",  # (parcel, answer): a page got an acknowledgement
        "turned_down",  # (parcel, answer): a page got a refusal for good
        "heard",  # (page, frame): a frame reached a page
        "read",  # (page, answer): an answer with events reached a page
        "placed",  # (page, event): an event has its place in a page's log
        "settled",  # (): everybody is connected and nothing is under way
    )

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.world = seen.world

    def broken(self, what: str) -> None:
        self.world.breaks(self.name, what)

    def hold(self, kept: object, what: str) -> None:
        """``what`` says what was seen when it is not kept; cheap to build, since it is built each time."""
        if not kept:
            self.world.breaks(self.name, what)


class Reading(Promise):
    """Not a promise: reads each new event once, for those that look at ``seen.told``."""

    name = "Nothing lost"

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            told = self.seen.told.get(one.after.id)
            if told is None:
                told = self.seen.told[one.after.id] = Told(one.after.id, one.after.visitor)
            for event in one.events:
                follow(told, event)


def follow(told: Told, event: Event) -> None:
    """One more event."""
    told.events += 1
    if event.visible_to(Reader.CUSTOMER):
        told.customer_seq = event.seq
    if event.kind in _SPOKEN:
        told.last_words = event.by.role.value
        told.customer_waits = event.kind is Kind.CUSTOMER_SAID
    reading = _READINGS.get(event.kind)
    if reading is not None:
        reading(told, event)


_SPOKEN = {Kind.CUSTOMER_SAID, Kind.BOT_SAID, Kind.BOT_ANSWERED, Kind.BOT_SUGGESTED, Kind.AGENT_SAID}


def _handoff_requested(told: Told, _event: Event) -> None:
    told.customer_waits = True


def _feedback_given(told: Told, event: Event) -> None:
    if event.data.get("typed"):
        told.customer_waits = False


def _queued(told: Told, event: Event) -> None:
    reason = event.data["reason"]
    again = reason != "handoff"
    told.status, told.agent, told.team = Status.QUEUED, None, event.data["team"]
    told.returned = told.returned if reason == "overflow" else again
    told.urgent = bool(event.data.get("urgent")) or (again and told.urgent)
    if not again or told.asked_at is None:
        told.asked_at = event.at
    told.customer_waits = True


def _agent_joined(told: Told, event: Event) -> None:
    told.status, told.agent, told.team = Status.WITH_AGENT, event.data["agent"]["id"], event.data["team"]
    told.asked_at = told.asked_at or event.at
    told.customer_waits = True


def _agent_left(told: Told, _event: Event) -> None:
    told.agent = None


def _returned_to_bot(told: Told, event: Event) -> None:
    _no_longer_waiting(told, Status.WITH_BOT)
    told.customer_waits = event.by.role is Role.AGENT and told.last_words == "customer"


def _follow_up_left(told: Told, event: Event) -> None:
    agent = told.agent
    _no_longer_waiting(told, Status.FOLLOW_UP)
    told.agent, told.team, told.customer_waits = agent, event.data["team"], True


def _follow_up_taken(told: Told, event: Event) -> None:
    agent = event.data.get("agent")
    told.agent, told.team = agent["id"] if agent else None, event.data.get("team", told.team)


def _resolved(told: Told, _event: Event) -> None:
    _no_longer_waiting(told, Status.RESOLVED)


def _no_longer_waiting(told: Told, status: Status) -> None:
    told.status, told.agent, told.asked_at = status, None, None
    told.returned = told.urgent = told.customer_waits = False


_READINGS: dict[Kind, Callable[[Told, Event], None]] = {
    Kind.HANDOFF_REQUESTED: _handoff_requested,
    Kind.FEEDBACK_GIVEN: _feedback_given,
    Kind.QUEUED: _queued,
    Kind.AGENT_JOINED: _agent_joined,
    Kind.AGENT_LEFT: _agent_left,
    Kind.RETURNED_TO_BOT: _returned_to_bot,
    Kind.FOLLOW_UP_LEFT: _follow_up_left,
    Kind.FOLLOW_UP_TAKEN: _follow_up_taken,
    Kind.RESOLVED: _resolved,
}
