"""The note for the agent who takes over: what other systems know about what the customer named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa_sdk import Action

from actions.lookup import find_orders

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

MOST_ORDERS = 5  # a message that names more is no question about an order


class HandoffNote(Action):
    """Sends `{"note": {"orders": [{"number", "state", "carrier"}]}}` for the known orders that are named."""

    def name(self) -> str:
        """Give the name that the rules use."""
        return "action_handoff_note"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[dict[str, Any]]:
        """Look the message's order numbers up."""
        named = [
            entity["value"] for entity in tracker.latest_message.get("entities", []) if _is_order(entity)
        ]
        orders = await find_orders(list(dict.fromkeys(named))[:MOST_ORDERS])
        if orders:
            dispatcher.utter_message(json_message={"note": {"orders": orders}})
        return []


def _is_order(entity: dict[str, Any]) -> bool:
    return entity.get("entity") == "order_number" and isinstance(entity.get("value"), str)
