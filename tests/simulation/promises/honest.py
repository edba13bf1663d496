"""1 · Honest: the service labels who speaks, and the bot is nobody."""

from __future__ import annotations

from typing import Any

from handoff.core.events import Kind, Role
from tests.simulation.promises.promise import Promise
from tests.simulation.storage import Written

SPEAKER = {
    Kind.CONVERSATION_STARTED: {Role.SYSTEM},
    Kind.CUSTOMER_SAID: {Role.CUSTOMER},
    Kind.BOT_SAID: {Role.BOT},
    Kind.BOT_ANSWERED: {Role.BOT},
    Kind.BOT_SUGGESTED: {Role.BOT},
    Kind.AGENT_SAID: {Role.AGENT},
    Kind.NOTE_ADDED: {Role.AGENT},
    Kind.WHISPERED: {Role.AGENT},
    Kind.TRANSFER_OFFERED: {Role.AGENT},
    Kind.FOLLOW_UP_LEFT: {Role.CUSTOMER, Role.SYSTEM, Role.AGENT},
    Kind.FEEDBACK_GIVEN: {Role.CUSTOMER},
    Kind.STEP_TAKEN: {Role.CUSTOMER},
    Kind.RATED: {Role.CUSTOMER},
    Kind.TOLD: {Role.AGENT},
    Kind.QUEUED: {Role.SYSTEM},
}
"""Whose word each kind is; the others may come from several."""


class SpokenByWhoTheyAre(Promise):
    name = "Honest"

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            for event in one.events:
                by = event.by
                if event.seq == 1:
                    self.hold(
                        event.kind is Kind.CONVERSATION_STARTED and event.data.get("disclosure"),
                        f"a conversation begins with {event.kind} and does not say that a bot speaks",
                    )
                allowed = SPEAKER.get(event.kind)
                self.hold(allowed is None or by.role in allowed, f"{event.kind} is labelled {by.role}")
                if event.kind is Kind.FOLLOW_UP_LEFT and by.role is Role.AGENT:
                    self.hold(not event.data["text"], "an agent puts words into a customer's form")
                if by.role in (Role.BOT, Role.SYSTEM):
                    self.hold(by.name is None and by.avatar is None, f"the {by.role} bears a name")
                elif by.role is Role.CUSTOMER:
                    self.hold(by.id == one.after.visitor, f"{event.kind} by another customer")
                elif by.id is not None and by.role is Role.AGENT:
                    self.hold(by.name == self.world.agent(by.id).name, f"{event.kind} under another's name")
