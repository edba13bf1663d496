"""Which agents look at a conversation at this moment: told to each other, never stored."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from handoff.ports import Agent, Clock, Fanout
from handoff.web.connections import Connection, Connections

VIEWERS = "viewers"
"""The topic on which every service hears who looks at what: the others may be at pages of another one."""

LASTS_MS = 90_000
"""Renewed well within, so that a lost hint is made good; who is gone without a word is forgotten by then."""

RENEW_MS = 30_000
LOOK_S = 1.0
"""How soon it shows that a page was closed."""


def view_topic(conversation: str) -> str:
    return f"view:{conversation}"


class Viewers:
    """Hints of all services end in ``heard``; pages of this one that look at the same are told."""

    def __init__(self, connections: Connections, fanout: Fanout, clock: Clock) -> None:
        self._connections = connections
        self._fanout = fanout
        self._clock = clock
        self._here: dict[str, tuple[Connection[Agent], str]] = {}  # by sid: what is looked at from here
        self._known: dict[str, dict[str, tuple[Mapping[str, Any], int]]] = {}  # by conversation and sid
        self._renewed_at = 0

    def look(self, connection: Connection[Agent], conversation: str | None) -> None:
        """This page shows that conversation now, and no other; None: none."""
        was = self._here.get(connection.sid)
        if was is not None and was[1] != conversation:
            self._away(connection, was[1])
        if conversation is None:
            return
        self._here[connection.sid] = (connection, conversation)
        self._connections.listen(connection, view_topic(conversation))
        self._say(connection, conversation, here=True)

    def heard(self, told: Any) -> None:
        conversation, sid, agent = str(told["conversation"]), str(told["sid"]), told["agent"]
        known = self._known.setdefault(conversation, {})
        before = self._shown(conversation)
        if agent is None:
            known.pop(sid, None)
        else:
            known[sid] = (agent, self._clock() + LASTS_MS)
        if not known:
            del self._known[conversation]
        # Who has just come hears it too, although nothing changed for the others.
        if before != self._shown(conversation) or sid in self._here:
            self._tell(conversation)

    async def run(self) -> None:
        while True:
            self.turn()
            await asyncio.sleep(LOOK_S)

    def turn(self) -> None:
        """Notice closed pages, say again what is so, and forget what nobody said again."""
        now = self._clock()
        for connection, conversation in list(self._here.values()):
            if self._connections.get(connection.sid) is not connection:
                self._away(connection, conversation)
            elif now - self._renewed_at >= RENEW_MS:
                self._say(connection, conversation, here=True)
        if now - self._renewed_at >= RENEW_MS:
            self._renewed_at = now
            self._forget(now)

    def _forget(self, now: int) -> None:
        for conversation, known in list(self._known.items()):
            late = [sid for sid, (_, until) in known.items() if until <= now]
            for sid in late:
                self.heard({"conversation": conversation, "sid": sid, "agent": None})

    def _away(self, connection: Connection[Agent], conversation: str) -> None:
        self._here.pop(connection.sid, None)
        self._connections.ignore(connection, view_topic(conversation))
        self._say(connection, conversation, here=False)

    def _say(self, connection: Connection[Agent], conversation: str, *, here: bool) -> None:
        who = connection.who
        agent = {"id": who.id, "name": who.name, "avatar": who.avatar} if here else None
        told = {"conversation": conversation, "sid": connection.sid, "agent": agent}
        self._fanout.tell(VIEWERS, "viewing", told)

    def _shown(self, conversation: str) -> list[Mapping[str, Any]]:
        """Each once, however many pages of theirs show it."""
        agents = {agent["id"]: agent for agent, _ in self._known.get(conversation, {}).values()}
        return sorted(agents.values(), key=lambda agent: (agent["name"], agent["id"]))

    def _tell(self, conversation: str) -> None:
        told = {"conversation": conversation, "agents": self._shown(conversation)}
        self._connections.tell(view_topic(conversation), "viewing", told)
