"""The alert's setting, who waits while nobody is there, and its mails: in SQL."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, delete, insert, select, text

from handoff.adapters import schema as t
from handoff.adapters.accounts import SEES_ALL, opened
from handoff.adapters.passes import staff_mail
from handoff.adapters.teams import all_teams
from handoff.core.alert import Alert, Unserved, Waiter, unserved
from handoff.core.events import iso
from handoff.core.mail import MailKind
from handoff.ports import Clock

SETTING, SENT = "alert", "alert_sent"


class Unstaffed:
    """``domain`` is what our mails' ids end in, None where no mail goes out. All methods block on the
    database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock, domain: str | None) -> None:
        self._engine = engine
        self.clock = clock
        self._domain = domain

    def shown(self) -> dict[str, Any]:
        with opened(self._engine.connect) as db:
            sent = _kept(db, SENT)
            alert = _alert(_kept(db, SETTING))
        told = (
            {"at": iso(sent["at"]), "waiting": sent["waiting"], "minutes": sent["minutes"]} if sent else None
        )
        wire = {**asdict(alert), "addresses": list(alert.addresses)}
        return {"alert": wire, "mail": self._domain is not None, "sent": told}

    def save(self, alert: Alert) -> None:
        with opened(self._engine.begin) as db:
            _keep(db, SETTING, {**asdict(alert), "addresses": list(alert.addresses)}, self.clock())

    def tell(self) -> Unserved | None:
        """Write the mails if they are due: with the note that they went, so that nobody gets them twice."""
        now = self.clock()
        with opened(self._engine.connect) as db:
            alert = _alert(_kept(db, SETTING))
        if not alert.on or self._domain is None:
            return None
        with opened(self._engine.begin) as db:
            # A write first: two who look at the same moment come one after the other.
            db.execute(t.site.update().where(t.site.c.name == SETTING).values(name=SETTING))
            last = _kept(db, SENT).get("at")
            found = unserved(alert, _line(db), _covered(db, now), _teams(db, now), last, now)
            if found is None:
                return None
            told = {"waiting": found.waiting, "minutes": found.minutes}
            _keep(db, SENT, {"at": now, **told}, now)
            for address in alert.addresses:
                mail = staff_mail(str(uuid.uuid4()), address, MailKind.ALERT, told, self._domain, now)
                db.execute(insert(t.mails).values(**mail))
            return found


def _line(db: Connection) -> list[Waiter]:
    queued = select(t.conversations.c.team, t.conversations.c.waiting_since).where(
        t.conversations.c.status == "queued", t.conversations.c.waiting_since.is_not(None)
    )
    return [Waiter(str(row[0]), int(row[1])) for row in db.execute(queued)]


def _covered(db: Connection, now: int) -> set[str] | None:
    """The teams that somebody with an open console serves; None: every one."""
    here = select(t.leases.c.agent).where(t.leases.c.until > now)
    there = t.agents.c.id.in_(here), t.agents.c.disabled_at.is_(None), t.agents.c.role != "content"
    if db.scalar(select(t.agents.c.id).where(*there, t.agents.c.role.in_(SEES_ALL)).limit(1)) is not None:
        return None
    agents = select(t.agents.c.id).where(*there)
    return set(db.scalars(select(t.memberships.c.team).where(t.memberships.c.agent.in_(agents))))


def _teams(db: Connection, now: int) -> Any:
    return all_teams(lambda statement, values: db.execute(text(statement), values).all(), now)


def _kept(db: Connection, name: str) -> dict[str, Any]:
    value = db.scalar(select(t.site.c.value).where(t.site.c.name == name))
    return dict(orjson.loads(value)) if value else {}


def _keep(db: Connection, name: str, value: dict[str, Any], now: int) -> None:
    db.execute(delete(t.site).where(t.site.c.name == name))
    db.execute(insert(t.site).values(name=name, value=orjson.dumps(value).decode(), changed_at=now))


def _alert(kept: dict[str, Any]) -> Alert:
    """What a later version wrote beside it is none of ours."""
    known = {name: kept[name] for name in asdict(Alert()) if name in kept}
    return Alert(**{**known, "addresses": tuple(known.get("addresses", ()))})
