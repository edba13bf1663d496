"""The same log three times: in memory, on SQLite, on PostgreSQL. One contract for all."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, text

from handoff.adapters import schema
from handoff.adapters.database import connect, migrate
from handoff.adapters.event_log import SqlLog
from handoff.adapters.memory import MemoryClock, MemoryLog, MemoryPresence
from handoff.adapters.presence import SqlPresence
from handoff.adapters.writer import Writer
from handoff.ports import Agent, Log, Presence
from tests.cast import ADA, GRACE, NOON, TEAM

LEASE_MS = 10_000

SQL = [
    pytest.param("sqlite", id="SQLite"),
    pytest.param("postgresql", id="PostgreSQL", marks=pytest.mark.xdist_group("postgresql")),
]
EVERY = [pytest.param("memory", id="memory"), *SQL]


@dataclass
class Place:
    """Where a log lives, with all that its contract speaks of."""

    log: Log
    presence: Presence
    clock: MemoryClock
    engine: Engine | None = None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, copied by each test: quicker than migrating."""
    path = tmp_path_factory.mktemp("template") / "handrail.sqlite3"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_tables(postgres_url: str) -> str:
    engine = connect(postgres_url)
    migrate(engine)
    engine.dispose()
    return postgres_url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of this test's own: ``request.param`` says of which kind."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_tables")
        emptied(url)
        return url
    path = tmp_path / "handrail.sqlite3"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = connect(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    """``request.param``: memory, sqlite or postgresql."""
    clock = MemoryClock(NOON)
    if request.param == "memory":
        presence = MemoryPresence()
        yield Place(MemoryLog(presence), presence, clock)
        return
    opened = connect(url_of(request))
    hire(opened, ADA, GRACE)
    with written(opened) as writer:
        yield Place(SqlLog(opened, writer, clock), SqlPresence(opened, clock, LEASE_MS), clock, opened)
    opened.dispose()


def url_of(request: pytest.FixtureRequest) -> str:
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_tables")
        emptied(url)
        return url
    path = Path(request.getfixturevalue("tmp_path")) / "handrail.sqlite3"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


def emptied(url: str) -> None:
    engine = connect(url)
    with engine.begin() as db:
        names = ", ".join(table.name for table in schema.metadata.sorted_tables)
        db.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()


def hire(engine: Engine, *agents: Agent) -> None:
    """Rows for agents, without the time that hashing passwords takes."""
    with engine.begin() as db:
        db.execute(insert(schema.teams).values(name=TEAM, created_at=NOON))
        for agent in agents:
            known = {"id": agent.id, "email": agent.email, "name": agent.name, "role": agent.role}
            rest = {"password_hash": "-", "available": True, "created_at": NOON}
            db.execute(insert(schema.agents).values(**known, **rest))
            for team in agent.teams or ():
                db.execute(insert(schema.memberships).values(agent=agent.id, team=team))


@contextlib.contextmanager
def written(engine: Engine) -> Iterator[Writer]:
    writer = Writer(engine)
    writer.start()
    try:
        yield writer
    finally:
        writer.stop()
