"""A candidate that answers as a real one's child does: `python trier.py HOW --model FILE`."""

import argparse
import json
import sys
import time

ANSWER = {
    "entry": "returns",
    "title": "As it was taught",
    "text": "Thirty days.",
    "url": "",
    "topic": "Returns",
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("how")
    parser.add_argument("--model")
    given = parser.parse_args()
    if given.how == "broken":
        print(json.dumps({"failed": "This is no model that can be asked."}), flush=True)
        sys.exit(1)
    print("a warning of some library", flush=True)
    print(json.dumps({"ready": True, "model": given.model}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if given.how == "dies":
            sys.exit(3)
        if given.how == "hangs":
            time.sleep(60)
        told = {"guess": "faq/returns", "answer": ANSWER, "titles": {"faq/returns": "As it was taught"}}
        print(
            json.dumps({"id": asked["id"], "model": given.model, "asked": asked["question"], **told}),
            flush=True,
        )


main()
