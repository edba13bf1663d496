"""Hands a model to the bot that runs beside us, at once; all others follow within seconds."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from handoff.settings import Settings
from handoff.vault import bot_token

LIVE = "live"
LOADS_S = 60
HERE = ("127.0.0.1", "::1", "localhost")


class BotRefused(Exception):
    """A bot will not serve this file; the text says why."""


async def swap(settings: Settings, model: Path) -> str | None:
    """``live`` where the bot serves it now, else what it said; None where no bot runs here.

    Raises BotRefused.
    """
    address = settings.bot_url or running_bot(settings.home)
    if address is None or urlsplit(address).hostname not in HERE:
        return None
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LOADS_S)) as session,
            session.put(
                f"{address}/model",
                params={"token": bot_token(settings)},
                json={"model_file": str(model.resolve())},
            ) as response,
        ):
            if response.status == 204:
                return LIVE
            if response.status != 400:
                return f"the running bot said {response.status}"
            refusal = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    raise BotRefused(str(refusal.get("message", "")))


def running_bot(home: Path) -> str | None:
    """Where the supervisor's bot listens."""
    try:
        return (home / "bot-address").read_text().strip() or None
    except OSError:
        return None
