"""Agents' accounts, teams, sign-ins and releases. SQLAlchemy Core; none of this is on a message's path."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import secrets
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters import schema as t
from handoff.adapters.database import reason
from handoff.adapters.teams import checked_team_name
from handoff.core.errors import BadRequest, NotFound, Unauthorised, Unavailable
from handoff.core.teams import DEFAULT_TEAM
from handoff.ports import Agent, Clock

ROLES = ("agent", "content", "supervisor", "admin")
SEES_ALL = ("supervisor", "admin")
TOKEN_LASTS_MS = 12 * 3600 * 1000
SHORTEST_PASSWORD = 10
MOST_AT_ONCE = 1_000  # nobody speaks with more; and it fits the column

_hasher = PasswordHasher()


@functools.cache
def _nobody() -> str:
    """Verified against when nobody has that address, so that the time taken tells nothing."""
    return _hasher.hash(secrets.token_urlsafe(16))


@dataclass(frozen=True, slots=True)
class SignIn:
    token: str
    agent: Agent


class Accounts:
    """All methods block on the database and on argon2: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def save(self, email: str, name: str, role: str, team: str | None, password: str) -> Agent:
        """Make an account, or update the one with this address, also a disabled one. A new password ends
        every sign-in."""
        email, name = checked_email(email), checked_name(name)
        if role not in ROLES:
            raise BadRequest(f"role: '{role}' is none of {', '.join(ROLES)}.", field="role")
        password_hash = hashed_password(password)
        with opened(self._engine.begin) as connection:
            found = connection.scalar(select(t.agents.c.id).where(t.agents.c.email == email))
            values = {"name": name, "role": role, "password_hash": password_hash, "disabled_at": None}
            if found is None:
                found = str(uuid.uuid4())
                connection.execute(
                    insert(t.agents).values(
                        id=found, email=email, available=True, created_at=self._clock(), **values
                    )
                )
            else:
                connection.execute(update(t.agents).where(t.agents.c.id == found).values(**values))
                connection.execute(delete(t.sessions).where(t.sessions.c.agent == found))
            self._join_team(connection, found, team)
            return _agent(connection, found)

    def all(self) -> list[tuple[Agent, int | None]]:
        """Every account by name, with the most conversations it takes at once (None: no limit)."""
        with opened(self._engine.connect) as connection:
            rows = connection.execute(
                select(t.agents.c.id, t.agents.c.capacity).order_by(t.agents.c.name)
            ).all()
            return [(_agent(connection, row.id), row.capacity) for row in rows]

    def set_capacity(self, email: str, capacity: int | None) -> Agent:
        """The most conversations at once; None: no limit."""
        if capacity is not None and not 1 <= capacity <= MOST_AT_ONCE:
            raise BadRequest(f"capacity: 1 to {MOST_AT_ONCE:,}, or none for no limit.", field="capacity")
        email = checked_email(email)
        with opened(self._engine.begin) as connection:
            found = connection.scalar(select(t.agents.c.id).where(t.agents.c.email == email))
            if found is None:
                raise NotFound(f"There is no account with the address {email}.")
            connection.execute(update(t.agents).where(t.agents.c.id == found).values(capacity=capacity))
            return _agent(connection, found)

    def none_yet(self) -> bool:
        with opened(self._engine.connect) as connection:
            return connection.scalar(select(func.count()).select_from(t.agents)) == 0

    def sign_in(self, email: str, password: str) -> SignIn:
        email = email.strip().lower()
        known = email if email.isprintable() else ""  # PostgreSQL can't even be asked for a NUL
        with opened(self._engine.connect) as connection:
            row = connection.execute(
                select(t.agents.c.id, t.agents.c.password_hash, t.agents.c.disabled_at).where(
                    t.agents.c.email == known
                )
            ).first()
        # Slow on purpose, so no transaction stays open meanwhile.
        if not verified(row.password_hash if row else _nobody(), password) or row is None:
            raise Unauthorised("That e-mail address and password do not go together.")
        if row.disabled_at is not None:
            raise Unauthorised("This account is disabled. An administrator can enable it again.")
        with opened(self._engine.begin) as connection:
            unchanged = (t.agents.c.password_hash == row.password_hash, t.agents.c.disabled_at.is_(None))
            if connection.scalar(select(t.agents.c.id).where(t.agents.c.id == row.id, *unchanged)) is None:
                raise Unauthorised("This account has just been changed. Sign in again.")
            return self._signed_in(connection, row.id)

    def sign_in_as(self, agent: str) -> SignIn:
        """For whoever has just proved themselves another way (the first administrator's link)."""
        with opened(self._engine.begin) as connection:
            return self._signed_in(connection, agent)

    def sign_out(self, token: str) -> None:
        with opened(self._engine.begin) as connection:
            connection.execute(delete(t.sessions).where(t.sessions.c.token_hash == hashed(token)))

    def agent_of(self, token: str) -> Agent:
        """Who a sign-in token belongs to; refused when unknown, expired or revoked."""
        with opened(self._engine.connect) as connection:
            agent = connection.scalar(
                select(t.sessions.c.agent)
                .join(t.agents, t.agents.c.id == t.sessions.c.agent)
                .where(
                    t.sessions.c.token_hash == hashed(token),
                    t.sessions.c.expires_at > self._clock(),
                    t.agents.c.disabled_at.is_(None),
                )
            )
            if agent is None:
                raise Unauthorised("Please sign in again.")
            return _agent(connection, agent)

    def living(self, token_hashes: list[str]) -> dict[str, Agent]:
        """Those of these sign-ins that are still good, with whom they belong to as they are now: revoked ones
        lose their open connections, and changed ones get new ones."""
        query = select(t.sessions.c.token_hash, t.sessions.c.agent).where(
            t.sessions.c.token_hash.in_(token_hashes), t.sessions.c.expires_at > self._clock()
        )
        with opened(self._engine.connect) as connection:
            known = [(row[0], row[1]) for row in connection.execute(query)]
            agents = _agents(connection, {id for _, id in known})
            return {token_hash: agents[id] for token_hash, id in known if id in agents}

    def _signed_in(self, connection: Connection, agent: str) -> SignIn:
        token = secrets.token_urlsafe(32)
        now = self._clock()
        connection.execute(delete(t.sessions).where(t.sessions.c.expires_at <= now))
        connection.execute(update(t.agents).where(t.agents.c.id == agent).values(seen_at=now))
        connection.execute(
            insert(t.sessions).values(
                token_hash=hashed(token), agent=agent, created_at=now, expires_at=now + TOKEN_LASTS_MS
            )
        )
        return SignIn(token, _agent(connection, agent))

    def _join_team(self, connection: Connection, agent: str, team: str | None) -> None:
        teams = select(t.memberships.c.team).where(t.memberships.c.agent == agent)
        if team is None and connection.execute(teams).first() is not None:
            return
        name = checked_team_name(team or DEFAULT_TEAM)
        if connection.scalar(select(t.teams.c.name).where(t.teams.c.name == name)) is None:
            connection.execute(insert(t.teams).values(name=name, created_at=self._clock()))
        if name not in set(connection.scalars(teams)):
            connection.execute(insert(t.memberships).values(agent=agent, team=name))


@contextlib.contextmanager
def opened(opening: Callable[[], AbstractContextManager[Connection]]) -> Iterator[Connection]:
    """A database that fails is a refusal, wherever it does: it may already do so where it is opened."""
    try:
        with opening() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise Unavailable(f"The database is out of order: {reason(error)}", retry_s=1) from error


def hashed_password(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise BadRequest(f"password: at least {SHORTEST_PASSWORD} characters, please.", field="password")
    return _hasher.hash(password)


def verified(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def checked_email(email: str) -> str:
    """Kept in lower case: nobody remembers how they capitalised their address."""
    email = email.strip().lower()
    local, at, domain = email.rpartition("@")
    if (
        not at
        or not local
        or "." not in domain.strip(".")
        or len(email) > 254
        or any(c.isspace() or not c.isprintable() for c in email)
    ):
        raise BadRequest("email: that is not an e-mail address.", field="email")
    return email


def checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 120 or not name.isprintable():
        raise BadRequest("name: 1 to 120 characters, please.", field="name")
    return name


def _agent(connection: Connection, id: str) -> Agent:
    return _agents(connection, [id])[id]


def _agents(connection: Connection, ids: Collection[str]) -> dict[str, Agent]:
    """In two questions, however many they are."""
    wanted = list(ids)
    teams: dict[str, list[str]] = {id: [] for id in wanted}
    theirs = select(t.memberships.c.agent, t.memberships.c.team).where(t.memberships.c.agent.in_(wanted))
    for agent, team in connection.execute(theirs):
        teams[agent].append(team)
    rows: Any = connection.execute(select(t.agents).where(t.agents.c.id.in_(wanted)))
    return {
        row.id: Agent(
            row.id,
            row.name,
            row.email,
            row.role,
            None if row.role in SEES_ALL else tuple(sorted(teams[row.id])),
            row.avatar,
        )
        for row in rows
    }


def hashed(token: str) -> str:
    """Tokens are 256 random bits, so a plain hash is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
