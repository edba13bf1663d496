"""Staff can see why a question went to an entry."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bot.conftest import ROOT


def test_a_question_is_explained_by_the_phrasings_nearest_to_it(model: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "bot.explain",
        "can i return my dead plnt",
        "--model",
        str(model),
        "--json",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    why = json.loads(done.stdout.splitlines()[-1])
    assert why["words"] == ["can", "i", "return", "my", "dead", "plant"]
    assert why["guess"] == "faq/return-plants"
    assert why["nearest"][0]["label"] == "faq/return-plants"
    assert why["nearest"][0]["likeness"] >= why["nearest"][-1]["likeness"]
    assert len(why["runners_up"]) >= 3
    assert why["given"] is (why["confidence"] >= why["threshold"])
    command = [sys.executable, "-m", "bot.explain", "why", "--model", "none.tar.gz"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("There is no model")
