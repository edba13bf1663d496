"""What a stored conversation must fulfil, and how to tell where it does not. Never in customers' words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from handoff.core.conversation import ROW_ONLY, Conversation, Status, changed
from handoff.core.events import Event
from handoff.core.folding import fold
from handoff.core.ownership import owner_trouble
from handoff.core.teams import Team


class Check(StrEnum):
    """What was looked at. docs/operations.md says what to do about each."""

    LOG = "log"  # numbers without gap or double
    CHAIN = "chain"  # each event names the one before it that the customer saw
    EVENT = "event"  # an event that can't be read
    ORPHAN = "orphan"  # events of a conversation that has no row
    ROW = "row"  # a row that can't be read, or is not what its log gives
    COLUMNS = "columns"  # what SQL asks is not what the row says
    OWNER = "owner"  # bot, queue, agent or follow-up: exactly one
    DEADLINE = "deadline"  # open: one; resolved: none
    AGENT = "agent"  # whoever holds it may and can
    OFFER = "offer"  # whom it is offered to can accept
    TEAM = "team"  # somebody is in the team it waits for
    VISITOR = "visitor"  # one open conversation for a visitor
    CALL = "call"  # what was acknowledged is there
    MAIL = "mail"  # what was to be sent is sent


PROMISES = {
    Check.LOG: 7,
    Check.CHAIN: 7,
    Check.EVENT: 7,
    Check.ORPHAN: 7,
    Check.ROW: 4,
    Check.COLUMNS: 4,
    Check.OWNER: 8,
    Check.DEADLINE: 8,
    Check.AGENT: 8,
    Check.OFFER: 8,
    Check.TEAM: 8,
    Check.VISITOR: 8,
    Check.CALL: 4,
    Check.MAIL: 8,
}
"""The promise that each check holds; docs/promises.md numbers them."""

LATE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken promise. ``mendable``: there is one right answer, and it is known."""

    conversation: str
    check: Check
    sentence: str
    mendable: bool = False

    @property
    def promise(self) -> int:
        return PROMISES[self.check]


@dataclass(frozen=True)
class House:
    """Who is there at all: teams with members, and each account's role. ``running``: services work on it
    now, so nothing excuses what is late."""

    teams: Sequence[Team]
    roles: Mapping[str, str]
    at: int
    running: bool = False

    def dead(self, team: str) -> bool:
        return not any(known.name == team and known.members for known in self.teams)

    def serves(self, agent: str) -> bool:
        """May help customers. Which teams they are in does not matter: whoever holds somebody sees them."""
        return self.roles.get(agent, "content") != "content"

    @property
    def empty(self) -> bool:
        return not any(team.members for team in self.teams)


class Reading:
    """A log as it is read, event by event; nothing of it is kept but what it gives."""

    def __init__(self, blank: Conversation) -> None:
        """``blank``: the conversation before its first event."""
        self.at = blank
        self.count = 0
        self.whole = True
        self.chain: dict[int, int] = {}
        self._findings: list[Finding] = []

    def unreadable(self, seq: int) -> None:
        self.count += 1
        self._broken(Check.EVENT, f"event {seq} can't be read")

    def add(self, event: Event) -> None:
        self.count += 1
        expected = self.at.seq + 1
        if event.seq != expected and self.whole:
            self._broken(Check.LOG, f"where event {expected} should be there is event {event.seq}")
        if not self.whole:
            return
        if event.prev_customer != self.at.customer_seq:
            self.chain[event.seq] = self.at.customer_seq
        try:
            self.at = fold(self.at, event)
        except (KeyError, TypeError, ValueError, AttributeError, AssertionError):
            self._broken(Check.EVENT, f"event {event.seq} ({event.kind.value}) lacks what it must say")

    def findings(self) -> list[Finding]:
        found = list(self._findings)
        if self.chain:
            places = ", ".join(str(seq) for seq in sorted(self.chain)[:10])
            sentence = f"events name the wrong one as the last before them: {places}"
            found.append(Finding(self.at.id, Check.CHAIN, sentence, mendable=self.whole))
        return found

    def _broken(self, check: Check, sentence: str) -> None:
        self.whole = False
        self._findings.append(Finding(self.at.id, check, sentence))


@dataclass(frozen=True, slots=True)
class Row:
    """A row as stored. ``state`` is None where it can't be read; ``columns`` are what SQL asks, ``implied``
    what they should be for that state."""

    id: str
    columns: Mapping[str, Any]
    state: Conversation | None
    implied: Mapping[str, Any]


def settled(folded: Conversation, row: Conversation | None) -> Conversation:
    """The row that a log gives, with what only the row knows: its marks, and times that a fresh grace moved.
    Marks that belong to another status are not taken over."""
    if row is None or row.status is not folded.status:
        return folded
    kept: dict[str, Any] = {name: getattr(row, name) for name in ROW_ONLY}
    kept["active_at"] = max(row.active_at, folded.active_at)
    if row.customer_waits_since is not None and folded.customer_waits_since is not None:
        kept["customer_waits_since"] = max(row.customer_waits_since, folded.customer_waits_since)
    if row.turn is not None and folded.turn is not None:
        kept["turn"] = replace(folded.turn, since=max(row.turn.since, folded.turn.since))
    if row.offer is not None and folded.offer is not None:
        kept["offer"] = replace(folded.offer, at=max(row.offer.at, folded.offer.at))
    return changed(folded, **kept)


def checked(row: Row, reading: Reading, house: House) -> list[Finding]:
    """Everything about one conversation that needs no other."""
    found = reading.findings() + _lost(row, reading)
    right = settled(reading.at, row.state)
    whole = reading.whole and all(one.check is Check.CHAIN for one in found)
    if row.state is None:
        return [*found, Finding(row.id, Check.ROW, "its row can't be read", mendable=whole)]
    if whole and row.state != right:
        names = ", ".join(differing(row.state, right))
        found.append(Finding(row.id, Check.ROW, f"its row is not what its log gives: {names}", mendable=True))
    wrong = [name for name, value in row.implied.items() if row.columns[name] != value]
    if wrong:
        sentence = f"what is looked up is not what its row says: {', '.join(wrong)}"
        found.append(Finding(row.id, Check.COLUMNS, sentence, mendable=whole))
    return found + owned(right if whole else row.state, house, mendable=whole)


def _lost(row: Row, reading: Reading) -> list[Finding]:
    """Events at the end that the row knew of."""
    known = row.columns["seq"]
    if not reading.whole or reading.at.seq >= known > 0:
        return []
    if reading.count == 0:
        return [Finding(row.id, Check.LOG, "it has no events")]
    return [Finding(row.id, Check.LOG, f"its row counts {known} events, its log {reading.at.seq}")]


def differing(one: Conversation, other: Conversation) -> list[str]:
    """The names of the fields, never what is in them."""
    names = (field.name for field in fields(Conversation))
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def owned(at: Conversation, house: House, *, mendable: bool) -> list[Finding]:
    """No dead end: somebody owns it, somebody can come, something will happen."""
    found = []
    trouble = owner_trouble(at)
    if trouble is not None:
        found.append(Finding(at.id, Check.OWNER, trouble, mendable))
    elif at.status in (Status.WITH_AGENT, Status.FOLLOW_UP) and at.agent is not None:
        found += _held(at, house, mendable)
    elif at.status in (Status.QUEUED, Status.FOLLOW_UP) and house.dead(str(at.team)):
        sentence = f"nobody is in its team '{at.team}'"
        found.append(Finding(at.id, Check.TEAM, sentence, mendable and not house.empty))
    return found + _timed(at, house, mendable)


def _held(at: Conversation, house: House, mendable: bool) -> list[Finding]:
    assert at.agent is not None
    if not house.serves(at.agent.id):
        sentence = f"the agent who holds it ({at.agent.id}) {_why_not(at.agent.id, house)}"
        return [Finding(at.id, Check.AGENT, sentence, mendable)]
    return _offered(at, house, mendable)


def _offered(at: Conversation, house: House, mendable: bool) -> list[Finding]:
    offer = at.offer
    if offer is None:
        return []
    if offer.to_agent is not None and not house.serves(offer.to_agent.id):
        to = f"an agent ({offer.to_agent.id}) who {_why_not(offer.to_agent.id, house)}"
        return [Finding(at.id, Check.OFFER, f"it is offered to {to}", mendable)]
    if offer.to_team is not None and house.dead(offer.to_team):
        sentence = f"it is offered to a team nobody is in, '{offer.to_team}'"
        return [Finding(at.id, Check.OFFER, sentence, mendable)]
    return []


def _why_not(agent: str, house: House) -> str:
    return "is content staff, who serve no customers" if agent in house.roles else "does not exist"


def _timed(at: Conversation, house: House, mendable: bool) -> list[Finding]:
    if at.status is Status.RESOLVED:
        if at.due_at is None and at.due_step is None:
            return []
        return [Finding(at.id, Check.DEADLINE, "it is resolved and has a deadline", mendable)]
    if at.due_at is None or at.due_step is None:
        return [Finding(at.id, Check.DEADLINE, "it is open and has no deadline", mendable)]
    if house.running and house.at - at.due_at > LATE_MS:
        late = f"its deadline ({at.due_step}) passed {(house.at - at.due_at) // 1000} s ago without effect"
        return [Finding(at.id, Check.DEADLINE, late)]
    return []
