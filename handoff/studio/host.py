"""Which machine edits: one at a time, the one that has the files; the others pull what is published."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable
from pathlib import Path

from handoff.adapters.holdings import EVERY_S, Beats, Contender
from handoff.core.errors import Unavailable

log = logging.getLogger(__name__)

LEASE = "editing"

BEHIND = (
    "The studio's last changes are not in this machine's folder: bring it up to date (from git, or copied "
    "from where they were made), then it can be edited here."
)


def machine() -> str:
    """This machine's name, as colleagues know it."""
    return socket.gethostname()[:32] or "this machine"


def place_of(data: Path, host: str) -> str:
    """The same for every process that edits this folder on this machine."""
    folder = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:8]
    return f"{host}/{folder}"


class EditingHost:
    """Says whether this process may write entries now, and if not, why not and who may.

    ``beats`` None: nobody else could (one machine). ``left_here`` says whether the files hold what was last
    changed: a folder that does not must not take editing over, or those changes would seem undone.
    """

    def __init__(
        self,
        data: Path,
        beats: Beats | None,
        left_here: Callable[[], bool] = lambda: True,
        host: str | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.data = data
        self.host = host or machine()
        self.place = place_of(data, self.host)
        self._beats = beats
        self._left_here = left_here
        self._behind = False
        self.contender: Contender | None = None
        if beats is not None:
            holder = f"{self.place}:{os.getpid()}:{secrets.token_hex(4)}"
            self.contender = Contender(beats, holder, monotonic)

    async def run(self) -> None:
        """At a clean stop the next one need not wait."""
        try:
            while True:
                try:
                    await self.step()
                except Unavailable as error:
                    log.warning("which machine edits is not known: %s", error.message)
                await asyncio.sleep(EVERY_S)
        finally:
            with contextlib.suppress(Unavailable):  # without the database the others find out by themselves
                await self.leave()

    async def step(self) -> None:
        """Beat, or look whether the machine that edits still does."""
        assert self.contender is not None
        if self.contender.held is None:
            able = await asyncio.to_thread(self.unfit) is None
            self._behind = able and not await asyncio.to_thread(self._left_here)
            if not able or self._behind:
                return
        await self.contender.step()

    async def leave(self) -> None:
        if self.contender is not None:
            await self.contender.leave()

    def unfit(self) -> str | None:
        """Why the files can't be written here, whoever edits."""
        faq = self.data / "faq"
        if not faq.is_dir():
            return "There is no folder with content on this machine."
        if not all(os.access(one, os.W_OK | os.X_OK) for one in (self.data, faq)):
            return "The folder with the content can't be written on this machine."
        return None

    async def refusal(self) -> str | None:
        """None: this process may write now. Else a sentence that says where entries are edited."""
        unfit = await asyncio.to_thread(self.unfit)
        if self.contender is None or self._beats is None:
            return unfit and f"{unfit} Entries can be read, and edited where it is (HANDRAIL_DATA)."
        if unfit is None and self.contender.held is not None:
            return None
        beat = await self._beats.read()
        holder = beat.holder if beat is not None else ""
        if unfit is None and holder.startswith(f"{self.place}:"):
            return None  # another process here, on the same files; a lock on the folder keeps the two apart
        if holder:
            host = holder.partition("/")[0]
            why = f" {unfit}" if unfit else f" {BEHIND}" if self._behind else ""
            return f"Entries are edited on the machine “{host}”. Here they can be read.{why}"
        if self._behind:
            return BEHIND
        return unfit or "No machine edits entries at the moment; one will in some seconds."
