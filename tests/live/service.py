"""A real service process of a test's own: started, frozen, killed and read from outside."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Self

import aiohttp
import psycopg
from psycopg.rows import dict_row

PASSWORD = "correct horse battery"
START_S = 30
"""Longest start that counts as one; a busy machine needs a few seconds."""


class Handrail:
    """``handrail COMMAND`` with a home and settings of its own. The port stays the same after a restart."""

    def __init__(
        self, home: Path, command: str = "serve", module: str = "handoff.cli", **settings: object
    ) -> None:
        self.home = home
        self._module = module
        self.settings = {f"HANDRAIL_{name.upper()}": str(value) for name, value in settings.items()}
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.said: list[str] = []
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "not started"
        return self._process

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def log_file(self) -> Path:
        return self.home.with_name(self.home.name + ".log")

    def environment(self) -> dict[str, str]:
        """Ours alone: what the developer's shell sets for a Handrail of theirs stays out."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HANDRAIL_")}
        return {**inherited, "HANDRAIL_PORT": "0", **self.settings, "HANDRAIL_HOME": str(self.home)}

    async def start(self, preexec: Callable[[], None] | None = None) -> None:
        """Return when it listens; a start that fails raises with what it said."""
        self.said.clear()
        with self.log_file.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._module, self._command,
                env=self.environment(), stdout=asyncio.subprocess.PIPE, stderr=log, preexec_fn=preexec,
            )  # fmt: skip
        listening = asyncio.Event()
        self._reading = asyncio.create_task(self._read(listening))
        await asyncio.wait_for(listening.wait(), START_S)
        if not self.url:
            raise RuntimeError(f"handrail {self._command} did not start:\n{self.errors()}")
        self.settings["HANDRAIL_PORT"] = self.url.rsplit(":", 1)[1]

    async def _read(self, listening: asyncio.Event) -> None:
        assert self.process.stdout is not None
        self.url = ""
        async for line in self.process.stdout:
            self.said.append(line.decode().rstrip())
            if "Handrail is up:" in self.said[-1]:
                self.url = self.said[-1].split()[-1]
                listening.set()
        listening.set()

    async def stop(self) -> None:
        await self.end(signal.SIGTERM)

    async def kill(self) -> None:
        """Frozen before it is killed: what it had not sent yet never leaves."""
        self.freeze()
        await self.end(signal.SIGKILL)

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    async def end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        if self.process.returncode is None:
            self.process.send_signal(number)
            await self.process.wait()
        if self._reading is not None:
            await self._reading

    def errors(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    async def add_agent(self, name: str, role: str = "agent") -> str:
        """An account made by the command; returns its address."""
        email = f"{name.lower()}@shop.example"
        await self.run(
            "agents", "add", email, "--name", name, "--role", role, "--password-stdin", said=f"{PASSWORD}\n"
        )
        return email

    async def run(self, *command: str, said: str = "") -> None:
        """``handrail COMMAND``, as an administrator types it beside the service."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "handoff.cli", *command,
            env=self.environment(), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        answered, _ = await process.communicate(said.encode())
        assert process.returncode == 0, answered.decode()

    async def sign_in(self, http: aiohttp.ClientSession, email: str) -> str:
        async with http.post(
            f"{self.url}/api/sign-in", json={"email": email, "password": PASSWORD}
        ) as response:
            assert response.status == 200, await response.text()
            return str((await response.json())["token"])

    async def ready(self, http: aiohttp.ClientSession) -> Mapping[str, Any]:
        async with http.get(f"{self.url}/ready") as response:
            state: dict[str, Any] = await response.json()
            return {**state, "code": response.status}

    def rows(self, statement: str, *values: object) -> list[Any]:
        """What SQL holds, read beside the service: the truth that everything is compared with."""
        url = self.settings.get("HANDRAIL_DATABASE_URL", "")
        if url.startswith("postgresql"):
            with psycopg.connect(url.replace("+psycopg", ""), row_factory=dict_row) as connection:
                return connection.execute(statement.encode(), values or None).fetchall()
        with closing(sqlite3.connect(self.home / "handrail.sqlite3", timeout=10)) as database:
            database.row_factory = sqlite3.Row
            return database.execute(statement, values).fetchall()


async def until(condition: Callable[[], Any], what: str, within_s: float = 15) -> Any:
    """Look again until it holds, at most so long; returns what held."""
    deadline = time.monotonic() + within_s
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not within {within_s} s: {what}"
        await asyncio.sleep(0.02)
    return found


async def until_async(condition: Callable[[], Any], what: str, within_s: float = 15) -> Any:
    """The same for a condition that must be awaited."""
    deadline = time.monotonic() + within_s
    while not (found := await condition()):
        assert time.monotonic() < deadline, f"not within {within_s} s: {what}"
        await asyncio.sleep(0.05)
    return found
