"""``make screenshots``: pictures of every state in every mode, and a page to look through them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.faces.states.album import write
from tests.faces.states.stage import FOLDER

ROOT = Path(__file__).resolve().parents[3]
PICTURES = ROOT / "var" / "screenshots"


def main(named: list[str]) -> int:
    """All of them, or only the stories whose names contain one of these words."""
    if not named:
        shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "-p",
        "no:cacheprovider",
        "tests/faces/states",
    ]
    chosen = ["-k", " or ".join(named)] if named else []
    code = subprocess.run(command + chosen, cwd=ROOT, env={**os.environ, FOLDER: str(PICTURES)}).returncode
    missing = write(PICTURES)
    print(f"Look at them: {PICTURES / 'index.html'}" + (f" ({missing} are missing)" if missing else ""))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
