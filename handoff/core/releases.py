"""What is live, and who may make something else live: a history in which each release follows one other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handoff.core.errors import Conflict, Empty, Forbidden, NotFound, TooLong

PUBLISHED, RESTORED, CONTENT, TRAINED = "published", "restored", "content", "trained"
"""A new model with its content; an old release live again; new content for the same model; what a first
start trained by itself."""

LONGEST_NOTE = 500
LARGEST_MODEL = 200 * 1000 * 1000
"""Bytes. Ours have four million; what is larger is not one of ours."""


@dataclass(frozen=True, slots=True)
class By:
    """Who did it. ``id`` is None where it was nobody with an account: a command, the first start."""

    id: str | None
    name: str


THE_START = By(None, "the start")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be live. ``model`` is a file's path on the machine that has it, ``sha256`` the model's
    (None: not kept), ``snapshot`` the content as JSON (None: unknown), ``restores`` the release that is
    gone back to."""

    model: str
    fingerprint: str
    kind: str
    author: By
    note: str
    sha256: str | None = None
    snapshot: str | None = None
    scores: Mapping[str, Any] | None = None
    entries: int | None = None
    restores: int | None = None
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """One that was published, without its content. Rows from before say less: None."""

    id: int
    model: str
    fingerprint: str
    published_at: int
    note: str | None = None
    kind: str | None = None
    author: By | None = None
    parent: int | None = None
    restores: int | None = None
    sha256: str | None = None
    scores: Mapping[str, Any] | None = None
    entries: int | None = None
    has_content: bool = False
    client_id: str | None = None

    @property
    def model_name(self) -> str:
        """As bots and training name it: without folder and ending."""
        return self.model.replace("\\", "/").rpartition("/")[2].removesuffix(".tar.gz")


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks somebody else to look at what they want to publish. ``after``: what was live then."""

    id: str
    asked_at: int
    wanted: Wanted
    after: int | None
    decision: str | None = None
    decided_at: int | None = None
    decided_by: By | None = None
    release: int | None = None


def noted(note: str) -> str:
    """The note of a release, which later says why."""
    note = " ".join(note.split())
    if not note:
        raise Empty("note: Say in a few words what changes; it stands in the history.", field="note")
    if len(note) > LONGEST_NOTE:
        raise TooLong(f"note: At most {LONGEST_NOTE} characters; it has {len(note):,}.", field="note")
    return note


def follows(live: Release | None, seen: int | None) -> None:
    """Refuse what was decided while looking at another release than the live one."""
    if live is not None and live.id != seen:
        who = live.author.name if live.author else "Somebody"
        raise Conflict(
            f"{who} published release {live.id} meanwhile. Nothing was changed; look at it, then try again.",
            live=live.id,
        )


def restoring(old: Release | None, live: Release | None, author: By, note: str | None) -> Wanted:
    """Make an old release live again, as a new one. Its snapshot is the caller's to add."""
    if old is None:
        raise NotFound("There is no such release.")
    if live is not None and live.id == old.id:
        raise Conflict(f"Release {old.id} is the live one already.")
    words = noted(note) if note and note.strip() else f"Back to release {old.id}"
    return Wanted(
        old.model,
        old.fingerprint,
        RESTORED,
        author,
        words,
        old.sha256,
        scores=old.scores,
        entries=old.entries,
        restores=old.id,
    )


def approving(request: Request | None, live: Release | None, approver: By) -> Wanted:
    """What goes live by a second pair of eyes: another person's, who looks at what was asked for."""
    found = undecided(request)
    if approver.id == found.wanted.author.id:
        raise Forbidden(
            "You asked for this yourself. Somebody else looks at it and publishes it; that is the rule here."
        )
    follows(live, found.after)
    return found.wanted


def declining(request: Request | None, by: By) -> str:
    """``declined``, or ``withdrawn`` by whoever asked."""
    return "withdrawn" if by.id == undecided(request).wanted.author.id else "declined"


def undecided(request: Request | None) -> Request:
    if request is None:
        raise NotFound("Nobody asks for this.")
    if request.decision is not None:
        who = request.decided_by.name if request.decided_by else "Somebody"
        raise Conflict(f"{who} has decided this already: it was {request.decision}.")
    return request


def without_content(wanted: Wanted) -> Wanted:
    return replace(wanted, snapshot=None)
