"""``python bench/asking.py train|ask …``: trains a Rasa pipeline, or asks a trained one, in its own process.

It runs on our Python (``--bot``: by way of bot/launcher.py) and on one that has Rasa as it is published, 3.8
to 3.10: so it needs Rasa alone. ``train CONFIG DATA FOLDER`` prints the model's path and the seconds it took;
``ask MODEL QUESTIONS.json ANSWERS.json`` writes, for each text of a list, what was guessed.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import sys
import time
import warnings
from pathlib import Path
from typing import Any

WARM = 20  # questions before the clock counts
FALLBACK = "nlu_fallback"  # Rasa's name for "nothing fits"


def bridge(*, lean: bool) -> None:
    """Make our Rasa importable; `lean`: as it is where it serves."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from bot.lean import ONE_THREAD, leave_out

    os.environ.update(ONE_THREAD)
    if lean:
        leave_out()
    from bot.launcher import prepare, skip_fingerprints

    prepare()
    if not lean:
        skip_fingerprints()
        bridge_logistic_regression()


def bridge_logistic_regression() -> None:
    """Let Rasa's classifier ask scikit-learn for what it no longer names: it does "auto" of itself."""
    from rasa.nlu.classifiers import logistic_regression_classifier as theirs
    from sklearn.linear_model import LogisticRegression

    def made(**settings: Any) -> Any:
        settings.pop("multi_class")  # removed in scikit-learn 1.8
        settings.pop("l1_ratio")  # None no longer says "none", and is the default's meaning
        return LogisticRegression(**settings)

    theirs.LogisticRegression = made


def train(config: str, data: str, folder: str) -> dict[str, Any]:
    """Train on what `data` holds and keep the model in a folder."""
    os.environ.update({"RASA_MAX_CACHE_SIZE": "0", "LOG_LEVEL": "WARNING", "RASA_TELEMETRY_ENABLED": "false"})
    from rasa.model_training import train_nlu

    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there are no answers; none are needed
        model = train_nlu(config, data, folder, fixed_model_name="model")
    return {"model": str(model), "train_s": time.perf_counter() - began}


def loaded(model: str, *, lean: bool) -> Any:
    """Load a model; `lean`: with what the bot serves it by."""
    from rasa.core.agent import Agent

    if not lean:
        return Agent.load(model)
    from bot.processor import Bot

    bot = Bot()
    bot.load_model(model)
    return bot


def ask(agent: Any, texts: list[str]) -> dict[str, Any]:
    """Ask every text by itself, as customers do."""

    async def parsed() -> list[dict[str, Any]]:
        told = []
        for text in [*(texts * WARM)[:WARM], *texts]:
            began = time.perf_counter()
            parse = await agent.parse_message(text)
            told.append({**guessed(parse), "ms": 1e3 * (time.perf_counter() - began)})
        return told[WARM:]

    told = asyncio.run(parsed())
    return {key: [one[key] for one in told] for key in ("name", "confidence", "given", "ms", "threshold")}


def guessed(parse: dict[str, Any]) -> dict[str, Any]:
    """Read a message's guess: ours says it whether or not it is given; Rasa's stands behind its fallback."""
    if "guess" in parse:
        guess = parse["guess"]
        return {
            "name": guess["name"],
            "confidence": guess["confidence"],
            "given": parse["intent"]["name"] == "faq",
            "threshold": guess["threshold"],
        }
    ranked = [one for one in [parse["intent"], *parse.get("intent_ranking", [])] if one["name"] != FALLBACK]
    best = ranked[0] if ranked and ranked[0]["name"] else {"name": "", "confidence": 0.0}
    return {
        "name": best["name"],
        "confidence": best["confidence"],
        "given": parse["intent"]["name"] not in (FALLBACK, None),
        "threshold": None,
    }


def main(arguments: list[str]) -> None:
    """Run the step; what it prints last is JSON."""
    try:
        run(arguments)
    except Exception as error:  # noqa: BLE001 - it ends here in a sentence, whatever it was
        cause: BaseException = error
        while cause.__cause__ is not None:  # Rasa wraps what went wrong in words of its own
            cause = cause.__cause__
        sys.exit(f"{type(cause).__name__}: {cause}")


def run(arguments: list[str]) -> None:
    """Train or ask."""
    if "--bot" in arguments:
        bridge(lean="--lean" in arguments)
    step, *rest = [argument for argument in arguments if not argument.startswith("--")]
    if step == "train":
        print(json.dumps(train(*rest)))
        return
    model, questions, answers = rest
    told = ask(
        loaded(model, lean="--lean" in arguments), json.loads(Path(questions).read_text(encoding="utf-8"))
    )
    Path(answers).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    sys.path.pop(0)  # this folder, whose files are named as some libraries are
    main(sys.argv[1:])
