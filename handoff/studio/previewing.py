"""Has two models asked the same past questions, and keeps beside the candidate what would change."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from handoff.adapters.past_questions import PastQuestions
from handoff.core.errors import Refusal
from handoff.core.preview import summed
from handoff.ports import Clock
from handoff.studio.jobs import Busy, Job
from handoff.studio.training import FOLDER

log = logging.getLogger(__name__)

PREVIEWER = (sys.executable, "-m", "bot.preview", "--progress")

MOST_QUESTIONS = 2_000
KEPT = 5
"""Previews that stay on the disk; one is some hundred KB."""

FAILED = "What would change could not be worked out. The log of the service's machine says why: {log}."
IDLE: dict[str, Any] = {"state": "idle"}


@dataclass(frozen=True, slots=True)
class Served:
    """A live model: its file here, and how it did when it was trained."""

    file: Path
    scores: Mapping[str, Any] | None


class Live(Protocol):
    """Both block on the database."""

    def name(self) -> str | None:
        """The live model's, None before the first."""

    def opened(self) -> Served | None:
        """None also where it is not to be had on this machine."""


class Previewing:
    def __init__(
        self,
        data: Path,
        models: Path,
        logs: Path,
        clock: Clock,
        past: PastQuestions,
        live: Live,
        command: Sequence[str] = PREVIEWER,
    ) -> None:
        self._data = data
        self._models = models
        self._folder = models / FOLDER
        self._clock = clock
        self._past = past
        self._live = live
        self._command = command
        self._log = logs / "preview.log"
        self._job = Job(self._folder, "preview", self._log)
        self._task: asyncio.Task[None] | None = None
        self._one = asyncio.Lock()
        self._of: str | None = None
        self._state = IDLE

    async def begin(self, candidate: str) -> None:
        """Work it out, unless it is known or being worked out."""
        async with self._one:
            if self._running() and self._of == candidate:
                return
            await self.cancel()
            self._of = candidate
            self._state = {"state": "running", "done": 0, "of": 0, "share": 0.0, "left_s": None}
            try:
                known = await asyncio.to_thread(self.known, candidate)
            except Refusal as refusal:
                self._state = {"state": "failed", "sentence": refusal.message}
                return
            if known is not None:
                self._of, self._state = None, IDLE
                return
            self._task = asyncio.create_task(self._run(candidate))

    async def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        self._of, self._state = None, IDLE

    async def state(self, candidate: str) -> dict[str, Any]:
        """``{state: idle|running|done|failed, …}`` of a candidate's preview, without the preview."""
        if self._of == candidate and self._state["state"] != "idle":
            return self._state
        known = await asyncio.to_thread(self.known, candidate)
        return {"state": "done"} if known is not None else IDLE

    def known(self, candidate: str) -> dict[str, Any] | None:
        """What was worked out for a candidate, while it holds: against the live model, with today's tests."""
        try:
            told = json.loads(self._file(candidate).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(told, dict) or told.get("mark") != self._mark(candidate):
            return None
        summary = told.get("preview")
        return summary if isinstance(summary, dict) else None

    def shown(self, candidate: str) -> dict[str, Any] | None:
        """The same with the questions' words, which stay where they can be erased."""
        summary = self.known(candidate)
        if summary is None:
            return None
        rows = [row for change in summary["changes"] for row in change["rows"]]
        texts = self._past.texts(row["id"] for row in rows)
        for row in rows:
            row["text"] = texts.get(row["id"])
        return summary

    def _running(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _run(self, candidate: str) -> None:
        try:
            with self._job.held():
                self._state = await self._worked_out(candidate)
        except Busy:
            self._state = {
                "state": "failed",
                "sentence": "Another process works out a preview; try again soon.",
            }
        except Refusal as refusal:
            self._state = {"state": "failed", "sentence": refusal.message}
        except Exception:
            log.exception("a preview failed")
            self._state = {"state": "failed", "sentence": FAILED.format(log=self._log)}

    async def _worked_out(self, candidate: str) -> dict[str, Any]:
        mark = await asyncio.to_thread(self._mark, candidate)
        asked, out = self._folder / "asked.jsonl", self._folder / "told.json"
        live = await asyncio.to_thread(self._live.opened)
        past = await asyncio.to_thread(self._past.newest, MOST_QUESTIONS)
        lines = [
            json.dumps({"id": one.id, "text": one.text, "times": one.times, "was": one.was}) for one in past
        ]
        asked.write_text("\n".join(lines), encoding="utf-8")
        command = [*self._command, "--candidate", str(self._models / f"{candidate}.tar.gz")]
        command += ["--data", str(self._data), "--questions", str(asked), "--out", str(out)]
        command += ["--live", str(live.file)] if live is not None else []
        said: list[dict[str, Any]] = []
        try:
            code = await self._job.run(command, {}, lambda line: self._heard(line, said))
            if code != 0 or not said or "finished" not in said[-1]:
                sentence = said[-1].get("failed") if said else None
                return {"state": "failed", "sentence": str(sentence or FAILED.format(log=self._log))}
            told = await asyncio.to_thread(lambda: json.loads(out.read_text(encoding="utf-8")))
            if live is not None and live.scores is not None:
                told["live"]["scores"] = dict(live.scores)
            self._keep(candidate, mark, summed(told))
        finally:
            for file in (asked, out):  # they hold customers' words: only what would change is kept
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)
        return {"state": "done"}

    def _heard(self, line: dict[str, Any], said: list[dict[str, Any]]) -> None:
        if "stage" in line:
            self._state = {
                "state": "running",
                **{key: line.get(key) for key in ("done", "of", "share", "left_s")},
            }
        else:
            said.append(line)

    def _keep(self, candidate: str, mark: str, preview: dict[str, Any]) -> None:
        for row in (row for change in preview["changes"] for row in change["rows"]):
            del row["text"]
        file = self._file(candidate)
        beside = file.with_suffix(".new")
        beside.write_text(
            json.dumps({"mark": mark, "at": self._clock(), "preview": preview}), encoding="utf-8"
        )
        beside.replace(file)
        for old in sorted(self._folder.glob("preview-*.json"), key=lambda one: one.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)

    def _file(self, candidate: str) -> Path:
        return self._folder / f"preview-{Path(candidate).name}.json"

    def _mark(self, candidate: str) -> str:
        """Of all that a preview depends on but the questions, which are always others."""
        total = hashlib.sha256(f"{candidate}\n{self._live.name()}\n".encode())
        for file in sorted((self._data / "faq").glob("*.yml")):
            total.update(file.read_bytes())
        return total.hexdigest()
