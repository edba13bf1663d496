"""Which model is live: a row, not a file name."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import Engine, delete, func, insert, select

from content.places import MODELS
from handoff.adapters.schema import releases
from handoff.core.errors import BadRequest, NotFound
from handoff.settings import Settings
from handoff.vault import bot_token


@dataclass(frozen=True, slots=True)
class Release:
    model: str
    fingerprint: str


def live(engine: Engine) -> Release | None:
    """The published model, None before the first."""
    with engine.connect() as connection:
        row = connection.execute(
            select(releases.c.model, releases.c.fingerprint).order_by(releases.c.id.desc()).limit(1)
        ).first()
    return Release(row.model, row.fingerprint) if row else None


def record(engine: Engine, release: Release, note: str) -> None:
    if live(engine) == release:
        return
    with engine.begin() as connection:
        connection.execute(
            insert(releases).values(
                model=release.model,
                fingerprint=release.fingerprint,
                published_at=time.time_ns() // 1_000_000,
                note=note,
            )
        )


def trained(name: str | None) -> Release:
    """A trained model by name, or the newest."""
    cards = sorted(MODELS.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in reversed(cards):
        try:
            card: dict[str, Any] = json.loads(path.read_text())
        except (OSError, ValueError):
            continue
        if name in (None, card.get("name"), f"{card.get('name')}.tar.gz"):
            archive = MODELS / f"{card['name']}.tar.gz"
            if archive.is_file():
                return Release(str(whole(archive, card)), str(card["fingerprint"]))
    raise NotFound(
        f"There is no trained model{f' called {name}' if name else ''}. Train one: handrail train."
    )


def whole(archive: Path, card: dict[str, Any]) -> Path:
    """Refuse a file that is not the one that was trained."""
    with archive.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != card.get("sha256"):
            raise BadRequest(f"{archive} is damaged. Train again: handrail train. The live model goes on.")
    return archive


async def publish(settings: Settings, name: str | None) -> str:
    from handoff.storage import open_database

    engine = open_database(settings)
    release, before = trained(name), live(engine)
    record(engine, release, "published")
    return await _swap(settings, engine, release, before)


async def rollback(settings: Settings) -> str:
    from handoff.storage import open_database

    engine = open_database(settings)
    with engine.connect() as connection:
        rows = connection.execute(
            select(releases.c.model, releases.c.fingerprint).order_by(releases.c.id.desc())
        ).all()
    before = next((row for row in rows[1:] if row.model != rows[0].model), None)
    if before is None:
        raise BadRequest("There is no earlier release to go back to.")
    release = Release(before.model, before.fingerprint)
    if not Path(release.model).is_file():
        raise NotFound(f"The earlier model is gone: {release.model}.")
    record(engine, release, "rolled back")
    return await _swap(settings, engine, release, Release(rows[0].model, rows[0].fingerprint))


async def _swap(settings: Settings, engine: Engine, release: Release, before: Release | None) -> str:
    """Hand the model to a running bot; one that starts later takes it from the row.

    What the bot refuses does not stay published: the next start would have nothing to serve.
    """
    address = settings.bot_url or running_bot(settings.home)
    if address is not None:
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session,
                session.put(
                    f"{address}/model",
                    params={"token": bot_token(settings)},
                    json={"model_file": str(Path(release.model).resolve())},
                ) as response,
            ):
                if response.status == 204:
                    return f"{release.model} is live."
                if response.status != 400:
                    return f"{release.model} is published, but the running bot said {response.status}."
                refusal = await response.json()
        except (aiohttp.ClientError, ValueError):
            pass
        else:
            _forget(engine, release, before)
            raise BadRequest(f"The bot refused the model. {refusal.get('message', '')}")
    return f"{release.model} is published; the bot takes it when it starts."


def _forget(engine: Engine, release: Release, before: Release | None) -> None:
    """Take back what was published just now; it never was live."""
    if release == before or live(engine) != release:
        return
    newest = select(func.max(releases.c.id)).scalar_subquery()
    with engine.begin() as connection:
        connection.execute(delete(releases).where(releases.c.id == newest))


def running_bot(home: Path) -> str | None:
    """Where the supervisor's bot listens."""
    try:
        return (home / "bot-address").read_text().strip() or None
    except OSError:
        return None
