"""Composes what the bot says and means: a reply's text, and the payload that the service acts on.

Texts leave as they stand in the content: no slot, no format string and no variable is ever expanded in them.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator

from bot.turn import Turn

if TYPE_CHECKING:
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.utils.endpoints import EndpointConfig


class Replies(TemplatedNaturalLanguageGenerator):
    """Rasa's generator, named in endpoints.yml. Rasa renews `responses` whenever it loads a model."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        """Begin with a domain's responses."""
        super().__init__(domain.responses)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **_: Any,
    ) -> dict[str, Any] | None:
        """Give a response as Rasa utters it: `text` and `custom`; None where there is no such response."""
        responses = self.responses.get(utter_action)
        if not responses or tracker.latest_message is None:
            return None
        message = tracker.latest_message
        reply = in_context(deepcopy(responses[0]), message.parse_data, Turn.of(message.metadata))
        if message.entities:
            reply["custom"] = {
                **reply.get("custom", {}),
                "entities": [_told(entity) for entity in message.entities],
            }
        return reply


def in_context(reply: dict[str, Any], understood: Any, turn: Turn) -> dict[str, Any]:
    """Fit a response to its turn: no refused answer again, and no verdict without an open answer."""
    custom = reply.get("custom", {})
    if answer := custom.get("answer"):
        if answer["entry"] in turn.refused:
            return {"custom": {"handoff": {"reason": "repeated"}}}
        intent = f"faq/{answer['entry']}"
        answer |= {"intent": intent, "confidence": round(understood["intent"]["confidence"], 4)}
    if "feedback" in custom:
        return {"custom": custom} if turn.awaiting else {"text": reply["text"]}
    return reply


def _told(entity: dict[str, Any]) -> dict[str, Any]:
    return {key: entity[key] for key in ("entity", "value", "start", "end")}
