"""10 · Private: a visitor sees their own conversation, less what is for agents; cards are masked."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from handoff.core.events import Event
from tests.simulation.pages import CustomersPage, Frame, Page
from tests.simulation.promises.promise import Promise, Seen
from tests.simulation.storage import Written

SECRET = "for colleagues only"
"""Stands in every note, look-up and whisper of the simulation."""

CARD = "4111 1111 1111 1111"
FOR_AGENTS = {"intent", "confidence", "entities", "note"}


def _concerned(event: Event) -> set[str]:
    """Teams and agents who may see the conversation from this event on."""
    data = event.data
    agents = [data.get("to_agent"), data.get("agent")]
    return {name for name in (data.get("team"), data.get("to_team")) if name} | {a["id"] for a in agents if a}


class OwnEyesOnly(Promise):
    name = "Private"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._known_to: dict[str, set[str]] = defaultdict(set)

    def heard(self, page: Page, frame: str) -> None:
        if isinstance(page, CustomersPage):
            self.hold(SECRET not in frame, f"{page.name} was sent what is for agents")

    def placed(self, page: Page, event: Frame) -> None:
        if isinstance(page, CustomersPage):
            owner = self.seen.row(event["conversation"]).visitor
            self.hold(owner == page.identity.id, f"{page.name} shows another's conversation")
            self.hold(not FOR_AGENTS & event.keys(), f"{page.name} was sent fields for agents")
        else:
            known = self._known_to[event["conversation"]]
            hers = page.identity.teams is None or known & {page.identity.id, *page.identity.teams}
            self.hold(hers, f"{page.name} was sent another team's conversation")

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            for event in one.events:
                self._known_to[one.after.id] |= _concerned(event)
                self.hold(CARD not in str(event.data.get("text", "")), "a card number was stored")
