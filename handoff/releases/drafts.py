"""What stands in the files: the draft of the next release."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import orjson

from handoff.core.errors import BadRequest
from handoff.releases.trained import Trained


@dataclass(frozen=True, slots=True)
class Draft:
    """``fingerprint`` is that of a model which fits, ``snapshot`` the content as JSON."""

    fingerprint: str
    snapshot: str
    entries: int


def read(data: Path) -> Draft:
    """The files as they are. Blocks on the disk."""
    from content.fingerprint import fingerprint
    from content.snapshot import take

    mark, taken = fingerprint(data), take(data)
    while (again := fingerprint(data)) != mark:  # somebody saved a file meanwhile
        mark, taken = again, take(data)
    return Draft(mark, orjson.dumps(taken).decode(), len(taken["entries"]))


def faultless(data: Path) -> None:
    """Refuse files with errors: what can't be read of them would be missing for customers."""
    from content.check import examine

    errors = [problem for problem in examine(data)[1] if problem.level == "error"]
    if errors:
        more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
        raise BadRequest(
            f"The content has errors, so nothing was published. {Path(errors[0].file).name}, line "
            f"{errors[0].line}: {errors[0].sentence}{more}"
        )


def trained_from(model: Trained) -> str | None:
    """The content that a model was trained from, as JSON; None where training did not keep it."""
    try:
        kept = model.content.read_bytes()
        return kept.decode() if isinstance(orjson.loads(kept), dict) else None
    except (OSError, ValueError):
        return None
