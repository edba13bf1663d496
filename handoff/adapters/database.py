"""One database, opened with care: SQLite for one machine, PostgreSQL for many."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import Any, TextIO

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

MIGRATIONS = Path(__file__).with_name("migrations")


class DatabaseTrouble(Exception):
    """Why the service can't start on this database: one line for a person."""


def connect(url: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql+psycopg://…`` (plain ``postgresql://`` is understood)."""
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "postgresql+psycopg":
        return create_engine(parsed, pool_pre_ping=True, pool_size=8, max_overflow=8)
    if parsed.drivername.startswith("sqlite"):
        engine = create_engine(parsed, connect_args={"timeout": 5})
        event.listen(engine, "connect", prepare_sqlite)
        return engine
    raise DatabaseTrouble(
        f"HANDRAIL_DATABASE_URL: '{parsed.drivername}' is not supported; use sqlite:/// or postgresql://."
    )


def prepare_sqlite(connection: Any, _record: Any = None) -> None:
    """WAL lets readers work beside the writer; FULL makes a commit survive a power cut."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def migrate(engine: Engine) -> None:
    """Bring the tables up to date. A database from a newer version is refused, not guessed at."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if current is not None and current not in known:
            raise DatabaseTrouble(
                f"The database is from a newer version of Handrail (its tables are at '{current}'). "
                "Start that version, or restore a backup made before it."
            )
        command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise DatabaseTrouble(f"The database can't be used: {reason(error)}") from error


def reason(error: SQLAlchemyError) -> str:
    """The driver's own words without SQLAlchemy's additions, on one line."""
    return " ".join(str(getattr(error, "orig", None) or error).split())


@contextlib.contextmanager
def only_one(home: Path) -> Any:
    """Hold the lock that makes a second service on the same SQLite file impossible."""
    lock: TextIO = open(home / "service.lock", "a+")  # noqa: SIM115, PTH123 - held until the process ends
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DatabaseTrouble(
                f"Another handrail service already works on {home}. Stop it first, or give this one its own "
                "HANDRAIL_HOME; several services share a PostgreSQL database (HANDRAIL_DATABASE_URL)."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
    finally:
        lock.close()
