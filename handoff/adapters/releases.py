"""The history of releases in SQL: the newest row is live. Requests to publish, and the bots that follow."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from handoff.adapters import schema as t
from handoff.adapters.accounts import opened
from handoff.adapters.database import reason
from handoff.core.errors import Unavailable
from handoff.core.releases import CONTENT, PUBLISHED, RESTORED, By, Release, Request, Wanted
from handoff.ports import Clock

T = TypeVar("T")

KEPT_MODELS = 30
"""Releases whose models' bytes are kept: a hundred megabytes or so. Going back further needs a training."""

TRIES = 5
"""How often a release is decided again because somebody published in the same moment."""

FORGOTTEN_MS = 24 * 3600 * 1000
"""A bot that said nothing for so long was taken away."""

_LISTED = [column for column in t.releases.c if column.name != "snapshot"]


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot, as it said last: the model it serves, and what was wrong with the one it should."""

    name: str
    sha256: str | None
    seen_at: int
    trouble: str | None


class _Crossed(Exception):
    """Somebody else wrote what this was decided on."""


class Releases:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def live(self) -> Release | None:
        """What is published; None before the first."""
        with opened(self._engine.connect) as db:
            return _live(db)

    def mark(self) -> tuple[int, int] | None:
        """Another one whenever something else is live; cheap."""
        newest = select(t.releases.c.id, t.releases.c.published_at).order_by(t.releases.c.id.desc()).limit(1)
        with opened(self._engine.connect) as db:
            row = db.execute(newest).first()
        return (row.id, row.published_at) if row else None

    def newest(self, limit: int, before: int | None = None) -> list[Release]:
        wanted = _select().order_by(t.releases.c.id.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(t.releases.c.id < before)
        with opened(self._engine.connect) as db:
            return [_read(row) for row in db.execute(wanted).mappings()]

    def one(self, id: int) -> Release | None:
        with opened(self._engine.connect) as db:
            return _one(db, id)

    def snapshot(self, id: int) -> str | None:
        """The content as it was published, as JSON; None where nobody kept it."""
        with opened(self._engine.connect) as db:
            return db.scalar(select(t.releases.c.snapshot).where(t.releases.c.id == id))

    def snapshot_of_model(self, fingerprint: str) -> str | None:
        """What another release of the same content holds."""
        kept = t.releases.c
        wanted = select(kept.snapshot).where(kept.fingerprint == fingerprint, kept.snapshot.is_not(None))
        with opened(self._engine.connect) as db:
            return db.scalar(wanted.order_by(kept.id.desc()).limit(1))

    def publish(self, decide: Callable[[Release | None], Wanted], client_id: str | None = None) -> Release:
        """Make live what ``decide`` says to what is live, all in one transaction. The same ``client_id``
        again gets the same release."""

        def work(db: Connection) -> Release:
            if client_id is not None:
                done = _select().where(t.releases.c.client_id == client_id)
                if (row := db.execute(done).mappings().first()) is not None:
                    return _read(row)
            live = _live(db)
            return self._follow(db, live, decide(live))

        return self._transact(work)

    def ask(self, wanted: Wanted, after: int | None, check: Callable[[Release | None], object]) -> Request:
        """Ask for a second pair of eyes. The same ``client_id`` again gets the same request."""
        id = wanted.client_id or str(uuid.uuid4())

        def work(db: Connection) -> Request:
            if (found := _request(db, id)) is not None:
                return found
            check(_live(db))
            db.execute(insert(t.release_requests).values(_asked(id, self._clock(), wanted, after)))
            return _known(db, id)

        return self._transact(work)

    def decide(
        self, id: str, by: By, decision: Callable[[Request | None, Release | None], tuple[str, Wanted | None]]
    ) -> Request:
        """Approve or decline, in one transaction with the release this leads to."""

        def work(db: Connection) -> Request:
            asked, live = _request(db, id), _live(db)
            if asked is not None and asked.decision is not None and asked.decided_by == by:
                return asked  # said again
            word, wanted = decision(asked, live)
            release = None
            if wanted is not None:
                snapshot = select(t.release_requests.c.snapshot).where(t.release_requests.c.id == id)
                wanted = replace(wanted, snapshot=db.scalar(snapshot), client_id=None)
                release = self._follow(db, live, wanted).id
            values = {"decision": word, "decided_at": self._clock(), "decided_by": _by_kept(by)}
            open_still = (t.release_requests.c.id == id, t.release_requests.c.decision.is_(None))
            change = update(t.release_requests).where(*open_still)
            if not db.execute(change.values(**values, release=release, snapshot=None)).rowcount:
                raise _Crossed  # somebody else decided meanwhile: once more, on what is there now
            return _known(db, id)

        return self._transact(work)

    def requests(self) -> list[Request]:
        """Those nobody has decided yet, oldest first."""
        kept = t.release_requests.c
        wanted = select(t.release_requests).where(kept.decision.is_(None)).order_by(kept.asked_at)
        with opened(self._engine.connect) as db:
            return [_read_request(row) for row in db.execute(wanted).mappings()]

    def request_snapshot(self, id: str) -> str | None:
        kept = t.release_requests.c
        with opened(self._engine.connect) as db:
            return db.scalar(select(kept.snapshot).where(kept.id == id))

    def by_hand(self) -> bool:
        """Whether somebody changed an entry in the studio, published there, or went back. What commands
        publish are the files themselves, and rows from before had no drafts beside them."""
        kept, command = t.releases.c, _by_kept(By(None, "")).partition('"name"')[0]
        there = kept.kind.in_((PUBLISHED, CONTENT)) & kept.author.not_like(f"{command}%")
        published = select(kept.id).where(there | (kept.kind == RESTORED))
        with opened(self._engine.connect) as db:
            return any(
                db.execute(one.limit(1)).first() is not None for one in (published, select(t.edits.c.number))
            )

    def complete(self, id: int, sha256: str, snapshot: str | None) -> None:
        """Give a row from before what it lacks."""
        values: dict[str, Any] = {"sha256": sha256} | ({"snapshot": snapshot} if snapshot else {})
        with opened(self._engine.begin) as db:
            db.execute(update(t.releases).where(t.releases.c.id == id).values(values))

    def forget(self, release: Release) -> None:
        """Take back what was published just now; it never was live. A later one stays."""

        def work(db: Connection) -> None:
            live = _live(db)
            if live is not None and (live.id, live.published_at) == (release.id, release.published_at):
                db.execute(delete(t.releases).where(t.releases.c.id == release.id))

        self._transact(work)

    def unused_models(self) -> list[str]:
        """Hashes of models that no release worth going back to and no request needs."""
        kept, wanted = t.releases.c, select(t.release_requests).where(t.release_requests.c.decision.is_(None))
        newest = (
            select(kept.sha256).where(kept.sha256.is_not(None)).order_by(kept.id.desc()).limit(KEPT_MODELS)
        )
        with opened(self._engine.connect) as db:
            needed = set(db.scalars(newest))
            needed |= {_read_request(row).wanted.sha256 for row in db.execute(wanted).mappings()}
            return [sha for sha in db.scalars(select(t.model_files.c.sha256)) if sha not in needed]

    def heard(self, bot: Bot) -> None:
        """What a bot says of itself."""
        row = {"sha256": bot.sha256, "seen_at": bot.seen_at, "trouble": bot.trouble}

        def work(db: Connection) -> None:
            known = db.execute(update(t.bots).where(t.bots.c.name == bot.name).values(row))
            if not known.rowcount:
                db.execute(insert(t.bots).values(name=bot.name, **row))
                db.execute(delete(t.bots).where(t.bots.c.seen_at < bot.seen_at - FORGOTTEN_MS))

        self._transact(work)

    def bots(self, since: int) -> list[Bot]:
        wanted = select(t.bots).where(t.bots.c.seen_at >= since).order_by(t.bots.c.name)
        with opened(self._engine.connect) as db:
            return [Bot(**row) for row in db.execute(wanted).mappings()]

    def _follow(self, db: Connection, live: Release | None, wanted: Wanted) -> Release:
        values = _kept(wanted) | {"parent": live.id if live else None, "published_at": self._clock()}
        made = db.execute(insert(t.releases).values(values)).inserted_primary_key
        found = _one(db, made[0]) if made else None
        assert found is not None
        return found

    def _transact(self, work: Callable[[Connection], T]) -> T:
        """Again when somebody else decided in the same moment: each release follows one other."""
        for last in range(TRIES):
            try:
                with self._engine.begin() as db:
                    return work(db)
            except (IntegrityError, _Crossed) as error:
                if last == TRIES - 1:
                    raise Unavailable(
                        "Others publish at the same time. Nothing was changed.", retry_s=1
                    ) from error
            except SQLAlchemyError as error:
                raise Unavailable(
                    f"The database can't be written: {reason(error)}. What is live goes on.",
                    retry_s=1,
                ) from error
        raise AssertionError("unreachable")


def _select() -> Any:
    return select(*_LISTED, t.releases.c.snapshot.is_not(None).label("has_content"))


def _live(db: Connection) -> Release | None:
    row = db.execute(_select().order_by(t.releases.c.id.desc()).limit(1)).mappings().first()
    return _read(row) if row else None


def _one(db: Connection, id: int) -> Release | None:
    row = db.execute(_select().where(t.releases.c.id == id)).mappings().first()
    return _read(row) if row else None


def _read(row: Mapping[str, Any] | RowMapping) -> Release:
    values = dict(row)
    author, scores = values["author"], values["scores"]
    values["author"] = By(**orjson.loads(author)) if author else None
    values["scores"] = orjson.loads(scores) if scores else None
    return Release(**values)


def _kept(wanted: Wanted) -> dict[str, Any]:
    scores = orjson.dumps(wanted.scores).decode() if wanted.scores is not None else None
    return {
        "model": wanted.model,
        "fingerprint": wanted.fingerprint,
        "note": wanted.note,
        "kind": wanted.kind,
        "author": _by_kept(wanted.author),
        "restores": wanted.restores,
        "sha256": wanted.sha256,
        "scores": scores,
        "entries": wanted.entries,
        "snapshot": wanted.snapshot,
        "client_id": wanted.client_id,
    }


def _by_kept(by: By) -> str:
    return orjson.dumps({"id": by.id, "name": by.name}).decode()


def _asked(id: str, at: int, wanted: Wanted, after: int | None) -> dict[str, Any]:
    kept = _kept(wanted)
    snapshot, author = kept.pop("snapshot"), kept.pop("author")
    body = orjson.dumps({**kept, "scores": wanted.scores, "after": after}).decode()
    return {"id": id, "asked_at": at, "asked_by": author, "wanted": body, "snapshot": snapshot}


def _request(db: Connection, id: str) -> Request | None:
    row = db.execute(select(t.release_requests).where(t.release_requests.c.id == id)).mappings().first()
    return _read_request(row) if row else None


def _known(db: Connection, id: str) -> Request:
    found = _request(db, id)
    assert found is not None
    return found


def _read_request(row: RowMapping) -> Request:
    body, decided_by = orjson.loads(row["wanted"]), row["decided_by"]
    after = body.pop("after")
    return Request(
        row["id"],
        row["asked_at"],
        Wanted(**body, author=By(**orjson.loads(row["asked_by"]))),
        after,
        row["decision"],
        row["decided_at"],
        By(**orjson.loads(decided_by)) if decided_by else None,
        row["release"],
    )
