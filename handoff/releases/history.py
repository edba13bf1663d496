"""What pages and commands show of releases: the history, what changed between two, which bots follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from handoff.adapters.releases import Bot
from handoff.core.errors import NotFound
from handoff.core.events import iso
from handoff.core.release_diff import Diff, compare
from handoff.core.releases import By, Release, Request
from handoff.ports import Clock
from handoff.releases import drafts
from handoff.releases.publishing import Publishing
from handoff.releases.trained import fitting

PAGE = 20

FOLLOWS_MS = 30_000
"""A bot that said nothing for so long is not counted: it asks every two seconds."""

REMEMBERED = 200
"""Counts of changes that are kept: releases never change."""


class History:
    """All methods but ``told…`` block on the database: call them in a thread."""

    def __init__(self, publishing: Publishing, clock: Clock) -> None:
        self._publishing = publishing
        self._releases = publishing.releases
        self._clock = clock
        self._counts: dict[tuple[int, int], dict[str, int] | None] = {}

    def page(self, before: int | None) -> dict[str, Any]:
        """``{releases, more, live, bots, requests, rule}``, newest first."""
        found = self._releases.newest(PAGE + 1, before)
        live = self._releases.live()
        return {
            "releases": [
                {**self.told(one), "live": live is not None and one.id == live.id, "counts": self._count(one)}
                for one in found[:PAGE]
            ],
            "more": len(found) > PAGE,
            "live": live.id if live else None,
            "bots": self._bots(live),
            "requests": [self.told_request(one) for one in self._releases.requests()],
            "rule": {"second": self._publishing.second()},
        }

    def one(self, id: int) -> dict[str, Any]:
        """A release, and what it changed."""
        release, live = self._known(id), self._releases.live()
        told = {**self.told(release), "live": live is not None and live.id == id}
        return {**told, "counts": self._count(release), "diff": self._diff(release, release.parent)}

    def diff(self, id: int, against: int | None) -> dict[str, Any]:
        """What is different in release ``id`` from ``against`` (None: from the one before it)."""
        release = self._known(id)
        if against is not None:
            self._known(against)
        found = self._diff(release, against if against is not None else release.parent)
        if found is None:
            raise NotFound("The content of these releases was not kept, so they can't be compared.")
        return found

    def draft(self) -> dict[str, Any]:
        """What stands in the files and is not live: ``{added, changed, removed, talk, live, needs_training,
        model}``. ``model`` is a trained one that fits, where one does."""
        settings, live = self._publishing.settings, self._releases.live()
        draft = drafts.read(settings.data)
        kept = self._releases.snapshot(live.id) if live else None
        changes = compare(orjson.loads(kept) if kept else {}, orjson.loads(draft.snapshot))
        fits = live is not None and live.fingerprint == draft.fingerprint
        model = None if fits else fitting(settings.models, draft.fingerprint)
        return {
            **changes.wire(),
            "live": live.id if live else None,
            "needs_training": not fits,
            "model": model.name if model else None,
            "scores": dict(model.scores) if model and model.scores else None,
        }

    def request(self, id: str) -> dict[str, Any]:
        """What somebody wants to publish, and what it would change."""
        asked = next((one for one in self._releases.requests() if one.id == id), None)
        if asked is None:
            raise NotFound("Nobody asks for this any more.")
        live = self._releases.live()
        before = self._releases.snapshot(live.id) if live else None
        return {**self.told_request(asked), "diff": _compared(before, self._releases.request_snapshot(id))}

    def told(self, release: Release) -> dict[str, Any]:
        return {
            "id": release.id,
            "at": iso(release.published_at),
            "kind": release.kind,
            "author": _by(release.author),
            "note": release.note,
            "model": release.model_name,
            "entries": release.entries,
            "scores": dict(release.scores) if release.scores else None,
            "parent": release.parent,
            "restores": release.restores,
        }

    def told_request(self, asked: Request) -> dict[str, Any]:
        wanted = asked.wanted
        return {
            "id": asked.id,
            "at": iso(asked.asked_at),
            "kind": wanted.kind,
            "author": _by(wanted.author),
            "note": wanted.note,
            "model": Path(wanted.model).name.removesuffix(".tar.gz"),
            "entries": wanted.entries,
            "scores": dict(wanted.scores) if wanted.scores else None,
            "restores": wanted.restores,
            "after": asked.after,
            "decision": asked.decision,
            "decided_by": _by(asked.decided_by),
            "release": asked.release,
        }

    def _known(self, id: int) -> Release:
        release = self._releases.one(id)
        if release is None:
            raise NotFound("There is no such release.")
        return release

    def _count(self, release: Release) -> dict[str, int] | None:
        """How many entries it added, changed and removed; None where that is not known."""
        key = release.id, release.published_at
        if key not in self._counts:
            found = self._compare(release, release.parent) if release.parent else None
            if len(self._counts) >= REMEMBERED:
                self._counts.clear()
            self._counts[key] = found.counts() if found else None
        return self._counts[key]

    def _diff(self, release: Release, other: int | None) -> dict[str, Any] | None:
        found = self._compare(release, other)
        return {**found.wire(), "against": other} if found else None

    def _compare(self, release: Release, other: int | None) -> Diff | None:
        before = self._releases.snapshot(other) if other else None
        after = self._releases.snapshot(release.id)
        if after is None or (other and before is None):
            return None
        return compare(orjson.loads(before) if before else {}, orjson.loads(after))

    def _bots(self, live: Release | None) -> dict[str, Any]:
        """``{serving, all, each}``: how many of the running bots serve the live release."""
        running = self._releases.bots(self._clock() - FOLLOWS_MS)
        wanted = live.sha256 if live else None
        each = [self._bot(one, wanted) for one in running]
        return {"serving": sum(one["serves_live"] for one in each), "all": len(each), "each": each}

    def _bot(self, one: Bot, wanted: str | None) -> dict[str, Any]:
        return {
            "name": one.name,
            "serves_live": wanted is not None and one.sha256 == wanted,
            "seen": iso(one.seen_at),
            "trouble": one.trouble,
        }


def _compared(before: str | None, after: str | None) -> dict[str, Any] | None:
    if after is None:
        return None
    return compare(orjson.loads(before) if before else {}, orjson.loads(after)).wire()


def _by(by: By | None) -> dict[str, Any] | None:
    return {"id": by.id, "name": by.name} if by else None
