"""``python -m tests.soak.long_run``: a hundred thousand messages, a hundred kills, and nothing lost."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
from pathlib import Path

from tests.live.long_run import long_run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000, help="said by customers")
    parser.add_argument("--kills", type=int, default=100)
    chosen = parser.parse_args()
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1_000_000))
    print(f"  seed: {seed} (SEED={seed} repeats it)", flush=True)
    with tempfile.TemporaryDirectory(prefix="handrail-soak-") as folder:
        ran = asyncio.run(long_run(Path(folder) / "run", random.Random(seed), chosen.messages, chosen.kills))
    print(ran.table(), flush=True)
    found = ran.compared
    if found.first:
        print(f"  first difference: {found.first}", flush=True)
    broken = found.lost + found.doubled + found.reordered + len(found.unowned) + ran.trouble.total()
    return 1 if broken or ran.traceback else 0


if __name__ == "__main__":
    raise SystemExit(main())
