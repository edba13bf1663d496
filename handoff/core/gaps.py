"""What customers asked and what became of it, read from a conversation's events: the material of gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from handoff.core.events import Event, HandoffReason, Kind, Role

SILENCE_MS = 10 * 60_000
"""Between two events with an agent, no more than this counts as their time: silence is no work."""

SPOKEN = 6
"""Words from which on a message that asks for a person is taken for a question, too."""

SUBSTANCE_WORDS = 5
SUBSTANCE_CHARACTERS = 25
"""Less than that is a greeting, or "one moment"."""

ANSWERS = 3
"""An agent's messages that are shown beside a question."""

OPENING = 2
"""Words that the first message to a person needs to be taken for the question."""


class Became(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"  # an entry was given, and the customer did not say no
    REFUSED = "refused"  # an entry or titles were given and did not help
    UNANSWERED = "unanswered"  # no entry was given
    PERSON = "person"  # the customer, or a rule, wanted a person
    OPEN = "open"  # nothing yet


GAPS = frozenset({Became.REFUSED, Became.UNANSWERED, Became.PERSON})


@dataclass(frozen=True, slots=True)
class Question:
    """``seq`` is the customer's message; ``answer`` the event that gave ``entry``. ``reason``: why it went to
    a person. ``chosen``: the customer picked the entry among ``offered`` titles. ``agent_ms``: the agents'
    time that it took, shared evenly with the others of the same handoff."""

    seq: int
    at: int
    became: Became = Became.OPEN
    reason: str | None = None
    entry: str | None = None
    answer: int | None = None
    confidence: float | None = None
    helpful: bool | None = None
    offered: tuple[str, ...] = ()
    chosen: bool = False
    agent_ms: int = 0


@dataclass(slots=True)
class _Reader:
    """Goes through the events once."""

    found: list[Question] = field(default_factory=list)
    with_bot: bool = True
    pending: Event | None = None  # the customer's words the bot has not replied to
    replied: tuple[Event, int] | None = None  # those it has just said something to, and when
    last_said: Event | None = None
    suggested: dict[int, int] = field(default_factory=dict)  # a suggestion's seq → its question's place
    problem: int = 0  # the place of its first question
    owed: list[int] = field(default_factory=list)  # questions of the last handoff
    wordless: str | None = None  # a person was asked for before any question: why
    since: int | None = None  # the agent's last sign
    spent: int = 0

    def take(self, event: Event) -> None:
        if self.since is not None:
            self.spent += min(max(0, event.at - self.since), SILENCE_MS)
            self.since = event.at
        step = _STEPS.get(event.kind)
        if step is not None:
            step(self, event)

    def customer_said(self, event: Event) -> None:
        self.last_said = event
        if self.with_bot:
            self.pending = event
        elif self.wordless is not None and _words(event) >= OPENING:
            self._ask(event, became=Became.PERSON, reason=self.wordless)
            self.owed, self.wordless = [len(self.found) - 1], None

    def bot_said(self, event: Event) -> None:
        if self.pending is not None:
            self.replied = self.pending, event.at
        self.pending = None

    def bot_answered(self, event: Event) -> None:
        place = self.suggested.get(event.data.get("suggestion", 0))
        if place is None:
            if self.pending is None:
                return
            self._ask(self.pending)
            place = len(self.found) - 1
        self.pending = None
        self.found[place] = replace(
            self.found[place],
            became=Became.ANSWERED,
            entry=str(event.data["entry"]),
            answer=event.seq,
            confidence=_number(event.data.get("confidence")),
            chosen=bool(self.found[place].offered),
        )

    def bot_suggested(self, event: Event) -> None:
        if self.pending is None:
            return
        self._ask(self.pending, offered=tuple(str(one["entry"]) for one in event.data["entries"]))
        self.suggested[event.seq] = len(self.found) - 1
        self.pending = None

    def feedback_given(self, event: Event) -> None:
        if event.data.get("typed"):
            self.pending = None
        for place, question in enumerate(self.found):
            if question.answer == event.data["answer"] and question.helpful is None:
                helpful = bool(event.data["helpful"])
                became = question.became if helpful else Became.REFUSED
                self.found[place] = replace(question, helpful=helpful, became=became)
                if helpful:
                    self.problem = len(self.found)

    def handoff_requested(self, event: Event) -> None:
        reason = str(event.data["reason"])
        if self.pending is None and self.replied is not None and self.replied[1] == event.at:
            self.pending = self.replied[0]  # "I have no good answer to that", and a person: one reply
        place = self.suggested.get(event.data.get("suggestion", 0))
        if place is not None:
            self.found[place] = replace(self.found[place], became=Became.REFUSED)
        elif reason == HandoffReason.ASKED:
            self._wanted_a_person(reason)
        elif self.pending is not None and reason != HandoffReason.UNSATISFIED:
            self._ask(self.pending, became=_BECAME.get(HandoffReason(reason), Became.PERSON))
        self.pending, self.with_bot = None, False
        for place in range(self.problem, len(self.found)):
            if self.found[place].became is Became.OPEN:
                self.found[place] = replace(self.found[place], became=Became.UNANSWERED)
        self.owed = [n for n in range(self.problem, len(self.found)) if self.found[n].became in GAPS]
        for place in self.owed:
            self.found[place] = replace(self.found[place], reason=self.found[place].reason or reason)
        self.problem = len(self.found)
        self.wordless = None if self.owed else reason

    def _wanted_a_person(self, reason: str) -> None:
        """Words long enough are the question; else it was the last one, unless that was helped with."""
        if self.pending is not None and _words(self.pending) >= SPOKEN:
            self._ask(self.pending, became=Became.PERSON)
        elif len(self.found) > self.problem and self.found[-1].became is Became.ANSWERED:
            self.found[-1] = replace(self.found[-1], became=Became.PERSON, reason=reason)

    def follow_up_left(self, event: Event) -> None:
        if self.wordless is not None and _words(event) >= OPENING:
            self._ask(event, became=Became.PERSON, reason=self.wordless)
            self.owed, self.wordless = [len(self.found) - 1], None

    def agent_joined(self, event: Event) -> None:
        self.with_bot, self.since, self.pending = False, event.at, None

    def person_next(self, _event: Event) -> None:
        self.with_bot, self.pending = False, None
        self._agent_is_gone()

    def agent_left(self, _event: Event) -> None:
        self._agent_is_gone()

    def returned(self, event: Event) -> None:
        """What the customer said last to an agent who gives them back is the bot's to answer."""
        self._agent_is_gone()
        self.with_bot, self.wordless, self.problem = True, None, len(self.found)
        self.pending = self.last_said if event.by.role is Role.AGENT else None

    def resolved(self, _event: Event) -> None:
        self._agent_is_gone()
        self.with_bot, self.pending, self.wordless = False, None, None

    def _ask(self, event: Event, **more: Any) -> None:
        self.found.append(Question(event.seq, event.at, **more))

    def _agent_is_gone(self) -> None:
        if self.since is None:
            return
        for place in self.owed:
            question = self.found[place]
            self.found[place] = replace(question, agent_ms=question.agent_ms + self.spent // len(self.owed))
        self.since, self.spent = None, 0


_BECAME = {
    HandoffReason.NO_ANSWER: Became.UNANSWERED,
    HandoffReason.BOT_UNAVAILABLE: Became.UNANSWERED,
    HandoffReason.REPEATED: Became.REFUSED,
}

_STEPS = {
    Kind.CUSTOMER_SAID: _Reader.customer_said,
    Kind.BOT_SAID: _Reader.bot_said,
    Kind.BOT_ANSWERED: _Reader.bot_answered,
    Kind.BOT_SUGGESTED: _Reader.bot_suggested,
    Kind.FEEDBACK_GIVEN: _Reader.feedback_given,
    Kind.HANDOFF_REQUESTED: _Reader.handoff_requested,
    Kind.FOLLOW_UP_LEFT: _Reader.follow_up_left,
    Kind.AGENT_JOINED: _Reader.agent_joined,
    Kind.AGENT_LEFT: _Reader.agent_left,
    Kind.QUEUED: _Reader.person_next,
    Kind.REOPENED: _Reader.person_next,
    Kind.RETURNED_TO_BOT: _Reader.returned,
    Kind.RESOLVED: _Reader.resolved,
}


TURNING = frozenset({kind.value for kind in _STEPS} - {Kind.BOT_SAID.value})
"""Kinds of events after which something may have become of a question."""


def questions(events: Iterable[Event]) -> list[Question]:
    """What was asked in a conversation, from its events in order, with what has become of each so far."""
    reader = _Reader()
    for event in events:
        reader.take(event)
    return [one for one in reader.found if one.became is not Became.OPEN]


def answers(events: Sequence[Event], after: int) -> list[Event]:
    """What the agents said to it: their first messages with something in them; of those that ask the customer
    something only where there are no others. ``after``: the question's seq."""
    said = [e for e in events if e.kind is Kind.AGENT_SAID and e.seq > after and _says_something(e)]
    told = [event for event in said if not str(event.data.get("text", "")).rstrip().endswith("?")]
    return (told or said)[:ANSWERS]


def _says_something(event: Event) -> bool:
    text = str(event.data.get("text", ""))
    return len(text) >= SUBSTANCE_CHARACTERS and _words(event) >= SUBSTANCE_WORDS


def _words(event: Event) -> int:
    return len(str(event.data.get("text", "")).split())


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def score(customers: int, agent_ms: int) -> int:
    """What gaps are ranked by: customers × (1 + minutes of agents' time). The one stands for the customer's
    own trouble, so that what no agent has come to yet does not count for nothing."""
    return customers * (60_000 + agent_ms) // 60_000


def comes_back(then: int, now: int) -> bool:
    """Whether a gap is shown again that was dismissed when so many customers had asked: twice as many have by
    now, and five more at least."""
    return now >= max(2 * then, then + 5)


STATES = ("open", "drafted", "dismissed", "answered")
"""What may be the case with a gap: nobody has done anything, an entry is written, it needs none, the entry is
live."""

ORDERS = ("rank", "new", "customers")

WEEK_MS = 7 * 24 * 3600 * 1000

MOST_SPLIT = 500
"""Questions taken out of a gap at once."""


USUALLY_SURE = 0.95
"""From so sure on an answer needs nobody's look, where it is not known when the live model answers."""


def doubtful_below(scores: Mapping[str, Any]) -> float:
    """How sure the bot must have been for its answer to need nobody's look: half way from the confidence it
    answers from to certainty. ``scores``: the live model's."""
    answers_from = scores.get("threshold")
    if not isinstance(answers_from, int | float) or not 0 < answers_from < 1:
        return USUALLY_SURE
    return float(answers_from) + (1 - float(answers_from)) / 2
