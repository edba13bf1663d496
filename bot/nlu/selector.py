"""Selects the one entry or small talk that a message means, or says that none fits.

One retrieval intent stands for the whole FAQ, so a thousand entries need one rule. Rasa's own fallback sees
that intent only, and two close entries would look certain to it: this component judges ambiguity itself,
once.
"""

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import FROM_ANSWER, GUESS, NOTHING_FITS, OFF_TOPIC
from bot.nlu.kept import Kept
from bot.nlu.learnt import Learnt, Phrasings, lengths_of, read, view_of, write
from bot.nlu.offering import NONE, likeliest
from bot.nlu.rehearsal import CHUNK, entries_among, fit
from content.entries import normalise

SAID_SO = 0.99  # staff wrote this very phrasing; calibration has nothing to add
RANKING = 10  # as many as Rasa's own classifiers list
LIMITS = {
    "precision": (0.5, 0.999),  # whoever accepts more wrong answers than right ones needs no judge
    "margin": (0, 10),
    "talk": (0, 1),
    "offered": (0, 1),
    "unanswerable": (0, 0.95),
    "folds": (2, 50),
    "by_grams": (0, 100),
    "steps": (0, 10_000),
}
WHOLE = ("folds", "steps")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerSelector(Kept, IntentClassifier):
    """Sets `intent`, `intent_ranking` and `response_selector` as Rasa's rules and actions read them.

    The confidence is the probability that the choice is right. Below the threshold that training set, or
    where the message looks like what nobody answers, the intent is `nlu_fallback`. Kept as npz (numbers) and
    JSON (words).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings.

        `precision`: how often an answer must be right; `margin`: standard errors by which held-out phrasings
        must do better; `talk`: how sure it must be of small talk, which costs little where it is wrong;
        `offered`: how often the entry that is meant must be among the titles that are offered where no answer
        is sure enough; `unanswerable`: the share of questions that no entry answers; `folds`: rounds of
        holding out; `by_grams`: what words and letters weigh against meaning's 1; `steps` of drawing labels
        together (0: none); `retrieval_intent`: the FAQ's name.
        """
        return {
            "precision": 0.95,
            "margin": 1.0,
            "talk": 0.4,
            "offered": 0.8,
            "unanswerable": 0.3,
            "folds": 10,
            "by_grams": 0.25,
            "steps": 30,
            "retrieval_intent": "faq",
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raise ValueError, naming the setting, where one makes no sense."""
        for name, (lowest, highest) in LIMITS.items():
            value = config[name]
            whole = name not in WHOLE or isinstance(value, int)
            if (
                isinstance(value, bool)
                or not isinstance(value, int | float)
                or not whole
                or not lowest <= value <= highest
            ):
                kind = "a whole number" if name in WHOLE else "a number"
                raise ValueError(
                    f"config.yml: {name} must be {kind} from {lowest} to {highest}, not {value!r}."
                )

    def __init__(self, *frame: Any) -> None:
        """Begin untrained; see Kept."""
        super().__init__(*frame)
        self._learnt: Learnt | None = None
        self._report: dict[str, Any] = {}

    def keep(self, folder: Path) -> None:
        """Write what was learnt, and beside it the report of what to expect."""
        write(folder, self.learnt, self._report)

    def restore(self, folder: Path) -> None:
        """Read what was learnt."""
        self._learnt = read(folder)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the phrasings, then how sure to be.

        Raises ValueError where there are not two labels to tell apart.
        """
        examples = [m for m in training_data.training_examples if m.get(TEXT) and m.get(INTENT)]
        named = [m.get(INTENT_RESPONSE_KEY) or m.get(INTENT) for m in examples]
        names = sorted(set(named))
        if len(names) < 2:
            raise ValueError("AnswerSelector needs phrasings of at least two labels.")
        number = {name: place for place, name in enumerate(names)}
        phrasings = Phrasings(
            view_of(examples),
            np.array([number[name] for name in named]),
            lengths_of(examples),
            np.array([not m.get(FROM_ANSWER) for m in examples]),
        )
        texts = [m.get(TEXT) for m in examples]
        self._learnt, self._report = fit(phrasings, names, texts, self._config)
        return self.kept()

    @property
    def learnt(self) -> Learnt:
        """Give what was learnt. Raises RuntimeError before that."""
        if self._learnt is None:
            raise RuntimeError("AnswerSelector was asked before it was trained.")
        return self._learnt

    @cached_property
    def _entries(self) -> NDArray[np.bool_]:
        return entries_among(self.learnt.names, self._config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Choose for messages."""
        for start in range(0, len(messages), CHUNK):
            self._choose(messages[start : start + CHUNK], self.learnt)
        return messages

    def _choose(self, messages: list[Message], learnt: Learnt) -> None:
        guess, scores = learnt.guess(view_of(messages), lengths_of(messages))
        confidences = learnt.judge.confidence(guess.evidence)
        offered = likeliest(scores, learnt.model.labels, self._entries)
        for row, message in enumerate(messages):
            label, confidence = int(guess.label[row]), float(confidences[row])
            said = learnt.said.get(normalise(message.get(TEXT) or ""))
            if said is not None and learnt.names[said] == OFF_TOPIC:
                said, confidence = None, 1 - SAID_SO
            if said is not None:
                label, confidence = said, SAID_SO
            name = learnt.names[label]
            threshold = learnt.point.threshold
            if not name.startswith(f"{self._config['retrieval_intent']}/"):
                threshold = min(threshold, self._config["talk"])
            fits = said is not None or (name != OFF_TOPIC and confidence >= threshold)
            best = np.argsort(-scores[row])[:RANKING]
            ranked = [(learnt.names[learnt.model.labels[place]], float(scores[row, place])) for place in best]
            self._tell(message, name, confidence, fits, ranked, threshold)
            offers = not fits and name != OFF_TOPIC and confidence >= learnt.offering.threshold
            titles = [learnt.names[label].split("/", 1)[1] for label in offered[row] if label != NONE]
            message.get(GUESS)["offer"] = titles if offers else []

    def _tell(
        self,
        message: Message,
        name: str,
        confidence: float,
        fits: bool,
        ranked: list[tuple[str, float]],
        threshold: float,
    ) -> None:
        faq = self._config["retrieval_intent"]
        intent = name.split("/", maxsplit=1)[0] if fits else NOTHING_FITS
        chosen = {"name": intent, "confidence": confidence if fits else 1 - confidence}
        message.set(INTENT, chosen, add_to_output=True)
        message.set("intent_ranking", [chosen, *_base_intents(ranked, intent)], add_to_output=True)
        entries = [{"intent_response_key": n, "confidence": c} for n, c in ranked if n.startswith(f"{faq}/")]
        if fits and intent == faq:
            rest = [entry for entry in entries if entry["intent_response_key"] != name]
            entries = [{"intent_response_key": name, "confidence": confidence}, *rest]
        message.set("response_selector", _selection(faq, entries), add_to_output=True)
        told = {"name": name, "confidence": confidence, "threshold": threshold}
        message.set(GUESS, told, add_to_output=True)


def _base_intents(ranked: list[tuple[str, float]], chosen: str) -> list[dict[str, Any]]:
    """Sum the labels' shares by their intent."""
    sums: dict[str, float] = {}
    for name, share in ranked:
        base = name.split("/")[0]
        sums[base] = sums.get(base, 0.0) + share
    return [{"name": name, "confidence": share} for name, share in sums.items() if name != chosen]


def _selection(faq: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    if not entries:
        return {"all_retrieval_intents": [faq]}
    key = entries[0]["intent_response_key"]
    response = {**entries[0], "responses": None, "utter_action": f"utter_{key}"}
    return {"all_retrieval_intents": [faq], faq: {"response": response, "ranking": entries}}
