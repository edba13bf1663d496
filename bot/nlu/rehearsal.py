"""Rehearses: learns from some phrasings and asks others, to know how sure to be and from where to answer."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from bot.nlu.calibration import (
    Judge,
    OperatingPoint,
    folds,
    importance_of,
    operating_point,
    unseen_confidence,
)
from bot.nlu.classifier import View, learn, meant
from bot.nlu.course import course
from bot.nlu.evidence import SIGNS, Spacing, weigh
from bot.nlu.learnt import Learnt, Phrasings, known_share, nothing_among
from bot.nlu.offering import OFFERED, HeldOut, likeliest, offering_point

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

log = logging.getLogger(__name__)
CHUNK = 256  # messages compared at once
ASKED = 1_500  # most questions of a round: with five, the share that is right is known to 0.5 points
SPOKEN_OF = 0.6  # a cosine; of 116 lines none or one is that near to a shop's or a bank's phrasings
AT_ONCE = 2  # rounds: each takes one core, and at a thousand entries 200 MB
LARGE = 3_000  # phrasings; from there on half the rounds tell as much, and each takes longer
SHOWN = (0.9, 0.95, 0.98)  # precisions for which the report says what to expect


@dataclass(frozen=True)
class Asked:
    """What held-out questions led to, row by row: evidence (m × signs), the guess, the truth (numbers).

    `known`: the true label was there to be guessed; `offered`: the likeliest entries (m × OFFERED).
    """

    evidence: NDArray[np.float32]
    label: Ints
    truth: Ints
    known: Flags
    offered: Ints


def fit(
    phrasings: Phrasings, names: list[str], texts: list[str], config: dict[str, Any]
) -> tuple[Learnt, dict[str, Any]]:
    """Learn from all phrasings, and judge by rounds in which some were held out.

    Gives also the report of those.
    """
    kept = ~spoken_of(phrasings, nothing_among(names))
    texts = [text for text, keep in zip(texts, kept, strict=True) if keep]
    phrasings = Phrasings(
        phrasings.view[kept], phrasings.label[kept], phrasings.words[kept], phrasings.askable[kept]
    )
    judge, point, offering, report = _rehearse(phrasings, names, config)
    course().tell("learning", 0, 0)
    model = learn(phrasings.view, phrasings.label, config["by_grams"], config["steps"])
    return Learnt(model, names, judge, point, offering, texts, phrasings.askable), report


def spoken_of(phrasings: Phrasings, nothing: int) -> Flags:
    """Flag nobody's questions that are near one of somebody's: this content answers them."""
    strange = phrasings.label == nothing
    if not strange.any() or strange.all():
        return np.zeros(len(strange), dtype=bool)
    view = phrasings.view
    if view.meaning.shape[1]:
        meaning = meant(view.meaning, view.meaning.mean(axis=0))
        likeness = meaning[strange] @ meaning[~strange].T
    else:
        likeness = (view.grams[strange] @ view.grams[~strange].T).toarray()
    flags = np.zeros(len(strange), dtype=bool)
    flags[strange] = likeness.max(axis=1) >= SPOKEN_OF
    return flags


def _rehearse(
    phrasings: Phrasings, names: list[str], config: dict[str, Any]
) -> tuple[Judge, OperatingPoint, OperatingPoint, dict[str, Any]]:
    entries, nothing = entries_among(names, config), nothing_among(names)
    asked = ask_held_out(phrasings, entries, nothing, config)
    course().tell("scoring", 0, 0)
    answerable, right = asked.known & (asked.truth != nothing), asked.label == asked.truth
    importance = importance_of(answerable, config["unanswerable"], asked.truth == nothing)
    judge = Judge.learn(asked.evidence, right, importance)
    confidence = unseen_confidence(asked.evidence, right, importance, asked.truth)

    ours = answerable & entries[asked.truth]
    # Small talk has a threshold of its own, so its mistakes say nothing about the answers'.
    by_answer = np.where(entries[asked.label], confidence, 0)

    def at(wanted: float) -> OperatingPoint:
        return operating_point(
            by_answer,
            right & entries[asked.label],
            ours,
            importance,
            wanted,
            config["margin"],
            asked.truth,
        )

    point = at(config["precision"])
    given = confidence >= np.where(
        entries[asked.label], point.threshold, min(point.threshold, config["talk"])
    )
    among = (asked.offered == asked.truth[:, None]).any(axis=1)
    held = HeldOut(confidence, among, ~given, ours, importance, asked.truth)
    offering, offers = offering_point(held, config["offered"], config["margin"])
    report = {
        **asdict(point),
        **offers,
        "wanted": config["precision"],
        "cost_ratio": point.cost_ratio,
        "accuracy": float(right[ours].mean()) if ours.any() else 0.0,
        "asked": int(ours.sum()),
        "unanswerable": int((~answerable).sum()),
        "unanswerable_share": config["unanswerable"],
        "choices": [_choice(wanted, at(wanted)) for wanted in SHOWN],
        "encoder": phrasings.view.meaning.shape[1] > 0,
    }
    log.info("held out: %s", report)
    return judge, point, offering, report


def _choice(wanted: float, point: OperatingPoint) -> dict[str, float]:
    return {"wanted": wanted, **asdict(point), "cost_ratio": point.cost_ratio}


def entries_among(names: list[str], config: dict[str, Any]) -> Flags:
    """Flag the labels that are entries, by number."""
    return np.array([name.startswith(config["retrieval_intent"] + "/") for name in names])


def at_most(number: int, flags: NDArray[np.bool_], seed: int = 7) -> NDArray[np.bool_]:
    """Keep so many of the flags that are up, at random."""
    up = np.flatnonzero(flags)
    if len(up) <= number:
        return flags
    kept = np.zeros_like(flags)
    kept[np.random.default_rng(seed).permutation(up)[:number]] = True
    return kept


def ask_held_out(phrasings: Phrasings, entries: Flags, nothing: int, config: dict[str, Any]) -> Asked:
    """Ask every phrasing in a round that did not learn it, and every entry's in one without that entry."""
    number = config["folds"] if len(phrasings.label) < LARGE else max(2, config["folds"] // 2)
    rounds = []
    for learned, asked in folds(phrasings.label, entries[phrasings.label], number):
        left_out = ~np.isin(phrasings.label, phrasings.label[learned])
        learned_from = (learned | ~phrasings.askable) & ~left_out
        questions = at_most(ASKED, asked & phrasings.askable)
        if learned_from.any() and questions.any():
            rounds.append((learned_from, questions))

    def one(given: tuple[Flags, Flags]) -> Asked:
        return _round(phrasings, *given, entries, nothing, config)

    told = [_nobody_asked()]
    course().tell("rehearsing", 0, len(rounds))
    with ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as cores:
        for answers in cores.map(one, rounds):
            told.append(answers)
            course().tell("rehearsing", len(told) - 1, len(rounds))
    evidence, label, truth, known, offered = (
        np.concatenate(part)
        for part in zip(*((t.evidence, t.label, t.truth, t.known, t.offered) for t in told), strict=True)
    )
    return Asked(evidence, label, truth, known, offered)


def _nobody_asked() -> Asked:
    number = np.empty(0, dtype=np.int64)
    return Asked(
        np.empty((0, SIGNS), np.float32),
        number,
        number,
        np.empty(0, dtype=bool),
        np.empty((0, OFFERED), np.int64),
    )


def _round(
    phrasings: Phrasings, learned: Flags, asked: Flags, entries: Flags, nothing: int, config: dict[str, Any]
) -> Asked:
    """Learn from some phrasings and ask others."""
    model = learn(phrasings.view[learned], phrasings.label[learned], config["by_grams"], config["steps"])
    seen = (np.asarray((model.grams != 0).sum(axis=0)).ravel() > 0).astype(np.float32)
    view, words = phrasings.view[asked], phrasings.words[asked]
    view = View(view.meaning, csr_matrix(view.grams @ diags(seen)))  # what no phrasing holds is unknown
    spacing, parts = Spacing.of(model), []
    for start in range(0, len(view), CHUNK):
        rows = slice(start, start + CHUNK)
        part = view[rows]
        known = known_share(part.grams)
        guess, scores = weigh(model, spacing, model.compare(part), words[rows], known, nothing)
        parts.append((guess.evidence, guess.label, likeliest(scores, model.labels, entries)))
    truth = phrasings.label[asked]
    evidence, label, offered = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Asked(evidence, label, truth, np.isin(truth, model.labels), offered)
