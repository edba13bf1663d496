"""What people hold against what SQL holds, read and worked out apart from the service's own code."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from tests.live.people import Agent, Customer, Event
from tests.live.service import Handrail

MESSAGES = {"customer_said", "bot_said", "bot_answered", "agent_said"}
SETTLES_WITHIN_S = 15
AGENTS_ONLY = {"note_added", "whispered", "transfer_offered", "transfer_declined", "follow_up_taken"}
AGENTS_FIELDS = {"intent", "confidence", "entities", "note", "previous", "urgent"}


@dataclass
class Compared:
    """``first`` tells the first difference found, for whoever has to find out why."""

    conversations: int = 0
    messages: int = 0
    events: int = 0
    handoffs: int = 0
    lost: int = 0
    doubled: int = 0
    reordered: int = 0
    unowned: list[str] = field(default_factory=list)
    first: str = ""

    def __iadd__(self, other: Compared) -> Self:
        for name in ("conversations", "messages", "events", "handoffs", "lost", "doubled", "reordered"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.unowned += other.unowned
        self.first = self.first or other.first
        return self

    def note(self, what: str) -> None:
        self.first = self.first or what


def compare(handrail: Handrail, customers: list[Customer], agents: list[Agent]) -> Compared:
    found = Compared()
    logs = read(handrail, found)
    for mia in customers:
        for conversation, transcript in mia.transcripts.items():
            log = [event for event in logs[conversation] if event["kind"] not in AGENTS_ONLY]
            _same(found, transcript.events, [_for_customer(event) for event in log])
        _acknowledged(found, mia.acknowledged, logs, "customer_said")
    for ada in agents:
        for conversation, transcript in ada.transcripts.items():
            log = [_for_agent(event) for event in logs[conversation]]
            if transcript.last < len(log):  # it left their sight: what they saw until then must be so
                log = log[: transcript.last]
            _same(found, transcript.events, log)
        _acknowledged(found, ada.acknowledged, logs, "agent_said")
    return found


async def settled(handrail: Handrail, customers: list[Customer], agents: list[Agent]) -> Compared:
    """Compared once nothing is missing any more. The service goes on while both sides are read one after the
    other, so what is under way looks lost for a moment; what is lost stays lost."""
    found = compare(handrail, customers, agents)
    deadline = time.monotonic() + SETTLES_WITHIN_S
    while found.lost and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
        found = compare(handrail, customers, agents)
    return found


def read(handrail: Handrail, found: Compared) -> dict[str, list[dict[str, Any]]]:
    """The whole log by conversation, checked for gaps, for doubles and for owners."""
    logs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    ids: Counter[tuple[str, str]] = Counter()
    for row in handrail.rows("SELECT * FROM events ORDER BY conversation, seq"):
        event = _event(row)
        logs[row["conversation"]].append(event)
        found.events += 1
        found.messages += event["kind"] in MESSAGES
        found.handoffs += event["kind"] == "handoff_requested"
        if row["client_id"] is not None:
            ids[event["by"]["id"], row["client_id"]] += 1
    found.doubled += sum(count - 1 for count in ids.values())
    rows = handrail.rows("SELECT * FROM conversations")
    found.conversations = len(rows)
    for row in rows:
        log = logs[row["id"]]
        if [event["seq"] for event in log] != list(range(1, row["seq"] + 1)):
            found.lost += 1
            found.note(f"gap in {row['id']}")
        if not _owned(row):
            found.unowned.append(f"{row['id']}: {row['status']}, due {row['due_at']}")
    return dict(logs)


def _owned(row: sqlite3.Row) -> bool:
    """The bot, the queue of a team, or an agent; and a deadline with a named step."""
    if row["status"] == "resolved":
        return True
    owner = {"with_bot": True, "queued": row["team"], "with_agent": row["agent"]}.get(row["status"])
    return bool(owner and row["due_at"] and json.loads(row["state"])["due_step"])


def _event(row: sqlite3.Row) -> dict[str, Any]:
    at = datetime.fromtimestamp(row["at"] / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    told = {"conversation": row["conversation"], "seq": row["seq"], "prev": row["prev_customer"], "at": at}
    told |= {"kind": row["kind"], "by": json.loads(row["speaker"]), **json.loads(row["fact"])}
    told |= json.loads(row["body"]) if row["body"] else {}
    return told | ({"client_id": row["client_id"]} if row["client_id"] is not None else {})


def _for_customer(event: Event) -> Event:
    return {name: value for name, value in event.items() if name not in AGENTS_FIELDS}


def _for_agent(event: Event) -> Event:
    return {**event, "prev": event["seq"] - 1}


def _same(found: Compared, held: list[Event], log: list[Event]) -> None:
    if held == log:
        return
    seqs = [event["seq"] for event in held]
    missing = [event for event in log if event not in held]
    found.lost += len(missing)
    found.doubled += len(seqs) - len(set(seqs))
    found.reordered += seqs != sorted(seqs)
    found.lost += sum(event not in log for event in held)  # told, and not so
    found.note(f"held {held[-3:]}\nlog {log[-3:]}\nmissing {missing[:2]}")


def _acknowledged(
    found: Compared, acknowledged: list[dict[str, Any]], logs: dict[str, list[Event]], kind: str
) -> None:
    """Each message acknowledged stands in the log once, at the place it was told, as it was said: numbers
    of cards and accounts masked."""
    for said in acknowledged:
        if said["name"] != "say":
            continue
        log = logs.get(said["answer"]["conversation"], [])
        stored = [event for event in log if event.get("client_id") == said["client_id"]]
        found.lost += not stored
        found.doubled += len(stored) > 1
        if not stored:
            found.note(f"acknowledged and not stored: {said}")
        for event in stored:
            right = (event["kind"], event["seq"]) == (kind, said["answer"]["seq"])
            if not right or ("•••• " not in event["text"] and event["text"] != said["text"]):
                found.reordered += 1
                found.note(f"said {said}, stored {event}")
