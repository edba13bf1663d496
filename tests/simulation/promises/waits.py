"""9 · Honest waits: strictly fair by first request, and the place that is shown is the place."""

from __future__ import annotations

from handoff.core.conversation import Status
from tests.simulation.promises.promise import Promise, Seen
from tests.simulation.storage import Call, Written


class FirstComeFirstServed(Promise):
    """Whoever is taken as the next in line has nobody before them in the teams the agent sees."""

    name = "Honest waits"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._before: dict[str, tuple[int, int]] = {}

    def committed(self, call: Call | None, written: list[Written]) -> None:
        self._check(call, written)
        for one in written:
            told = self.seen.told[one.after.id]
            if told.status is Status.QUEUED:
                self._before[told.id] = told.place

    def _check(self, call: Call | None, written: list[Written]) -> None:
        if call is None or call.name != "take" or "conversation" in call.payload:
            return
        agent = self.world.colleagues[call.person]
        for one in written:
            if one.before is None or not one.events:
                continue
            taken = self._before[one.after.id]
            for other in self.seen.told.values():
                if other.status is Status.QUEUED and agent.sees(other.team):
                    self.hold(other.place >= taken, f"{other.place} was passed over for {taken}")


class PlaceIsTrue(Promise):
    name = "Honest waits"

    def settled(self) -> None:
        for page in self.world.customers():
            latest = self.world.stored.tables.latest.get(page.identity.id)
            told = self.seen.told.get(latest or "")
            if told is None or told.status is not Status.QUEUED:
                continue  # the page shows its place only while it waits
            others = [o for o in self.seen.told.values() if o.status is Status.QUEUED and o.team == told.team]
            ahead = sum(other.place < told.place for other in others)
            beside = sum(other.place == told.place for other in others)
            if page.place is None:
                self.broken(f"{page.name} waits and shows no place")
                continue
            shown = page.place["position"]
            self.hold(ahead < shown <= ahead + beside, f"{page.name} shows place {shown}, {ahead} are ahead")
            wait = page.place["wait"]
            self.hold(wait is None or wait[0] <= wait[1], f"{page.name} shows a wait of {wait}")
