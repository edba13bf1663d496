"""Staff can see why a question went to an entry."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from bot.explain import Explanation, Near, shown
from tests.bot.conftest import ROOT

HANDRAIL = [sys.executable, "-m", "handoff.cli"]


def test_a_question_is_explained_by_the_phrasings_nearest_to_it(model: Path) -> None:
    question = "can i return my dead plnt of last week"
    command = [*HANDRAIL, "explain", question, "--model", str(model), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    why = json.loads(done.stdout.splitlines()[-1])
    assert why["words"] == ["can", "i", "return", "my", "dead", "plant", "of", "last", "week"]
    assert why["mended"] == [["plnt", "plant"]]
    assert why["entities"] == [["date", "last week"]]
    assert why["guess"] == "faq/return-plants"
    assert why["nearest"][0]["label"] == "faq/return-plants"
    assert why["nearest"][0]["likeness"] >= why["nearest"][-1]["likeness"]
    assert len(why["runners_up"]) >= 3
    assert why["given"] is (why["confidence"] >= why["threshold"])


def test_what_cannot_be_explained_is_a_sentence(model: Path) -> None:
    for question, file, sentence in (
        ("why", "none.tar.gz", "There is no model"),
        ("  ", str(model), "There is nothing to explain"),
    ):
        command = [sys.executable, "-m", "bot.explain", question, "--model", file]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.startswith(sentence)


def test_it_reads_like_a_sentence_for_people() -> None:
    near = Near("my plant died", "faq/return-plants", 0.9, 0.8, 0.7)
    runners_up = [("faq/plant-care", 0.2)]
    why = Explanation(
        words=["dead", "plant"],
        mended=[("plnt", "plant")],
        entities=[("order_number", "FF-100001")],
        guess="faq/return-plants",
        confidence=0.5,
        threshold=0.9,
        given=False,
        decided="nlu_fallback",
        nearest=[near],
        runners_up=runners_up,
    )
    assert shown(why).splitlines()[:5] == [
        "read as     dead plant",
        "mended      plnt → plant",
        "mentioned   FF-100001 (order number)",
        "guess       faq/return-plants, 50% sure",
        "given from  90% on: it is not given, since that is not sure enough; the bot decides nlu_fallback",
    ]
    nothing = replace(why, words=[], mended=[], entities=[])
    assert shown(nothing).startswith("read as     nothing: there is no word in it to go by\nguess")
