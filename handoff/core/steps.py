"""Guided steps under an answer: choices that belong to the one try, which of them was taken, how they end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handoff.core.conversation import Answer, Conversation, Status
from handoff.core.customer import Where, feedback, handoff
from handoff.core.errors import NotFound, NotNow
from handoff.core.events import Draft, Event, HandoffReason, Kind, Speaker

DEEPEST = 5
"""Choices below choices; content is checked for the same."""

MOST_TAKEN = 60
"""Steps taken of one answer. Whoever tries more is going round in circles: a person knows a way out."""

Step = Mapping[str, Any]
"""``{label, text, media?, steps? | ends: helped|person}``, as the entry has it and its answer is stored."""


def take(
    conversation: Conversation, by: Speaker, answered: Event, path: tuple[int, ...], where: Where
) -> list[Draft]:
    """The step under that path, once, and what it ends with. ``answered`` is the answer as it was stored.

    Raises ``NotFound`` for a step that was not offered, ``NotNow`` once the answer is not the open one."""
    judged = conversation.answer(answered.seq)
    if judged is None or answered.kind is not Kind.BOT_ANSWERED:
        raise NotFound("There is no answer with that number in this conversation.")
    trail = _trail(answered.data.get("steps"), path)
    ends, again = trail[-1].get("ends"), path in judged.taken
    if again and not (ends and _is_open(conversation, judged)):
        return []
    _refuse_too_late(conversation, judged, leaves=ends == "person")
    taken = [] if again else [Draft(Kind.STEP_TAKEN, by, told(answered.seq, path, trail))]
    if ends == "helped":
        return [*taken, *feedback(conversation, by, answered.seq, True, where)[0]]
    if ends == "person":
        tried = [*judged.taken, *([] if again else [path])]
        note = {"steps": [_labels(answered, one) for one in tried]}
        return [*taken, *handoff(by, HandoffReason.UNSATISFIED, where, {"note": note})]
    return taken


def told(answer: int, path: tuple[int, ...], trail: Sequence[Step]) -> dict[str, Any]:
    """As the log has it: ``trail`` are the labels from the first choice to this one."""
    labels = [str(one.get("label", "")) for one in trail]
    text = str(trail[-1].get("text") or "")
    return {"answer": answer, "path": list(path), "label": labels[-1], "trail": labels, "text": text}


def _is_open(conversation: Conversation, judged: Answer) -> bool:
    return conversation.status is Status.WITH_BOT and conversation.awaiting == judged


def _refuse_too_late(conversation: Conversation, judged: Answer, *, leaves: bool) -> None:
    """``leaves``: the step brings a person, for whom it is never too much or too early."""
    if conversation.status is not Status.WITH_BOT:
        raise NotNow("The assistant is silent now: a person sees which steps you tried. Just write to them.")
    if conversation.awaiting != judged:
        raise NotNow("That answer is settled. Ask again in your own words, or ask for a person at any time.")
    if conversation.turn is not None and not leaves:
        raise NotNow("You wrote something newer, which is being answered. Ask for a person at any time.")
    if len(judged.taken) >= MOST_TAKEN and not leaves:
        raise NotNow("You have tried a lot of steps. Ask for a person, who sees all of them.")


def _labels(answered: Event, path: Sequence[int]) -> list[str]:
    return [str(one.get("label", "")) for one in _trail(answered.data.get("steps"), path)]


def _trail(steps: Any, path: Sequence[int]) -> list[Step]:
    """The steps from the first choice to the one under this path."""
    trail: list[Step] = []
    for number in path:
        if not (isinstance(steps, Sequence) and 0 <= number < len(steps)):
            raise NotFound("That step is not among the choices of this answer.")
        one = steps[number]
        if isinstance(steps, str) or not isinstance(one, Mapping):
            raise NotFound("That step is not among the choices of this answer.")
        trail.append(one)
        steps = one.get("steps")
    if not trail or len(trail) > DEEPEST:
        raise NotFound("That step is not among the choices of this answer.")
    return trail
