"""``handrail up`` begins with what is live: it publishes no drafts, and finds a whole model."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import insert

from content.snapshot import take
from handoff.adapters import schema
from handoff.core.releases import By, Release
from handoff.releases.commands import publish, rollback
from handoff.releases.publishing import Publishing
from handoff.releases.trained import Trained, newest_whole
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from handoff.supervisor import Crew
from tests.cast import once
from tests.releases import train, write

CLEO = By("aaaaaaaa-0000-4000-8000-000000000003", "Cleo")


class Starting(Crew):
    """Its training gives what the test has ready."""

    trained = 0

    async def _train_if_needed(self) -> Trained | None:
        self.trained += 1
        return newest_whole(self.settings.models)


class Place:
    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder / "home", data=folder / "data", models=folder / "models")
        write(self.settings.data)
        self.engine = open_database(self.settings)
        self.publishing = Publishing(self.settings, self.engine, now_ms)
        self.said = io.StringIO()

    async def start(self) -> Starting:
        crew = Starting(self.settings, Console(file=self.said, width=300))
        assert await crew.servable()
        return crew

    @property
    def live(self) -> Release:
        live = self.publishing.releases.live()
        assert live is not None
        return live

    def train(self, name: str) -> Path:
        return train(self.settings.models, self.settings.data, name)

    async def publish(self) -> None:
        before = self.publishing.releases.live()
        seen = before.id if before else None
        await self.publishing.publish(CLEO, "A note", model=None, seen=seen, client_id=once())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


async def test_the_first_start_makes_live_what_it_trained_and_the_next_follows_the_files(
    place: Place,
) -> None:
    place.train("m-1")
    await place.start()
    assert place.live.author == By(None, "the start")
    assert (place.live.kind, place.live.has_content, place.live.model_name) == ("trained", True, "m-1")
    await place.start()
    assert place.live.id == 1, "nothing new"
    write(place.settings.data, answer="Sixty days.")
    place.train("m-2")
    await place.start()
    assert (place.live.id, place.live.model_name) == (2, "m-2")


async def test_whoever_publishes_by_command_works_on_the_files_and_a_restart_follows_them(
    place: Place,
) -> None:
    place.train("m-1")
    await publish(place.settings, None)
    write(place.settings.data, answer="Sixty days.")
    place.train("m-2")
    await place.start()
    assert place.live.model_name == "m-2"
    await rollback(place.settings)
    crew = await place.start()
    assert (crew.trained, place.live.model_name) == (0, "m-1"), "and goes back for good"


@pytest.mark.parametrize("how", ["published", "edited"])
async def test_once_somebody_publishes_or_edits_a_restart_publishes_no_drafts(place: Place, how: str) -> None:
    first = place.train("m-1")
    if how == "published":
        await place.publish()
    else:
        await place.start()
        with place.engine.begin() as db:
            edit = {"act": "a", "entry": "returns", "at": 1, "author": "{}", "kind": "changed", "file": "f"}
            db.execute(insert(schema.edits).values(**edit, place="p"))
    write(place.settings.data, answer="Sixty days.")
    place.train("m-2")
    crew = await place.start()
    assert (crew.trained, place.live.id, crew.published()[0]) == (0, 1, first)
    assert "Release 1 is live; " in place.said.getvalue()


async def test_a_damaged_model_does_not_keep_the_bot_from_starting(place: Place) -> None:
    first = place.train("m-1")
    await place.publish()
    write(place.settings.data, answer="Sixty days.")
    second = place.train("m-2")
    await place.publish()
    second.write_bytes(second.read_bytes()[:100])
    crew = await place.start()
    copy = place.settings.home / "models" / "m-2.tar.gz"
    assert crew.published() == [copy, first], "whole, out of the database"
    assert copy.read_bytes() == b"m-2" * 1000
    copy.unlink()
    sha256 = place.live.sha256
    assert sha256 is not None
    place.publishing.files.drop(sha256)
    assert crew.published()[0] == first, "the release before"
    first.unlink()  # and what the database keeps of it, too
    for release in place.publishing.releases.newest(9):
        place.publishing.files.drop(release.sha256 or "")
    (place.settings.home / "models" / "m-1.tar.gz").unlink(missing_ok=True)
    third = place.train("m-3")
    assert crew.published() == [third], "at last the newest whole one"


async def test_a_row_from_before_releases_held_anything_goes_on(place: Place) -> None:
    file = place.train("m-1")
    found = newest_whole(place.settings.models)
    assert found is not None
    with place.engine.begin() as db:
        old = {"model": str(file), "fingerprint": found.fingerprint, "published_at": 1, "note": "published"}
        db.execute(insert(schema.releases).values(**old))
    crew = await place.start()
    assert (place.live.id, crew.published()) == (1, [file])
    assert (place.live.sha256, place.live.has_content) == (found.sha256, True), "what can be known is added"
    assert place.live.author is None


async def test_what_was_trained_from_other_content_is_published_with_that_content(place: Place) -> None:
    place.train("m-1")
    kept = place.settings.models / "m-1.content.json"
    kept.write_text(json.dumps(take(place.settings.data)))
    write(place.settings.data, answer="Sixty days.")
    wanted = await asyncio.to_thread(place.publishing.named, CLEO, "m-1", "By hand")
    assert wanted.snapshot is not None
    assert "Thirty days." in wanted.snapshot
