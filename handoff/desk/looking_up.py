"""What a look-up is asked about a conversation: who it is as far as proved, and what was recognised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoff.core.events import Event
from handoff.desk.agents import AgentDesk
from handoff.desk.desk import Desk
from handoff.ports import Agent

LOOKED_BACK = 200
MOST_ENTITIES = 20


class LookupDesk:
    def __init__(self, desk: Desk, agents: AgentDesk) -> None:
        self._desk = desk
        self._agents = agents

    async def question(self, agent: Agent, conversation: str) -> dict[str, Any]:
        """What is not proved stays here: nobody's order is shown for a name they typed."""
        found = await self._agents.visible(agent, conversation)
        profile = await self._desk.log.transact(lambda tx: tx.customers.profile(found.visitor))
        events = await self._desk.log.events(found.id, max(0, found.seq - LOOKED_BACK), LOOKED_BACK)
        customer = None
        if profile is not None:
            proved = {"name": profile.name, "email": profile.email} if profile.verified else {}
            customer = {"id": profile.id, "verified": profile.verified, **proved}
        return {
            "conversation": found.id,
            "locale": found.locale,
            "customer": customer,
            "entities": _entities(events),
        }


def _entities(events: list[Event]) -> list[dict[str, Any]]:
    """The latest first, each once."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for event in reversed(events):
        for entity in event.data.get("entities") or []:
            name, value = str(entity.get("entity", "")), str(entity.get("value", ""))
            if name and value:
                known.setdefault((name, value), {"entity": name, "value": value})
        note = event.data.get("note")  # the bot's; a colleague's beside a transfer is words
        for order in (note.get("orders") or []) if isinstance(note, Mapping) else []:
            number = str(order["number"])
            known.setdefault(("order_number", number), {"entity": "order_number", "value": number})
    return list(known.values())[:MOST_ENTITIES]
