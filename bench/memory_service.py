"""``handrail serve`` with the log's in-memory twin: everything but storage."""

from __future__ import annotations

from unittest.mock import patch

from handoff import app, cli
from handoff.adapters.memory import MemoryLog, MemoryPresence
from handoff.storage import now_ms

if __name__ == "__main__":
    presence = MemoryPresence()
    with (
        patch.object(app, "SqlLog", lambda *_: MemoryLog(presence, now_ms)),
        patch.object(app, "SqlPresence", lambda *_: presence),
    ):
        cli.main()
