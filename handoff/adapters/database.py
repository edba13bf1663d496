"""One database, opened with care: SQLite for one machine, PostgreSQL for many."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from handoff.troubles import DatabaseTrouble

MIGRATIONS = Path(__file__).with_name("migrations")

MIGRATION_LOCK = 0x48616E647261  # "Handra": any number will do, if everybody takes the same


def connect(url: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql+psycopg://…`` (plain ``postgresql://`` is understood)."""
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "postgresql+psycopg":
        engine = create_engine(parsed, pool_pre_ping=True, pool_size=8, max_overflow=8)
        event.listen(engine, "connect", prepare_postgres)
        return engine
    if parsed.drivername.startswith("sqlite"):
        engine = create_engine(parsed, connect_args={"timeout": 5})
        event.listen(engine, "connect", prepare_sqlite)
        return engine
    raise DatabaseTrouble(
        f"HANDRAIL_DATABASE_URL: '{parsed.drivername}' is not supported; use sqlite:/// or postgresql://."
    )


SQLITE = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=5000",
    "foreign_keys=ON",
    "wal_autocheckpoint=8000",  # 32 MB: whoever commits when it is full waits for two more syncs
    "cache_size=-32000",  # 32 MB: the indexes of a few hundred thousand events
)


def prepare_sqlite(connection: Any, _record: Any = None) -> None:
    """WAL lets readers work beside the writer; FULL makes a commit survive a power cut."""
    cursor = connection.cursor()
    for pragma in SQLITE:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


IDLE_S = 3
"""A transaction of ours takes milliseconds. One that stands still belongs to a process that is frozen or cut
off, and nobody may wait for the rows it has locked: the server ends it."""


def prepare_postgres(connection: Any, _record: Any = None) -> None:
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_S}s'")
    connection.commit()


def migrate(engine: Engine) -> None:
    """Bring the tables up to date. A database from a newer version is refused, not guessed at."""
    known = sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    try:
        if _checked(engine, known) != known[-1]:
            with _migrating_alone(engine):
                if _checked(engine, known) != known[-1]:
                    _upgrade(engine)
    except SQLAlchemyError as error:
        raise DatabaseTrouble(f"The database can't be used: {reason(error)}") from error


def _checked(engine: Engine, known: list[str]) -> str | None:
    current = _revision(engine)
    if current is not None and current not in known:
        raise DatabaseTrouble(
            f"The database is from a newer version of Handrail (its tables are at '{current}'). "
            "Start that version, or restore a backup made before it."
        )
    return current


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return str(revision) if revision is not None else None


def _upgrade(engine: Engine) -> None:
    """Alembic is loaded only when there is something to do: it would take a fifth of every start."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


@contextlib.contextmanager
def _migrating_alone(engine: Engine) -> Iterator[None]:
    """Services, bots and commands that start at the same moment make the tables once, not each."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        return
    with open(f"{engine.url.database}.migrating", "a") as lock:  # noqa: PTH123 - beside the database
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def reason(error: SQLAlchemyError) -> str:
    """The driver's own words without SQLAlchemy's additions, on one line."""
    return " ".join(str(getattr(error, "orig", None) or error).split())


def is_served(engine_url: str) -> bool:
    """Whether a service holds that lock now."""
    try:
        with only_one(engine_url):
            return False
    except DatabaseTrouble:
        return True


@contextlib.contextmanager
def only_one(engine_url: str) -> Iterator[None]:
    """Hold the lock that makes a second service on the same SQLite file impossible, whatever its home."""
    database = Path(str(make_url(engine_url).database)).resolve()
    lock: TextIO = open(f"{database}.service", "a+")  # noqa: SIM115, PTH123 - held until the process ends
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DatabaseTrouble(
                f"Another handrail service already works on {database}. Stop it first, or give this one its "
                "own HANDRAIL_HOME; several services share a PostgreSQL database (HANDRAIL_DATABASE_URL)."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
    finally:
        lock.close()
