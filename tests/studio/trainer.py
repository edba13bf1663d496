"""A trainer that says the lines of a real one, and ends as it is told to: `python trainer.py HOW …`."""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

CARD = {
    "name": "20261122-120000-feedc0de",
    "fingerprint": "feedc0de",
    "scores": {"coverage": 0.8, "precision": 0.95},
    "entries": 3,
    "trained_at": "2026-11-22T12:00:00+00:00",
}
PROBLEM = {"file": "/data/faq/orders.yml", "line": 6, "level": "error", "sentence": "The title is empty."}


def say(**line: object) -> None:
    print(json.dumps(line), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("how")
    parser.add_argument("--models", type=Path)
    given, _ = parser.parse_known_args()
    say(stage="reading", done=0, of=0, share=0.1, left_s=9.0)
    if given.how == "trains":
        say(stage="encoding", done=5, of=10, share=0.5, left_s=5.0)
        model = given.models / f"{CARD['name']}.tar.gz"
        model.write_bytes(b"a model")
        say(**CARD, model=str(model))
    elif given.how == "waits":
        time.sleep(60)
    elif given.how == "full":
        say(failed="The disk is full. Free some room and train again; nothing was changed.", problems=[])
        sys.exit(3)
    elif given.how == "broken":
        say(failed="Nothing was trained: the content has errors.", problems=[PROBLEM])
        sys.exit(1)
    elif given.how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    else:
        print("no JSON", file=sys.stderr)
        sys.exit(1)


main()
