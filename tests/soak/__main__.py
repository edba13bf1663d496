"""``make soak``: the long proofs, one after another. All of them run, whatever fails first."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

PARTS: dict[str, list[str]] = {
    "a million simulated steps": ["-m", "tests.simulation", "--steps", "1000000", "--seeds", "3"],
    "Valkey paused and killed": ["-m", "tests.soak.valkey"],
    "a hundred thousand messages and a hundred kills": ["-m", "tests.soak.long_run"],
}
"""What is soaked, and how it is started."""


def main() -> int:
    failed = []
    for name, command in PARTS.items():
        print(f"── {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run([sys.executable, *command], cwd=ROOT).returncode
        print(f"   {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
        if code:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
