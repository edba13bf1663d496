"""4 · Said is done (and 3 · A person is one click away): what was told or acknowledged is so."""

from __future__ import annotations

from typing import Any

from handoff.core.conversation import Status
from handoff.core.events import Kind
from tests.simulation.pages import AgentsPage, Frame, Parcel
from tests.simulation.promises.promise import Promise, Seen
from tests.simulation.storage import Call, Written

NEVER_REFUSED = {"say", "person"}
"""What a customer may do in every state; no refusal of these is for good."""


class StoredBeforeTold(Promise):
    name = "Said is done"

    def told(self, _topic: str, name: str, payload: Any) -> None:
        if name == "event":
            stored = self.seen.stored(payload["conversation"])
            self.hold(payload["seq"] <= len(stored), f"{payload['kind']} was told before it was stored")
        elif name in ("queue", "mine"):
            row = self.world.stored.tables.conversations.get(payload["conversation"]["id"])
            self.hold(row is not None, "a card was told of a conversation that is not stored")


class CrossesAtOnce(Promise):
    """The handoff and the place in the queue are one transaction."""

    name = "Said is done"

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            for at, event in enumerate(one.events):
                if event.kind is Kind.HANDOFF_REQUESTED:
                    follows = one.events[at + 1].kind if at + 1 < len(one.events) else None
                    self.hold(follows is Kind.QUEUED, f"handoff_requested is followed by {follows}")


class DoneWhenSaid(Promise):
    """An acknowledgement means that the act is stored: its words, or what it leads to."""

    name = "Said is done"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._done: dict[str, list[Written]] = {}

    def committed(self, call: Call | None, written: list[Written]) -> None:
        if call is not None and "client_id" in call.payload:
            self._done.setdefault(call.payload["client_id"], written)

    def acknowledged(self, parcel: Parcel, answer: Frame) -> None:
        done = self._done.get(parcel.client_id)
        if done is None:
            self.broken(f"{parcel.name} was acknowledged and never committed")
            return
        key = (_sender(parcel), parcel.client_id)
        self.hold(key in self.world.stored.tables.calls, f"{parcel.name} was acknowledged and forgotten")
        if "text" in parcel.payload and parcel.name in ("say", "note", "whisper"):
            stored = self.seen.stored(answer["conversation"])
            place = answer["seq"]
            held = len(stored) >= place and stored[place - 1].client_id == parcel.client_id
            self.hold(
                held, f"{parcel.page.name}'s words were acknowledged as number {place}, and are not there"
            )
        expected = AFTER.get(parcel.name)
        if expected is not None and done:
            status = done[-1].after.status
            self.hold(status in expected, f"{parcel.name} was acknowledged, and left it {status}")

    def turned_down(self, parcel: Parcel, answer: Frame) -> None:
        if parcel.name in NEVER_REFUSED and not isinstance(parcel.page, AgentsPage):
            self.world.breaks("A person is one click away", f"{parcel.name} was refused: {answer['message']}")


WITH_PEOPLE = {Status.QUEUED, Status.WITH_AGENT}

AFTER = {
    "person": WITH_PEOPLE,
    "bot": {Status.WITH_BOT},
    "restart": {Status.WITH_BOT},
    "rate": {Status.RESOLVED},
    "take": {Status.WITH_AGENT, Status.FOLLOW_UP},
    "accept": {Status.WITH_AGENT},
    "take_over": {Status.WITH_AGENT, Status.FOLLOW_UP},
    "follow_up": {Status.FOLLOW_UP},
    "release": {Status.QUEUED, Status.FOLLOW_UP},
    "to_bot": {Status.WITH_BOT},
    "resolve": {Status.RESOLVED},
}
"""The status in which the commit of an acknowledged call left the conversation."""


class AnswersStand(Promise):
    """The same act gets the same answer however often it is repeated."""

    name = "Said is done"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._answers: dict[str, tuple[Any, Any]] = {}

    def acknowledged(self, parcel: Parcel, answer: Frame) -> None:
        told = (answer.get("conversation"), answer.get("seq"))
        first = self._answers.setdefault(parcel.client_id, told)
        self.hold(first == told, f"{parcel.name} was answered {first}, and repeated {told}")


class RefusedChangesNothing(Promise):
    name = "Said is done"

    def refused(self, _call: Call | None, written: list[Written]) -> None:
        tables = self.world.stored.tables
        for one in written:
            row = tables.conversations.get(one.after.id)
            self.hold(row is one.before or row == one.before, "a refused act changed the row")
            stored = len(tables.events.get(one.after.id, []))
            self.hold(stored == (one.before.seq if one.before else 0), "a refused act left events")


def _sender(parcel: Parcel) -> str:
    letter = "a" if isinstance(parcel.page, AgentsPage) else "v"
    return f"{letter}:{parcel.page.identity.id}"
