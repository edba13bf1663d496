"""Follows what is published: asks the service for the live model, and serves it once it is whole and loaded.

    GET SERVICE/bot/model   If-None-Match: "SHA-256 of what is served"   → 304, or the model with its ETag

What is halved, foreign or can't be loaded is told to the service with the next question, and never served.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import re
import secrets
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import aiohttp

log = logging.getLogger(__name__)

EVERY_S = 2.0
AGAIN_S = 30.0  # what came damaged is fetched again then: it may have been mended
LARGEST = 200 * 1000 * 1000  # bytes; ours have four million
KEPT = 3  # pulled models that stay: the live one, and those a step back leads to
PIECE = 1024 * 1024
WAITS_S = 60  # for the service to send

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


class NotPulled(Exception):
    """No model came; the text says why."""


class Damaged(Exception):
    """What came is not what was published, or could not be written whole."""

    def __init__(self, sha256: str, sentence: str) -> None:
        """Keep which one it should have been."""
        super().__init__(sentence)
        self.sha256 = sha256


@dataclass
class Place:
    """Where models come from and go to. `name` tells this bot from others."""

    service: str
    token: str
    folder: Path
    name: str


def own_name() -> str:
    """This process among all bots of the house; never used twice."""
    host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname())[:40]
    return f"{host}:{os.getpid()}:{secrets.token_hex(3)}"


def hash_of(model: Path) -> str:
    """SHA-256 of a file."""
    with model.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pulled(folder: Path) -> Path | None:
    """The newest whole model that was pulled before."""
    for card in sorted(folder.glob("*.pulled.json"), key=lambda path: path.stat().st_mtime, reverse=True):
        try:
            facts = json.loads(card.read_text(encoding="utf-8"))
            model = folder / str(facts["file"])
            if Path(str(facts["file"])).name == facts["file"] and hash_of(model) == facts["sha256"]:
                return model
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None


class Following:
    """Asks, pulls and has loaded. `load` makes a file the served one, or raises with a sentence."""

    def __init__(
        self,
        place: Place,
        serves: Callable[[], str | None],
        load: Callable[[Path], Awaitable[None]],
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        """Follow what the service says, but not while `busy`: then a model is being loaded already."""
        self._place = place
        self._serves = serves
        self._load = load
        self._busy = busy
        self._trouble: str | None = None
        self._refused: tuple[str, float] | None = None

    async def run(self) -> None:
        """Ask for ever."""
        async with session_of(self._place) as session:
            while True:
                await self.look(session)
                await asyncio.sleep(EVERY_S)

    async def look(self, session: aiohttp.ClientSession) -> bool:
        """Ask once. True: another model is served now."""
        if self._busy():
            return False
        serves = self._serves()
        known = [sha for sha in (serves, self._given_up()) if sha]
        try:
            pulled_file = await pull(session, self._place, known, serves, self._trouble)
        except Damaged as wrong:
            self._give_up(wrong.sha256, str(wrong), AGAIN_S)
            return False
        except (NotPulled, aiohttp.ClientError, TimeoutError) as wrong:
            log.debug("no model was pulled: %s", wrong)
            return False
        if pulled_file is None:
            return False
        file, sha256 = pulled_file
        try:
            await self._load(file)
        except Exception as wrong:  # noqa: BLE001 - whatever is wrong with it, the live model goes on
            self._give_up(sha256, str(wrong), float("inf"))
            return False
        self._trouble, self._refused = None, None
        log.warning("Serving %s from now on.", file.name)
        return True

    def _given_up(self) -> str | None:
        if self._refused is not None and time.monotonic() >= self._refused[1]:
            self._refused = None
        return self._refused[0] if self._refused else None

    def _give_up(self, sha256: str, sentence: str, for_s: float) -> None:
        self._trouble = sentence.rstrip(".") + ". The model before goes on."
        self._refused = sha256, time.monotonic() + for_s
        log.error("%s", self._trouble)


def session_of(place: Place) -> aiohttp.ClientSession:
    """A session that carries the token."""
    return aiohttp.ClientSession(
        headers={"Authorization": f"Bearer {place.token}", "Handrail-Bot": place.name},
        timeout=aiohttp.ClientTimeout(total=WAITS_S),
    )


async def pull(
    session: aiohttp.ClientSession,
    place: Place,
    known: list[str],
    serves: str | None = None,
    trouble: str | None = None,
) -> tuple[Path, str] | None:
    """Fetch the live model into the folder, whole. None: it is one of those known.

    Raises NotPulled, Damaged, and what the network and the disk raise.
    """
    headers = {"If-None-Match": ", ".join(f'"{sha}"' for sha in known)} if known else {}
    headers |= {"Handrail-Serves": serves} if serves else {}
    headers |= {"Handrail-Trouble": quote(trouble[:400])} if trouble else {}
    async with session.get(f"{place.service}/bot/model", headers=headers) as response:
        if response.status == 304:
            return None
        if response.status != 200:
            raise NotPulled(f"the service said {response.status}")
        sha256 = response.headers.get("ETag", "").strip('"')
        name = response.headers.get("Handrail-Model", "")
        if not (_SHA256.fullmatch(sha256) and _NAME.fullmatch(name)):
            raise NotPulled("the service named no model")
        return await _keep(response, place.folder, name, sha256), sha256


async def _keep(response: aiohttp.ClientResponse, folder: Path, name: str, sha256: str) -> Path:
    try:
        return await _write(response, folder, name, sha256)
    except aiohttp.ClientError:  # some of which are errors of the system too
        raise
    except OSError as wrong:
        raise Damaged(sha256, f"The model {name} can't be written to {folder}: {wrong.strerror}") from wrong


async def _write(response: aiohttp.ClientResponse, folder: Path, name: str, sha256: str) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / f".{name}.{secrets.token_hex(4)}"
    found, size = hashlib.sha256(), 0
    try:
        with partial.open("wb") as file:
            async for piece in response.content.iter_chunked(PIECE):
                size += len(piece)
                if size > LARGEST:
                    raise Damaged(sha256, f"The model {name} is larger than {LARGEST:,} bytes")
                found.update(piece)
                await asyncio.to_thread(file.write, piece)
        if found.hexdigest() != sha256:
            raise Damaged(sha256, f"The model {name} came damaged: it is not the one that was published")
        target = folder / f"{name}.tar.gz"
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    card = folder / f"{name}.pulled.json"
    card.write_text(json.dumps({"file": target.name, "sha256": sha256}), encoding="utf-8")
    _tidy(folder)
    return target


def _tidy(folder: Path) -> None:
    cards = sorted(folder.glob("*.pulled.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for card in cards[KEPT:]:
        card.with_name(card.name.removesuffix(".pulled.json") + ".tar.gz").unlink(missing_ok=True)
        card.unlink(missing_ok=True)


async def first(place: Place) -> Path:
    """Give the model to begin with: the live one; where the service is away, what was pulled before."""
    told = ""
    async with session_of(place) as session:
        while True:
            try:
                found = await pull(session, place, [])
                assert found is not None
                return found[0]
            except (NotPulled, Damaged, aiohttp.ClientError, TimeoutError) as wrong:
                if (before := pulled(place.folder)) is not None:
                    log.warning("Beginning with the model from before: %s", wrong)
                    return before
                if (said := str(wrong) or type(wrong).__name__) != told:
                    told = said
                    log.warning("Waiting for a model from %s: %s", place.service, said)
            await asyncio.sleep(EVERY_S)
