"""The folder a training works in: beside the models, and gone afterwards, however the training ends.

Whatever is told to end removes it at once. What `kill -9` leaves is found by the next training: a folder that
nobody holds a lock on is nobody's.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

PREFIX = ".new-"
ENDED = 143  # what a shell says of a program that SIGTERM ended


@contextlib.contextmanager
def workplace(models: Path) -> Iterator[Path]:
    """Give a folder on the models' disk; temporary files of whatever runs meanwhile go there too."""
    models.mkdir(parents=True, exist_ok=True)
    with _door(models):
        sweep(models)
        folder = Path(tempfile.mkdtemp(dir=models, prefix=PREFIX))
        held = os.open(folder, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    _leaving.append(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before
        _leaving.remove(folder)
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


_leaving: list[Path] = []


def leave_nothing_when_told_to_end() -> None:
    """From now on SIGTERM and SIGINT end this process at once, without its folder."""

    def end(number: int, _frame: FrameType | None) -> None:
        for folder in _leaving:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(ENDED if number == signal.SIGTERM else 130)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def sweep(models: Path) -> None:
    """Remove folders whose training was killed."""
    for folder in models.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            held = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(held)


@contextlib.contextmanager
def _door(models: Path) -> Iterator[None]:
    """Keep others from taking a folder that was made and is not locked yet for a left one."""
    with (models / ".training").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield
