"""What ``handrail tell`` does: those who had asked are told by the service, or only named."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine

from handoff.adapters.asking import Asking
from handoff.adapters.known_issues import KnownIssues
from handoff.adapters.roster import Roster
from handoff.adapters.site import Site
from handoff.adapters.tellings import Tellings
from handoff.catalogue import Catalogue
from handoff.core.content import WRITES
from handoff.core.errors import BadRequest, Forbidden
from handoff.core.told import LONGEST_MESSAGE
from handoff.desk.giving import Giving
from handoff.ports import Agent
from handoff.settings import Settings
from handoff.storage import now_ms, open_database
from handoff.studio.messages import About, Message
from handoff.studio.telling import Choice, Telling

EVERYBODY = Choice(None)


async def tell(
    settings: Settings,
    out: Console,
    about: About,
    entry: str | None,
    file: Path | None,
    email: str | None,
    id: str,
    *,
    dry: bool,
) -> None:
    """Without a file the message that is offered is sent. ``id`` is the call's. Raises refusals."""
    with _opened(settings) as (engine, telling):
        group = await telling.customers(about, entry, names=False)
        offered = dict(group["messages"])
        first = _read(file) if file is not None else offered.pop("")
        message = Message(first, {} if file is not None else offered)
        seen = await telling.preview(about, entry, message, EVERYBODY)
        count = seen["customers"]
        out.print(f"{_customers(count)} can be told, {seen['mailed']} of them by mail, too.", markup=False)
        for text in seen["previews"]:
            out.print(f"\n{text}", markup=False)
        if dry:
            out.print("\nNobody was told: this was a dry run.")
            return
        sent = await telling.send(_agent(engine, email), id, about, entry, message, EVERYBODY)
        are = "is" if sent["total"] == 1 else "are"
        out.print(f"\n{_customers(sent['total'])} {are} told now, by the running service.", markup=False)


@contextlib.contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Engine, Telling]]:
    engine = open_database(settings)
    try:
        yield engine, _telling(settings, engine)
    finally:
        engine.dispose()


def _telling(settings: Settings, engine: Engine) -> Telling:
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    site = Site(engine, now_ms)
    return Telling(
        Asking(engine),
        Tellings(engine, now_ms),
        KnownIssues(engine, now_ms),
        Catalogue(engine, settings.data),
        Giving(now_ms, lambda: address),
        now_ms,
        lambda: str(site.read("look").get("lang") or "en"),
        mails=settings.mail_domain is not None,
    )


def _agent(engine: Engine, email: str | None) -> Agent:
    """A person tells customers, and they see who: never the machine."""
    if email is None:
        raise BadRequest("Name who tells them with --as EMAIL: customers see that person's name.")
    roster = Roster(engine, now_ms)
    found = roster.one(roster.found(email))
    if found["disabled"] or found["role"] not in WRITES:
        raise Forbidden(
            f"{found['name']} may not tell customers: content staff, supervisors and administrators do."
        )
    return Agent(found["id"], found["name"], found["email"], found["role"], None, found["avatar"])


def _read(file: Path) -> str:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadRequest(f"{file} can't be read as text in UTF-8.") from None
    if len(text) > LONGEST_MESSAGE:
        raise BadRequest(f"{file} is longer than {LONGEST_MESSAGE:,} characters.")
    return text


def _customers(count: int) -> str:
    return "1 customer" if count == 1 else f"{count:,} customers"
