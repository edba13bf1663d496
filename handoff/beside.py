"""What stands beside a conversation, wired: records of customers, who is kept out, what the shop knows."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parseaddr

from aiohttp import web

from handoff.desk import AgentDesk, Desk
from handoff.desk.looking_up import LookupDesk
from handoff.desk.records import RecordDesk
from handoff.lookup import Hook, Lookup, as_signing_secret
from handoff.ports import Clock
from handoff.settings import Settings
from handoff.vault import sample_secret
from handoff.web.auth import SignedIn
from handoff.web.kept_out import KeptOut
from handoff.web.lookup import SAMPLE, LookupRoutes
from handoff.web.records import RecordRoutes


class Beside:
    """``address`` says where the service is reached, which is known once it listens."""

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        agents: AgentDesk,
        signed_in: SignedIn,
        clock: Clock,
        address: Callable[[], str],
    ) -> None:
        self.records = RecordDesk(desk, agents)
        self.kept_out = KeptOut(self.records, clock, house_address(settings))
        self._routes = (
            RecordRoutes(signed_in, self.records),
            lookups_of(settings, signed_in, LookupDesk(desk, agents), address),
        )

    def attach(self, app: web.Application) -> None:
        for routes in self._routes:
            routes.attach(app)


def lookups_of(
    settings: Settings, signed_in: SignedIn, desk: LookupDesk, address: Callable[[], str]
) -> LookupRoutes:
    """The hook of the settings; without one, and where the public does not come, the sample shop's."""
    if settings.lookup_url is not None and settings.lookup_secret is not None:
        hook = Hook(settings.lookup_url, settings.lookup_secret)
        return LookupRoutes(signed_in, desk, Lookup(lambda: hook), None)
    if settings.public_url is not None:
        return LookupRoutes(signed_in, desk, Lookup(lambda: None), None)
    secret = as_signing_secret(sample_secret(settings))
    sample = Lookup(lambda: Hook(f"{address()}{SAMPLE}", secret))
    return LookupRoutes(signed_in, desk, sample, Hook(SAMPLE, secret))


def house_address(settings: Settings) -> str | None:
    """Where customers can write to when the chat is closed to them."""
    return parseaddr(settings.mail_from)[1] if settings.mail_from else None
