"""What a model would do with a question: give an entry, offer titles, say something, or bring a person.

Only its understanding is asked, one message after the other and without a turn: so thousands of questions
take seconds, and nothing is said to anybody.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.channel import TEXT_LENGTH
from bot.explain import components
from bot.importer import FAQ
from bot.nlu import GUESS, NOTHING_FITS
from bot.nlu.selector import AnswerSelector
from bot.processor import Bot

if TYPE_CHECKING:
    from pathlib import Path

    from bot.nlu.learnt import Learnt

GIVEN, OFFERED, SAID, PERSON = "given", "offered", "said", "person"


@dataclass(frozen=True)
class Decision:
    """`entry` is the one given, `offer` are those whose titles are offered; `sure` is the confidence."""

    kind: str
    entry: str | None = None
    offer: tuple[str, ...] = ()
    sure: float = 0.0

    def told(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {**asdict(self), "offer": list(self.offer), "sure": round(self.sure, 3)}


class Opened:
    """A model opened to be asked. Raises what Rasa, or a component, has against the file."""

    def __init__(self, model: Path) -> None:
        """Open it."""
        bot = Bot()
        bot.load_model(model)
        self.bot = bot
        self._nodes = components(bot)
        self._hands_over = {
            name.removeprefix("utter_")
            for name, said in bot.domain.responses.items()
            if any("handoff" in (one.get("custom") or {}) for one in said)
        }

    @property
    def learnt(self) -> Learnt:
        """Give what its selector learnt."""
        return next(node for node in self._nodes if isinstance(node, AnswerSelector)).learnt

    @property
    def titles(self) -> dict[str, str]:
        """Give the entries' titles, by their ids."""
        said = (one for all_said in self.bot.domain.responses.values() for one in all_said)
        given = ((one.get("custom") or {}).get("answer") for one in said)
        return {answer["entry"]: answer["title"] for answer in given if answer}

    def decide(self, text: str) -> Decision:
        """Decide on a question that stands alone."""
        message = Message(data={TEXT: text[:TEXT_LENGTH]})
        for node in self._nodes:
            node.process([message])
        intent, guess = message.get(INTENT)["name"], message.get(GUESS)
        sure = float(guess["confidence"])
        if intent == FAQ:
            return Decision(GIVEN, guess["name"].split("/", 1)[1], (), sure)
        if intent == NOTHING_FITS:
            offer = tuple(guess.get("offer") or ())
            return Decision(OFFERED if offer else PERSON, None, offer, sure)
        return Decision(PERSON if intent in self._hands_over else SAID, None, (), sure)
