"""What a model keeps of the shop's phrasings, and how it is written and read: plain numbers and words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from scipy.sparse import csr_matrix, vstack

from bot.nlu import OFF_TOPIC, WORDS
from bot.nlu.calibration import Judge, OperatingPoint
from bot.nlu.classifier import Classifier, View
from bot.nlu.evidence import Guess, Spacing, weigh
from content.entries import normalise

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from rasa.shared.nlu.training_data.message import Message


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
        known = known_share(view.grams)
        return weigh(self.model, self.spacing, self.model.compare(view), words, known, self.nothing)

    @cached_property
    def nothing(self) -> int:
        """Give the number of the label that stands for nobody's questions; -1 where there is none."""
        return nothing_among(self.names)

    @cached_property
    def spacing(self) -> Spacing:
        """Give how near each other each label's phrasings are."""
        return Spacing.of(self.model)


def nothing_among(names: list[str]) -> int:
    """Give the number of the label that stands for nobody's questions; -1 where there is none."""
    return names.index(OFF_TOPIC) if OFF_TOPIC in names else -1


def known_share(grams: csr_matrix) -> NDArray[np.float32]:
    """Give the share of each message that any phrasing holds: its square length."""
    rows = np.repeat(np.arange(grams.shape[0]), np.diff(grams.indptr))
    return np.bincount(rows, grams.data**2, grams.shape[0]).astype(np.float32)


def view_of(messages: list[Message]) -> View:
    """Read the featurizers' sentence features; without an encoder the meaning has no width."""
    meaning = [_sentence(message, dense=True) for message in messages]
    grams = [_sentence(message, dense=False) for message in messages]
    together = grams[0] if len(grams) == 1 else csr_matrix(vstack(grams))
    return View(np.concatenate(meaning).astype(np.float32), together.astype(np.float32, copy=False))


def _sentence(message: Message, *, dense: bool) -> Any:
    """Give a message's sentence feature of a kind; several featurizers' together, as Rasa puts them."""
    own = [part for part in message.features if part.attribute == TEXT and part.is_dense() == dense]
    if len(own) == 1 and own[0].type == FEATURE_TYPE_SENTENCE:
        return own[0].features  # Rasa would copy it
    _, part = message.get_dense_features(TEXT) if dense else message.get_sparse_features(TEXT)
    return np.empty((1, 0)) if part is None else part.features


def lengths_of(messages: list[Message]) -> NDArray[np.float32]:
    """Count each message's words."""
    return np.array([len(message.get(WORDS, [])) for message in messages], dtype=np.float32)


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
        group=model.group,
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
            n["group"],
            n["weights"],
            float(n["by_grams"]),
        )
        askable = n["askable"]
    judge = Judge.from_dict(facts["judge"])
    point = OperatingPoint(**facts["point"])
    offering = OperatingPoint(**facts["offering"])
    learnt = Learnt(model, facts["names"], judge, point, offering, facts["texts"], askable)
    _ = learnt.spacing  # measured here rather than while the first customer waits
    return learnt
