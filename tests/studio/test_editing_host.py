"""Of several machines one edits, and none that lacks what was changed last takes over."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from content.places import DATA
from handoff.adapters.database import connect, migrate
from handoff.adapters.edits import Edits
from handoff.adapters.memory import MemoryBeats, MemoryClock
from handoff.core.errors import Conflict, NotNow, Unavailable
from handoff.studio.act import alone
from handoff.studio.editing import Editing, left_here
from handoff.studio.entry_wire import WrittenEntry, told, version_of
from handoff.studio.host import EditingHost
from handoff.studio.shelf import Shelves
from tests.cast import CLEO, NOON


class Machine:
    """A service's editing side, with files and a clock of its own."""

    def __init__(self, name: str, data: Path, engine: Engine, beats: MemoryBeats | None) -> None:
        self.now = 0.0
        self.edits, self.shelves = Edits(engine, MemoryClock(NOON)), Shelves(data)
        self.host = EditingHost(
            data,
            beats,
            lambda: left_here(self.edits, self.shelves, self.host.place),
            name,
            monotonic=lambda: self.now,
        )
        self.editing = Editing(self.host, self.edits, self.shelves)

    def opened(self, id: str) -> dict[str, Any]:
        return told(self.shelves.read().entries[id])

    async def save(self, id: str, **changes: Any) -> None:
        wire = self.opened(id)
        written = WrittenEntry.model_validate(wire | changes)
        await self.editing.save(CLEO, id, version_of(wire), written)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = connect(f"sqlite:///{tmp_path / 'editing.sqlite3'}")
    migrate(made)
    yield made
    made.dispose()


def copied(place: Path) -> Path:
    return Path(shutil.copytree(DATA, place / "data"))


async def test_one_machine_edits_and_the_other_says_which(tmp_path: Path, engine: Engine) -> None:
    beats = MemoryBeats()
    here = Machine("web-1", copied(tmp_path / "1"), engine, beats)
    there = Machine("web-2", copied(tmp_path / "2"), engine, beats)
    for machine in (here, there):
        await machine.host.step()
    await here.save("invoice", title="Where is my bill?")
    with pytest.raises(NotNow, match="edited on the machine “web-1”") as refused:
        await there.save("invoice", title="Where is my receipt?")
    assert refused.value.extra == {"elsewhere": True}
    await here.host.leave()
    await there.host.step()
    with pytest.raises(NotNow, match="last changes are not in this machine's folder"):
        await there.save("invoice", title="Where is my receipt?")
    shutil.copytree(here.host.data, there.host.data, dirs_exist_ok=True)
    await there.host.step()
    await there.save("invoice", title="Where is my receipt?")
    assert there.opened("invoice")["title"] == "Where is my receipt?"


async def test_a_machine_that_is_gone_is_followed(tmp_path: Path, engine: Engine) -> None:
    beats = MemoryBeats()
    gone = Machine("web-1", copied(tmp_path / "1"), engine, beats)
    left = Machine("web-2", copied(tmp_path / "2"), engine, beats)
    await gone.host.step()
    for _ in range(6):
        await left.host.step()
        left.now += 1
    assert await left.host.refusal() is None
    gone.now += 10
    assert "“web-2”" in (await gone.host.refusal() or "")


async def test_two_processes_on_the_same_files_both_edit(tmp_path: Path, engine: Engine) -> None:
    beats, data = MemoryBeats(), copied(tmp_path)
    first, second = (Machine("web-1", data, engine, beats) for _ in range(2))
    await first.host.step()
    await second.host.step()
    await second.save("invoice", title="Where is my bill?")
    await first.save("invoice", title="Where is my receipt?")
    assert second.opened("invoice")["title"] == "Where is my receipt?"


async def test_a_folder_that_is_missing_or_cannot_be_written_is_said(tmp_path: Path, engine: Engine) -> None:
    nowhere = Machine("web-1", tmp_path / "nowhere", engine, None)
    assert "no folder with content" in (await nowhere.host.refusal() or "")
    assert nowhere.shelves.read().entries == {}


async def test_a_full_disk_changes_nothing(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine("web-1", copied(tmp_path), engine, None)
    before = {path: path.read_bytes() for path in sorted(machine.host.data.rglob("*")) if path.is_file()}
    await machine.save("invoice", related=["track-order"])
    related = {path: path.read_bytes() for path in before}
    synced = os.fsync
    left = [1]  # so many files fit

    def full(file: int) -> None:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= 1
        synced(file)

    monkeypatch.setattr(os, "fsync", full)
    version = version_of(machine.opened("track-order"))
    with pytest.raises(Unavailable, match=r"full\. Nothing was changed"):
        await machine.editing.remove(CLEO, "track-order", version)
    now = {path: path.read_bytes() for path in sorted(machine.host.data.rglob("*")) if path.is_file()}
    assert now == related
    assert machine.opened("invoice")["related"] == ["track-order"]


async def test_who_comes_second_at_the_same_moment_hears_of_the_first(tmp_path: Path, engine: Engine) -> None:
    data = copied(tmp_path)
    first, second = (Machine("web-1", data, engine, None) for _ in range(2))
    wire = first.opened("invoice")
    held, go = threading.Event(), threading.Event()

    def hold() -> None:
        with alone(data / "faq"):
            held.set()
            go.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    saves = [
        asyncio.create_task(
            machine.editing.save(
                CLEO, "invoice", version_of(wire), WrittenEntry.model_validate(wire | {"title": title})
            )
        )
        for machine, title in ((first, "Where is my bill?"), (second, "Where is my receipt?"))
    ]
    go.set()
    ended = await asyncio.gather(*saves, return_exceptions=True)
    holder.join()
    assert sorted(type(one).__name__ for one in ended) == ["Conflict", "Done"]
    assert isinstance(next(one for one in ended if isinstance(one, Exception)), Conflict)
