"""5 · One speaker: never two agents, and no bot where a person was promised or is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handoff.core.conversation import Conversation, Status
from handoff.core.events import Event, Kind
from tests.simulation.promises.promise import Promise, Seen
from tests.simulation.storage import Call, Written

BOT_SPEAKS = {Kind.BOT_SAID, Kind.BOT_ANSWERED, Kind.BOT_SUGGESTED}
LETS_GO = {Kind.AGENT_LEFT, Kind.RESOLVED, Kind.RETURNED_TO_BOT}


class OneHolder(Promise):
    """Follows who holds by joining and leaving alone, and lets nobody else speak."""

    name = "One speaker"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._holder: dict[str, tuple[str | None, bool]] = {}  # and whether it is a follow-up

    def committed(self, call: Call | None, written: list[Written]) -> None:
        for one in written:
            id = one.after.id
            holder, later = self._holder.get(id, (None, False))
            for event in one.events:
                if event.kind is Kind.AGENT_JOINED:
                    self.hold(holder is None or later, "an agent joined where another one is")
                    later = False
                    holder = event.data["agent"]["id"]
                elif event.kind in LETS_GO:
                    holder, later = None, False
                elif event.kind is Kind.QUEUED:
                    self.hold(holder is None or later, "queued while an agent is there")
                    holder, later = None, False
                elif event.kind is Kind.FOLLOW_UP_LEFT:
                    by_them = (
                        holder is not None and event.by.id == holder
                    )  # who holds a customer may put them off
                    self.hold(holder is None or later or by_them, "sent away while an agent is there")
                    later = True
                elif event.kind is Kind.FOLLOW_UP_TAKEN:
                    holder = event.data["agent"]["id"] if event.data["agent"] else None
                elif event.kind is Kind.AGENT_SAID:
                    self.hold(event.by.id == holder, "an agent spoke who does not hold the conversation")
            self._holder[id] = holder, later
            held = one.after.agent.id if one.after.agent else None
            self.hold(held == holder, "the row names another holder than the events")
            self.hold(
                later or (one.after.status is Status.WITH_AGENT) == (holder is not None),
                f"{one.after.status} and {'an' if holder else 'no'} agent",
            )
            if call is not None and call.name == "take" and one.events:
                taker = self.world.colleagues[call.person].id
                self.hold(holder == taker, "a take gave the conversation to somebody else")


class SilentBot(Promise):
    """The bot speaks only while it holds the conversation, and to what was said in this reign of its."""

    name = "One speaker"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._asked: dict[str, tuple[int, int]] = {}

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            before = one.before
            speaks = any(event.kind in BOT_SPEAKS for event in one.events)
            # What a customer read before they wrote is the assistant's, too, and brings a person at once.
            if speaks and not any(event.data.get("looked_up") for event in one.events):
                self.hold(
                    before is not None and before.status is Status.WITH_BOT,
                    f"the bot spoke while the conversation was {before.status if before else 'new'}",
                )
                asked = before is not None and (before.turn is not None or _chosen(before, one.events))
                self.hold(asked, "the bot spoke without being asked")
            if before is not None and before.status is not one.after.status:
                self.hold(one.after.epoch > before.epoch, "the speaker changed and the epoch did not")


def _chosen(before: Conversation, events: Sequence[Event]) -> bool:
    """The customer chose one of the titles on offer: asked for by a click."""
    offer = before.offered
    return offer is not None and any(event.data.get("suggestion") == offer.seq for event in events)
