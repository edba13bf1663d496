"""The next release over HTTP: checking the draft, training it, and what publishing it would change."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from aiohttp import web

from handoff.core.errors import NotFound
from handoff.studio.previewing import Previewing
from handoff.studio.training import Training
from handoff.web.studio.door import Door

PATH = "/api/studio/candidate"
SHOWN = 500
"""Problems that a page gets."""


class CandidateRoutes:
    def __init__(self, door: Door, data: Path, training: Training, previewing: Previewing) -> None:
        self._door = door
        self._data = data
        self._training = training
        self._previewing = previewing

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/api/studio/check", self.check)
        app.router.add_get(PATH, self.state)
        app.router.add_post(PATH, self.begin)
        app.router.add_delete(PATH, self.cancel)
        app.router.add_get(f"{PATH}/preview", self.preview)

    async def check(self, request: web.Request) -> web.Response:
        """What is wrong with the draft: ``{problems, errors, warnings}``, errors first."""
        await self._door.reader(request)
        return web.json_response(await asyncio.to_thread(checked, self._data))

    async def state(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        return web.json_response(await self._told(await self._training.state()))

    async def begin(self, request: web.Request) -> web.Response:
        """Train the draft; what fits it already, or is being trained, is the candidate."""
        agent = await self._door.writer(request)
        state = await self._training.state()
        if not await self._fits(state):
            state = await self._training.begin(agent)
        told = await self._told(state)
        if told["state"] == "done" and told["fits"]:
            await self._previewing.begin(told["candidate"]["name"])
            told = await self._told(state)
        return web.json_response(told, status=202 if told["state"] == "running" else 200)

    async def cancel(self, request: web.Request) -> web.Response:
        await self._door.writer(request)
        await self._previewing.cancel()
        state = await self._training.cancel()
        return web.json_response(await self._told(state))

    async def preview(self, request: web.Request) -> web.Response:
        """What would change; 404 while it is not known."""
        await self._door.reader(request)
        state = await self._training.state()
        known = None
        if state["state"] == "done":
            known = await asyncio.to_thread(self._previewing.shown, state["candidate"]["name"])
        if known is None:
            raise NotFound("What would change is not known yet: train the draft first.")
        return web.json_response(known)

    async def _told(self, state: dict[str, Any]) -> dict[str, Any]:
        """The state, for a candidate also whether it fits the draft, and how far its preview is."""
        told = {key: value for key, value in state.items() if key != "at"}
        if "problems" in told:
            told["problems"] = [_named(problem) for problem in told["problems"][:SHOWN]]
        if told["state"] == "done":
            told["fits"] = await self._fits(state)
            told["preview"] = await self._previewing.state(told["candidate"]["name"])
        return told

    async def _fits(self, state: dict[str, Any]) -> bool:
        if state["state"] != "done":
            return False
        return bool(await asyncio.to_thread(_mark, self._data) == state["candidate"]["fingerprint"])


def _mark(data: Path) -> str:
    from content.fingerprint import fingerprint

    return fingerprint(data)


def checked(data: Path) -> dict[str, Any]:
    """Blocks on the disk."""
    from content.check import examine

    content, problems = examine(data)
    starts: dict[str, list[tuple[int, str]]] = {}
    for entry in content.entries:
        starts.setdefault(entry.file, []).append((entry.line, entry.id))
    told = [
        {**_named(vars(problem)), "entry": _entry_at(starts.get(problem.file, []), problem.line)}
        for problem in sorted(problems, key=lambda one: one.level != "error")
    ]
    errors = sum(one["level"] == "error" for one in told)
    return {"problems": told[:SHOWN], "errors": errors, "warnings": len(told) - errors}


def _entry_at(starts: list[tuple[int, str]], line: int) -> str | None:
    """The entry that a line of a file belongs to: the last one that began before it."""
    return max((one for one in starts if one[0] <= line), default=(0, None))[1]


def _named(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem without where the folder is on our machine."""
    file = str(problem.get("file", ""))
    return {**problem, "file": Path(file).name}
