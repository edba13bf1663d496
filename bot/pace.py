"""How far a training is and how long it still takes, from what was measured: pure, and told nothing untrue.

Each stage's time is expected from what it took here before, and where it never ran, from what it took on the
machine it was written on. Once stages have passed, what they took instead corrects what is still to come.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# A stage's seconds: those it always takes, and those for each of its things (milliseconds): phrasings in
# all, and in `encoding` those that are encoded anew. Measured on two busy cores with 20 and 1,000 entries.
EXPECTED_S: dict[str, tuple[float, float]] = {
    "checking": (0.1, 0.04),
    "reading": (5.0, 1.0),
    "encoding": (0.2, 1.9),
    "rehearsing": (2.5, 0.6),
    "scoring": (0.1, 0.02),
    "learning": (0.3, 0.2),
    "packing": (0.5, 0.4),
}
STAGES = tuple(EXPECTED_S)
TRUSTED_S = 3.0  # as long as that a first stage's pace says little of the others'


def expected(stage: str, things: int) -> float:
    """Give the seconds a stage takes for so many things, where nothing was measured here."""
    always, each = EXPECTED_S[stage]
    return always + each * things / 1000


@dataclass
class Pace:
    """One training of so many phrasings. `earlier`: what `kept` of one before gave here, or nothing."""

    phrasings: int
    began: float
    earlier: dict[str, Any] = field(default_factory=dict)
    stage: str = STAGES[0]
    took: dict[str, float] = field(default_factory=dict)
    things: dict[str, int] = field(default_factory=dict)
    _since: float = 0.0
    _share: float = 0.0

    def __post_init__(self) -> None:
        """Begin with the first stage."""
        self._since = self.began

    def reach(self, stage: str, of: int, now: float) -> None:
        """Go on to a stage; one that is come back to goes on where it stopped."""
        if stage != self.stage:
            self.took[self.stage] = self.took.get(self.stage, 0.0) + now - self._since
            self.stage, self._since = stage, now
        if of and stage == "encoding":
            self.things[stage] = of

    def end(self, now: float) -> None:
        """Take the last stage's time."""
        self.took[self.stage] = self.took.get(self.stage, 0.0) + now - self._since
        self._since = now

    def told(self, done: int, of: int, now: float) -> dict[str, Any]:
        """Say where it is: stage, done and of (0 of 0: not counted), the share in all, seconds left."""
        spent = self.took.get(self.stage, 0.0) + now - self._since
        pace = self._pace()
        here = self.stage_s(self.stage) * pace
        left = max(here - spent, 0.1 * spent)
        if of and done >= max(1, of // 20):  # what it does says more than what it did
            left = spent / done * (of - done)
        later = STAGES[STAGES.index(self.stage) + 1 :]
        total = left + pace * sum(self.stage_s(stage) for stage in later)
        elapsed = now - self.began
        self._share = min(0.999, max(self._share, elapsed / (elapsed + total) if elapsed + total else 0.0))
        return {
            "stage": self.stage,
            "done": done,
            "of": of,
            "share": round(self._share, 3),
            "left_s": round(total, 1),
        }

    def stage_s(self, stage: str) -> float:
        """Expect a stage's seconds."""
        things = self.things.get(stage, self.phrasings)
        alone = expected(stage, things)
        took = self.earlier.get("took", {}).get(stage)
        if took is None:
            return alone
        before = self.earlier.get("things", {}).get(stage, self.earlier.get("phrasings", things))
        if stage == "encoding" and stage not in self.things:
            return float(took)
        return float(took) * alone / expected(stage, before)

    def _pace(self) -> float:
        """Say how much slower than expected this machine is today."""
        passed = [stage for stage in self.took if stage != self.stage]
        took = sum(self.took[stage] for stage in passed)
        thought = sum(self.stage_s(stage) for stage in passed)
        return (TRUSTED_S + took) / (TRUSTED_S + thought)

    def kept(self) -> dict[str, Any]:
        """Give what the next training may expect from."""
        took = {stage: round(seconds, 3) for stage, seconds in self.took.items()}
        return {"took": took, "things": self.things, "phrasings": self.phrasings}


def of_before(told: Any) -> dict[str, Any]:
    """Read what an earlier training kept; nothing where it is not that."""
    if not isinstance(told, dict):
        return {}
    took, things, phrasings = told.get("took"), told.get("things"), told.get("phrasings")
    if not isinstance(took, dict) or not isinstance(things, dict) or not isinstance(phrasings, int):
        return {}
    if not all(isinstance(v, int | float) and v >= 0 for v in took.values()):
        return {}
    if set(took) - set(STAGES) or not all(isinstance(v, int) for v in things.values()):
        return {}
    return {"took": took, "things": things, "phrasings": phrasings}
