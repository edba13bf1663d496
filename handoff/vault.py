"""Generated secrets: made once, kept in files that only their owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from handoff.settings import Settings
from handoff.troubles import SettingsTrouble

ROOM = 256 * 1024
"""Bytes that must fit into the home at the start: the tables of an empty database and its journal."""


def prepare_home(home: Path) -> None:
    """``HANDRAIL_HOME``, readable by its owner alone."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)
        probe = home / ".writable"
        try:
            with probe.open("wb", buffering=0) as file:  # a full disk shows with the first bytes only
                file.write(bytes(ROOM))
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsTrouble(
            f"HANDRAIL_HOME: '{home}' can't be written ({error.strerror}). Free some space there, make it "
            "writable, or name another folder."
        ) from None


def service_secret(settings: Settings) -> str:
    """Signs visitors' tokens."""
    return settings.secret or _kept(settings.home / "secret")


def bot_token(settings: Settings) -> str:
    """What the bot asks its only visitor for."""
    return settings.bot_token or _kept(settings.home / "bot-token")


def sample_secret(settings: Settings) -> str:
    """Signs the questions to the sample shop."""
    return _kept(settings.home / "sample-shop")


def _kept(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    made = secrets.token_urlsafe(32)
    write_private(path, made)
    return made


def write_private(path: Path, text: str) -> None:
    """Written whole or not at all, and never readable by others, not even for a moment."""
    partial = path.with_name(path.name + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
