"""Publishing says what became of it, and a model that cannot be served is never the published one."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine
from typer.testing import CliRunner

from handoff.adapters.releases import Releases
from handoff.cli import app as command_line
from handoff.core.errors import BadRequest
from handoff.core.releases import Release
from handoff.releases.commands import publish, rollback
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from tests import releases

REFUSAL = "It holds no model. The live model goes on."


def train(models: Path, name: str) -> Path:
    """Stands in for a training: a file, and the card beside it."""
    archive = models / f"{name}.tar.gz"
    archive.write_bytes(name.encode())
    card = {"name": name, "fingerprint": name, "sha256": hashlib.sha256(name.encode()).hexdigest()}
    (models / f"{name}.json").write_text(json.dumps(card))
    return archive


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path


def live(engine: Engine) -> Release | None:
    return Releases(engine, now_ms).live()


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """A bot that takes good models only."""

    async def swap(request: web.Request) -> web.Response:
        wanted = Path((await request.json())["model_file"]).name
        if "bad" in wanted:
            return web.json_response({"message": REFUSAL}, status=400)
        return web.Response(status=204)

    app = web.Application()
    app.router.add_put("/model", swap)
    async with TestServer(app) as server:
        yield Settings(home=tmp_path / "home", models=tmp_path, bot_url=str(server.make_url("")).rstrip("/"))


async def test_a_model_that_the_bot_refuses_is_not_published(models: Path, settings: Settings) -> None:
    first, second = train(models, "first"), train(models, "second")
    train(models, "bad")
    assert await publish(settings, "first") == f"{first} is live."
    assert await publish(settings, "second") == f"{second} is live."
    with pytest.raises(BadRequest, match=REFUSAL):
        await publish(settings, "bad")
    engine = await asyncio.to_thread(open_database, settings)
    released = live(engine)
    assert released is not None
    assert released.model == str(second)
    assert await rollback(settings) == f"{first} is live."
    engine.dispose()


def test_the_history_and_what_changed_are_told_in_lines_and_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, models = tmp_path / "data", tmp_path / "models"
    for name, value in (("HOME", tmp_path / "home"), ("DATA", data), ("MODELS", models)):
        monkeypatch.setenv(f"HANDRAIL_{name}", str(value))

    def said(*command: str, exits: int = 0) -> list[str]:
        done = CliRunner().invoke(command_line, command)
        assert done.exit_code == exits, done.output
        return done.output.splitlines()

    assert said("releases") == ["Nothing is published yet: handrail train, then handrail publish."]
    for number, days in ((1, "Thirty"), (2, "Sixty")):
        releases.write(data, answer=f"{days} days.")
        releases.train(models, data, f"m-{number}")
        assert said("publish", "--note", days)[-1].endswith("the bot takes it when it starts.")
    newest, _ = said("releases")
    assert newest.startswith("   2  ")
    assert newest.endswith("(command line) · live  m-2  Sixty")
    told = [json.loads(line) for line in said("releases", "--json")]
    assert [(one["id"], one["live"], one["kind"]) for one in told] == [
        (2, True, "published"), (1, False, "published"),
    ]  # fmt: skip
    change = ["~ returns: How long can I return it?", "    answer: Thirty days. → Sixty days."]
    assert said("releases", "diff", "1", "2") == change
    assert said("releases", "diff", "2", "0") == ["Nothing is different."]
    (both,) = said("releases", "diff", "1", "2", "--json")
    assert [one["entry"] for one in json.loads(both)["changed"]] == ["returns"]
    (missing,) = said("releases", "diff", "1", "9", exits=1)
    assert missing == "There is no release 9; handrail releases lists them."
    assert said("publish", "--note", "", exits=1)[0].startswith("note: Say in a few words")


async def test_a_damaged_model_is_not_even_shown_to_the_bot(models: Path, settings: Settings) -> None:
    whole = train(models, "first")
    await publish(settings, "first")
    train(models, "second").write_bytes(b"half of it")
    with pytest.raises(BadRequest, match="is damaged"):
        await publish(settings, "second")
    engine = await asyncio.to_thread(open_database, settings)
    released = live(engine)
    assert released is not None
    assert released.model == str(whole)
    engine.dispose()
