"""Where a customer who needs a person goes now: which team, and whether somebody takes them at once."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.core.conversation import Conversation, Holder, Status
from handoff.core.customer import Destination, Where
from handoff.core.people import Colleague, State, least_busy
from handoff.core.teams import Assignment, Need, Team, choose, is_open, named
from handoff.ports import Transaction

TAKEN_UP_AGAIN = (Status.RESOLVED, Status.FOLLOW_UP)


def destination(tx: Transaction, conversation: Conversation, now: int) -> Where:
    """Looked up only when a handoff happens: most messages lead to none."""

    def where(reason: str) -> Destination:
        teams = tx.teams()
        team = named(teams, team_for(teams, conversation, reason))
        there = tx.colleagues(team.name)
        agent = _known(tx, team, conversation, now) or _next(tx, team, there, now)
        return Destination(team.name, agent, reason in team.urgent, staffed(team, there, now))

    return where


def team_for(teams: Sequence[Team], conversation: Conversation, reason: str) -> str:
    """What is taken up again goes to the team that had it, while somebody is in it."""
    served = conversation.team
    if conversation.status in TAKEN_UP_AGAIN and served and named(teams, served).members:
        return served
    return choose(teams, Need(reason, conversation.topic, conversation.locale))


def staffed(team: Team, there: Sequence[Colleague], now: int) -> bool:
    """Inside its hours, with somebody who has not said that they are away."""
    return is_open(team, now) and any(one.state(now) is not State.AWAY for one in there)


def _known(tx: Transaction, team: Team, conversation: Conversation, now: int) -> Holder | None:
    """The agent who has helped this customer before, if they are available. To be known is no reason to
    overtake those who wait; words in a conversation that they resolved go to them in any case."""
    last = conversation.last_agent
    if last is None or not team.sticky:
        return None
    if conversation.status not in TAKEN_UP_AGAIN and tx.next_in_line([team.name]) is not None:
        return None
    known = tx.colleague(last.id, claiming=True)
    return known.holder if known is not None and known.state(now) is State.AVAILABLE else None


def _next(tx: Transaction, team: Team, there: Sequence[Colleague], now: int) -> Holder | None:
    """Given at once where nobody has waited longer; else the first in line is given (see ``Assigner``)."""
    if team.assignment is not Assignment.AUTOMATIC or tx.next_in_line([team.name]) is not None:
        return None
    return claimed(tx, there, now)


def claimed(
    tx: Transaction, there: Sequence[Colleague], now: int, without: str | None = None
) -> Holder | None:
    """The least busy with room, looked at again once claimed: another process may have been faster."""
    chosen = least_busy(there, now, without)
    if chosen is None:
        return None
    again = tx.colleague(chosen.holder.id, claiming=True)
    return chosen.holder if again is not None and again.free(now) else None
