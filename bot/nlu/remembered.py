"""Remembers the vectors of phrasings between trainings, so that only new ones are encoded.

A vector is kept under the hash of its sentence and of the encoder: what changes either is encoded anew. The
file holds plain numbers; one that is damaged is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import zipfile
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

log = logging.getLogger(__name__)

MOST = 40_000  # vectors, 1.5 KB each: a shop of a thousand entries has 13,000
KEY_BYTES = 16
FILE = "vectors.npz"


class Vectors:
    """Sentences' vectors as one encoder gives them. `folder` None: nothing is remembered."""

    def __init__(self, folder: Path | None, encoder: str, width: int) -> None:
        """Read what earlier trainings kept."""
        self._folder, self._encoder, self._width = folder, encoder.encode(), width
        self._known: dict[bytes, NDArray[np.float32]] = {}
        self._used: dict[bytes, NDArray[np.float32]] = {}
        if folder is not None:
            with contextlib.suppress(OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError):
                self._known = self._read(folder / FILE)

    def get(self, sentence: str) -> NDArray[np.float32] | None:
        """Give a sentence's vector, None where it is not remembered."""
        key = self._key(sentence)
        vector = self._known.get(key)
        if vector is not None:
            self._used[key] = vector
        return vector

    def put(self, sentence: str, vector: NDArray[np.float32]) -> None:
        """Remember a sentence's vector."""
        key = self._key(sentence)
        self._known[key] = self._used[key] = vector

    def keep(self) -> None:
        """Write the newest: what was used now, then what was used before."""
        if self._folder is None or not self._used:
            return
        kept = list({**self._used, **self._known}.items())[:MOST]
        beside = self._folder / f"{FILE}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                np.savez(
                    file,
                    keys=np.frombuffer(b"".join(key for key, _ in kept), np.uint8).reshape(-1, KEY_BYTES),
                    vectors=np.stack([vector for _, vector in kept]),
                )
            beside.replace(self._folder / FILE)
        except OSError as wrong:
            log.warning("The phrasings' vectors could not be kept (%s); they are made again.", wrong)
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)

    def _key(self, sentence: str) -> bytes:
        told = sentence.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(told, digest_size=KEY_BYTES, key=self._encoder[:64]).digest()

    def _read(self, path: Path) -> dict[bytes, NDArray[np.float32]]:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            keys, vectors = arrays["keys"], arrays["vectors"]
        fits = keys.dtype == np.uint8 and keys.shape == (len(vectors), KEY_BYTES)
        if not fits or vectors.dtype != np.float32 or vectors.shape[1:] != (self._width,):
            return {}
        if not np.isfinite(vectors).all():
            return {}
        return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}
