"""What the bot's reply leads to: one try at a problem, then a person. Counted here, outside the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff.core.conversation import Conversation, Status, Suggestion
from handoff.core.customer import Where, handoff
from handoff.core.events import BOT, SYSTEM, Draft, HandoffReason, Kind, Speaker

ANSWERS_WITHOUT_PERSON = 3
"""Bot answers in one conversation after which the service itself brings a person."""


MOST_SUGGESTED = 3
"""Titles an uncertain bot may offer at once: what people read before they choose."""


@dataclass(frozen=True, slots=True)
class BotReply:
    """What the bot meant, read from its reply list. All empty: it made no sense, and that means a person.

    ``answer`` has ``entry``, ``title``, ``url``, ``intent``, ``confidence``, ``model`` and ``text``;
    ``suggested`` are entries, each ``{entry, title}``, the likeliest first, offered by ``model``.
    """

    texts: tuple[str, ...] = ()
    answer: Mapping[str, Any] | None = None
    suggested: tuple[Mapping[str, str], ...] = ()
    model: str | None = None
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
    if said.helpful is not None and conversation.asked_about is not None:
        return _verdict(conversation, customer, said, where)
    if said.suggested:
        return _suggest(conversation, said, customer, where, known)
    if said.answer is not None:
        return answered(conversation, said.answer, customer, where, known)
    if said.texts:
        return _words(said)
    return _hand_over(HandoffReason.BOT_UNAVAILABLE.value, customer, where, known)


def answered(
    conversation: Conversation,
    answer: Mapping[str, Any],
    customer: Speaker,
    where: Where,
    known: dict[str, Any],
) -> list[Draft]:
    """An answer, if the rules allow one more; an entry whose title was offered settles that offer."""
    entry = answer["entry"]
    if entry in conversation.refused or entry in conversation.problem_entries:
        return _hand_over(HandoffReason.REPEATED.value, customer, where, known)
    if conversation.answers_since_person >= ANSWERS_WITHOUT_PERSON:
        return _hand_over(HandoffReason.RULE.value, customer, where, known)
    offered = conversation.offered
    chosen = {"suggestion": offered.seq} if offered is not None and entry in offered.entries else {}
    return [Draft(Kind.BOT_ANSWERED, BOT, {**answer, "entities": [], **chosen, **known})]


def _suggest(
    conversation: Conversation, said: BotReply, customer: Speaker, where: Where, known: dict[str, Any]
) -> list[Draft]:
    """Titles to choose from count as the one try: where a problem is open already, nothing fits it."""
    gone = {*conversation.refused, *conversation.problem_entries}
    entries = [dict(one) for one in said.suggested if one["entry"] not in gone][:MOST_SUGGESTED]
    if conversation.problem_open or not entries:
        return _hand_over(HandoffReason.NO_ANSWER.value, customer, where, known)
    if conversation.answers_since_person >= ANSWERS_WITHOUT_PERSON:
        return _hand_over(HandoffReason.RULE.value, customer, where, known)
    told = {"entries": entries, "model": said.model, "entities": [], **known}
    return [Draft(Kind.BOT_SUGGESTED, BOT, told)]


def none_of(offer: Suggestion, customer: Speaker, where: Where, known: dict[str, Any]) -> list[Draft]:
    """The customer finds none of the titles right: they are refused, and a person takes over."""
    return handoff(customer, HandoffReason.NO_ANSWER, where, {**known, "suggestion": offer.seq})


def _verdict(conversation: Conversation, customer: Speaker, said: BotReply, where: Where) -> list[Draft]:
    """A typed yes or no, to the latest answer or to titles. "Yes" to titles does not say to which: a person
    finds out."""
    known, offer = said.known(), conversation.offered
    if conversation.awaiting is None:
        if said.helpful or offer is None:
            return _hand_over(HandoffReason.NO_ANSWER.value, customer, where, known)
        return none_of(offer, customer, where, known)
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
