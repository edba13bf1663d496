"""A typed verdict on an answer. SAMPLE: counts it in this process's log; send it to your own statistics here.

The service has recorded the verdict already. This is for systems besides it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from rasa_sdk import Action

if TYPE_CHECKING:
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

log = logging.getLogger(__name__)


class Feedback(Action):
    """Says nothing to the customer."""

    def name(self) -> str:
        """Give the name that the rules use."""
        return "action_feedback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[dict[str, Any]]:
        """Note which entry helped or did not; never what was written."""
        told = tracker.latest_message.get("metadata") or {}
        if entry := told.get("awaiting"):
            log.info("%s: %s", entry, (tracker.latest_message.get("intent") or {}).get("name"))
        return []
