"""Live hints that are kept instead of sent."""

from __future__ import annotations

from typing import Any


class MemoryFanout:
    """``ports.Fanout`` that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, Any]] = []

    def tell(self, topic: str, name: str, payload: Any) -> None:
        self.told.append((topic, name, payload))
