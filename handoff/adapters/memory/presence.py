"""Presence in memory, with the accounts it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """What the twin knows of an agent; ``teams`` is None for those who see every team."""

    name: str
    role: str = "agent"
    teams: tuple[str, ...] | None = ("support",)
    capacity: int | None = None


class MemoryPresence:
    """``ports.Presence`` without a clock: a connection lives until it is taken away. Agents it has no account
    of are members of ``support`` called by their id."""

    def __init__(self) -> None:
        self.connections: dict[str, str] = {}
        self.statuses: dict[str, tuple[bool, str | None]] = {}
        self.names: dict[str, str] = {}
        self.accounts: dict[str, Account] = {}
        self.disabled: set[str] = set()
        self.wrapping: dict[str, int | None] = {}
        self.idle_since: dict[str, int] = {}

    def account(self, agent: str) -> Account:
        return self.accounts.get(agent) or Account(self.names.get(agent, agent))

    async def connect(self, agent: str, connection: str) -> None:
        self.connections[connection] = agent

    async def disconnect(self, connection: str) -> None:
        self.connections.pop(connection, None)

    async def renew(self, connections: Mapping[str, str]) -> None:
        self.connections.update(connections)

    async def forget_all(self) -> None:
        self.connections.clear()

    async def is_connected(self, agent: str) -> bool:
        return agent in self.connections.values()

    async def set_status(self, agent: str, available: bool, label: str | None) -> None:
        self.statuses[agent] = (available, label)
        if available:
            self.wrapping.pop(agent, None)

    async def status(self, agent: str) -> tuple[bool, str | None]:
        return self.statuses.get(agent, (True, None))

    async def since(self) -> Mapping[str, int]:
        return {}

    async def staff(self, teams: Sequence[str] | None = None) -> list[Mapping[str, str | None]]:
        present = sorted(set(self.connections.values()))
        return [
            {"name": self.account(agent).name, "avatar": None}
            for agent in present
            if self.statuses.get(agent, (True, None))[0] and self._serves(agent, teams)
        ]

    def _serves(self, agent: str, teams: Sequence[str] | None) -> bool:
        theirs = self.account(agent).teams
        return teams is None or bool(teams if theirs is None else set(theirs) & set(teams))
