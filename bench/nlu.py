"""``python bench/nlu.py TRAIN.csv TEST.csv [--oos OOS.csv …]``: what a pipeline makes of questions.

One process reads TRAIN only and trains config.yml's pipeline; another asks the rest. Rows are
``text,category``. A category's name, read as words, is its title, which entries have too. Questions of OOS
are those that no category answers. A category of TEST that TRAIN lacks is a question of ours all the same: no
guess at it is right, and `unknown` counts such rows. Prints one JSON object; a file that is none of these is
answered by a sentence and status 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # run as a file
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.pipelines import PIPELINES, NotRun, Pipeline, asked
from bench.questions import (
    BadQuestions,
    Rows,
    all_mistyped,
    all_plain,
    learnable,
    read,
    read_unanswerable,
    sampled,
)
from bench.scores import NONE, summed_up


def measure(pipeline: Pipeline, train: Rows, test: Rows, oos: Rows) -> dict[str, Any]:
    """Train, ask, and sum up. Raises NotRun where the pipeline fails."""
    questions = test + [(text, NONE) for text, _ in oos]
    guesses, seconds = asked(pipeline, train, [text for text, _ in questions])
    known = {category for _, category in train}
    return {
        **summed_up([category for _, category in questions], guesses),
        "train_s": seconds,
        "pipeline": pipeline.name,
        "phrasings": len(train),
        "categories": len(known),
        "unknown": sum(category not in known for _, category in test),
    }


def share(text: str) -> float:
    """Read a share between 0 and 1."""
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("must lie between 0 and 1")
    return value


def number(text: str) -> int:
    """Read a whole number above 0."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


def options() -> argparse.ArgumentParser:
    """Give the command line."""
    parser = argparse.ArgumentParser(prog="bench/nlu.py", description=__doc__)
    parser.add_argument("train", type=Path, metavar="TRAIN.csv")
    parser.add_argument("test", type=Path, metavar="TEST.csv")
    parser.add_argument("--oos", type=Path, nargs="+", action="extend", default=[], metavar="OOS.csv")
    parser.add_argument("--pipeline", choices=PIPELINES, default="handrail", help="default: %(default)s")
    parser.add_argument("--shots", type=number, metavar="N", help="learn from N phrasings of each category")
    parser.add_argument("--sample", type=int, default=1, metavar="SEED", help="which ones; default 1")
    parser.add_argument(
        "--typos", type=share, default=0.0, metavar="RATE", help="of TEST's letters are mistyped; default 0"
    )
    parser.add_argument("--seed", type=int, default=1, help="which letters; default 1")
    parser.add_argument("--lower", action="store_true", help="ask TEST in lower case without punctuation")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Measure what the command line asks for: 0, 2 for files that cannot be used, 1 where training fails."""
    given = options().parse_args(arguments)
    try:
        train, test = learnable(given.train), read(given.test)
        oos = [row for path in given.oos for row in read_unanswerable(path)]
        if given.shots:
            train, _ = sampled(train, given.shots, given.sample)
        if given.typos:
            test = all_mistyped(test, given.typos, given.seed)
        if given.lower:
            test = all_plain(test)
        print(json.dumps(measure(PIPELINES[given.pipeline], train, test, oos)))
    except (BadQuestions, NotRun) as refused:
        print(refused, file=sys.stderr)
        return 2 if isinstance(refused, BadQuestions) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
