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
from scipy.sparse import csr_matrix, diags, vstack

from bot.nlu import FROM_ANSWER, GUESS, NOTHING_FITS, OFF_TOPIC, WORDS
from bot.nlu.calibration import (
    Guess,
    Judge,
    OperatingPoint,
    folds,
    importance_of,
    operating_point,
    unseen_confidence,
    weigh,
)
from bot.nlu.classifier import Classifier, View, learn
from bot.nlu.offering import NONE, HeldOut, likeliest, offering_point
from content.entries import normalise

log = logging.getLogger(__name__)
SAID_SO = 0.99  # staff wrote this very phrasing; calibration has nothing to add
RANKING = 10  # as many as Rasa's own classifiers list
CHUNK = 256  # messages compared at once


@dataclass(frozen=True)
class Phrasings:
    """What is learnt from, row by row: features (n), labels (n), words (n), which may be asked (n)."""

    view: View
    label: NDArray[np.int64]
    words: NDArray[np.float32]
    askable: NDArray[np.bool_]


@dataclass(frozen=True)
class Learnt:
    """All that a model keeps. `names` are the labels' by number, `texts` the phrasings as written."""

    model: Classifier
    names: list[str]
    judge: Judge
    point: OperatingPoint
    offering: OperatingPoint
    texts: list[str]
    askable: NDArray[np.bool_]

    @cached_property
    def said(self) -> dict[str, int]:
        """Give the label of each phrasing as it stands; one that stands under two labels says nothing."""
        said: dict[str, int] = {}
        for text, label, askable in zip(self.texts, self.model.label, self.askable, strict=True):
            if askable and (key := normalise(text)):
                said[key] = int(label) if said.get(key, label) == label else -1
        return {key: label for key, label in said.items() if label >= 0}

    def guess(self, view: View, words: NDArray[np.float32]) -> tuple[Guess, NDArray[np.float32]]:
        """Guess for m messages; beside the guess, each label's score (m × labels)."""
        return weigh(self.model, self.model.compare(view), words, _known(view.grams))


def _known(grams: csr_matrix) -> NDArray[np.float32]:
    rows = np.repeat(np.arange(grams.shape[0]), np.diff(grams.indptr))
    return np.bincount(rows, grams.data**2, grams.shape[0]).astype(np.float32)


def view_of(messages: list[Message]) -> View:
    """Read the featurizers' sentence features; without an encoder the meaning has no width."""
    dense = [message.get_dense_features(TEXT)[1] for message in messages]
    meaning = [np.empty((1, 0)) if part is None else part.features for part in dense]
    grams = [message.get_sparse_features(TEXT)[1].features for message in messages]
    together = grams[0] if len(grams) == 1 else csr_matrix(vstack(grams))
    return View(np.concatenate(meaning).astype(np.float32), together.astype(np.float32, copy=False))


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
            "talk": 0.5,
            "offered": 0.8,
            "unanswerable": 0.3,
            "folds": 5,
            "by_grams": 0.25,
            "steps": 30,
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
            view_of(examples),
            np.array([number[name] for name in named]),
            lengths_of(examples),
            np.array([not m.get(FROM_ANSWER) for m in examples]),
        )
        learnt, report = fit(phrasings, names, [m.get(TEXT) for m in examples], self._config)
        with self._storage.write_to(self._resource) as folder:
            write(folder, learnt, report)
        self._learnt = learnt
        return self._resource

    @property
    def learnt(self) -> Learnt:
        """Give what was learnt. Raises RuntimeError before that."""
        if self._learnt is None:
            raise RuntimeError("AnswerSelector was asked before it was trained.")
        return self._learnt

    def process(self, messages: list[Message]) -> list[Message]:
        """Choose for messages."""
        for start in range(0, len(messages), CHUNK):
            self._choose(messages[start : start + CHUNK], self.learnt)
        return messages

    def _choose(self, messages: list[Message], learnt: Learnt) -> None:
        guess, scores = learnt.guess(view_of(messages), lengths_of(messages))
        confidences = learnt.judge.confidence(guess.evidence)
        entries = entries_among(learnt.names, self._config)
        offered = likeliest(scores, learnt.model.labels, entries)
        for row, message in enumerate(messages):
            label, confidence = int(guess.label[row]), float(confidences[row])
            said = learnt.said.get(normalise(message.get(TEXT) or ""))
            if said is not None:
                label, confidence = said, SAID_SO
            name = learnt.names[label]
            threshold = learnt.point.threshold
            if not name.startswith(f"{self._config['retrieval_intent']}/"):
                threshold = min(threshold, self._config["talk"])
            fits = name != OFF_TOPIC and (said is not None or confidence >= threshold)
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


def fit(
    phrasings: Phrasings, names: list[str], texts: list[str], config: dict[str, Any]
) -> tuple[Learnt, dict[str, Any]]:
    """Learn from all phrasings, and judge by rounds in which some were held out.

    Gives also the report of those.
    """
    judge, point, offering, report = _rehearse(phrasings, names, config)
    model = learn(phrasings.view, phrasings.label, config["by_grams"], config["steps"])
    return Learnt(model, names, judge, point, offering, texts, phrasings.askable), report


def entries_among(names: list[str], config: dict[str, Any]) -> NDArray[np.bool_]:
    """Flag the labels that are entries, by number."""
    return np.array([name.startswith(config["retrieval_intent"] + "/") for name in names])


def _rehearse(
    phrasings: Phrasings, names: list[str], config: dict[str, Any]
) -> tuple[Judge, OperatingPoint, OperatingPoint, dict[str, Any]]:
    entries = entries_among(names, config)
    rounds = [
        _round(phrasings, learned, asked, entries, config)
        for learned, asked in folds(phrasings.label, entries[phrasings.label], config["folds"])
    ]
    evidence, label, truth, known, offered = (np.concatenate(part) for part in zip(*rounds, strict=True))
    off_topic = names.index(OFF_TOPIC) if OFF_TOPIC in names else -1
    answerable, tried, right = known & (truth != off_topic), label != off_topic, label == truth
    importance = importance_of(answerable, config["unanswerable"])
    judge = Judge.learn(evidence[tried], right[tried], importance[tried])
    confidence = np.zeros(len(truth), dtype=np.float32)
    confidence[tried] = unseen_confidence(evidence[tried], right[tried], importance[tried], truth[tried])
    point = operating_point(
        confidence, right & tried, answerable, importance, config["precision"], config["margin"], truth
    )
    given = confidence >= np.where(entries[label], point.threshold, min(point.threshold, config["talk"]))
    among = (offered == truth[:, None]).any(axis=1)
    ours = answerable & entries[truth]
    held = HeldOut(confidence, among, tried & ~given, ours, importance, truth)
    offering, offers = offering_point(held, config["offered"], config["margin"])
    report = {
        **asdict(point),
        **offers,
        "wanted": config["precision"],
        "cost_ratio": point.cost_ratio,
        "accuracy": float(right[answerable].mean()),
        "asked": int(answerable.sum()),
        "unanswerable": int((~answerable).sum()),
        "encoder": phrasings.view.meaning.shape[1] > 0,
    }
    log.info("held out: %s", report)
    return judge, point, offering, report


def _round(
    phrasings: Phrasings,
    learned: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    entries: NDArray[np.bool_],
    config: dict[str, Any],
) -> tuple[NDArray[Any], ...]:
    """Learn from some phrasings and ask others.

    Gives evidence, guess, truth, whether any label fits, and the likeliest entries, row by row.
    """
    left_out = ~np.isin(phrasings.label, phrasings.label[learned])
    learned, asked = (learned | ~phrasings.askable) & ~left_out, asked & phrasings.askable
    model = learn(phrasings.view[learned], phrasings.label[learned], config["by_grams"], config["steps"])
    seen = (np.asarray((model.grams != 0).sum(axis=0)).ravel() > 0).astype(np.float32)
    view, words = phrasings.view[asked], phrasings.words[asked]
    view = View(view.meaning, csr_matrix(view.grams @ diags(seen)))  # what no phrasing holds is unknown
    parts = []
    for start in range(0, len(view), CHUNK):
        rows = slice(start, start + CHUNK)
        part = view[rows]
        guess, scores = weigh(model, model.compare(part), words[rows], _known(part.grams))
        parts.append((guess.evidence, guess.label, likeliest(scores, model.labels, entries)))
    truth = phrasings.label[asked]
    evidence, label, offered = (np.concatenate(part) for part in zip(*parts, strict=True))
    return evidence, label, truth, np.isin(truth, model.labels), offered


def write(folder: Path, learnt: Learnt, report: dict[str, Any]) -> None:
    """Keep what was learnt, as plain numbers and JSON."""
    model = learnt.model
    np.savez(
        folder / "numbers.npz",
        data=model.grams.data,
        indices=model.grams.indices,
        indptr=model.grams.indptr,
        shape=np.array(model.grams.shape),
        plain=model.plain,
        centre=model.centre,
        turn=model.turn,
        label=model.label,
        labels=model.labels,
        marks=model.marks,
        weights=model.weights,
        by_grams=np.array(model.by_grams),
        askable=learnt.askable,
    )
    facts = {
        "names": learnt.names,
        "judge": learnt.judge.as_dict(),
        "point": asdict(learnt.point),
        "offering": asdict(learnt.offering),
        "texts": learnt.texts,
    }
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")


def read(folder: Path) -> Learnt:
    """Read what `write` kept. Raises ValueError for anything but plain numbers: a model runs no code."""
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    with np.load(folder / "numbers.npz", allow_pickle=False) as n:
        model = Classifier(
            n["plain"],
            csr_matrix((n["data"], n["indices"], n["indptr"]), shape=tuple(n["shape"])),
            n["centre"],
            n["turn"],
            n["label"],
            n["labels"],
            n["marks"],
            n["weights"],
            float(n["by_grams"]),
        )
        askable = n["askable"]
    judge = Judge.from_dict(facts["judge"])
    point = OperatingPoint(**facts["point"])
    offering = OperatingPoint(**facts["offering"])
    return Learnt(model, facts["names"], judge, point, offering, facts["texts"], askable)
