"""What happened is always said: each kind and reason that customers see has words of its own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from handoff.core.events import FOR_AGENTS_ONLY, HandoffReason, Kind, LeftReason, QueuedReason

BUILD = """
import { build } from "esbuild";
const { outputFiles } = await build({
    stdin: {
        contents: `export { strings } from "./widget/strings/en.ts";
            export { speak } from "./widget/strings/strings.ts";
            export { systemLine } from "./widget/views/system_line.ts";`,
        resolveDir: process.cwd(), loader: "ts",
    },
    bundle: true, write: false, format: "esm",
});
globalThis.navigator ??= { language: "en", languages: ["en"] };
const code = Buffer.from(outputFiles[0].contents).toString("base64");
const { strings, speak, systemLine } = await import("data:text/javascript;base64," + code);
speak(strings, "", []);
const events = JSON.parse(process.argv[1]);
const words = Object.fromEntries(Object.entries(strings.system).map(
    ([kind, words]) => [kind, typeof words === "object" ? Object.keys(words) : null]));
console.log(JSON.stringify({ lines: events.map(systemLine), words }));
"""
"""The sentences as the page makes them."""

SHOWN_OTHERWISE = {
    Kind.CONVERSATION_STARTED,  # the disclosure
    Kind.CUSTOMER_SAID,
    Kind.BOT_SAID,
    Kind.AGENT_SAID,
    Kind.BOT_ANSWERED,
    Kind.BOT_SUGGESTED,  # titles on a card
    Kind.TOLD,
    Kind.FEEDBACK_GIVEN,  # on its answer
    Kind.STEP_TAKEN,  # likewise
}

REASONS: dict[Kind, set[str]] = {
    Kind.HANDOFF_REQUESTED: {*HandoffReason},
    Kind.QUEUED: {*QueuedReason},
    Kind.AGENT_LEFT: {*LeftReason},
    Kind.RESOLVED: {"solved", "restarted", "idle"},
    Kind.REOPENED: {"customer", "staffed"},
}


def event(kind: Kind, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "agent": {"id": "a", "name": "Ada"},
        "score": 5,
        "due": "2026-01-30T09:00:00Z",
        "email": "mia@shop.example",
        **more,
    }


def said(repo: Path, events: list[dict[str, Any]]) -> dict[str, Any]:
    node = shutil.which("node")
    assert node is not None, "the pages are built with node"
    ran = subprocess.run(
        [node, "--input-type=module", "-e", BUILD, json.dumps(events)],
        cwd=repo, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def test_every_kind_and_reason_has_words(repo: Path) -> None:
    told = [
        event(kind, reason=reason)
        for kind in Kind
        if kind not in FOR_AGENTS_ONLY | SHOWN_OTHERWISE
        for reason in sorted(REASONS.get(kind, {""}))
    ]
    told += [event(Kind.FOLLOW_UP_LEFT, slot="2026-01-31T09:00:00Z", phone="+37255555555")]
    told += [event(kind, reason="newer than this page") for kind in REASONS]
    lines = said(repo, told)["lines"]
    silent = [one for one, line in zip(told, lines, strict=True) if not line or "undefined" in line]
    assert silent == []


def test_no_reason_shares_the_words_of_another_by_accident(repo: Path) -> None:
    words = said(repo, [])["words"]
    assert {kind: set(words[kind]) for kind in REASONS} == REASONS


@pytest.mark.parametrize("kind", list(REASONS))
def test_the_contract_lists_the_same_reasons(repo: Path, kind: Kind) -> None:
    rows = (repo / "docs" / "protocol.md").read_text().splitlines()
    row = next(row for row in rows if row.startswith(f"| `{kind}` |"))
    listed = set(re.findall(r"`(\w+)`", row.split("`reason`")[1].split(";")[0]))
    assert listed >= REASONS[kind]


def test_a_sentence_names_who_left_and_who_came(repo: Path) -> None:
    lines = said(
        repo,
        [
            event(Kind.AGENT_LEFT, reason="lost"),
            event(Kind.QUEUED, reason="agent_lost"),
            event(Kind.AGENT_LEFT, reason="transferred"),
            event(Kind.AGENT_JOINED, agent={"id": "g", "name": "Grace"}),
        ],
    )["lines"]
    assert lines == [
        "Ada's connection was lost.",
        "You're back in line, at the front. The next person sees everything, notes included.",
        "Ada has left and passed this on.",
        "Grace has joined, and can see this conversation.",
    ]
