"""Who hears of a change: the customer's tabs, the agents who hold it, the team whose queue it touches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handoff.core.conversation import Conversation, Status
from handoff.core.deadlines import Step
from handoff.core.events import Event, Reader, iso
from handoff.core.queue import Standing, standing
from handoff.desk.line import Line
from handoff.desk.watching import Watches
from handoff.ports import Fanout

LINES = "lines"
"""The topic on which every service hears who moved in a line (``moved``): those who wait may be its own."""

EVERY_TEAM = "team:*"
"""The topic of those who see all teams."""


RETIRED = "retired"
"""The topic on which every service hears of visitors who have said who they are: their pages come anew."""


def visitor_topic(visitor: str) -> str:
    return f"visitor:{visitor}"


def agent_topic(agent: str) -> str:
    return f"agent:{agent}"


def watch_topic(conversation: str) -> str:
    """Supervisors who look on."""
    return f"watch:{conversation}"


def team_topic(team: str | None) -> str:
    return f"team:{team}"


class Teller:
    """Turns a stored change into live hints. The line is moved first, so that positions told are of now."""

    def __init__(self, fanout: Fanout, line: Line, watches: Watches) -> None:
        self._fanout = fanout
        self._line = line
        self._watches = watches

    def tell(self, before: Conversation | None, after: Conversation, events: Sequence[Event]) -> None:
        self._tell_events(before, after, events)
        self._tell_lines(before, after)
        self._tell_teams(before, after)
        self._tell_holders(before, after)
        self._tell_held(before, after)
        self._tell_offers(before, after)
        self._tell_follow_ups(before, after)
        self._tell_nudge(before, after)
        self._tell_name(before, after)

    def _tell_events(self, before: Conversation | None, after: Conversation, events: Sequence[Event]) -> None:
        holders = {one.agent.id for one in (before, after) if one is not None and one.agent is not None}
        if after.status is Status.RESOLVED and after.last_agent is not None:
            holders.add(after.last_agent.id)  # who helped sees the rating
        topics = {*map(agent_topic, holders), *offer_topics(before), *offer_topics(after)}
        if after.id in self._watches:
            topics.add(watch_topic(after.id))
        for event in events:
            if event.visible_to(Reader.CUSTOMER):
                self._fanout.tell(visitor_topic(after.visitor), "event", event.wire(Reader.CUSTOMER))
            for topic in sorted(topics):
                self._fanout.tell(topic, "event", event.wire(Reader.AGENT))

    def _tell_lines(self, before: Conversation | None, after: Conversation) -> None:
        now = standing(after)
        was = standing(before) if before is not None else Standing(after.id, after.visitor, 0)
        stays = (was.team, was.place) == (now.team, now.place)
        if stays and (now.team is None or was.visitor == now.visitor):
            return
        self._line.moved(now)
        if not stays:
            self._line.book.moved(was, now, after, self._line.position(after.id))
        self._fanout.tell(LINES, "moved", moved(now))

    def _tell_teams(self, before: Conversation | None, after: Conversation) -> None:
        was = before.team if before is not None and before.status is Status.QUEUED else None
        now = after.team if after.status is Status.QUEUED else None
        if was is None and now is None:
            return
        told = summary(after, self._line.position(after.id))
        if was is not None and was != now:
            self._tell_team(was, {"op": "remove", "conversation": told})
        if now is not None:
            self._tell_team(now, {"op": "update" if was == now else "add", "conversation": told})

    def _tell_team(self, team: str, payload: dict[str, Any]) -> None:
        self._fanout.tell(team_topic(team), "queue", payload)
        self._fanout.tell(EVERY_TEAM, "queue", payload)

    def _tell_holders(self, before: Conversation | None, after: Conversation) -> None:
        """All tabs of an agent agree on what is theirs. A follow-up they own stands among the follow-ups."""
        was, now = _held_by(before), _held_by(after)
        if was == now:
            return
        for agent, op in ((was, "remove"), (now, "add")):
            if agent is not None:
                told = {"op": op, "conversation": summary(after, None)}
                self._fanout.tell(agent_topic(agent), "mine", told)

    def _tell_held(self, before: Conversation | None, after: Conversation) -> None:
        """Those who look after everybody see who holds what."""
        was = before is not None and before.status is Status.WITH_AGENT
        now = after.status is Status.WITH_AGENT
        if not (was or now) or (was and now and before and _card(before) == _card(after)):
            return
        op = ("update" if was else "add") if now else "remove"
        self._fanout.tell(EVERY_TEAM, "held", {"op": op, "conversation": summary(after, None)})

    def _tell_offers(self, before: Conversation | None, after: Conversation) -> None:
        """Who may say yes to a transfer hears of it, and of its end."""
        was = before.offer if before is not None else None
        if was == after.offer:
            return
        for op, side in (("remove", before), ("add", after)):
            for topic in offer_topics(side):
                self._fanout.tell(topic, "offer", {"op": op, "conversation": summary(after, None)})

    def _tell_follow_ups(self, before: Conversation | None, after: Conversation) -> None:
        was = before is not None and before.status is Status.FOLLOW_UP
        now = after.status is Status.FOLLOW_UP
        if not (was or now):
            return
        moved = was and before is not None and before.team != after.team
        told = {"op": ("update" if was else "add") if now else "remove", "conversation": summary(after, None)}
        if moved and before is not None:
            self._fanout.tell(team_topic(before.team), "follow_up", {**told, "op": "remove"})
        owner, owned = _owner_of(after), _owner_of(before)
        if owned is not None and owned != owner:
            self._fanout.tell(agent_topic(owned), "follow_up", {**told, "op": "remove"})
        # The owner may be of another team; who sees the team as well hears it twice, which changes nothing.
        for topic in (team_topic(after.team), EVERY_TEAM, *([agent_topic(owner)] if owner else [])):
            self._fanout.tell(topic, "follow_up", told)

    def _tell_nudge(self, before: Conversation | None, after: Conversation) -> None:
        """The customer waits for their words: this agent hears it before anybody else does."""
        if after.nudged_at is None or after.agent is None or (before and before.nudged_at == after.nudged_at):
            return
        told = {"conversation": after.id, **(nudge(after) or {})}
        self._fanout.tell(agent_topic(after.agent.id), "nudge", told)

    def _tell_name(self, before: Conversation | None, after: Conversation) -> None:
        """Whose customer has said who they are sees it on the card."""
        held = _held_by(after)
        if held is None or before is None or held != _held_by(before) or _name(before) == _name(after):
            return
        self._fanout.tell(agent_topic(held), "mine", {"op": "update", "conversation": summary(after, None)})


def _name(conversation: Conversation) -> tuple[str | None, bool]:
    return conversation.customer_name, conversation.verified


def _owner_of(conversation: Conversation | None) -> str | None:
    """Of a follow-up."""
    if conversation is None or conversation.agent is None:
        return None
    return conversation.agent.id if conversation.status is Status.FOLLOW_UP else None


def _held_by(conversation: Conversation | None) -> str | None:
    if conversation is None or conversation.agent is None:
        return None
    return conversation.agent.id if conversation.status is Status.WITH_AGENT else None


def offer_topics(conversation: Conversation | None) -> list[str]:
    if conversation is None or conversation.offer is None:
        return []
    if conversation.offer.to_agent is not None:
        return [agent_topic(conversation.offer.to_agent.id)]
    return [team_topic(conversation.offer.to_team), EVERY_TEAM]


def moved(now: Standing) -> list[Any]:
    """A standing as it travels between services: a list, because there are many."""
    return [now.conversation, now.visitor, now.revision, now.team, now.place]


def standing_from(told: Any) -> Standing:
    """The other way. Raises ValueError or TypeError for what was never a standing."""
    conversation, visitor, revision, team, place = told
    placed = (int(place[0]), int(place[1]), str(place[2])) if place is not None else None
    return Standing(str(conversation), str(visitor), int(revision), team, placed)


def nudge(conversation: Conversation) -> dict[str, Any] | None:
    """Since when a customer waits for words of whoever was reminded, and when they go back to the queue."""
    if conversation.nudged_at is None or conversation.status is not Status.WITH_AGENT:
        return None
    ends = conversation.due_at if conversation.due_step == Step.AGENT_IDLE else None
    return {
        "since": iso(conversation.customer_waits_since or conversation.nudged_at),
        "requeued_at": iso(ends) if ends else None,
    }


def _card(conversation: Conversation) -> tuple[Any, ...]:
    """What changes a card of somebody else's; the words themselves are read where one looks on."""
    return (
        conversation.agent,
        conversation.team,
        conversation.offer,
        conversation.nudged_at,
        *_name(conversation),
    )


def summary(conversation: Conversation, position: int | None) -> dict[str, Any]:
    """A conversation as a queue card shows it."""
    last = conversation.last
    return {
        "id": conversation.id,
        "status": conversation.status.value,
        "reason": conversation.reason,
        "team": conversation.team,
        "since": iso(conversation.waiting_since or conversation.active_at),
        "returned": conversation.returned,
        "position": position,
        "customer": {"name": conversation.customer_name, "verified": conversation.verified},
        "last": {"at": iso(last.at), "by": last.by, "text": last.text} if last else None,
        "agent": conversation.agent.wire() if conversation.agent else None,
        "owed": conversation.customer_waits_since is not None,
        "due": iso(due) if (due := conversation.follow_up_due or conversation.due_at) else None,
        "urgent": conversation.urgent,
        "topic": conversation.topic,
        "locale": conversation.locale,
        "email": conversation.email,
        "offer": conversation.offer.wire() if conversation.offer else None,
        "nudge": nudge(conversation),
        "rung": iso(conversation.reminded_at) if conversation.reminded_at else None,
    }
