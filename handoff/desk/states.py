"""What agents are now, as their own pages and their colleagues' hear it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handoff.core.conversation import Conversation, Status
from handoff.core.events import iso
from handoff.core.people import Colleague, State
from handoff.core.teams import Team, is_open
from handoff.desk.line import Line
from handoff.ports import Transaction


def status_of(one: Colleague, now: int) -> dict[str, Any]:
    """``status`` on the wire. ``until``: when wrapping up ends by itself; ``then``: the state after it."""
    state = one.state(now)
    wraps_up = state is State.WRAPPING_UP and one.wrapping_until is not None
    return {
        "available": one.available,
        "label": one.label,
        "state": state.value,
        "until": iso(one.wrapping_until) if wraps_up and one.wrapping_until else None,
        "then": replace(one, wrapping_until=None).state(now).value if wraps_up else None,
    }


def hands_changed(tx: Transaction, before: Conversation | None, after: Conversation) -> tuple[Colleague, ...]:
    """Who holds one more or one less: perhaps they are busy, wrapping up or away from now on."""
    was, now = _holder(before), _holder(after)
    if was == now:
        return ()
    found = (tx.colleague(agent) for agent in (was, now) if agent is not None)
    return tuple(one for one in found if one is not None)


def everybody(tx: Transaction, line: Line, me: str, now: int) -> dict[str, Any]:
    """Colleagues and teams as somebody who passes a customer on needs to see them."""
    others = [one for one in tx.everybody() if one.holder.id != me]
    return {
        "agents": [_agent(one, now) for one in others],
        "teams": [_team(team, others, line, now) for team in tx.teams()],
    }


def _agent(one: Colleague, now: int) -> dict[str, Any]:
    return {
        "id": one.holder.id,
        "name": one.holder.name,
        "state": one.state(now).value,
        "label": one.label,
        "load": one.load,
        "teams": list(one.teams) if one.teams is not None else None,
    }


def _team(team: Team, others: list[Colleague], line: Line, now: int) -> dict[str, Any]:
    """Supervisors see every team and are in none, so they do not count."""
    there = (one for one in others if one.teams is not None and team.name in one.teams)
    return {
        "name": team.name,
        "open": is_open(team, now),
        "members": team.members,
        "available": sum(one.state(now) is State.AVAILABLE for one in there),
        "waiting": line.count(team.name),
    }


def _holder(conversation: Conversation | None) -> str | None:
    held = conversation is not None and conversation.status is Status.WITH_AGENT
    return conversation.agent.id if held and conversation and conversation.agent else None
