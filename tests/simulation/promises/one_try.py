"""2 · One try: each entry once in a problem, three answers at most without a person, "no" is a person."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from handoff.core.conversation import Status
from handoff.core.events import Event, Kind
from tests.simulation.promises.promise import Promise, Seen
from tests.simulation.storage import Written

MOST = 3
MOST_TITLES = 3


class OneTry(Promise):
    name = "One try"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._offered: dict[str, set[str]] = defaultdict(set)
        self._refused: dict[str, set[str]] = defaultdict(set)
        self._titles: dict[str, dict[int, set[str]]] = defaultdict(dict)
        self._tried: set[str] = set()
        self._without_person: dict[str, int] = defaultdict(int)
        self._open: dict[str, int | None] = {}
        self._taken: dict[str, set[tuple[int, ...]]] = defaultdict(set)

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            id = one.after.id
            for at, event in enumerate(one.events):
                if event.kind is Kind.FEEDBACK_GIVEN and event.data["answer"] == self._open.get(id):
                    self._open[id] = None
                if event.kind is Kind.BOT_ANSWERED:
                    entry = event.data["entry"]
                    self.hold(entry not in self._offered[id], f"{entry} was offered a second time")
                    self.hold(entry not in self._refused[id], f"{entry} was refused and offered again")
                    self._offered[id].add(entry)
                    self._tried.add(id)
                    self._without_person[id] += 1
                    self.hold(self._without_person[id] <= MOST, f"{MOST + 1} answers and no person offered")
                    self._choice(id, event)
                    self._open[id], self._taken[id] = event.seq, set()
                elif event.kind is Kind.STEP_TAKEN:
                    self._step(id, one, at)
                elif event.kind is Kind.BOT_SUGGESTED:
                    self._suggested(id, event)
                elif event.kind is Kind.HANDOFF_REQUESTED:
                    self._without_person[id] = 0
                    self._tried.add(id)
                    self._choice(id, event)
                elif event.kind is Kind.FEEDBACK_GIVEN and event.data["helpful"]:
                    self._offered[id].clear()
                    self._refused[id].clear()
                    self._tried.discard(id)
                elif event.kind is Kind.FEEDBACK_GIVEN and one.before is not None:
                    follows = one.events[at + 1].kind if at + 1 < len(one.events) else None
                    self.hold(
                        one.before.status is not Status.WITH_BOT or follows is Kind.HANDOFF_REQUESTED,
                        "a no to the bot did not lead to a person",
                    )

    def _step(self, id: str, one: Written, at: int) -> None:
        """A step is of the answer that is open, taken once, while nobody else speaks, and ends as it says."""
        data = one.events[at].data
        path = tuple(data["path"])
        status = one.before.status if one.before else None
        self.hold(status is Status.WITH_BOT, f"a step was taken while {status}")
        self.hold(data["answer"] == self._open.get(id), "a step of an answer that is settled")
        self.hold(path not in self._taken[id], f"step {path} was taken twice")
        self._taken[id].add(path)
        follows = one.events[at + 1].kind if at + 1 < len(one.events) else None
        expected = {(0, 0): Kind.FEEDBACK_GIVEN, (0, 1): Kind.HANDOFF_REQUESTED}.get(path)
        self.hold(follows is expected, f"step {path} is followed by {follows}")

    def _suggested(self, id: str, event: Event) -> None:
        """Titles are a problem's first try or none, few, and never what was refused."""
        titles = {str(one["entry"]) for one in event.data["entries"]}
        self.hold(id not in self._tried, "titles were offered for a second try")
        self.hold(0 < len(titles) <= MOST_TITLES, f"{len(titles)} titles were offered")
        self.hold(not titles & self._refused[id], "a refused entry was suggested")
        self._tried.add(id)
        self._titles[id][event.seq] = titles

    def _choice(self, id: str, event: Event) -> None:
        """An offer is settled once, by one of its entries or by a person."""
        offer = event.data.get("suggestion")
        if offer is None:
            return
        titles = self._titles[id].pop(offer, None)
        self.hold(titles is not None, "an offer was settled twice, or never made")
        if titles and event.kind is Kind.BOT_ANSWERED:
            self.hold(event.data["entry"] in titles, "an answer was chosen that was not offered")
        elif titles:
            self._refused[id] |= titles
