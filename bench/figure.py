"""What a benchmark says, and how it is shown."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results.json"


@dataclass(frozen=True)
class Figure:
    """``ratio`` is ours ÷ the other's in the same run. ``floor`` is what must hold of it, in words."""

    name: str
    value: float
    unit: str
    against: str
    ratio: float | None
    floor: str
    note: str

    def held(self) -> bool | None:
        """None where nothing is asked."""
        if not self.floor:
            return None
        sign, bound = self.floor.split()[:2]
        measured = self.ratio if self.ratio is not None else self.value
        return measured >= float(bound) if sign == "≥" else measured <= float(bound)


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(values: Sequence[float]) -> str:
    """The rounds behind a median, so that a noisy one shows."""
    return "rounds " + ", ".join(f"{value:.3g}" for value in values)


def keep(figures: Sequence[Figure]) -> None:
    """Into ``results.json``, beside figures measured before."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for figure in figures:
        told = asdict(figure)
        for name in ("name", "floor"):
            del told[name]
        kept[figure.name] = {**told, "value": _short(figure.value), "ratio": _short(figure.ratio)}
    RESULTS.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n")


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")
