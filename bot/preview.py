"""`python -m bot.preview`: asks two models the same questions, to see what publishing one would change.

    --candidate FILE [--live FILE] [--questions FILE] [--data DIR] [--out FILE] [--progress]

`--questions` is a CSV with a column `question` (also `times`, `was`), or JSON lines of `{text, id?, …}`.
Tests are the entries' own `must_answer` and `must_not_answer`. What is written is JSON:

    {candidate: card, live: card | null, data: fingerprint,
     questions: [{id, text, times, was, before: decision | null, after: decision}],
     titles: {entry: title},
     tests: [{entry, title, kind, text, before, after, passed_before, passed}],
     collisions: [{first, second, first_text, second_text, likeness, new}]}

A decision is `{kind: given | offered | said | person, entry, offer, sure}`. Exit 1 where a test fails with
the candidate, 2 where nothing could be asked.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.launcher import prepare
from bot.lean import leave_out
from bot.workplace import leave_nothing_when_told_to_end
from content.check import examine
from content.places import DATA, MODELS

if TYPE_CHECKING:
    from bot.deciding import Decision, Opened
    from content.entries import Entry

MUST, MUST_NOT = "must_answer", "must_not_answer"
GIVES_WAY = 10
LONGEST = 4_000  # characters of a question
MOST = 20_000  # questions
LARGEST_CSV = 20_000_000  # bytes
TOLD_EVERY_S = 0.25
FAILS, UNFIT = 1, 2


class Unfit(Exception):
    """Nothing can be asked; the text says why."""


@dataclass(frozen=True)
class Question:
    """A past question: how often it was asked, and what became of it, if that is known."""

    text: str
    times: int = 1
    was: str | None = None
    id: int | None = None


def read_questions(path: Path) -> list[Question]:
    """Read questions, each once. Raises Unfit, naming the line."""
    try:
        if path.stat().st_size > LARGEST_CSV:
            raise Unfit(f"{path} is larger than {LARGEST_CSV // 1_000_000} MB.")
        raw = path.read_bytes().decode("utf-8-sig")
    except OSError as wrong:
        raise Unfit(f"{path} cannot be read: {wrong.strerror}.") from wrong
    except UnicodeDecodeError as wrong:
        raise Unfit(f"{path} is not UTF-8 text.") from wrong
    found: dict[str, Question] = {}
    for question in _in_csv(path, raw) if path.suffix.lower() == ".csv" else _in_lines(path, raw):
        before = found.get(question.text)
        times = question.times + (before.times if before else 0)
        was = question.was or (before.was if before else None)
        found[question.text] = Question(question.text, times, was, question.id)
    return list(found.values())[:MOST]


def _in_csv(path: Path, raw: str) -> Iterator[Question]:
    rows = csv.DictReader(raw.splitlines())
    if "question" not in (rows.fieldnames or ()):
        raise Unfit(f"{path} needs a column `question` in its first line.")
    try:
        for row in rows:
            yield from _question(path, rows.line_num, row.get("question"), row.get("times"), row.get("was"))
    except csv.Error as wrong:
        raise Unfit(f"{path}:{rows.line_num}: {wrong}.") from wrong


def _in_lines(path: Path, raw: str) -> Iterator[Question]:
    for number, line in enumerate(raw.splitlines(), 1):
        if line.strip():
            try:
                told = json.loads(line)
            except ValueError as wrong:
                raise Unfit(f"{path}:{number}: This is not JSON.") from wrong
            if not isinstance(told, dict):
                raise Unfit(f"{path}:{number}: A question should be an object with `text`.")
            for question in _question(path, number, told.get("text"), told.get("times"), told.get("was")):
                yield replace(question, id=told["id"] if isinstance(told.get("id"), int) else None)


def _question(path: Path, line: int, text: Any, times: Any, was: Any) -> Iterator[Question]:
    said = " ".join(str(text or "").split())[:LONGEST]
    try:
        count = int(times or 1)
    except ValueError:
        raise Unfit(f"{path}:{line}: `times` should be a whole number.") from None
    if said:
        yield Question(said, max(1, count), str(was) if was else None)


def own_tests(entries: tuple[Entry, ...]) -> list[tuple[Entry, str, str]]:
    """Give staff's own test questions: entry, kind, question. What is not taught is not tested."""
    return [
        (entry, kind, text)
        for entry in entries
        if entry.taught
        for kind in (MUST, MUST_NOT)
        for text in getattr(entry, kind)
    ]


def passes(kind: str, entry: str, decision: Decision) -> bool:
    """Say whether a test question led to its entry, or did not."""
    gave = decision.kind == "given" and decision.entry == entry
    return gave if kind == MUST else not gave


def compare(
    candidate: Opened,
    live: Opened | None,
    questions: list[Question],
    entries: tuple[Entry, ...],
    heard: Callable[[int, int], None],
) -> dict[str, Any]:
    """Ask both models everything; `heard` gets how many were asked of how many."""
    tests = own_tests(entries)
    total = len(questions) + len(tests)
    asked = []
    for number, question in enumerate(questions):
        heard(number, total)
        before = live.decide(question.text) if live else None
        asked.append(_told(asdict(question), before, candidate.decide(question.text)))
    tested = []
    for number, (entry, kind, text) in enumerate(tests, len(questions)):
        heard(number, total)
        before, after = live.decide(text) if live else None, candidate.decide(text)
        about: dict[str, Any] = {"entry": entry.id, "title": entry.title, "kind": kind, "text": text}
        about["passed"] = passes(kind, entry.id, after)
        about["passed_before"] = passes(kind, entry.id, before) if before else None
        tested.append(_told(about, before, after))
    return {"questions": asked, "tests": tested, "collisions": _collisions(candidate, live)}


def _told(about: dict[str, Any], before: Decision | None, after: Decision) -> dict[str, Any]:
    return {**about, "before": before.told() if before else None, "after": after.told()}


def _collisions(candidate: Opened, live: Opened | None) -> list[dict[str, Any]]:
    from bot.colliding import collisions

    known = {(one.first, one.second) for one in collisions(live.learnt)} if live else set()
    found = collisions(candidate.learnt)
    return [
        {**asdict(one), "new": live is not None and (one.first, one.second) not in known} for one in found
    ]


def opened(model: Path) -> tuple[Opened, dict[str, Any]]:
    """Open a model and its card. Raises Unfit."""
    if not model.is_file():
        raise Unfit(f"There is no model at {model}.")
    if not tarfile.is_tarfile(model):
        raise Unfit(f"{model} is no model that can be asked.")
    card = model.with_name(model.name.removesuffix(".tar.gz") + ".json")
    try:
        facts = json.loads(card.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        facts = {"name": model.name.removesuffix(".tar.gz")}
    leave_out()
    prepare()
    from bot.deciding import Opened

    try:
        return Opened(model), facts
    except Exception as wrong:
        raise Unfit(f"{model} is no model that can be asked: {wrong.__cause__ or wrong}") from wrong


def shown(told: dict[str, Any]) -> str:
    """Write it for people at a terminal."""
    tests, questions = told["tests"], told["questions"]
    failed = [one for one in tests if not one["passed"]]
    lines = [f"{_many(len(tests), 'test')}: {len(tests) - len(failed)} pass, {len(failed)} fail."]
    lines += [f"  {one['entry']}: {one['kind']} “{one['text']}”: {_did(one['after'])}" for one in failed]
    changed = [one for one in questions if one["before"] and _differ(one["before"], one["after"])]
    if questions:
        given = sum(one["after"]["kind"] == "given" for one in questions)
        asked = _many(len(questions), "question")
        lines.append(f"{asked}: {given} would be answered, {len(changed)} otherwise than now.")
    lines += [f"  “{one['text']}”: {_did(one['before'])} → {_did(one['after'])}" for one in changed]
    new = [one for one in told["collisions"] if one["new"] or not told["live"]]
    lines += [
        f"{one['first']} and {one['second']} collide: “{one['first_text']}”, “{one['second_text']}”"
        for one in new
    ]
    return "\n".join(lines)


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _differ(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return (before["kind"], before["entry"]) != (after["kind"], after["entry"])


def _did(decision: dict[str, Any]) -> str:
    if decision["kind"] == "given":
        return str(decision["entry"])
    if decision["kind"] == "offered":
        return f"titles ({', '.join(decision['offer'])})"
    return {"person": "a person", "said": "small talk"}[decision["kind"]]


def main(args: list[str] | None = None) -> int:
    """Compare; 1 where a test fails with the candidate, 2 where nothing could be asked."""
    parser = argparse.ArgumentParser(prog="handrail preview", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--candidate", type=Path, metavar="FILE", help="default: the model that fits the data"
    )
    parser.add_argument("--live", type=Path, metavar="FILE", help="the model it is compared with")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="CSV with a column `question`")
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR")
    parser.add_argument("--out", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print it as one JSON object")
    parser.add_argument("--progress", action="store_true", help="tell the course of it as JSON lines")
    given = parser.parse_args(args)
    try:
        return _run(given)
    except Unfit as wrong:
        print(json.dumps({"failed": str(wrong)}) if given.progress else str(wrong), flush=True)
        return UNFIT


def _run(given: argparse.Namespace) -> int:
    from content.entries import fingerprint

    if given.progress:
        leave_nothing_when_told_to_end()
        os.nice(GIVES_WAY)
    began = last = time.monotonic()
    _say(given, began, 0, 0)
    questions = read_questions(given.questions) if given.questions else []
    mark = fingerprint(given.data)
    candidate, facts = opened(given.candidate or _fitting(mark))
    live, live_facts = opened(given.live) if given.live else (None, None)
    asking = time.monotonic()

    def heard(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TOLD_EVERY_S:
            last = time.monotonic()
            _say(given, asking, done, of)

    content, _ = examine(given.data)
    told = {
        "candidate": facts,
        "live": live_facts,
        "data": mark,
        "titles": {**(live.titles if live else {}), **{entry.id: entry.title for entry in content.entries}},
        **compare(candidate, live, questions, content.entries, heard),
    }
    if given.out:
        given.out.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    if given.progress:
        print(json.dumps({"finished": True}), flush=True)
    else:
        print(json.dumps(told, ensure_ascii=False) if given.json else shown(told), flush=True)
    failed = any(not one["passed"] for one in told["tests"])
    return FAILS if failed and not given.progress else 0


def _fitting(mark: str) -> Path:
    from bot.training import fitting

    facts = fitting(MODELS, mark)
    if facts is None:
        raise Unfit("There is no model that fits the content; `handrail train` makes one.")
    return Path(facts["model"])


def _say(given: argparse.Namespace, began: float, done: int, of: int) -> None:
    if given.progress:
        left = (time.monotonic() - began) / done * (of - done) if done else None
        share = done / of if of else 0.0
        line = {"stage": "comparing", "done": done, "of": of, "share": round(share, 3)}
        print(json.dumps({**line, "left_s": None if left is None else round(left, 1)}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
