"""What the bot's reply leads to: one try at a problem, then a person. Counted here, outside the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff.core.conversation import Conversation, Status
from handoff.core.customer import Where, handoff
from handoff.core.events import BOT, SYSTEM, Draft, HandoffReason, Kind, Speaker

ANSWERS_WITHOUT_PERSON = 3
"""Bot answers in one conversation after which the service itself brings a person."""


@dataclass(frozen=True, slots=True)
class BotReply:
    """What the bot meant, read from its reply list. All empty: it made no sense, and that means a person.

    ``answer`` has ``entry``, ``title``, ``url``, ``intent``, ``confidence``, ``model`` and ``text``.
    """

    texts: tuple[str, ...] = ()
    answer: Mapping[str, Any] | None = None
    helpful: bool | None = None
    handoff: str | None = None
    entities: tuple[Any, ...] = ()
    note: Mapping[str, Any] | None = None

    def known(self) -> dict[str, Any]:
        """What was recognised and looked up, for the agent."""
        found: dict[str, Any] = {"entities": list(self.entities)} if self.entities else {}
        return found | ({"note": dict(self.note)} if self.note else {})


UNAVAILABLE = BotReply(handoff=HandoffReason.BOT_UNAVAILABLE.value)
"""Down, slow or talking nonsense."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the bot was asked: a reply counts only while this is still what is open."""

    conversation: str
    seq: int
    epoch: int


def still_open(conversation: Conversation, question: Question) -> bool:
    """False once a person took over, or newer words replaced the question: the reply is dropped."""
    return (
        conversation.status is Status.WITH_BOT
        and conversation.epoch == question.epoch
        and conversation.turn is not None
        and conversation.turn.seq == question.seq
    )


def reply(conversation: Conversation, customer: Speaker, said: BotReply, where: Where) -> list[Draft]:
    """The events a reply leads to, for a question that is still open."""
    known = said.known()
    if said.handoff is not None:
        return [*_words(said), *_hand_over(said.handoff, customer, where, known)]
    if said.helpful is not None and conversation.awaiting is not None:
        return _verdict(conversation, customer, said, where)
    if said.answer is not None:
        return _answer(conversation, said.answer, customer, where, known)
    if said.texts:
        return _words(said)
    return _hand_over(HandoffReason.BOT_UNAVAILABLE.value, customer, where, known)


def _answer(
    conversation: Conversation,
    answer: Mapping[str, Any],
    customer: Speaker,
    where: Where,
    known: dict[str, Any],
) -> list[Draft]:
    entry = answer["entry"]
    if entry in conversation.refused or entry in conversation.problem_entries:
        return _hand_over(HandoffReason.REPEATED.value, customer, where, known)
    if conversation.answers_since_person >= ANSWERS_WITHOUT_PERSON:
        return _hand_over(HandoffReason.RULE.value, customer, where, known)
    return [Draft(Kind.BOT_ANSWERED, BOT, {**answer, "entities": [], **known})]


def _verdict(conversation: Conversation, customer: Speaker, said: BotReply, where: Where) -> list[Draft]:
    assert conversation.awaiting is not None
    verdict = {"answer": conversation.awaiting.seq, "helpful": said.helpful, "typed": True}
    given = Draft(Kind.FEEDBACK_GIVEN, customer, verdict)
    if said.helpful:
        return [given, *_words(said)]
    return [given, *handoff(customer, HandoffReason.UNSATISFIED, where)]


def _words(said: BotReply) -> list[Draft]:
    return [Draft(Kind.BOT_SAID, BOT, {"text": "\n\n".join(said.texts)})] if said.texts else []


def _hand_over(reason: str, customer: Speaker, where: Where, known: dict[str, Any]) -> list[Draft]:
    """Customers ask; everything else is the service's own decision, and says so by its speaker."""
    named = reason if reason in set(HandoffReason) else HandoffReason.RULE.value
    by = customer if named == HandoffReason.ASKED else SYSTEM
    return handoff(by, named, where, known)
