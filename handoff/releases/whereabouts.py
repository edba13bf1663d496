"""Where a release's model is on this machine: its file, or a whole copy of what SQL keeps."""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from handoff.adapters.model_files import ModelFiles
from handoff.adapters.releases import Releases
from handoff.core.errors import Refusal, Unavailable
from handoff.core.releases import Release
from handoff.releases.trained import ENDING, hash_of, newest_whole
from handoff.settings import Settings

log = logging.getLogger(__name__)

EARLIER = 20
"""Releases looked through for one that can be served, when the live one can't."""


class Whereabouts:
    """All methods block on the disk and on the database: call them in a thread."""

    def __init__(self, settings: Settings, releases: Releases, files: ModelFiles) -> None:
        self._settings = settings
        self._releases = releases
        self._files = files

    @property
    def folder(self) -> Path:
        """Copies lie here, apart from what is trained."""
        return self._settings.home / "models"

    def file(self, release: Release) -> Path | None:
        """The whole model, copied out of SQL where no file here is it; None where nothing is."""
        for file in self._places(release):
            found = hash_of(file)
            if found is not None and (release.sha256 is None or found == release.sha256):
                return file
        return self._copied(release)

    def servable(self) -> Iterator[Path]:
        """What a bot may serve, the best first: what is live, what was, and at last the newest whole model
        that was trained here."""
        given: set[Path] = set()
        for release in self._releases.newest(EARLIER):
            file = self._file_or_none(release)
            if file is not None and file not in given:
                given.add(file)
                yield file
        spare = newest_whole(self._settings.models)
        if spare is not None and spare.file not in given:
            yield spare.file

    def _places(self, release: Release) -> list[Path]:
        name = f"{release.model_name}{ENDING}"
        return [Path(release.model), self._settings.models / name, self.folder / name]

    def _file_or_none(self, release: Release) -> Path | None:
        try:
            return self.file(release)
        except Refusal as refusal:
            log.warning("release %s can't be served from here: %s", release.id, refusal.message)
            return None

    def _copied(self, release: Release) -> Path | None:
        if release.sha256 is None or self._files.size(release.sha256) is None:
            return None
        target = self.folder / f"{release.model_name}{ENDING}"
        partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        found = hashlib.sha256()
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with partial.open("wb") as file:
                for piece in self._files.pieces(release.sha256):
                    found.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            if found.hexdigest() != release.sha256:
                log.error("the model of release %s is damaged in the database", release.id)
                return None
            partial.replace(target)
        except OSError as error:
            raise Unavailable(
                f"The model of release {release.id} can't be written to {self.folder}: {error.strerror}. "
                "The live model goes on.",
                retry_s=1,
            ) from error
        finally:
            partial.unlink(missing_ok=True)
        return target
