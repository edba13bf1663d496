"""How commands meet the person at the terminal: what goes right is a line, and so is what goes wrong."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import NoReturn

from rich.console import Console

from handoff.core.errors import Refusal
from handoff.settings import Settings, load
from handoff.troubles import WRONG_SET_UP, SettingsTrouble, Trouble

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

DISK_TROUBLES = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES}


def settings_or_fail() -> Settings:
    try:
        return load()
    except SettingsTrouble as trouble:
        fail(str(trouble))


def guarded(run: Callable[[], object]) -> None:
    """Troubles that a person can mend are one line, not a traceback."""
    try:
        run()
    except Trouble as trouble:
        fail(str(trouble))
    except Refusal as refusal:
        fail(refusal.message, code=1)
    except OSError as error:
        if error.errno not in DISK_TROUBLES:
            raise
        fail(f"HANDRAIL_HOME: '{error.filename or 'a file there'}' can't be written ({error.strerror}).")
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def fail(sentence: str, code: int = WRONG_SET_UP) -> NoReturn:
    if sentence:
        err.print(sentence, markup=False)
    raise SystemExit(code)
