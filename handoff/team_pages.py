"""What the pages of the settings read and change, wired: accounts, looks, the alert, canned responses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.canned import CannedResponses
from handoff.adapters.passes import Passes
from handoff.adapters.roster import Roster
from handoff.adapters.sightings import Sightings
from handoff.adapters.site import Site
from handoff.adapters.unstaffed import Unstaffed
from handoff.alerting import Alerting
from handoff.links import LinkTokens
from handoff.ports import Catalogue, Clock, Holding
from handoff.settings import Settings
from handoff.web.accounts import AccountRoutes
from handoff.web.alert import AlertRoutes
from handoff.web.auth import SignedIn
from handoff.web.canned import CannedRoutes
from handoff.web.http import loader
from handoff.web.look import LookRoutes
from handoff.web.signing_in import Enter
from handoff.web.staff import Staff
from handoff.web.widget_script import WidgetScript


class TeamPages:
    """``give_back`` is what happens to customers of an account that is disabled or gone."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        signed_in: SignedIn,
        enter: Enter,
        tokens: LinkTokens,
        holding: Holding,
        staff: Staff,
        catalogue: Catalogue,
        *,
        clock: Clock,
        sightings: Sightings,
        give_back: Callable[[], Awaitable[None]],
        address: Callable[[], str],
    ) -> None:
        site, domain = Site(engine, clock), settings.mail_domain
        self.unstaffed = Unstaffed(engine, clock, domain)
        self.roster = Roster(engine, clock)
        self.alerting = Alerting(self.unstaffed, holding)
        self.accounts = AccountRoutes(
            signed_in,
            self.roster,
            Passes(engine, clock, tokens.of, domain),
            enter,
            give_back,
            staff.settings_changed,
            address,
        )
        self._routes = (
            self.accounts,
            LookRoutes(signed_in, site, WidgetScript(site, loader), sightings, address, settings.origins),
            AlertRoutes(signed_in, self.unstaffed),
            CannedRoutes(signed_in, CannedResponses(engine), catalogue),
        )

    def attach(self, app: web.Application) -> None:
        for routes in self._routes:
            routes.attach(app)
