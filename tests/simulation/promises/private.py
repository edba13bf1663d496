"""10 · Private: a visitor sees their own conversation, less what is for agents; cards are masked."""

from __future__ import annotations

from typing import Any

from tests.simulation.pages import CustomersPage, Frame, Page
from tests.simulation.promises.promise import Promise
from tests.simulation.storage import Written

SECRET = "for colleagues only"
"""Stands in every note, look-up and whisper of the simulation."""

CARD = "4111 1111 1111 1111"
FOR_AGENTS = {"intent", "confidence", "entities", "note"}


class OwnEyesOnly(Promise):
    name = "Private"

    def heard(self, page: Page, frame: str) -> None:
        if isinstance(page, CustomersPage):
            self.hold(SECRET not in frame, f"{page.name} was sent what is for agents")

    def placed(self, page: Page, event: Frame) -> None:
        if isinstance(page, CustomersPage):
            owner = self.seen.row(event["conversation"]).visitor
            self.hold(owner == page.identity.id, f"{page.name} shows another's conversation")
            self.hold(not FOR_AGENTS & event.keys(), f"{page.name} was sent fields for agents")
        else:
            team = self.seen.row(event["conversation"]).team
            self.hold(page.identity.sees(team), f"{page.name} was sent another team's conversation")

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            for event in one.events:
                self.hold(CARD not in str(event.data.get("text", "")), "a card number was stored")
