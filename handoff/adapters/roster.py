"""Accounts as those who look after them see and change them. The last administrator can't be locked out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from handoff.adapters import schema as t
from handoff.adapters.accounts import (
    MOST_AT_ONCE,
    ROLES,
    SEES_ALL,
    checked_name,
    hashed,
    hashed_password,
    opened,
    verified,
)
from handoff.core.errors import BadRequest, Conflict, NotFound
from handoff.core.events import iso
from handoff.ports import Clock

LONGEST_ADDRESS = 500
LAST_ADMIN = "{name} is the last administrator. Make somebody else one first."


class Roster:
    """All methods block on the database: call them in a thread."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def all(self) -> list[dict[str, Any]]:
        """By name, the disabled last."""
        with opened(self._engine.connect) as db:
            order = (t.agents.c.disabled_at.is_not(None), func.lower(t.agents.c.name), t.agents.c.id)
            ids = db.scalars(select(t.agents.c.id).order_by(*order)).all()
            return [self._shown(db, id) for id in ids]

    def one(self, id: str) -> dict[str, Any]:
        with opened(self._engine.connect) as db:
            _known(db, id)
            return self._shown(db, id)

    def found(self, email: str) -> str:
        """The id of the account with this address."""
        with opened(self._engine.connect) as db:
            id = db.scalar(select(t.agents.c.id).where(t.agents.c.email == email.strip().lower()))
        if id is None:
            raise NotFound(f"There is no account with the address {email.strip().lower()}.")
        return str(id)

    def change(
        self, id: str, name: str, role: str, teams: Sequence[str], capacity: int | None
    ) -> dict[str, Any]:
        """Everything an administrator sets. ``capacity`` None: no limit."""
        name = checked_name(name)
        if role not in ROLES:
            raise BadRequest(f"role: '{role}' is none of {', '.join(ROLES)}.", field="role")
        if capacity is not None and not 1 <= capacity <= MOST_AT_ONCE:
            raise BadRequest(f"capacity: 1 to {MOST_AT_ONCE:,}, or nothing for no limit.", field="capacity")
        with opened(self._engine.begin) as db:
            _lock(db)
            was = _known(db, id)
            if was.role == "admin" and role != "admin":
                _must_not_be_last(db, was)
            values = {"name": name, "role": role, "capacity": capacity}
            db.execute(update(t.agents).where(t.agents.c.id == id).values(**values))
            _join(db, id, teams)
            return self._shown(db, id)

    def disable(self, id: str) -> dict[str, Any]:
        """Signed out at once, everywhere; links that were sent open nothing."""
        with opened(self._engine.begin) as db:
            _lock(db)
            was = _known(db, id)
            if was.disabled_at is None:
                _must_not_be_last(db, was)
                db.execute(update(t.agents).where(t.agents.c.id == id).values(disabled_at=self._clock()))
            _sign_out(db, id)
            return self._shown(db, id)

    def enable(self, id: str) -> dict[str, Any]:
        with opened(self._engine.begin) as db:
            _lock(db)
            _known(db, id)
            db.execute(update(t.agents).where(t.agents.c.id == id).values(disabled_at=None))
            return self._shown(db, id)

    def remove(self, id: str) -> None:
        """For good. What they said keeps their name."""
        with opened(self._engine.begin) as db:
            _lock(db)
            was = _known(db, id)
            _must_not_be_last(db, was)
            _sign_out(db, id)
            db.execute(delete(t.memberships).where(t.memberships.c.agent == id))
            db.execute(delete(t.losses).where(t.losses.c.agent == id))
            db.execute(delete(t.agents).where(t.agents.c.id == id))

    def set_profile(self, id: str, name: str, avatar: str | None) -> dict[str, Any]:
        """One's own name and photo."""
        values = {"name": checked_name(name), "avatar": checked_avatar(avatar)}
        with opened(self._engine.begin) as db:
            db.execute(update(t.agents).where(t.agents.c.id == id).values(**values))
            return self._shown(db, id)

    def set_password(self, id: str, old: str, new: str, token: str) -> None:
        """One's own; ends every sign-in but the one whose ``token`` asks."""
        new_hash = hashed_password(new)
        with opened(self._engine.begin) as db:
            _lock(db)
            if not verified(_known(db, id).password_hash, old):
                raise BadRequest("old: that is not your password.", field="old")
            db.execute(update(t.agents).where(t.agents.c.id == id).values(password_hash=new_hash))
            others = t.sessions.c.agent == id, t.sessions.c.token_hash != hashed(token)
            db.execute(delete(t.sessions).where(*others))
            db.execute(delete(t.password_links).where(t.password_links.c.agent == id))

    def _shown(self, db: Connection, id: str) -> dict[str, Any]:
        row = _known(db, id)
        teams = db.scalars(select(t.memberships.c.team).where(t.memberships.c.agent == id))
        lease = select(t.leases.c.agent).where(t.leases.c.agent == id, t.leases.c.until > self._clock())
        return {
            "id": row.id,
            "name": row.name,
            "email": row.email,
            "role": row.role,
            "teams": sorted(teams),
            "sees_all": row.role in SEES_ALL,
            "capacity": row.capacity,
            "avatar": row.avatar,
            "here": db.execute(lease.limit(1)).first() is not None,
            "seen_at": iso(row.seen_at) if row.seen_at is not None else None,
            "disabled": row.disabled_at is not None,
        }


def checked_avatar(address: str | None) -> str | None:
    """A photo lies somewhere else on the web, where customers' browsers fetch it."""
    address = (address or "").strip()
    if not address:
        return None
    try:
        parts = urlsplit(address)
        known = parts.scheme == "https" and parts.hostname and not parts.username
    except ValueError:
        known = False
    if (
        not known
        or len(address) > LONGEST_ADDRESS
        or any(c.isspace() or not c.isprintable() for c in address)
    ):
        raise BadRequest(
            f"avatar: the photo's address begins with https:// and has at most {LONGEST_ADDRESS} characters.",
            field="avatar",
        )
    return address


def _lock(db: Connection) -> None:
    """Writes first: two who demote each other come one after the other, and each sees what the other did."""
    db.execute(update(t.agents).where(t.agents.c.role == "admin").values(role="admin"))


def _known(db: Connection, id: str) -> Any:
    row = db.execute(select(t.agents).where(t.agents.c.id == id)).first()
    if row is None:
        raise NotFound("There is no such account any more.")
    return row


def _must_not_be_last(db: Connection, who: Any) -> None:
    if who.role != "admin" or who.disabled_at is not None:
        return
    others = select(func.count()).select_from(t.agents).where(
        t.agents.c.role == "admin", t.agents.c.disabled_at.is_(None), t.agents.c.id != who.id
    )  # fmt: skip
    if not db.scalar(others):
        raise Conflict(LAST_ADMIN.format(name=who.name))


def _sign_out(db: Connection, id: str) -> None:
    for table in (t.sessions, t.leases, t.password_links):
        db.execute(delete(table).where(table.c.agent == id))


def _join(db: Connection, id: str, teams: Sequence[str]) -> None:
    wanted = set(teams)
    there = set(db.scalars(select(t.teams.c.name)))
    if not wanted:
        raise BadRequest("teams: at least one, please; everybody belongs somewhere.", field="teams")
    if unknown := wanted - there:
        raise BadRequest(f"teams: there is no team '{min(unknown)}'.", field="teams")
    now_in = set(db.scalars(select(t.memberships.c.team).where(t.memberships.c.agent == id)))
    gone = now_in - wanted
    db.execute(delete(t.memberships).where(t.memberships.c.agent == id, t.memberships.c.team.in_(gone)))
    for team in sorted(wanted - now_in):
        db.execute(insert(t.memberships).values(agent=id, team=team))
