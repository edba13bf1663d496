"""What ``handrail doctor`` says: a line for each finding, and how it ends."""

from __future__ import annotations

import asyncio
import json

from rich.console import Console

from handoff.core.checkup import Finding
from handoff.doctor import Report, examine
from handoff.settings import Settings

NAMES = {4: "said is done", 7: "nothing lost", 8: "no dead end"}


def consult(settings: Settings, console: Console, *, repair: bool, as_json: bool) -> None:
    """Exits with 1 while something is wrong."""

    def tell(finding: Finding, mended: bool) -> None:
        console.print(_json(finding, mended) if as_json else _line(finding, mended), markup=False)

    report = asyncio.run(examine(settings, tell, repair=repair))
    console.print(_json_end(report) if as_json else _end(report, repair=repair), markup=False)
    if report.left:
        raise SystemExit(1)


def _line(finding: Finding, mended: bool) -> str:
    end = " Mended." if mended else ""
    promise = f"promise {finding.promise}, {NAMES[finding.promise]}"
    return f"{finding.conversation}  {promise}: {finding.sentence}.{end}"


def _end(report: Report, *, repair: bool) -> str:
    read = f"{report.conversations} conversation{'' if report.conversations == 1 else 's'} read"
    if not report.found:
        return f"{read}: all is well."
    wrong = f"{read}, {report.found} {'thing is' if report.found == 1 else 'things are'} wrong"
    if not repair:
        return f"{wrong}. handrail doctor --repair mends what has one right answer."
    if not report.left:
        return f"{wrong}; all mended."
    return f"{wrong}; {report.left} left, see docs/operations.md."


def _json(finding: Finding, mended: bool) -> str:
    told = {"conversation": finding.conversation, "promise": finding.promise, "check": finding.check.value,
            "sentence": finding.sentence, "mendable": finding.mendable, "mended": mended}  # fmt: skip
    return json.dumps(told)


def _json_end(report: Report) -> str:
    told = {"conversations": report.conversations, "found": report.found, "left": report.left}
    return json.dumps(told)
