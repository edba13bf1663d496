"""What publishing a candidate would change, in numbers that each open their list.

Decided for each past question by two models: `before` by the live one, `after` by the candidate. A decision
is `{kind: given | offered | said | person, entry, offer, sure}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SHOWN = 200
"""Rows of a list that pages get; the number above it counts them all."""

OTHER, TO_PERSON, TO_TITLES, ANSWERED, TITLES = "other", "to_person", "to_titles", "answered", "titles"
CHANGES = (TO_PERSON, OTHER, TO_TITLES, ANSWERED, TITLES)
"""What people look at first stands first."""

Row = Mapping[str, Any]


def change_of(before: Row | None, after: Row) -> str | None:
    """Which change a question is; None where the customer would notice none."""
    if before is None:
        return None
    was, will = before["kind"], after["kind"]
    if was == "given" and will == "given":
        return OTHER if before["entry"] != after["entry"] else None
    if was == "given":
        return TO_TITLES if will == "offered" else TO_PERSON if will == "person" else OTHER
    if will == "given":
        return ANSWERED
    if will == "offered" and was != "offered":
        return TITLES
    return TO_PERSON if will == "person" and was == "offered" else None


def summed(told: Row) -> dict[str, Any]:
    """Sum up what both models decided (bot/preview.py); docs/protocol.md gives the shape."""
    changes: dict[str, list[Row]] = {name: [] for name in CHANGES}
    for row in told["questions"]:
        if name := change_of(row["before"], row["after"]):
            changes[name].append(row)
    collisions = [one for one in told["collisions"] if one["new"] or told["live"] is None]
    return {
        "candidate": told["candidate"].get("name"),
        "live": (told["live"] or {}).get("name"),
        "questions": len(told["questions"]),
        "same": len(told["questions"]) - sum(map(len, changes.values())),
        "changes": [_list(name, rows) for name, rows in changes.items()],
        "collisions": {"count": len(collisions), "rows": collisions[:SHOWN]},
        "scores": {"before": _score(told["live"]), "after": _score(told["candidate"])},
        "tests": _tests(told["tests"], known=told["live"] is not None),
        "titles": _titles(told, changes),
    }


def _list(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    ranked = sorted(rows, key=lambda row: -row["times"])
    asked = sum(row["times"] for row in rows)
    return {"change": name, "count": len(rows), "asked": asked, "rows": ranked[:SHOWN]}


def _score(card: Row | None) -> dict[str, Any] | None:
    """How a model did on phrasings it had not learnt, when it was trained."""
    scores = (card or {}).get("scores")
    if not isinstance(scores, Mapping) or "coverage" not in scores:
        return None
    return {name: scores.get(name) for name in ("accuracy", "coverage", "precision", "asked", "unanswerable")}


def _tests(tests: Sequence[Row], *, known: bool) -> dict[str, Any]:
    failed = [one for one in tests if not one["passed"]]
    newly = [one for one in failed if one["passed_before"] is not False]
    return {
        "all": len(tests),
        "passed": len(tests) - len(failed),
        "passed_before": sum(bool(one["passed_before"]) for one in tests) if known else None,
        "failed": failed[:SHOWN],
        "newly_failing": len(newly),
    }


def _titles(told: Row, changes: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    """Of the entries that are named in it."""
    known = told.get("titles", {})
    named: set[str] = set()
    for row in [*(row for rows in changes.values() for row in rows[:SHOWN]), *told["tests"]]:
        for decision in (row["before"] or {}, row["after"]):
            named |= {decision.get("entry") or "", *decision.get("offer", ())}
    named |= {entry for one in told["collisions"] for entry in (one["first"], one["second"])}
    return {entry: known[entry] for entry in sorted(named) if entry in known}
