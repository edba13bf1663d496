"""2 · One try: each entry once in a problem, three answers at most without a person, "no" is a person."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from handoff.core.conversation import Status
from handoff.core.events import Kind
from tests.simulation.promises.promise import Promise, Seen
from tests.simulation.storage import Written

MOST = 3


class OneTry(Promise):
    name = "One try"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._offered: dict[str, set[str]] = defaultdict(set)
        self._without_person: dict[str, int] = defaultdict(int)

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            id = one.after.id
            for at, event in enumerate(one.events):
                if event.kind is Kind.BOT_ANSWERED:
                    entry = event.data["entry"]
                    self.hold(entry not in self._offered[id], f"{entry} was offered a second time")
                    self._offered[id].add(entry)
                    self._without_person[id] += 1
                    self.hold(self._without_person[id] <= MOST, f"{MOST + 1} answers and no person offered")
                elif event.kind is Kind.HANDOFF_REQUESTED:
                    self._without_person[id] = 0
                elif event.kind is Kind.FEEDBACK_GIVEN and event.data["helpful"]:
                    self._offered[id].clear()
                elif event.kind is Kind.FEEDBACK_GIVEN and one.before is not None:
                    follows = one.events[at + 1].kind if at + 1 < len(one.events) else None
                    self.hold(
                        one.before.status is not Status.WITH_BOT or follows is Kind.HANDOFF_REQUESTED,
                        "a no to the bot did not lead to a person",
                    )
