"""A previewer that says the lines of a real one: `python previewer.py HOW --candidate … --out …`."""

import argparse
import json
import sys
import time
from pathlib import Path

GIVEN = {"kind": "given", "entry": "returns", "offer": [], "sure": 0.9}
PERSON: dict[str, object] = {"kind": "person", "entry": None, "offer": [], "sure": 0.1}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("how")
    for name in ("candidate", "questions", "out", "data", "live"):
        parser.add_argument(f"--{name}", type=Path)
    given = parser.parse_args()
    asked = [json.loads(line) for line in given.questions.read_text().splitlines()]
    line = {"stage": "comparing", "done": 1, "of": 2, "share": 0.5, "left_s": 1.0}
    print(json.dumps(line), flush=True)
    if given.how == "waits":
        time.sleep(60)
    if given.how == "refuses":
        print(json.dumps({"failed": "This is no model that can be asked."}))
        sys.exit(2)
    questions = [{**one, "before": PERSON if given.live else None, "after": GIVEN} for one in asked]
    told = {
        "candidate": {"name": given.candidate.name.removesuffix(".tar.gz")},
        "live": {"name": given.live.name} if given.live else None,
        "titles": {"returns": "How do I return it?"},
        "questions": questions,
        "tests": [],
        "collisions": [],
    }
    given.out.write_text(json.dumps(told))
    print(json.dumps({"finished": True}), flush=True)


main()
