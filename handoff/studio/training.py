"""Trains the draft beside the traffic: one at a time, told as it goes, and the live model untouched."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from handoff.core.errors import NotNow, Unavailable
from handoff.core.events import iso
from handoff.ports import Agent, Clock
from handoff.studio.jobs import Busy, Job

log = logging.getLogger(__name__)

TRAINER = (sys.executable, "-m", "bot.training", "--progress", "--if-needed")

FOLDER = ".studio"
"""In the folder of models: states, locks and previews of candidates. Nothing in it is a model."""

INTERRUPTED = "The training was interrupted when the service stopped. Nothing was changed; start it again."
KILLED = (
    "The training was ended from outside: the machine may have run out of memory. Nothing was changed; "
    "start it again."
)
FAILED = "The training failed, and nothing was changed. The log of the service's machine says why: {log}."
NOT_STARTED = "The training could not be started: {reason}. Nothing was changed."

IDLE: dict[str, Any] = {"state": "idle"}
CARD = ("name", "fingerprint", "scores", "entries", "trained_at")
WRITTEN_EVERY_MS = 1_000

Refusing = Callable[[], Awaitable[str | None]]
Trained = Callable[[dict[str, Any], Agent], None]


class Training:
    """``refusal`` says why this machine may not train now, or None. ``trained`` hears of each candidate."""

    def __init__(
        self,
        data: Path,
        models: Path,
        logs: Path,
        clock: Clock,
        refusal: Refusing,
        trained: Trained = lambda _candidate, _by: None,
        command: Sequence[str] = TRAINER,
    ) -> None:
        self._data = data
        self._models = models
        self._clock = clock
        self._refusal = refusal
        self._trained = trained
        self._command = command
        self._log = logs / "training.log"
        self._job = Job(models / FOLDER, "training", self._log)
        self._task: asyncio.Task[None] | None = None
        self._state: dict[str, Any] | None = None
        self._written = 0

    async def begin(self, by: Agent) -> dict[str, Any]:
        """Start; one that runs already is the same. Gives the state."""
        if self._running():
            return await self.state()
        if sentence := await self._refusal():
            raise NotNow(sentence, elsewhere=True)
        if self._running():  # somebody was faster while we asked
            return await self.state()
        holding = contextlib.ExitStack()
        try:
            holding.enter_context(self._job.held())
        except Busy:
            return await self.state()
        except OSError as error:
            raise Unavailable(NOT_STARTED.format(reason=error.strerror)) from None
        who = {"id": by.id, "name": by.name}
        self._tell({"state": "running", "stage": "checking", "done": 0, "of": 0, "share": 0.0, "left_s": None,
                    "by": who, "since": iso(self._clock())})  # fmt: skip
        self._task = asyncio.create_task(self._run(by, holding))
        return await self.state()

    async def cancel(self) -> dict[str, Any]:
        """End it, if it runs in this process: at once, leaving nothing."""
        if self._task is not None:
            await self._job.cancel()
            await asyncio.wait([self._task])
        elif (await self.state())["state"] == "running":
            raise NotNow("Another process of the service trains; it can be cancelled there.")
        return await self.state()

    async def stop(self) -> None:
        """The service stops: nothing of ours goes on."""
        if self._running():
            await self.cancel()
            self._tell(_failure(INTERRUPTED, (self._state or {}).get("by")))

    async def state(self) -> dict[str, Any]:
        """``{state: idle|running|done|failed|cancelled, …}``, see docs/protocol.md."""
        if self._running() and self._state is not None:
            return self._state
        return await asyncio.to_thread(self._latest)

    def _latest(self) -> dict[str, Any]:
        """Whichever ended or began last, here or in another process on these files."""
        known = [told for told in (self._job.read(), self._state) if told and isinstance(told.get("at"), int)]
        told = max(known, key=lambda one: int(one["at"]), default=IDLE)
        if told["state"] == "running" and self._job.abandoned():
            return {**_failure(INTERRUPTED, told.get("by")), "at": told["at"]}
        if told["state"] == "done" and not self._model(told["candidate"]["name"]).is_file():
            return IDLE  # somebody tidied up
        return told

    def _model(self, name: str) -> Path:
        return self._models / f"{Path(name).name}.tar.gz"

    def _running(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _run(self, by: Agent, holding: contextlib.ExitStack) -> None:
        said: list[dict[str, Any]] = []
        who = {"id": by.id, "name": by.name}
        command = [*self._command, "--data", str(self._data), "--models", str(self._models)]
        with holding:
            try:
                code = await self._job.run(command, {}, lambda line: self._heard(line, said))
                end = self._ended(code, said[-1] if said else {}, who)
            except OSError as error:
                sentence = NOT_STARTED.format(reason=error.strerror or "no process could be made")
                end = _failure(sentence, who)
            except Exception:
                log.exception("a training was lost sight of")
                end = _failure(FAILED.format(log=self._log), who)
            if end["state"] == "done":
                self._trained(end["candidate"], by)
            self._tell(end)

    def _heard(self, line: dict[str, Any], said: list[dict[str, Any]]) -> None:
        if "stage" not in line:
            said.append(line)
            return
        told = {key: line.get(key) for key in ("stage", "done", "of", "share", "left_s")}
        self._state = {**(self._state or {}), **told}
        if self._clock() - self._written >= WRITTEN_EVERY_MS:
            self._tell(self._state)

    def _ended(self, code: int, last: dict[str, Any], by: dict[str, str]) -> dict[str, Any]:
        if code == 0 and all(key in last for key in (*CARD, "model")):
            return {"state": "done", "candidate": {**{key: last[key] for key in CARD}, "by": by}}
        if self._job.cancelled:
            return {"state": "cancelled", "by": by}
        if "failed" in last:
            return _failure(str(last["failed"]), by, list(last.get("problems", ())))
        if code < 0 or code in (137, 143):
            return _failure(KILLED, by)
        return _failure(FAILED.format(log=self._log), by)

    def _tell(self, state: dict[str, Any]) -> None:
        self._written = self._clock()
        self._state = {**state, "at": self._written}
        self._job.write(self._state)


def _failure(sentence: str, by: dict[str, str] | None, problems: list[Any] | None = None) -> dict[str, Any]:
    return {"state": "failed", "sentence": sentence, "problems": problems or [], "by": by}
