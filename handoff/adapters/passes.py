"""Links for staff: an invitation makes an account, another sets a new password. Kept is a hash of each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from handoff.adapters import schema as t
from handoff.adapters.accounts import ROLES, checked_email, checked_name, hashed, hashed_password, opened
from handoff.core.errors import BadRequest, Closed, Conflict, NotFound
from handoff.core.events import iso
from handoff.core.mail import HOUR_MS, MailKind
from handoff.ports import Clock

INVITED_FOR_MS = 72 * HOUR_MS
PASSWORD_FOR_MS = HOUR_MS
PASSWORD_LINKS_AN_HOUR = 3
"""One is lost, one is late, one is the one that works."""


@dataclass(frozen=True, slots=True)
class Made:
    """``token`` opens what was made. None: it travels by mail, and nobody here needs to see it."""

    id: str
    token: str | None


class Passes:
    """``token_of`` gives the token that a mail's link carries, from the mail's id; ``domain`` is what our
    mails' ids end in, None where no mail goes out. All methods block on the database: call them in a
    thread."""

    def __init__(
        self, engine: Engine, clock: Clock, token_of: Callable[[str], str], domain: str | None
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._token_of = token_of
        self._domain = domain

    @property
    def mails(self) -> bool:
        return self._domain is not None

    def invite(self, email: str, role: str, team: str, by: str) -> Made:
        """An address that was invited before gets a new link, and the old one opens nothing."""
        email = checked_email(email)
        if role not in ROLES:
            raise BadRequest(f"role: '{role}' is none of {', '.join(ROLES)}.", field="role")
        with opened(self._engine.begin) as db:
            db.execute(delete(t.invitations).where(t.invitations.c.email == email))
            if db.scalar(select(t.agents.c.id).where(t.agents.c.email == email)) is not None:
                raise Conflict(f"email: {email} has an account already.", field="email")
            if db.scalar(select(t.teams.c.name).where(t.teams.c.name == team)) is None:
                raise BadRequest(f"team: there is no team '{team}'.", field="team")
            return self._invite(db, email, role, team, by)

    def invite_again(self, id: str, by: str) -> Made:
        with opened(self._engine.begin) as db:
            row = _invitation(db, t.invitations.c.id == id)
            db.execute(delete(t.invitations).where(t.invitations.c.id == id))
            return self._invite(db, row.email, row.role, row.team, by)

    def revoke(self, id: str) -> None:
        with opened(self._engine.begin) as db:
            gone = db.execute(delete(t.invitations).where(t.invitations.c.id == id))
            self._unsend(db, id)
        if not gone.rowcount:
            raise NotFound("There is no such invitation any more.")

    def invitations(self) -> list[dict[str, Any]]:
        """Newest first. ``mail``: what became of the letter; None: the link was passed on by hand."""
        mails = t.mails.c.state, t.mails.c.trouble
        query = select(t.invitations, *mails).outerjoin(t.mails, t.mails.c.id == t.invitations.c.id)
        with opened(self._engine.connect) as db:
            rows: Any = db.execute(
                query.order_by(t.invitations.c.created_at.desc(), t.invitations.c.id)
            ).all()
        return [
            {
                "id": row.id,
                "email": row.email,
                "role": row.role,
                "team": row.team,
                "invited_by": row.invited_by,
                "invited_at": iso(row.created_at),
                "expires_at": iso(row.expires_at),
                "expired": row.expires_at <= self._clock(),
                "mail": row.state,
                "trouble": row.trouble,
            }
            for row in rows
        ]

    def invited(self, token: str) -> dict[str, str]:
        """Whom the link invites, as what, and by whom. Changes nothing."""
        with opened(self._engine.connect) as db:
            row = self._open(db, token)
            return {"email": row.email, "role": row.role, "team": row.team, "invited_by": row.invited_by}

    def accept(self, token: str, name: str, password: str) -> str:
        """Makes the account; its id. The link is gone."""
        name, password_hash = checked_name(name), hashed_password(password)
        with opened(self._engine.begin) as db:
            token_hash = hashed(token)
            used = db.execute(update(t.invitations).where(t.invitations.c.token_hash == token_hash)
                              .values(token_hash=token_hash))  # fmt: skip
            if used.rowcount != 1:
                raise NotFound(UNKNOWN)
            row = self._open(db, token)
            if db.scalar(select(t.agents.c.id).where(t.agents.c.email == row.email)) is not None:
                raise Conflict("There is an account with this address already. Sign in with it.")
            id = str(uuid.uuid4())
            db.execute(
                insert(t.agents).values(
                    id=id,
                    email=row.email,
                    name=name,
                    role=row.role,
                    password_hash=password_hash,
                    available=True,
                    created_at=self._clock(),
                )
            )
            known = db.scalar(select(t.teams.c.name).where(t.teams.c.name == row.team))
            first = select(t.teams.c.name).order_by(t.teams.c.created_at, t.teams.c.name).limit(1)
            # A team that was removed meanwhile keeps nobody out.
            db.execute(insert(t.memberships).values(agent=id, team=known or db.scalar(first)))
            db.execute(delete(t.invitations).where(t.invitations.c.id == row.id))
            return id

    def forgotten(self, email: str) -> None:
        """A mail with a link, if somebody has this address. Whoever asks learns nothing."""
        email = email.strip().lower()
        if not self.mails or not email.isprintable():
            return
        with opened(self._engine.begin) as db:
            mine = t.agents.c.email == email, t.agents.c.disabled_at.is_(None)
            db.execute(update(t.agents).where(*mine).values(email=email))  # who asks twice is counted in turn
            agent = db.scalar(select(t.agents.c.id).where(*mine))
            if agent is not None and self._may_ask(db, agent):
                self._password_link(db, agent, email)

    def password_link(self, agent: str) -> Made:
        """Asked for by an administrator, for somebody who can't get in."""
        with opened(self._engine.begin) as db:
            row = db.execute(select(t.agents).where(t.agents.c.id == agent)).first()
            if row is None:
                raise NotFound("There is no such account any more.")
            if row.disabled_at is not None:
                raise Conflict(f"{row.name}'s account is disabled. Enable it first.")
            return self._password_link(db, agent, row.email)

    def new_password(self, token: str, password: str) -> str:
        """Sets it and ends every sign-in; the agent's id. The link and all others like it are gone."""
        password_hash = hashed_password(password)
        with opened(self._engine.begin) as db:
            mine = t.password_links.c.token_hash == hashed(token)
            db.execute(
                delete(t.password_links).where(t.password_links.c.expires_at <= self._clock() - HOUR_MS)
            )
            row = db.execute(select(t.password_links).where(mine)).first()
            if row is None:
                raise NotFound(UNKNOWN)
            if row.expires_at <= self._clock():
                raise Closed("This link has expired. Ask for a new one.", reason="expired")
            if not db.execute(delete(t.password_links).where(mine)).rowcount:
                raise NotFound(UNKNOWN)  # used at the same moment
            agent = str(row.agent)
            for table in (t.password_links, t.sessions):
                db.execute(delete(table).where(table.c.agent == agent))
            db.execute(update(t.agents).where(t.agents.c.id == agent).values(password_hash=password_hash))
            return agent

    def _invite(self, db: Connection, email: str, role: str, team: str, by: str) -> Made:
        id, now = str(uuid.uuid4()), self._clock()
        token = self._token_of(id)
        db.execute(
            insert(t.invitations).values(
                id=id,
                email=email,
                role=role,
                team=team,
                invited_by=by,
                token_hash=hashed(token),
                created_at=now,
                expires_at=now + INVITED_FOR_MS,
            )
        )
        if self._send(db, id, email, MailKind.INVITATION, {"by": by}):
            return Made(id, None)
        return Made(id, token)

    def _password_link(self, db: Connection, agent: str, email: str) -> Made:
        id, now = str(uuid.uuid4()), self._clock()
        token = self._token_of(id)
        db.execute(
            insert(t.password_links).values(
                token_hash=hashed(token), agent=agent, created_at=now, expires_at=now + PASSWORD_FOR_MS
            )
        )
        return Made(id, None if self._send(db, id, email, MailKind.WAY_IN, {}) else token)

    def _may_ask(self, db: Connection, agent: str) -> bool:
        lately = t.password_links.c.created_at > self._clock() - HOUR_MS
        asked = (
            select(func.count())
            .select_from(t.password_links)
            .where(t.password_links.c.agent == agent, lately)
        )
        return (db.scalar(asked) or 0) < PASSWORD_LINKS_AN_HOUR

    def _open(self, db: Connection, token: str) -> Any:
        row = _invitation(db, t.invitations.c.token_hash == hashed(token))
        if row.expires_at <= self._clock():
            raise Closed("This invitation has expired. Ask for a new one.", reason="expired")
        return row

    def _send(self, db: Connection, id: str, address: str, kind: MailKind, content: dict[str, str]) -> bool:
        if self._domain is None:
            return False
        db.execute(
            insert(t.mails).values(**staff_mail(id, address, kind, content, self._domain, self._clock()))
        )
        return True

    def _unsend(self, db: Connection, id: str) -> None:
        waiting = t.mails.c.id == id, t.mails.c.state == "waiting"
        db.execute(update(t.mails).where(*waiting).values(state="failed", trouble="no longer needed"))


UNKNOWN = "This link is not valid any more. Perhaps it was used, revoked, or a part of it is missing."


def staff_mail(
    id: str, address: str, kind: MailKind, content: dict[str, Any], domain: str, now: int
) -> dict[str, Any]:
    """A row of the outbox for a mail to staff. It is about no conversation, so it names itself."""
    return {
        "id": id,
        "conversation": id,
        "seq": None,
        "address": address,
        "kind": kind.value,
        "content": orjson.dumps(content).decode(),
        "message_id": f"<{id}@{domain}>",
        "state": "waiting",
        "tries": 0,
        "due_at": now,
        "created_at": now,
    }


def _invitation(db: Connection, which: Any) -> Row[Any]:
    row = db.execute(select(t.invitations).where(which)).first()
    if row is None:
        raise NotFound(UNKNOWN)
    return row
