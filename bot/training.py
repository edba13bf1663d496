"""`python -m bot.training`: checks the content, trains a model, scores and keeps it.

Beside `models/NAME.tar.gz` stand `models/NAME.json` (name, fingerprint, trained_at, scores, sha256, entries)
and `models/NAME.content.json`, the content it was trained from (content/snapshot.py). The last line printed
is the former, with the model's path, as JSON.

With `--progress` every line is JSON: `{stage, done, of, share, left_s}` while it runs (pace.py), and where
nothing was trained a last `{failed, problems}`, a sentence and what is wrong with the content.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import sys
import tarfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.lean import ONE_THREAD, leave_out
from bot.nlu.course import Course, under
from bot.pace import Pace, of_before
from bot.workplace import leave_nothing_when_told_to_end, workplace
from content.check import examine
from content.entries import fingerprint, topic_files
from content.places import DATA, MODELS, ROOT
from content.snapshot import take

if TYPE_CHECKING:
    from content.entries import Content
    from content.source import Problem

TOLD_EVERY_S = 0.25  # often enough for a bar that moves
PACE = "pace.json"
TRAINING_NEEDS = ("sklearn",)  # the judge of answers is a logistic regression (nlu/calibration.py)
GIVES_WAY = 10  # `nice` of a training beside a bot that answers
BAD_CONTENT, FAILED = 1, 3

UNTAUGHT = "No entry is taught yet: the bot greets and hands over, and every question goes to a person."


def say(line: str) -> None:
    """Show progress, at once."""
    print(line, flush=True)


class Told:
    """Tells where a training is: as JSON lines, or not at all."""

    def __init__(self, kept: Path, *, aloud: bool) -> None:
        """Know what earlier trainings on this machine took."""
        self._kept, self._aloud = kept, aloud
        self._pace = Pace(0, time.monotonic(), of_before(_facts(kept)))
        self._last = 0.0
        self._out = sys.stdout  # what Rasa prints meanwhile goes nowhere

    def of(self, phrasings: int) -> None:
        """Learn how much there is to do."""
        self._pace.phrasings = phrasings

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Hear of a stage."""
        now = time.monotonic()
        new = stage != self._pace.stage
        self._pace.reach(stage, of, now)
        if self._aloud and (new or now - self._last >= TOLD_EVERY_S):
            self._last = now
            print(json.dumps(self._pace.told(done, of, now)), file=self._out, flush=True)

    def keep(self) -> None:
        """Keep what it took, for the next one's expectations."""
        self._pace.end(time.monotonic())
        with contextlib.suppress(OSError):
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            beside = self._kept.with_name(f"{self._kept.name}.{os.getpid()}")
            beside.write_text(json.dumps(self._pace.kept()), encoding="utf-8")
            beside.replace(self._kept)


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


def train(data: Path, models: Path, entries: int, tell: Callable[[str, int, int], None]) -> dict[str, Any]:
    """Train on checked content and keep the model. Gives its facts.

    What is learnt is the content as it stands now: whoever edits meanwhile changes nothing of it.
    """
    now = datetime.now(UTC)
    with workplace(models) as folder:
        tell("reading", 0, 0)
        taken = _taken(data, folder / "data")
        mark, content = fingerprint(taken), take(taken)
        name = f"{now:%Y%m%d-%H%M%S}-{mark[:8]}"
        with under(Course(tell, models / ".encoder")):
            archive = _taught(taken, folder, name)
        facts = {
            "name": name,
            "fingerprint": mark,
            "trained_at": now.isoformat(timespec="seconds"),
            "scores": scores_of(archive),
            "sha256": _sha256(archive),
            "entries": entries,
        }
        beside = folder / "facts.json"
        beside.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        target = models / archive.name
        kept = folder / "content.json"
        kept.write_text(json.dumps(content), encoding="utf-8")
        kept.replace(models / f"{name}.content.json")
        archive.replace(target)
        beside.replace(models / f"{name}.json")
    return {**facts, "model": str(target)}


def _taken(data: Path, copy: Path) -> Path:
    for path in (*topic_files(data), data / "talk.yml", data / "rules.yml"):
        place = copy / path.relative_to(data)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return copy


def _taught(data: Path, folder: Path, name: str) -> Path:
    os.environ |= ONE_THREAD
    os.environ["LOG_LEVEL"] = "WARNING"  # else four progress bars for work of a second
    if _all_ours():
        leave_out(but=TRAINING_NEEDS)
    from bot.launcher import prepare

    prepare()
    from bot.lessons import teach

    return teach(data, folder, name)


def _all_ours() -> bool:
    """Say whether config.yml names nothing that needs what our own components leave out."""
    config = (ROOT / "config.yml").read_text(encoding="utf-8")
    named = re.findall(r"^ *- name: *([\w.]+)", config, re.MULTILINE)
    return all(name.startswith("bot.") or name == "RulePolicy" for name in named)


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
    """Check, train, score, keep; 1 where the content has errors, 3 where training could not be done."""
    parser = argparse.ArgumentParser(prog="bot.training", description="Train the bot on the content.")
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR")
    parser.add_argument("--models", type=Path, default=MODELS, metavar="DIR")
    parser.add_argument(
        "--if-needed", action="store_true", help="do nothing where a model fits the content already"
    )
    parser.add_argument(
        "--progress", "--json-progress", action="store_true", help="tell the course of it as JSON lines"
    )
    given = parser.parse_args(args)
    leave_nothing_when_told_to_end()
    if given.progress:
        os.nice(GIVES_WAY)
    try:
        return _run(given)
    except (OSError, MemoryError) as wrong:
        return _failed(given, sentence_of(wrong))
    except Exception as wrong:
        reason = sentence_of(wrong)
        if not reason:
            raise
        return _failed(given, reason)


def _run(given: argparse.Namespace) -> int:
    began = time.monotonic()
    told = Told(given.models / ".encoder" / PACE, aloud=given.progress)
    told("checking", 0, 0)
    content, problems = examine(given.data)
    if not given.progress:
        for problem in problems:
            say(str(problem))
    if any(problem.level == "error" for problem in problems):
        return _failed(given, "Nothing was trained: the content has errors.", problems, BAD_CONTENT)
    facts = fitting(given.models, fingerprint(given.data)) if given.if_needed else None
    if facts is None:
        facts = _trained(given, content, told, began)
    print(json.dumps(facts), flush=True)
    return 0


def _trained(given: argparse.Namespace, content: Content, told: Told, began: float) -> dict[str, Any]:
    phrasings = sum(len(entry.examples) for entry in content.taught)
    told.of(phrasings)
    if not given.progress:
        say(f"Training on {len(content.taught)} entries, {phrasings} phrasings …")
    facts = train(given.data, given.models, len(content.taught), told)
    told.keep()
    if not given.progress:
        result = summary(facts["scores"]) if content.taught else UNTAUGHT
        say(f"Trained {facts['name']} in {time.monotonic() - began:.0f} s. {result}")
    return facts


def _failed(
    given: argparse.Namespace, sentence: str, problems: list[Problem] | None = None, code: int = FAILED
) -> int:
    told = {"failed": sentence, "problems": [asdict(problem) for problem in problems or ()]}
    say(json.dumps(told) if given.progress else sentence)
    return code


def sentence_of(wrong: BaseException) -> str:
    """Say what kept a training from being done; "" for what nobody foresaw."""
    reason: BaseException | None = wrong
    while reason is not None:  # Rasa wraps what went wrong in words of its own
        if isinstance(reason, MemoryError):
            return "There is not enough memory to train. Nothing was changed."
        if isinstance(reason, OSError) and reason.errno in (errno.ENOSPC, errno.EDQUOT):
            return "The disk is full. Free some room and train again; nothing was changed."
        if isinstance(reason, OSError) and reason.filename:
            return f"{reason.filename}: {reason.strerror}. Nothing was changed."
        reason = reason.__cause__
    return ""


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
