"""Finds a Chromium for browser tests: installed here, else Playwright's own, else the system's package."""

import os
import shutil
import subprocess
from pathlib import Path

from scripts.steps import CannotGoOnError, run

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = (
    "The browser tests need Chromium: install it (Debian: apt-get install chromium) "
    "or put HANDRAIL_ALLOW_MISSING=1 before the command to go without them."
)


def find() -> Path | None:
    """A Chromium that starts on this machine, or None."""
    installed = [Path(path) for name in NAMES if (path := shutil.which(name))]
    return next((path for path in [*installed, *playwrights_own()] if starts(path)), None)


def playwrights_own() -> list[Path]:
    """Where Playwright keeps the browsers that it downloaded, newest first."""
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    mac = Path.home() / "Library" / "Caches" / "ms-playwright"
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
    found = [path for folder in (kept, mac) for pattern in patterns for path in folder.glob(pattern)]
    return sorted(found, reverse=True)


def starts(path: Path) -> bool:
    """Whether it runs at all: a browser without its libraries is found, but no browser."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0


def provide() -> str | None:
    """See to a Chromium; None if there is one in the end, else the sentence that names the remedy."""
    attempts: list[tuple[str, list[str]]] = [
        ("Downloading Chromium", [str(ROOT / ".venv" / "bin" / "playwright"), "install", "chromium"]),
    ]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium"
        attempts.append(
            (
                "Installing the system's Chromium",
                ["env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", install],
            )
        )
    for title, command in attempts:
        if find():
            return None
        try:
            run(title, command)
        except CannotGoOnError:
            continue  # the next way may do; the remedy is said when none did
    return None if find() else REMEDY
