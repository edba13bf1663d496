"""The pipelines that are asked: ours, and beside it the two that Rasa's users begin with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from bench.figure import ROOT
from bench.questions import Rows, write
from bench.scores import NONE, Guesses

RASA = "HANDRAIL_BENCH_RASA"  # a Python, 3.8 to 3.10, that has rasa 3.6 with TensorFlow
LONGEST_S = 3600  # of one training, or one round of questions
FALLBACK = 0.3  # what `rasa init` sets

# As `rasa init` writes them. Its EntitySynonymMapper and ResponseSelector find nothing to learn here.
FEATURES: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
GIVES_UP = {"name": "FallbackClassifier", "threshold": FALLBACK, "ambiguity_threshold": 0.1}
DEFAULT = [
    *FEATURES,
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
    GIVES_UP,
]
LOGISTIC = [*FEATURES, {"name": "LogisticRegressionClassifier"}, GIVES_UP]


class NotRun(Exception):
    """A pipeline that could not run here. Its message is a sentence for a person."""


@dataclass(frozen=True)
class Pipeline:
    """One of them: its name on the command line, its steps (none: those of config.yml), and its Python."""

    name: str
    title: str
    steps: tuple[dict[str, Any], ...] = ()
    elsewhere: bool = False

    def python(self) -> str:
        """Name the Python it runs on. Raises NotRun where there is none."""
        if not self.elsewhere:
            return sys.executable
        if found := os.environ.get(RASA):
            return found
        raise NotRun(f"{self.title} was not run: it needs TensorFlow, and {RASA} names no Python with it.")


PIPELINES = {
    one.name: one
    for one in (
        Pipeline("handrail", "Handrail"),
        Pipeline("rasa-logistic", "Rasa's LogisticRegression pipeline", tuple(LOGISTIC)),
        Pipeline("rasa-default", "Rasa's default pipeline", tuple(DEFAULT), elsewhere=True),
    )
}


def asked(pipeline: Pipeline, train: Rows, texts: list[str]) -> tuple[Guesses, float]:
    """Train in one process, which sees TRAIN only, and ask in another; gives the seconds of training, too.

    Raises NotRun where either fails.
    """
    python = pipeline.python()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own = [] if pipeline.elsewhere else ["--bot"]
        given = [*map(str, taught(pipeline, train, folder)), str(folder)]
        trained = json.loads(_step(pipeline, python, ["train", *given, *own]).splitlines()[-1])
        questions, answers = folder / "questions.json", folder / "answers.json"
        questions.write_text(json.dumps(texts), encoding="utf-8")
        lean = [] if pipeline.steps else ["--lean"]
        _step(pipeline, python, ["ask", trained["model"], str(questions), str(answers), *own, *lean])
        told = json.loads(answers.read_text(encoding="utf-8"))
    told["name"] = [category_of(pipeline, name) for name in told["name"]]
    told["threshold"] = FALLBACK if pipeline.steps else told["threshold"][0]
    return Guesses.of(told), trained["train_s"]


def taught(pipeline: Pipeline, train: Rows, folder: Path) -> tuple[Path, Path]:
    """Write the configuration, and what to learn: for all of them the same phrasings, titles among them."""
    from ruamel.yaml import YAML

    config = YAML(typ="safe").load((ROOT / "config.yml").read_text(encoding="utf-8"))
    if pipeline.steps:
        data, importers, config["pipeline"] = folder / "nlu.json", None, list(pipeline.steps)
        data.write_text(json.dumps(as_rasa_reads(train)), encoding="utf-8")
    else:
        data, importers = write(folder / "train.csv", train), [{"name": "bench.importer.CsvImporter"}]
    config = {key: value for key, value in config.items() if key != "importers"}
    if importers:
        config["importers"] = importers
    written = folder / "config.yml"
    YAML().dump(config, written)
    return written, data


def with_titles(train: Rows) -> Rows:
    """Put each category's name, read as words, before the rows: an entry has a title, too."""
    return [(name.replace("_", " "), name) for name in sorted({name for _, name in train})] + train


def as_rasa_reads(train: Rows) -> dict[str, Any]:
    """Give the rows as Rasa's own JSON, in which a text is taken as it stands."""
    examples = [{"text": text, "intent": label(name), "entities": []} for text, name in with_titles(train)]
    return {"rasa_nlu_data": {"common_examples": examples}}


def label(category: str) -> str:
    """Write a category so that no sign in it means anything to Rasa."""
    return quote(category, safe="")


def category_of(pipeline: Pipeline, name: str) -> str:
    """Read it back; what is no category (small talk, off topic) is NONE."""
    if pipeline.steps:
        return unquote(name)
    return unquote(name.removeprefix("faq/")) if name.startswith("faq/") else NONE


def _step(pipeline: Pipeline, python: str, arguments: list[str]) -> str:
    script = str(ROOT / "bench" / "asking.py")
    try:
        done = subprocess.run(
            [python, script, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotRun(f"{pipeline.title} was not done after {LONGEST_S} s.") from error
    except OSError as error:
        raise NotRun(
            f"{pipeline.title} was not run: {python} cannot be started ({error.strerror})."
        ) from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise NotRun(f"{pipeline.title} failed to {arguments[0]}: {said[-1]}")
    return done.stdout
