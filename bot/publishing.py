"""Loads models beside the traffic: a new one is read, built and asked once before a question meets it.

Rasa loads a model in the event loop, where every customer waits for it.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import sys
import tarfile
import threading
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.server import ErrorResponse

from bot.following import hash_of
from bot.processor import Bot

if TYPE_CHECKING:
    from rasa.core.utils import AvailableEndpoints

log = logging.getLogger(__name__)

FIRST_QUESTION = "Where is my parcel?"  # any: what is put off until a first question is then done
# Seconds after which a thread that computes lets another go on. With Python's own 0.005 a turn waits that
# long whenever it comes back from NumPy or the encoder: a dozen times.
GIVES_WAY_S = 0.0002
GIVE_BACK_AFTER_S = 5  # turns that began with the old model have ended by then

_one_at_a_time = threading.Lock()


class NoModel(Exception):
    """A file that cannot be served; the text says why."""


def load(model: Path, endpoints: AvailableEndpoints) -> Bot:
    """Load a model and make it ready. Raises NoModel."""
    if not model.is_file():
        raise NoModel(f"There is no model at {model}.")
    bot = Bot(
        generator=endpoints.nlg,
        tracker_store=TrackerStore.create(endpoints.tracker_store),
        lock_store=LockStore.create(endpoints.lock_store),
        action_endpoint=endpoints.action,
    )
    try:
        bot.sha256 = hash_of(model)
        bot.load_model(model)
        asyncio.run(bot.parse_message(FIRST_QUESTION))
    except (tarfile.TarError, zlib.error, EOFError, OSError) as wrong:
        raise NoModel(f"{model} is no whole model: {str(wrong).rstrip('.')}.") from wrong
    except Exception as wrong:
        log.exception("%s cannot be served", model)
        reason = wrong.__cause__ or wrong  # Rasa says only which component it was
        raise NoModel(f"{model} cannot be served: {str(reason).rstrip('.')}.") from wrong
    return bot


def load_beside(model: Path, endpoints: AvailableEndpoints) -> Bot:
    """Load a model in this thread while others go on. Raises NoModel."""
    with _one_at_a_time:
        before = sys.getswitchinterval()
        sys.setswitchinterval(GIVES_WAY_S)
        gc.disable()  # a look through everything stops all threads, and what is loaded stays
        try:
            return load(model, endpoints)
        finally:
            gc.freeze()  # nor is it looked through again; an old model goes without, by its last reference
            gc.enable()
            sys.setswitchinterval(before)


def give_back() -> None:
    """Give the old model's memory back to the system, where the C library can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


async def publish(
    model_path: str | None = None,
    model_server: Any = None,
    remote_storage: str | None = None,
    endpoints: AvailableEndpoints | None = None,
) -> Bot:
    """Load as Rasa's `PUT /model` asks; it then takes the new one's place between two turns.

    Raises ErrorResponse (400), and the live model goes on.
    """
    if not model_path or model_server or remote_storage:
        raise _refused("Name the model's file on this machine as `model_file`.")
    try:
        return await fresh(Path(model_path), endpoints)
    except NoModel as wrong:
        raise _refused(f"{wrong} The live model goes on.") from wrong


async def fresh(model: Path, endpoints: AvailableEndpoints | None) -> Bot:
    """Load a model that is to take the served one's place. Raises NoModel."""
    loaded = await asyncio.to_thread(load_beside, model, endpoints)
    later = threading.Timer(GIVE_BACK_AFTER_S, give_back)
    later.daemon = True
    later.start()
    return loaded


def loading() -> bool:
    """Whether a model is being loaded now."""
    return _one_at_a_time.locked()


def _refused(sentence: str) -> ErrorResponse:
    return ErrorResponse(400, "BadRequest", sentence, {"parameter": "model_file", "in": "body"})
