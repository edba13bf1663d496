"""`python -m bot.trying --model FILE`: explains questions, one JSON line for each, until its input ends.

It says `{"ready": true, "model": name}` first, or `{"failed": sentence}` and ends. Then each line `{"id",
"question"}` is answered by one with that id: what `explain.told` gives, or `{"id", "failed"}`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from bot.preview import Unfit, opened

GIVES_WAY = 5  # somebody waits for it, but customers come first
LONGEST = 4_000


def answered(agent: Any, line: str) -> dict[str, Any]:
    """Answer one line."""
    from bot.explain import told

    try:
        asked = json.loads(line)
        question = asked["question"]
    except (ValueError, KeyError, TypeError):
        return {"id": None, "failed": "A line should be a JSON object with `id` and `question`."}
    if not isinstance(question, str) or not question.strip() or len(question) > LONGEST:
        return {"id": asked.get("id"), "failed": "`question` should be a text that is not empty."}
    return {"id": asked.get("id"), **told(agent, question)}


def main(args: list[str] | None = None) -> int:
    """Answer until the input ends; 1 where the model can't be asked."""
    parser = argparse.ArgumentParser(prog="bot.trying", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, required=True, metavar="FILE")
    given = parser.parse_args(args)
    os.nice(GIVES_WAY)
    try:
        model, _ = opened(given.model)
    except Unfit as wrong:
        print(json.dumps({"failed": str(wrong)}), flush=True)
        return 1
    agent = model.bot
    print(json.dumps({"ready": True, "model": given.model.name.removesuffix(".tar.gz")}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answered(agent, line), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
