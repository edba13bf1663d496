"""Everything `make test` checks: style, types, pages, tests. All of it runs, whatever fails first."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Tests that measure time or memory, or freeze what they share, run alone afterwards; see tests/conftest.py.
NOT_ALONE, ALONE = "not alone", "alone"
ROOMS = ("actions", "bench", "bot", "content", "handoff", "scripts", "tests")


def checks() -> list[tuple[str, list[str]]]:
    there = [name for name in ROOMS if any((ROOT / name).rglob("*.py"))]
    listed = [
        ("style", [f"{BIN}/ruff", "check", "--quiet", *there]),
        ("format", [f"{BIN}/ruff", "format", "--check", "--quiet", *there]),
        ("types", [f"{BIN}/mypy", *there]),
    ]
    if (ROOT / "package.json").exists():
        listed.append(("pages", ["npm", "run", "--silent", "check"]))
    alone = any("pytest.mark.alone" in path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    if alone:
        listed.append(("tests that want the machine for themselves", pytest(ALONE)))
    listed.append(("tests", [*pytest(NOT_ALONE), "-n", "auto", "--dist", "loadgroup"]))
    return listed


def pytest(which: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-m", which]


def main() -> int:
    failed = []
    for name, command in checks():
        print(f"── {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=ROOT).returncode
        print(f"   {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
        if code:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
