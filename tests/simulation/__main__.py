"""``python -m tests.simulation``: many histories from a seed; one that breaks a promise is told."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter

from tests.simulation.history import Result, live
from tests.simulation.run import history_seed, quietly
from tests.simulation.shrink import shrink, told


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", help="any number, else one is drawn; --seeds N takes N from it on")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--steps", type=int, default=100_000, help="steps over all seeds")
    parser.add_argument("--length", type=int, default=300, help="steps of one history")
    parser.add_argument("--history", type=int, help="only this one of the seed's histories")
    given = parser.parse_args()
    given.seed = given.seed or str(random.SystemRandom().randrange(1_000_000))
    print(f"seed: {given.seed}", flush=True)
    with quietly():
        if given.history is not None:
            found = live(history_seed(given.seed, given.history), given.length)
            return _tell(found, None)
        return _many(given)


def _many(given: argparse.Namespace) -> int:
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    for seed in (str(int(given.seed) + n) for n in range(given.seeds)):
        number = 0
        until = counts["steps"] + given.steps // given.seeds
        while counts["steps"] < until:
            found = live(history_seed(seed, number), given.length)
            counts.update(found.world.counts)
            counts.update(histories=1, steps=found.world.steps)
            if found.broken is not None:
                command = (
                    f"python -m tests.simulation --seed {seed} --history {number} --length {given.length}"
                )
                return _tell(found, command)
            number += 1
    counts["steps a second"] = int(counts["steps"] / (time.perf_counter() - began))
    counts["broken promises"] = 0
    for name, number in sorted(counts.items()):
        print(f"{number:>12,}  {name}")
    return 0


def _tell(found: Result, command: str | None) -> int:
    if found.broken is None:
        print("No promise is broken.")
        return 0
    print(f"BROKEN: {found.broken}")
    if command is not None:
        print(f"repeat it: {command}")
    print(told(shrink(found)), flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
