"""What a change of hands means for agents: who has room, who finishes notes, who lost a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handoff.core.conversation import Conversation, Status
from handoff.core.events import Event, Kind, LeftReason
from handoff.core.people import MISSED
from handoff.core.teams import Team, named
from handoff.desk.placing import staffed
from handoff.ports import Transaction


def keep_books(
    tx: Transaction, before: Conversation | None, after: Conversation, events: Sequence[Event], now: int
) -> None:
    """In the transaction of the change itself, so that capacity and availability are never behind."""
    if before is None or before.agent is None or before.status is not Status.WITH_AGENT:
        return
    if after.agent == before.agent and after.status is Status.WITH_AGENT:
        return
    tx.let_go(before.agent.id, _wrapping_until(tx, before, after, now))
    for event in events:
        if event.kind is Kind.AGENT_LEFT and event.data["reason"] in (LeftReason.LOST, LeftReason.IDLE):
            tx.lost(before.agent.id, after.id, event.data["reason"])
            if event.data["reason"] == LeftReason.IDLE:
                tx.set_available(before.agent.id, False, MISSED)


def _wrapping_until(tx: Transaction, before: Conversation, after: Conversation, now: int) -> int | None:
    """Only a resolution leaves notes to finish."""
    if after.status is not Status.RESOLVED:
        return None
    wrap_up = named(tx.teams(), before.team or "").wrap_up_ms
    return now + wrap_up if wrap_up else None


def waiting_for(tx: Transaction, conversation: Conversation, now: int) -> Team:
    """The team somebody waits for, without help from one that is not there: to be moved from one empty room
    to another helps nobody. Looked at again whenever the queue rings."""
    teams = tx.teams()
    team = named(teams, conversation.team or "")
    if team.overflow_to is None:
        return team
    helping = named(teams, team.overflow_to)
    if helping.members and staffed(helping, tx.colleagues(helping.name), now):
        return team
    return replace(team, overflow_to=None)
