"""Models' bytes in SQL, so that a release outlives the file it came from and reaches every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from handoff.adapters import schema as t
from handoff.adapters.accounts import opened
from handoff.adapters.database import reason
from handoff.core.errors import BadRequest, Unavailable
from handoff.core.releases import LARGEST_MODEL
from handoff.ports import Clock

PIECE = 1024 * 1024
"""Bytes in one row, written in one transaction: customers' messages wait for no longer one."""


class ModelFiles:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def keep(self, file: Path, sha256: str) -> None:
        """Keep a whole model; one that is kept already stays. Half of one is never found."""
        if self.size(sha256) is not None:
            return
        try:
            size = file.stat().st_size
            if size > LARGEST_MODEL:
                raise BadRequest(
                    f"{file.name} has {size:,} bytes; models of up to {LARGEST_MODEL:,} can be published."
                )
            found = hashlib.sha256()
            with file.open("rb") as opened_file:
                for number, piece in enumerate(iter(lambda: opened_file.read(PIECE), b"")):
                    found.update(piece)
                    self._write(sha256, number, piece)
        except OSError as error:
            raise BadRequest(
                f"{file.name} can't be read: {error.strerror}. The live model goes on."
            ) from error
        if found.hexdigest() != sha256:
            self.drop(sha256)
            raise BadRequest(f"{file.name} changed while it was read. The live model goes on; try again.")
        try:
            with opened(self._engine.begin) as db:
                row = {"sha256": sha256, "name": file.name[:255], "size": size, "kept_at": self._clock()}
                db.execute(insert(t.model_files).values(row))
        except Unavailable:
            if self.size(sha256) is None:  # else another process has just kept the same
                raise

    def _write(self, sha256: str, number: int, piece: bytes) -> None:
        chunk = t.model_chunks.c
        try:
            with self._engine.begin() as db:
                db.execute(delete(t.model_chunks).where(chunk.sha256 == sha256, chunk.number == number))
                db.execute(insert(t.model_chunks).values(sha256=sha256, number=number, bytes=piece))
        except IntegrityError:
            return  # another process writes the same now
        except SQLAlchemyError as error:
            raise Unavailable(
                f"The model can't be kept: {reason(error)}. Nothing was changed; the live model goes on.",
                retry_s=1,
            ) from error

    def size(self, sha256: str) -> int | None:
        """Bytes of a whole model; None: it is not kept."""
        with opened(self._engine.connect) as db:
            return db.scalar(select(t.model_files.c.size).where(t.model_files.c.sha256 == sha256))

    def name(self, sha256: str) -> str | None:
        with opened(self._engine.connect) as db:
            return db.scalar(select(t.model_files.c.name).where(t.model_files.c.sha256 == sha256))

    def piece(self, sha256: str, number: int) -> bytes | None:
        chunk = t.model_chunks.c
        with opened(self._engine.connect) as db:
            return db.scalar(select(chunk.bytes).where(chunk.sha256 == sha256, chunk.number == number))

    def pieces(self, sha256: str) -> Iterator[bytes]:
        number = 0
        while (piece := self.piece(sha256, number)) is not None:
            yield piece
            number += 1

    def drop(self, sha256: str) -> None:
        with opened(self._engine.begin) as db:
            db.execute(delete(t.model_files).where(t.model_files.c.sha256 == sha256))
            db.execute(delete(t.model_chunks).where(t.model_chunks.c.sha256 == sha256))
