"""Every fact and every reason has words at the console: nobody reads a name that is meant for machines."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from handoff.core.events import DeclinedReason, HandoffReason, Kind, LeftReason, QueuedReason

ADA = {"id": "a", "name": "Ada", "avatar": None}
REASONS: dict[Kind, list[str]] = {
    Kind.HANDOFF_REQUESTED: [one.value for one in HandoffReason],
    Kind.QUEUED: [one.value for one in QueuedReason],
    Kind.AGENT_LEFT: [one.value for one in LeftReason],
    Kind.TRANSFER_DECLINED: [one.value for one in DeclinedReason],
    Kind.REOPENED: ["customer", "staffed"],
    Kind.RESOLVED: ["solved", "restarted", "idle", "blocked", "continued"],
}
FIELDS: dict[Kind, dict[str, Any]] = {
    Kind.AGENT_JOINED: {"agent": ADA},
    Kind.AGENT_LEFT: {"agent": ADA},
    Kind.TRANSFER_OFFERED: {"to_agent": ADA, "to_team": None},
    Kind.TRANSFER_DECLINED: {"to_agent": None, "to_team": "billing"},
    Kind.FOLLOW_UP_LEFT: {"email": "mia@shop.example", "text": "Later?", "due": "2026-01-31T09:30:00.123Z"},
    Kind.FOLLOW_UP_TAKEN: {"agent": None},
    Kind.FEEDBACK_GIVEN: {"helpful": True},
    Kind.STEP_TAKEN: {"trail": ["It is dark"]},
    Kind.RATED: {"score": 5},
    Kind.CUSTOMER_IDENTIFIED: {"id": "mia", "name": "Mia", "verified": True},
    Kind.CONVERSATION_TAGGED: {"tags": ["parcel"]},
}
SPOKEN = {
    Kind.CUSTOMER_SAID, Kind.BOT_SAID, Kind.AGENT_SAID, Kind.BOT_ANSWERED, Kind.NOTE_ADDED, Kind.WHISPERED,
    Kind.BOT_SUGGESTED, Kind.TOLD,
}  # fmt: skip
"""Shown as somebody's words."""

LINES = """
const { buildSync } = require("esbuild");
const built = buildSync({ entryPoints: ["console/system_line.ts"], bundle: true, write: false, format: "cjs",
    jsx: "automatic", jsxImportSource: "preact" });
const made = { exports: {} };
new Function("module", "exports", built.outputFiles[0].text)(made, made.exports);
const facts = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(facts.map(made.exports.systemLine)));
"""


def facts() -> list[dict[str, Any]]:
    return [
        {
            "kind": kind.value,
            "at": "2026-01-31T09:30:00.123Z",
            "by": {"role": "agent", "name": "Ada"},
            **FIELDS.get(kind, {}),
            **({"reason": reason} if reason else {}),
        }
        for kind in Kind
        if kind not in SPOKEN
        for reason in REASONS.get(kind, [""])
    ]


@pytest.fixture(scope="module")
def lines(request: pytest.FixtureRequest) -> dict[tuple[str, str], str | None]:
    """What the console says of each fact, from its own code."""
    told = facts()
    ran = subprocess.run(
        ["node", "-e", LINES], input=json.dumps(told), capture_output=True, text=True, check=True,
        cwd=Path(request.config.rootpath),
    )  # fmt: skip
    said = json.loads(ran.stdout)
    return {(one["kind"], one.get("reason", "")): line for one, line in zip(told, said, strict=True)}


def test_every_kind_and_reason_has_a_sentence(lines: dict[tuple[str, str], str | None]) -> None:
    missing = [fact for fact, line in lines.items() if not line or "undefined" in line or "null" in line]
    assert missing == []
    assert all(line and line[-1] in ".”" for line in lines.values()), lines


def test_no_sentence_is_a_name_for_machines(lines: dict[tuple[str, str], str | None]) -> None:
    raw = {fact: line for fact, line in lines.items() if "_" in fact[1] and fact[1] in str(line)}
    assert raw == {}
    assert not any("_" in str(line) for line in lines.values())
    for kind, reasons in REASONS.items():
        said = [lines[kind.value, reason] for reason in reasons]
        assert len(set(said)) == len(said), "different reasons, different words"


def test_the_kinds_shown_as_words_are_all_the_others(lines: dict[tuple[str, str], str | None]) -> None:
    assert {kind for kind, _ in lines} | {kind.value for kind in SPOKEN} == {kind.value for kind in Kind}
