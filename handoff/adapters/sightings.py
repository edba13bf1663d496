"""Where the widget is seen: a row for each site and day, written seldom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, delete, func, insert, select, update

from handoff.adapters import schema as t
from handoff.adapters.accounts import opened
from handoff.core.events import iso
from handoff.ports import Clock

AGAIN_MS = 10 * 60_000
"""Of one site a process writes no more often."""

KEPT_DAYS = 30
SHOWN_DAYS = 7

MOST_A_DAY = 200
"""Sites a day. Anybody can name one: a browser's extension, or a script that is none."""


class Sightings:
    """``note`` and ``shown`` block on the database: call them in a thread. ``due`` does not."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._noted: dict[tuple[str, bool], int] = {}

    def due(self, origin: str, allowed: bool) -> bool:
        """Whether this is news; asked before anything is written, on each connection."""
        now, key = self._clock(), (origin, allowed)
        if abs(now - self._noted.get(key, -AGAIN_MS)) < AGAIN_MS or len(origin) > 255:
            return False
        if len(self._noted) >= MOST_A_DAY:
            self._noted = {one: at for one, at in self._noted.items() if now - at < AGAIN_MS}
        if len(self._noted) >= MOST_A_DAY:
            return False
        self._noted[key] = now
        return True

    def note(self, origin: str, page: str | None, allowed: bool) -> None:
        now = self._clock()
        today = _day(now)
        where = t.sightings.c.origin == origin, t.sightings.c.day == today
        values = {"page": path_of(origin, page), "allowed": allowed, "seen_at": now}
        with opened(self._engine.begin) as db:
            db.execute(delete(t.sightings).where(t.sightings.c.day < _day(now, -KEPT_DAYS)))
            if db.execute(update(t.sightings).where(*where).values(**values)).rowcount:
                return
            count = select(func.count()).select_from(t.sightings).where(t.sightings.c.day == today)
            if (db.scalar(count) or 0) < MOST_A_DAY:
                db.execute(insert(t.sightings).values(origin=origin, day=today, **values))

    def shown(self) -> list[dict[str, Any]]:
        """Each site seen in the last week as it was seen last, the latest first."""
        query = select(t.sightings).where(t.sightings.c.day >= _day(self._clock(), -SHOWN_DAYS))
        with opened(self._engine.connect) as db:
            rows: Any = db.execute(query.order_by(t.sightings.c.seen_at.desc())).all()
        latest: dict[str, Any] = {}
        for row in rows:
            latest.setdefault(row.origin, row)
        return [
            {"origin": one.origin, "page": one.page, "allowed": one.allowed, "seen_at": iso(one.seen_at)}
            for one in latest.values()
        ]


def path_of(origin: str, page: str | None) -> str:
    """The page's path on that site, without what follows a question mark; a page says where it is itself, so
    what is elsewhere does not count."""
    if not page or not page.startswith(f"{origin}/"):
        return "/"
    return urlsplit(page).path[:500] or "/"


def _day(now_ms: int, days: int = 0) -> str:
    at = datetime.fromtimestamp(now_ms / 1000, UTC) + timedelta(days=days)
    return at.date().isoformat()
