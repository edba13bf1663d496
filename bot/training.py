"""`python -m bot.training`: checks the content, trains a model, scores and keeps it.

Beside `models/NAME.tar.gz` stands `models/NAME.json`: name, fingerprint (content.entries), trained_at,
scores, sha256, entries. The last line printed is that, with the model's path, as JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import sys
import tarfile
import tempfile
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.lean import ONE_THREAD
from content.check import examine
from content.entries import fingerprint
from content.places import DATA, MODELS, ROOT

# Rasa misses its own components where ours do their work.
OURS_INSTEAD = (
    "You have defined training data with examples for training a response sel",
    "You have defined .*lookup",
)


def say(line: str) -> None:
    """Show progress, at once."""
    print(line, flush=True)


def fitting(models: Path, mark: str) -> dict[str, Any] | None:
    """Find the newest whole model with a fingerprint; its facts, or None."""
    for path in sorted(models.glob("*.json"), reverse=True):
        facts = _facts(path)
        archive = path.with_suffix(".tar.gz")
        if (
            facts
            and facts.get("fingerprint") == mark
            and archive.is_file()
            and _sha256(archive) == facts.get("sha256")
        ):
            return {**facts, "model": str(archive)}
    return None


def _facts(path: Path) -> dict[str, Any] | None:
    with contextlib.suppress(OSError, ValueError):
        facts = json.loads(path.read_text(encoding="utf-8"))
        return facts if isinstance(facts, dict) else None
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def train(data: Path, models: Path, mark: str, entries: int) -> dict[str, Any]:
    """Train on checked content and keep the model. Gives its facts; RuntimeError where Rasa made none."""
    now = datetime.now(UTC)
    name = f"{now:%Y%m%d-%H%M%S}-{mark[:8]}"
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=".new-") as folder:
        archive = _run_rasa(data, Path(folder), name)
        facts = {
            "name": name,
            "fingerprint": mark,
            "trained_at": now.isoformat(timespec="seconds"),
            "scores": scores_of(archive),
            "sha256": _sha256(archive),
            "entries": entries,
        }
        target = models / archive.name
        archive.replace(target)
        beside = Path(folder) / "facts.json"
        beside.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        beside.replace(models / f"{name}.json")
    return {**facts, "model": str(target)}


def _run_rasa(data: Path, folder: Path, name: str) -> Path:
    # Else Rasa keeps each component's result in .rasa/ of the current folder; training is quicker than that.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    os.environ |= ONE_THREAD
    os.environ["LOG_LEVEL"] = "WARNING"  # else four progress bars for work of a second
    from bot.launcher import prepare, skip_fingerprints

    prepare()
    skip_fingerprints()
    import rasa.model_training

    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        for expected in OURS_INSTEAD:
            warnings.filterwarnings("ignore", expected, UserWarning)
        result = rasa.model_training.train(
            domain=str(ROOT / "bot" / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(data)],
            output=str(folder),
            fixed_model_name=name,
            force_training=True,
        )
    if not result.model:
        raise RuntimeError("Rasa made no model.")
    return Path(result.model)


def scores_of(archive: Path) -> dict[str, Any]:
    """Read how a model did on held-out phrasings: shares, and how many were asked."""
    with tarfile.open(archive) as files:
        for member in files:
            if (
                member.isfile()
                and member.name.endswith("/report.json")
                and (file := files.extractfile(member))
            ):
                report: dict[str, Any] = json.load(file)
                return report
    return {}


def main(args: list[str] | None = None) -> int:
    """Check, train, score, keep; 1 where the content has errors."""
    parser = argparse.ArgumentParser(prog="bot.training", description="Train the bot on the content.")
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR")
    parser.add_argument("--models", type=Path, default=MODELS, metavar="DIR")
    parser.add_argument(
        "--if-needed", action="store_true", help="do nothing where a model fits the content already"
    )
    given = parser.parse_args(args)
    began = time.monotonic()
    content, problems = examine(given.data)
    for problem in problems:
        say(str(problem))
    if any(problem.level == "error" for problem in problems):
        say("Nothing was trained: the content has errors.")
        return 1
    mark = fingerprint(given.data)
    facts = fitting(given.models, mark) if given.if_needed else None
    if facts is None:
        phrasings = sum(len(entry.phrasings) for entry in content.entries)
        say(f"Training on {len(content.entries)} entries, {phrasings} phrasings …")
        facts = train(given.data, given.models, mark, len(content.entries))
        say(f"Trained {facts['name']} in {time.monotonic() - began:.0f} s. {summary(facts['scores'])}")
    print(json.dumps(facts), flush=True)
    return 0


def summary(scores: dict[str, Any]) -> str:
    """Say what to expect, and what another precision would bring."""
    if not scores:
        return ""
    without = "" if scores["encoder"] else " It has no sentence encoder, and compares words and letters only."
    if not scores["coverage"]:
        return (
            f"Held-out phrasings ({scores['asked']}) show no threshold at which {scores['wanted']:.0%} of "
            f"the answers are right: only phrasings as they are written here are answered.{without}"
        )
    choices = "; ".join(
        f"{choice['wanted']:.0%} right: {choice['coverage']:.0%} answered" for choice in scores["choices"]
    )
    return (
        f"Of {scores['asked']} held-out phrasings {scores['coverage']:.0%} were answered; of the answers, "
        f"with {scores['unanswerable']} questions that nothing answers (counted as "
        f"{scores['unanswerable_share']:.0%} of all), {scores['precision']:.0%} were right "
        f"({scores['lowest']:.0%} to {scores['highest']:.0%} with 95 % certainty). At this threshold a wrong "
        f"answer counts as {scores['cost_ratio']:.0f} needless handoffs. "
        f"Other choices of `precision`: {choices}.{without}"
    )


if __name__ == "__main__":
    sys.exit(main())
