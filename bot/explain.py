"""`handrail explain "question"`: why a model would answer a question as it does.

Shows what was read after mending, the guess with how sure it is and from where it is given, the phrasings
nearest to the question, and the runners-up.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.launcher import prepare
from bot.lean import leave_out
from content.entries import fingerprint
from content.places import DATA, MODELS

if TYPE_CHECKING:
    from bot.nlu.learnt import Learnt

NEAREST = 5


@dataclass(frozen=True)
class Near:
    """A phrasing and how alike it is (cosines): in all, by meaning, by words and letters."""

    text: str
    label: str
    likeness: float
    by_meaning: float
    by_grams: float


@dataclass(frozen=True)
class Explanation:
    """Why: the words as read, the guess, its confidence and the threshold, whether it is given, what else.

    `mended` are pairs of what was typed and what it was read as; `entities` are what an agent is told of.
    `runners_up` are labels with their scores, the best first; `decided` is the intent in the end. `offer` are
    the entries whose titles are shown where no answer is sure enough.
    """

    words: list[str]
    mended: list[tuple[str, str]]
    entities: list[tuple[str, str]]
    guess: str
    confidence: float
    threshold: float
    given: bool
    decided: str
    nearest: list[Near]
    runners_up: list[tuple[str, float]]
    offer: list[str] = field(default_factory=list)


def explain(agent: Any, text: str) -> Explanation:
    """Ask a loaded agent, and look at what its answer rests on."""
    from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu import GUESS, MENDED, WORDS
    from bot.nlu.learnt import view_of
    from bot.nlu.selector import AnswerSelector

    nodes = components(agent)
    message = Message(data={TEXT: text})
    for node in nodes:
        node.process([message])
    selector = next(node for node in nodes if isinstance(node, AnswerSelector))
    learnt = selector.learnt
    told = message.get(GUESS)
    scores = learnt.model.scores(learnt.model.compare(view_of([message])))[0]
    ranked = sorted(zip(learnt.model.labels, scores, strict=True), key=lambda pair: -pair[1])
    others = [(learnt.names[label], round(float(score), 3)) for label, score in ranked]
    decided = message.get(INTENT)["name"]
    return Explanation(
        message.get(WORDS),
        message.get(MENDED, []),
        [(entity["entity"], entity["value"]) for entity in message.get(ENTITIES, [])],
        told["name"],
        round(told["confidence"], 4),
        round(told["threshold"], 4),
        decided == told["name"].split("/")[0],
        decided,
        nearest(learnt, message),
        [pair for pair in others if pair[0] != told["name"]][:NEAREST],
        list(told.get("offer") or ()),
    )


def told(agent: Any, text: str) -> dict[str, Any]:
    """Explain to a program: beside the explanation the model's name, what it says, and entries' titles."""
    why = explain(agent, text)
    responses = agent.domain.responses
    response = (responses.get(f"utter_{why.guess if why.decided == 'faq' else why.decided}") or [{}])[0]
    custom = response.get("custom") or {}
    named = {near.label for near in why.nearest} | {name for name, _ in why.runners_up} | {why.guess}
    named |= {f"faq/{entry}" for entry in why.offer}
    return {
        **asdict(why),
        "model": agent.processor.model_path.name.removesuffix(".tar.gz"),
        "answer": {**custom["answer"], "text": response["text"]} if "answer" in custom else None,
        "reply": None if "answer" in custom else response.get("text"),
        "person": "handoff" in custom or (why.decided == "nlu_fallback" and not why.offer),
        "titles": {name: title for name in sorted(named) if (title := _title(responses, name))},
    }


def _title(responses: dict[str, Any], name: str) -> str | None:
    for response in responses.get(f"utter_{name}") or ():
        if answer := (response.get("custom") or {}).get("answer"):
            return str(answer["title"])
    return None


def components(agent: Any) -> list[Any]:
    """Give the pipeline's components in their order."""
    runner = agent.processor.graph_runner
    nodes = runner._instantiated_nodes  # noqa: SLF001 - Rasa gives no other way to a loaded component
    return [node._component for name, node in nodes.items() if ".nlu." in name]  # noqa: SLF001


def nearest(learnt: Learnt, message: Any) -> list[Near]:
    """Give the phrasings most like a message that went through the pipeline."""
    from bot.nlu.learnt import view_of

    model = learnt.model
    likeness = model.compare(view_of([message]))
    by_meaning = model.turned @ likeness.turned[0] if model.plain.shape[1] else likeness.grams[0] * 0
    by_grams = likeness.grams[0]
    total = model.together(by_meaning, by_grams)
    return [
        Near(
            learnt.texts[place],
            learnt.names[model.label[place]],
            *(round(float(values[place]), 3) for values in (total, by_meaning, by_grams)),
        )
        for place in (-total).argsort()[:NEAREST]
    ]


def shown(why: Explanation) -> str:
    """Write it for people."""
    lines = [f"read as     {' '.join(why.words) or 'nothing: there is no word in it to go by'}"]
    lines += [f"mended      {typed} → {meant}" for typed, meant in why.mended]
    lines += [f"mentioned   {value} ({kind.replace('_', ' ')})" for kind, value in why.entities]
    lines += [
        f"guess       {why.guess}, {why.confidence:.0%} sure",
        f"given from  {why.threshold:.0%} on: {_verdict(why)}",
        "nearest     likeness (by meaning, by words and letters)",
        *(
            f"  {near.likeness:5.2f} ({near.by_meaning:.2f}, {near.by_grams:.2f})  {near.label}: {near.text}"
            for near in why.nearest
        ),
        "runners-up",
        *(f"  {score:5.2f}  {name}" for name, score in why.runners_up),
    ]
    return "\n".join(lines)


def _verdict(why: Explanation) -> str:
    if why.given:
        return "it is given"
    if why.confidence < why.threshold:
        return f"it is not given, since that is not sure enough; the bot decides {why.decided}"
    return f"it is not given; the bot decides {why.decided}"


def main(args: list[str] | None = None) -> int:
    """Explain one question; 1 where there is no model."""
    parser = argparse.ArgumentParser(prog="handrail explain", description=__doc__.splitlines()[0])
    parser.add_argument("question")
    parser.add_argument("--model", type=Path, metavar="FILE", help="default: the one that fits data/")
    parser.add_argument("--json", action="store_true", help="print it as one JSON object")
    given = parser.parse_args(args)
    leave_out()
    prepare()
    from bot.training import fitting

    model = given.model
    if model is None and (facts := fitting(MODELS, fingerprint(DATA))):
        model = Path(facts["model"])
    if model is None or not model.is_file():
        missing = f"There is no model at {model}." if model else "There is no model that fits the content;"
        print(missing if model else f"{missing} `handrail train` makes one.", file=sys.stderr)
        return 1
    if not given.question.strip():
        print("There is nothing to explain: say the question, in quotation marks.", file=sys.stderr)
        return 1
    from rasa.core.agent import Agent

    why = explain(Agent.load(str(model)), given.question)
    print(json.dumps(asdict(why), ensure_ascii=False) if given.json else shown(why))
    return 0


if __name__ == "__main__":
    sys.exit(main())
