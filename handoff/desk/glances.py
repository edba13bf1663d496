"""How far agents have read: known while this process lives, because a mark that is missing is no lie."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

MOST = 10_000
"""Conversations; those looked at least lately are forgotten first."""


@dataclass(frozen=True, slots=True)
class Glance:
    """By whom, and the last event they had before their eyes."""

    name: str
    seq: int

    def wire(self) -> dict[str, Any]:
        return {"by": {"role": "agent", "name": self.name}, "seq": self.seq}


class Glances:
    """The furthest glance at each conversation."""

    def __init__(self) -> None:
        self._furthest: OrderedDict[str, Glance] = OrderedDict()

    def note(self, conversation: str, glance: Glance) -> None:
        known = self._furthest.get(conversation)
        if known is None or glance.seq > known.seq:
            self._furthest[conversation] = glance
            self._furthest.move_to_end(conversation)
            if len(self._furthest) > MOST:
                self._furthest.popitem(last=False)

    def of(self, conversation: str) -> Glance | None:
        return self._furthest.get(conversation)
