"""Selects the one entry or small talk that a message means, or says that none fits.

One retrieval intent stands for the whole FAQ, so a thousand entries need one rule. Rasa's own fallback sees
that intent only, and two close entries would look certain to it: this component judges ambiguity itself,
once.
"""

import json
import logging
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack

from bot.nlu import FROM_ANSWER, NOTHING_FITS, OFF_TOPIC, WORDS
from bot.nlu.calibration import Guess, Judge, OperatingPoint, folds, importance_of, operating_point, weigh
from bot.nlu.classifier import Weights, learn, span_of
from content.entries import normalise

log = logging.getLogger(__name__)
SAID_SO = 0.99  # staff wrote this very phrasing; calibration has nothing to add
RANKING = 10  # as many as Rasa's own classifiers list


@dataclass(frozen=True)
class Phrasings:
    """What is learnt from, row by row: features (n × d), labels (n), words (n), which may be asked (n)."""

    features: csr_matrix
    label: NDArray[np.int64]
    words: NDArray[np.float32]
    askable: NDArray[np.bool_]


@dataclass(frozen=True)
class Learnt:
    """All that a model keeps. `weights` has one row a phrasing; `names` are the labels' by their number."""

    features: csr_matrix
    label: NDArray[np.int64]
    weights: Weights
    names: list[str]
    judge: Judge
    point: OperatingPoint
    texts: list[str]
    askable: NDArray[np.bool_]

    @cached_property
    def said(self) -> dict[str, int]:
        """Give the label of each phrasing as it stands; one that stands under two labels says nothing."""
        said: dict[str, int] = {}
        for text, label, askable in zip(self.texts, self.label, self.askable, strict=True):
            if askable and (key := normalise(text)):
                said[key] = int(label) if said.get(key, label) == label else -1
        return {key: label for key, label in said.items() if label >= 0}

    def guess(self, features: csr_matrix, words: NDArray[np.float32]) -> tuple[Guess, NDArray[np.float32]]:
        """Guess for m messages; beside the guess, each label's probability (m × labels)."""
        likeness = (features @ self.features.T).toarray()
        probabilities = self.weights.probabilities(likeness)
        known = np.asarray(features.multiply(features).sum(axis=1)).ravel()
        return weigh(probabilities, self.weights.labels, likeness, self.label, known, words), probabilities


def features_of(messages: list[Message]) -> csr_matrix:
    """Put all featurizers' sentence features side by side, dense ones too (m × d)."""
    rows = []
    for message in messages:
        sparse, dense = message.get_sparse_features(TEXT)[1], message.get_dense_features(TEXT)[1]
        parts = [csr_matrix(part.features) for part in (sparse, dense) if part is not None]
        rows.append(hstack(parts) if len(parts) > 1 else parts[0])
    return csr_matrix(vstack(rows), dtype=np.float32)


def lengths_of(messages: list[Message]) -> NDArray[np.float32]:
    """Count each message's words."""
    return np.array([len(message.get(WORDS, [])) for message in messages], dtype=np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerSelector(IntentClassifier, GraphComponent):
    """Sets `intent`, `intent_ranking` and `response_selector` as Rasa's rules and actions read them.

    The confidence is the probability that the choice is right. Below the threshold that training set, or
    where the message looks like what nobody answers, the intent is `nlu_fallback`. Kept as npz (numbers) and
    JSON (words).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings.

        `precision`: how often an answer to a held-out phrasing must be right; `unanswerable`: the share of
        questions that no entry answers, as expected of customers; `folds`: rounds of holding out; `strength`:
        C of the logistic regression; `retrieval_intent`: the FAQ's name.
        """
        return {
            "precision": 0.8,
            "unanswerable": 0.3,
            "folds": 5,
            "strength": 30.0,
            "retrieval_intent": "faq",
        }

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, learnt: Learnt | None = None
    ) -> None:
        """Begin untrained, or with what training found."""
        self._config, self._storage, self._resource, self._learnt = config, storage, resource, learnt

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Make one to be trained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Make one from a model. Raises ValueError where its arrays are not plain numbers."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, read(folder))

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
            features_of(examples),
            np.array([number[name] for name in named]),
            lengths_of(examples),
            np.array([not m.get(FROM_ANSWER) for m in examples]),
        )
        learnt, report = fit(phrasings, names, [m.get(TEXT) for m in examples], self._config)
        with self._storage.write_to(self._resource) as folder:
            write(folder, learnt, report)
        self._learnt = learnt
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Choose for messages."""
        if self._learnt is None:
            raise RuntimeError("AnswerSelector was asked before it was trained.")
        guess, probabilities = self._learnt.guess(features_of(messages), lengths_of(messages))
        confidences = self._learnt.judge.confidence(guess.evidence)
        for row, message in enumerate(messages):
            label, confidence = int(guess.label[row]), float(confidences[row])
            if (said := self._learnt.said.get(normalise(message.get(TEXT) or ""))) is not None:
                label, confidence = said, SAID_SO
            self._choose(message, self._learnt, label, confidence, probabilities[row])
        return messages

    def _choose(
        self, message: Message, learnt: Learnt, label: int, confidence: float, share: NDArray[np.float32]
    ) -> None:
        faq = self._config["retrieval_intent"]
        name = learnt.names[label]
        fits = name != OFF_TOPIC and confidence >= learnt.point.threshold
        best = np.argsort(-share)[:RANKING]
        ranked = [(learnt.names[learnt.weights.labels[place]], float(share[place])) for place in best]
        intent = name.split("/")[0] if fits else NOTHING_FITS
        chosen = {"name": intent, "confidence": confidence if fits else 1 - confidence}
        message.set(INTENT, chosen, add_to_output=True)
        message.set("intent_ranking", [chosen, *_base_intents(ranked, intent)], add_to_output=True)
        entries = [{"intent_response_key": n, "confidence": c} for n, c in ranked if n.startswith(f"{faq}/")]
        if fits and intent == faq:
            entries = [{"intent_response_key": name, "confidence": confidence}, *entries[1:]]
        message.set("response_selector", _selection(faq, entries), add_to_output=True)


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


def fit(
    phrasings: Phrasings, names: list[str], texts: list[str], config: dict[str, Any]
) -> tuple[Learnt, dict[str, Any]]:
    """Learn from all phrasings, and judge by rounds in which some were held out.

    Gives also the report of those.
    """
    span = span_of(phrasings.features)
    judge, point, report = _rehearse(phrasings, names, span.coordinates, config)
    weights = learn(span.coordinates, phrasings.label, config["strength"])
    by_phrasing = Weights(span.back @ weights.matrix, weights.bias, weights.labels)
    learnt = Learnt(
        phrasings.features, phrasings.label, by_phrasing, names, judge, point, texts, phrasings.askable
    )
    return learnt, report


def _rehearse(
    phrasings: Phrasings, names: list[str], coordinates: NDArray[np.float32], config: dict[str, Any]
) -> tuple[Judge, OperatingPoint, dict[str, Any]]:
    entry = np.array([name.startswith(config["retrieval_intent"] + "/") for name in names])[phrasings.label]
    rounds = [
        _round(phrasings, coordinates, learned, asked, config["strength"])
        for learned, asked in folds(phrasings.label, entry, config["folds"])
    ]
    evidence, label, truth, known = (np.concatenate(part) for part in zip(*rounds, strict=True))
    off_topic = names.index(OFF_TOPIC) if OFF_TOPIC in names else -1
    answerable, tried, right = known & (truth != off_topic), label != off_topic, label == truth
    importance = importance_of(answerable, config["unanswerable"])
    judge = Judge.learn(evidence[tried], right[tried], importance[tried] * len(importance))
    confidence = np.where(tried, judge.confidence(evidence), 0)
    point = operating_point(confidence, right & tried, answerable, importance, config["precision"])
    accuracy = float(right[answerable].mean())
    report = {
        **asdict(point),
        "accuracy": accuracy,
        "asked": int(answerable.sum()),
        "unanswerable": int((~answerable).sum()),
    }
    log.info("held out: %s", report)
    return judge, point, report


def _round(
    phrasings: Phrasings,
    coordinates: NDArray[np.float32],
    learned: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    strength: float,
) -> tuple[NDArray[Any], ...]:
    """Learn from some phrasings and ask others.

    Gives evidence, guess, truth and whether any label fits, row by row.
    """
    left_out = ~np.isin(phrasings.label, phrasings.label[learned])
    learned, asked = (learned | ~phrasings.askable) & ~left_out, asked & phrasings.askable
    features, mine = phrasings.features[asked], phrasings.features[learned]
    weights = learn(coordinates[learned], phrasings.label[learned], strength)
    seen = (np.asarray((mine != 0).sum(axis=0)).ravel() > 0).astype(np.float32)
    guess = weigh(
        weights.probabilities(coordinates[asked]),
        weights.labels,
        (features @ mine.T).toarray(),
        phrasings.label[learned],
        np.asarray(features.multiply(features) @ seen).ravel(),
        phrasings.words[asked],
    )
    truth = phrasings.label[asked]
    return guess.evidence, guess.label, truth, np.isin(truth, weights.labels)


def write(folder: Path, learnt: Learnt, report: dict[str, Any]) -> None:
    """Keep what was learnt, as plain numbers and JSON."""
    np.savez_compressed(
        folder / "numbers.npz",
        data=learnt.features.data,
        indices=learnt.features.indices,
        indptr=learnt.features.indptr,
        shape=np.array(learnt.features.shape),
        label=learnt.label,
        matrix=learnt.weights.matrix,
        bias=learnt.weights.bias,
        labels=learnt.weights.labels,
        askable=learnt.askable,
    )
    facts = {
        "names": learnt.names,
        "judge": learnt.judge.as_dict(),
        "point": asdict(learnt.point),
        "texts": learnt.texts,
    }
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")


def read(folder: Path) -> Learnt:
    """Read what `write` kept. Raises ValueError for anything but plain numbers: a model runs no code."""
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    with np.load(folder / "numbers.npz", allow_pickle=False) as n:
        features = csr_matrix((n["data"], n["indices"], n["indptr"]), shape=tuple(n["shape"]))
        weights = Weights(n["matrix"], n["bias"], n["labels"])
        label, askable = n["label"], n["askable"]
    judge = Judge.from_dict(facts["judge"])
    point = OperatingPoint(**facts["point"])
    return Learnt(features, label, weights, facts["names"], judge, point, facts["texts"], askable)
