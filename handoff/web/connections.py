"""Open connections and the topics they listen to: where live hints leave this process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import orjson

from handoff.web.wire import Outbox

Who = TypeVar("Who")

CUSTOMERS = "customers"
"""The topic every customer's page listens to."""


@dataclass(eq=False, slots=True)
class Connection(Generic[Who]):
    """One page of one person. ``conversation`` is the one its head speaks of."""

    namespace: str
    sid: str
    who: Who
    outbox: Outbox
    conversation: str | None = None
    topics: set[str] = field(default_factory=set)
    session: str | None = None  # hash of an agent's sign-in token
    _early: list[str] | None = field(default_factory=list)

    def tell(self, name: str, payload: Any) -> None:
        told = frame(self.namespace, name, payload)
        if name == "welcome":
            self._welcome(told)
        else:
            self.write(told)

    def write(self, told: str) -> None:
        """What happens while the welcome is being read comes after it: the welcome may not know of it yet,
        and must not have the last word."""
        if self._early is None:
            self.outbox.write(told)
        else:
            self._early.append(told)

    def _welcome(self, welcome: str) -> None:
        early, self._early = self._early or [], None
        for told in (welcome, *early):
            self.outbox.write(told)


class Connections:
    """This process's connections by id and by topic."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connection[Any]] = {}
        self._topics: dict[str, set[Connection[Any]]] = {}

    def add(self, connection: Connection[Any], *topics: str) -> None:
        self._by_sid[connection.sid] = connection
        for topic in topics:
            self.listen(connection, topic)

    def listen(self, connection: Connection[Any], topic: str) -> None:
        if connection.sid in self._by_sid:  # else it has gone while something was read for it
            connection.topics.add(topic)
            self._topics.setdefault(topic, set()).add(connection)

    def ignore(self, connection: Connection[Any], topic: str) -> None:
        connection.topics.discard(topic)
        members = self._topics.get(topic, set())
        members.discard(connection)
        if not members:
            self._topics.pop(topic, None)

    def remove(self, sid: str) -> Connection[Any] | None:
        connection = self._by_sid.pop(sid, None)
        if connection is not None:
            for topic in list(connection.topics):
                self.ignore(connection, topic)
        return connection

    def get(self, sid: str) -> Connection[Any] | None:
        return self._by_sid.get(sid)

    def listening(self, topic: str) -> set[Connection[Any]]:
        return self._topics.get(topic, set())

    def topics(self, beginning: str) -> list[str]:
        return [topic for topic in self._topics if topic.startswith(beginning)]

    def of(self, namespace: str) -> list[Connection[Any]]:
        return [one for one in self._by_sid.values() if one.namespace == namespace]

    def tell(self, topic: str, name: str, payload: Any) -> None:
        """Encoded once, written to each."""
        members = self._topics.get(topic)
        if not members:
            return
        frames: dict[str, str] = {}
        for connection in members:
            told = frames.get(connection.namespace)
            if told is None:
                told = frames[connection.namespace] = frame(connection.namespace, name, payload)
            if name == "event" and payload["kind"] == "conversation_started":
                connection.conversation = payload["conversation"]  # a page that hears of no beginning stays
            connection.write(told)


def frame(namespace: str, name: str, payload: Any) -> str:
    """An Engine.IO message that carries a Socket.IO event."""
    return f"42{namespace},{orjson.dumps([name, payload]).decode()}"
