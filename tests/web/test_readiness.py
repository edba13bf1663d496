"""Ready means that somebody's words could be kept now, not only that the process lives."""

from __future__ import annotations

import asyncio

import pytest

from handoff.adapters.event_log import SqlLog
from handoff.core.errors import Unavailable
from handoff.web import readiness
from tests.web.conftest import Shop
from tests.web.test_http import get


async def look(shop: Shop) -> tuple[int, str]:
    _forget(shop)
    response, ready = await get(shop, "/ready")
    return response.status, ready["database"]


def _forget(shop: Shop) -> None:
    shop.service.routes._readiness._looked = (float("-inf"), "down")


async def test_a_disk_that_reads_but_takes_nothing_is_not_ready(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await look(shop) == (200, "ok")

    async def full(_log: SqlLog) -> None:
        raise Unavailable("The database can't be written right now.")

    monkeypatch.setattr(SqlLog, "written", full)
    assert await look(shop) == (503, "down")


async def test_a_database_that_answers_nothing_is_not_ready_either(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def frozen(_log: SqlLog) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(readiness, "PATIENCE_S", 0.05)
    monkeypatch.setattr(SqlLog, "written", frozen)
    assert await look(shop) == (503, "down")


async def test_asking_often_writes_seldom(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    written = 0
    real = SqlLog.written

    async def counted(log: SqlLog) -> None:
        nonlocal written
        written += 1
        await real(log)

    monkeypatch.setattr(readiness, "HOLDS_S", 3600)
    monkeypatch.setattr(SqlLog, "written", counted)
    _forget(shop)
    for _ in range(20):
        await get(shop, "/ready")
    assert written == 1
