"""Groups questions by meaning: a child process at low priority, one at a time, whole or not at all."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

import orjson
from sqlalchemy.exc import SQLAlchemyError

from handoff.adapters.gaps_grouping import GapGroups, Group, Point, Settled
from handoff.children import start
from handoff.core.errors import Refusal, Unavailable
from handoff.ports import Catalogue, Holding, Index, Known

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "bot.grouping")

PAUSE_S = 2.0
"""Between two looks at whether there is something to do."""

SHARE = 9
"""Of the time, while it follows the log, it works a tenth: the others have to be served."""

ENOUGH = 200
"""New questions that are grouped at once; fewer wait until the oldest has waited long enough."""

LONG_ENOUGH_MS = 60_000
"""A new question is in its gap after a minute or two, on a quiet day as well."""

FORGOTTEN_MS = 300_000
"""What somebody wanted so long ago, before a restart perhaps, is not done any more."""

REST = 5
"""Times as long as the last run took, before the next one: it never takes more than a sixth of the time."""

LONGEST_S = 1_800
"""A run that takes longer hangs."""

AFTER_TROUBLE_S = 60.0

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class NotGrouped(Exception):
    """The child ended without a result; the text says why."""


@dataclass(slots=True)
class Doing:
    """What is told of it to people. ``progress``: 0 to 1 while it runs. ``asked``: when somebody last
    wanted it at once (ms), as far as that was done."""

    progress: float | None = None
    ended_at: float = float("-inf")
    took_s: float = 0.0
    trouble: str | None = None
    asked: int = 0


class Answers(Protocol):
    """Looks at which gaps what is live now answers."""

    async def look(self) -> int: ...


class Grouping:
    """``follow`` keeps the questions up with the log. Runs where the deadlines run."""

    def __init__(
        self,
        questions: Index,
        groups: GapGroups,
        catalogue: Catalogue,
        holding: Holding,
        home: Path,
        answers: Answers | None = None,
        command: Iterable[str] = COMMAND,
    ) -> None:
        self._questions = questions
        self._groups = groups
        self._catalogue = catalogue
        self._holding = holding
        self._home = home
        self._answers = answers
        self._command = [*command]
        self._running = asyncio.Lock()
        self.doing = Doing()

    async def run(self) -> None:
        while True:
            rest_s = await self._step()
            await asyncio.sleep(rest_s)

    async def _step(self) -> float:
        """How long to rest."""
        if self._holding.held is None:
            return PAUSE_S
        began = time.monotonic()
        try:
            if await self._questions.follow():
                return (time.monotonic() - began) * SHARE
            if await self._groups.refresh():
                return (time.monotonic() - began) * SHARE
            if self._answers is not None:
                await self._answers.look()
            if await self._is_due():
                await self.group()
        except (Refusal, SQLAlchemyError) as error:
            log.warning("questions are grouped later: %s", getattr(error, "message", error))
            return AFTER_TROUBLE_S
        except Exception:
            log.exception("grouping stumbled; it goes on")
            return AFTER_TROUBLE_S
        return PAUSE_S

    async def _is_due(self) -> bool:
        asked = await asyncio.to_thread(self._groups.asked)
        if asked > max(self.doing.asked, self._groups.now() - FORGOTTEN_MS):
            self.doing.asked = asked
            return True
        if time.monotonic() - self.doing.ended_at < self.doing.took_s * REST:
            return False
        count, since = await asyncio.to_thread(self._groups.waiting)
        waited = since is not None and self._groups.now() - since >= LONG_ENOUGH_MS
        return count >= ENOUGH or (count > 0 and waited)

    async def catch_up(self) -> int:
        """Everything the log holds now is taken in, grouped and counted: for commands and tests. How many
        questions were grouped."""
        while await self._questions.follow():
            """On."""
        while await self._groups.refresh():
            """On."""
        done = await self.group()
        while await self._groups.refresh():
            """On."""
        return done

    async def count(self) -> None:
        """What people just changed is counted before they look again."""
        await self._groups.refresh()

    async def ask(self) -> None:
        """Group now, not when it is due: whichever process does it sees that in a moment."""
        await self._groups.ask()

    async def told(self) -> dict[str, Any]:
        """How it stands, for people."""
        count, _ = await asyncio.to_thread(self._groups.waiting)
        return {
            "running": self.doing.progress is not None,
            "progress": self.doing.progress,
            "waiting": count,
            "trouble": self.doing.trouble,
        }

    async def group(self) -> int:
        """One run; how many questions had been in no gap before. Raises ``Unavailable`` with the reason."""
        async with self._running:
            began = time.monotonic()
            self.doing.progress = 0.0
            try:
                done = await self._group()
            except NotGrouped as error:
                self.doing.trouble = str(error)
                raise Unavailable(f"The questions could not be grouped: {error}") from error
            else:
                self.doing.trouble = None
                return done
            finally:
                self.doing.progress = None
                self.doing.ended_at = time.monotonic()
                self.doing.took_s = self.doing.ended_at - began

    async def _group(self) -> int:
        known = await self._catalogue.entries()
        points = await asyncio.to_thread(self._groups.points)
        if not points:
            return 0
        with self._file() as given, self._file() as out, self._file() as errors:
            revisions = await asyncio.to_thread(self._write, given, points, known)
            async with self._child(given, out, errors) as child:
                await asyncio.wait_for(self._watched(child, out), LONGEST_S)
            groups = await asyncio.to_thread(result, out, errors, child.returncode)
        await self._groups.keep(groups, points, revisions)
        while await self._groups.refresh():
            """Whoever hears that it is done finds the gaps with their numbers."""
        return sum(point.gap is None for point in points)

    def _file(self) -> IO[bytes]:
        """Without a name: nothing of what customers wrote is left on the disk, however this ends."""
        return tempfile.TemporaryFile(dir=self._home)

    def _write(self, given: IO[bytes], points: Iterable[Point], known: Mapping[str, Known]) -> dict[int, int]:
        """The child's input; gives the gaps' revisions."""
        revisions = {}
        for point in points:
            given.write(orjson.dumps(_line(point)) + b"\n")
        for gap in self._groups.settled():
            revisions[gap.id] = gap.revision
            given.write(orjson.dumps(_settled(gap)) + b"\n")
        for entry in known.values():
            given.write(orjson.dumps({"entry": entry.id, "texts": [entry.title, entry.asked]}) + b"\n")
        given.flush()
        given.seek(0)
        return revisions

    @contextlib.asynccontextmanager
    async def _child(
        self, given: IO[bytes], out: IO[bytes], errors: IO[bytes]
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        kept = self._home / "entries-encoded.npz"
        command = [*self._command, "--kept", str(kept)]
        child = await start(command, ONE_THREAD, out, given=given, errors=errors)
        try:
            yield child
        finally:
            if child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    child.kill()
                await child.wait()

    async def _watched(self, child: asyncio.subprocess.Process, out: IO[bytes]) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(child.wait()), 1)
                return
            self.doing.progress = progress(out) or self.doing.progress


def _line(point: Point) -> dict[str, Any]:
    line: dict[str, Any] = {"id": point.id, "text": point.text}
    if point.vector is not None:
        line["vector"] = base64.b64encode(point.vector).decode()
    if point.gap is not None:
        line["group"] = point.gap
    return line


def _settled(gap: Settled) -> dict[str, Any]:
    if gap.centre is not None:
        return {"group": gap.id, "size": gap.size, "centre": base64.b64encode(gap.centre).decode()}
    vectors = [base64.b64encode(one).decode() for one in gap.vectors]
    return {"group": gap.id, "size": gap.size, "vectors": vectors}


def progress(out: IO[bytes]) -> float | None:
    """The last one that was told, while nothing else is."""
    size = os.fstat(out.fileno()).st_size
    tail = os.pread(out.fileno(), 200, max(0, size - 200)).splitlines()
    with contextlib.suppress(ValueError, IndexError, KeyError, TypeError):
        return float(orjson.loads(tail[-1])["progress"])
    return None


def result(out: IO[bytes], errors: IO[bytes], code: int | None) -> list[Group]:
    """What the child made. Raises ``NotGrouped`` where it did not come to its end."""
    placed: dict[int | str, dict[int, bytes | None]] = {}
    groups: list[Group] = []
    done = False
    out.seek(0)
    try:
        for raw in out:
            line = orjson.loads(raw)
            if "id" in line:
                vector = line.get("vector")
                placed.setdefault(line["group"], {})[line["id"]] = (
                    base64.b64decode(vector) if vector else None
                )
            elif "centre" in line:
                groups.append(_group(line, placed.get(line["group"], {})))
            done = line.get("done", done)
    except (ValueError, KeyError, TypeError) as error:
        raise NotGrouped(f"what came makes no sense ({error})") from error
    if code or not done:
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip().splitlines()
        raise NotGrouped(said[-1][:300] if said else f"the process ended ({code})")
    return groups


def _group(line: Mapping[str, Any], placed: dict[int, bytes | None]) -> Group:
    name = line["group"]
    return Group(
        name if isinstance(name, int) else None,
        base64.b64decode(line["centre"]),
        int(line["size"]),
        orjson.dumps(line["nearest"]).decode(),
        placed,
        line.get("central"),
        float(line.get("likeness", 0)),
    )
