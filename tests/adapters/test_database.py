"""The tables: migrations lead to them, newer ones are refused, and only one service works on one file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from handoff.adapters import schema
from handoff.adapters.database import connect, migrate, only_one
from handoff.troubles import DatabaseTrouble
from tests.adapters.conftest import SQL

FULL_TEXT = {f"documents_words{part}" for part in ("", "_data", "_idx", "_config")} | {
    "found",
    "ix_documents_found",
}
"""Each database's own means of finding words, which no description is shared of."""


def not_of_the_full_text(_object: object, name: str | None, *_: object) -> bool:
    return name not in FULL_TEXT


@pytest.mark.parametrize("database_url", SQL, indirect=True)
def test_migrations_lead_to_the_tables_that_the_code_describes(engine: Engine) -> None:
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_object": not_of_the_full_text}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, schema.metadata) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_from_a_newer_version_is_refused_with_a_sentence(engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTrouble, match=r"newer version of Handrail .*'9999'"):
        migrate(engine)


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "handrail.sqlite3"
    path.write_text("this is a shopping list\n" * 100)
    engine = connect(f"sqlite:///{path}")
    with pytest.raises(DatabaseTrouble, match="not a database"):
        migrate(engine)
    engine.dispose()


def test_another_kind_of_database_is_refused_with_a_sentence() -> None:
    with pytest.raises(DatabaseTrouble, match="HANDRAIL_DATABASE_URL: 'mysql'"):
        connect("mysql://localhost/shop")


def test_a_second_service_on_the_same_file_is_refused_whatever_its_home(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.sqlite3'}"
    with (
        only_one(url),
        pytest.raises(DatabaseTrouble, match="Another handrail service already works on"),
        only_one(f"sqlite:///{tmp_path}/./shop.sqlite3"),
    ):
        pass
    with only_one(url):
        """Free again once the first one is gone."""


async def test_commands_that_start_at_the_same_moment_make_the_tables_once(tmp_path: Path) -> None:
    engines = [connect(f"sqlite:///{tmp_path / 'new.sqlite3'}") for _ in range(4)]
    await asyncio.gather(*(asyncio.to_thread(migrate, engine) for engine in engines))
    for engine in engines:
        engine.dispose()


@pytest.mark.xdist_group("postgresql")
async def test_services_that_start_at_the_same_moment_make_the_tables_once(fresh_postgres_url: str) -> None:
    engines = [connect(fresh_postgres_url) for _ in range(4)]
    await asyncio.gather(*(asyncio.to_thread(migrate, engine) for engine in engines))
    for engine in engines:
        engine.dispose()
