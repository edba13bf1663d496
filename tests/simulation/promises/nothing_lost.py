"""7 · Nothing lost, doubled or out of order (and 6 · Nothing repeated: the agent has it all)."""

from __future__ import annotations

from typing import Any

from handoff.core.conversation import ROW_ONLY, Conversation, changed
from handoff.core.events import Event, Kind, Reader
from handoff.core.folding import fold
from handoff.desk.agents import offered_to
from tests.simulation.pages import AgentsPage, CustomersPage, Frame, Log, Page, Parcel
from tests.simulation.promises.private import CARD
from tests.simulation.promises.promise import Promise, Seen
from tests.simulation.storage import Written

GRACE_MOVES = frozenset({"active_at", "turn", "customer_waits_since", "offer"})
"""What a fresh grace after a pause may move, in a write that has no events."""


class OneLog(Promise):
    """Numbers rise by one for everybody, and ``prev`` names the last event the reader may see."""

    name = "Nothing lost"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._last: dict[str, tuple[int, int]] = {}

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            seq, seen_by_customer = self._last.get(one.after.id, (0, 0))
            for event in one.events:
                self.hold(event.seq == seq + 1, f"event {event.seq} follows {seq}")
                self.hold(event.prev_customer == seen_by_customer, f"event {event.seq} skips what was seen")
                seq = event.seq
                if event.visible_to(Reader.CUSTOMER):
                    seen_by_customer = seq
            self._last[one.after.id] = seq, seen_by_customer
            self.hold((one.after.seq, one.after.customer_seq) == (seq, seen_by_customer), "heads differ")
            stored = self.seen.stored(one.after.id)
            self.hold(len(stored) == seq, f"{len(stored)} events are stored, {seq} were numbered")


class FoldsToItsRow(Promise):
    """The log alone gives the row: kept up event by event, and from the start once all is settled."""

    name = "Nothing lost"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._folded: dict[str, Conversation] = {}

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            after = one.after
            folded = self._folded.get(after.id) or Conversation(after.id, after.visitor, after.number)
            for event in one.events:
                folded = fold(folded, event)
            beside = ROW_ONLY if one.events else ROW_ONLY | GRACE_MOVES
            folded = changed(folded, **{name: getattr(after, name) for name in beside})
            if vars(folded) != vars(after):
                self.broken(f"the row and the folded log differ in {_differences(folded, after)}")
            self._folded[after.id] = after

    def settled(self) -> None:
        for id, row in self.world.stored.tables.conversations.items():
            folded = Conversation(row.id, row.visitor, row.number)
            for event in self.seen.stored(id):
                folded = fold(folded, event)
            folded = changed(folded, **{name: getattr(row, name) for name in ROW_ONLY | GRACE_MOVES})
            self.hold(
                vars(folded) == vars(row), f"read again, the log differs in {_differences(folded, row)}"
            )


def _differences(folded: Conversation, row: Conversation) -> str:
    names = [name for name, value in vars(folded).items() if value != vars(row)[name]]
    return ", ".join(f"{name}: {vars(folded)[name]!r} is stored as {vars(row)[name]!r}" for name in names)


class OnceAndInOrder(Promise):
    """Each act is in the log once, and what one page said stands there in the order it was said."""

    name = "Nothing lost"

    def __init__(self, seen: Seen) -> None:
        super().__init__(seen)
        self._sent: dict[str, Parcel] = {}
        self._stored: set[tuple[str, str]] = set()
        self._furthest: dict[tuple[str, str], int] = {}
        self._words: list[tuple[Parcel, Frame]] = []
        self._told: set[tuple[str, str]] = set()

    def sent(self, parcel: Parcel) -> None:
        self._sent[parcel.client_id] = parcel

    def committed(self, _call: Any, written: list[Written]) -> None:
        for one in written:
            for event in one.events:
                if event.client_id is not None:
                    self._said(event)
                if event.kind is Kind.TOLD:
                    news = one.after.visitor, str(event.data["text"])
                    self.hold(news not in self._told, f"somebody heard twice: {news[1]}")
                    self._told.add(news)

    def _said(self, event: Event) -> None:
        assert event.client_id is not None
        key = (event.by.id or "", event.client_id)
        self.hold(key not in self._stored, "the same words were stored twice")
        self._stored.add(key)
        parcel = self._sent[event.client_id]
        text = str(parcel.payload["question" if parcel.name == "unhelped" else "text"])
        self.hold(event.data["text"] == text or CARD in text, "other words were stored than said")
        if parcel.refused is not None:
            return  # refused for good, and sent again by somebody else: in no order
        lane = (parcel.page.name, parcel.lane)
        before = self._furthest.get(lane, 0)
        self.hold(parcel.number > before, f"{parcel.page.name}'s {parcel.number} was stored after {before}")
        self._furthest[lane] = parcel.number

    def acknowledged(self, parcel: Parcel, answer: Frame) -> None:
        if "text" in parcel.payload and parcel.name in ("say", "note", "whisper"):
            self._words.append((parcel, answer))

    def settled(self) -> None:
        """Every acknowledged word, looked up in what is stored at the end."""
        for parcel, answer in self._words:
            stored = self.seen.stored(answer["conversation"])
            times = sum(event.client_id == parcel.client_id for event in stored)
            self.hold(times == 1, f"acknowledged words are stored {times} times")


class PagesAgree(Promise):
    """What a page shows was stored, word for word; once all is settled, it shows all of it."""

    name = "Nothing lost"

    def placed(self, page: Page, event: Frame) -> None:
        stored = self.seen.stored(event["conversation"])
        reader = Reader.AGENT if isinstance(page, AgentsPage) else Reader.CUSTOMER
        if event["seq"] > len(stored):
            self.broken(f"{page.name} shows {event['kind']}, which is not stored")
        elif event != (truth := stored[event["seq"] - 1].wire(reader)):
            self.broken(f"{page.name} shows {event}, stored is {truth}")

    def settled(self) -> None:
        for page in self.world.customers():
            self._customer(page)
        for console in self.world.agents():
            self._agent(console)

    def _customer(self, page: CustomersPage) -> None:
        latest = self.world.stored.tables.latest.get(page.identity.id)
        if latest is None:
            return
        ahead = page.log.conversation != latest
        if ahead and page.log.events:
            self.broken(f"{page.name} shows another conversation than the newest")
        if not ahead:
            self._whole(page, page.log, Reader.CUSTOMER)
        self.hold(not page.pending(), f"{page.name} still waits for an acknowledgement")

    def _agent(self, page: AgentsPage) -> None:
        rows = self.world.stored.tables.conversations.values()
        mine = {
            c.id
            for c in rows
            if c.status == "with_agent" and c.agent is not None and c.agent.id == page.identity.id
        }
        self.hold(
            set(page.mine.cards) == mine, f"{page.name} shows {len(page.mine.cards)} as held, not {len(mine)}"
        )
        waiting = {c.id for c in rows if c.status == "queued" and page.identity.sees(c.team)}
        shown = set(page.queue.cards)
        self.hold(shown == waiting, f"{page.name} shows {len(shown)} waiting, {len(waiting)} wait")
        offered = {c.id for c in rows if offered_to(page.identity, c)}
        self.hold(
            set(page.offers.cards) == offered,
            f"{page.name} shows {len(page.offers.cards)} offers, not {len(offered)}",
        )
        later = {
            c.id
            for c in rows
            if c.status == "follow_up"
            and (page.identity.sees(c.team) or (c.agent is not None and c.agent.id == page.identity.id))
        }
        shown = set(page.follow_ups.cards)
        self.hold(shown == later, f"{page.name} shows {len(shown)} follow-ups, not {len(later)}")
        for id in mine:
            self._whole(page, page.thread(id), Reader.AGENT)
        self.hold(not page.pending(), f"{page.name} still waits for an acknowledgement")

    def _whole(self, page: Page, log: Log, reader: Reader) -> None:
        stored = [event for event in self.seen.stored(log.conversation) if event.visible_to(reader)]
        shown = [event["seq"] for event in log.events]
        if shown != [event.seq for event in stored]:
            self.broken(f"{page.name} shows {len(shown)} of {len(stored)} events after catching up")
