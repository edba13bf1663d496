"""Composes what the bot says and means: a reply's text, and the payload that the service acts on.

Texts leave as they stand in the content: no slot, no format string and no variable is ever expanded in them.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator

from bot.nlu import GUESS
from bot.turn import Turn

if TYPE_CHECKING:
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.utils.endpoints import EndpointConfig


NOTHING_FITS = "utter_nothing_fits"  # the rules' name for what is said where no entry fits


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
        turn = Turn.of(message.metadata)
        offer = offered(message.parse_data, turn) if utter_action == NOTHING_FITS else []
        if offer:
            reply: dict[str, Any] = {"custom": {"suggest": offer}}
        else:
            reply = in_context(deepcopy(responses[0]), message.parse_data, turn)
        if message.entities:
            reply["custom"] = {
                **reply.get("custom", {}),
                "entities": [_told(entity) for entity in message.entities],
            }
        return reply


def offered(understood: Any, turn: Turn) -> list[str]:
    """Give the entries whose titles are worth showing where no answer is sure enough, less the refused."""
    likely = understood.get(GUESS, {}).get("offer", [])
    return [entry for entry in likely if entry not in turn.refused]


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
