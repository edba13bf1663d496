"""Rehearses: learns from some phrasings and asks others, to know how sure to be and from where to answer."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from bot.nlu import OFF_TOPIC
from bot.nlu.calibration import (
    Judge,
    OperatingPoint,
    folds,
    importance_of,
    operating_point,
    unseen_confidence,
    weigh,
)
from bot.nlu.classifier import View, learn
from bot.nlu.learnt import Learnt, Phrasings, known_share
from bot.nlu.offering import HeldOut, likeliest, offering_point

if TYPE_CHECKING:
    from numpy.typing import NDArray

log = logging.getLogger(__name__)
CHUNK = 256  # messages compared at once
ASKED = 1_500  # most questions of a round: with five, the share that is right is known to 0.5 points


def fit(
    phrasings: Phrasings, names: list[str], texts: list[str], config: dict[str, Any]
) -> tuple[Learnt, dict[str, Any]]:
    """Learn from all phrasings, and judge by rounds in which some were held out.

    Gives also the report of those.
    """
    judge, point, offering, report = _rehearse(phrasings, names, config)
    model = learn(phrasings.view, phrasings.label, config["by_grams"], config["steps"])
    return Learnt(model, names, judge, point, offering, texts, phrasings.askable), report


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


def entries_among(names: list[str], config: dict[str, Any]) -> NDArray[np.bool_]:
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
    asked = at_most(ASKED, asked)
    seen = (np.asarray((model.grams != 0).sum(axis=0)).ravel() > 0).astype(np.float32)
    view, words = phrasings.view[asked], phrasings.words[asked]
    view = View(view.meaning, csr_matrix(view.grams @ diags(seen)))  # what no phrasing holds is unknown
    parts = []
    for start in range(0, len(view), CHUNK):
        rows = slice(start, start + CHUNK)
        part = view[rows]
        guess, scores = weigh(model, model.compare(part), words[rows], known_share(part.grams))
        parts.append((guess.evidence, guess.label, likeliest(scores, model.labels, entries)))
    truth = phrasings.label[asked]
    evidence, label, offered = (np.concatenate(part) for part in zip(*parts, strict=True))
    return evidence, label, truth, np.isin(truth, model.labels), offered
