"""The help pages, wired, with what readers leave on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import orjson
from aiohttp import web
from sqlalchemy import Engine

from handoff.adapters.community import Community
from handoff.adapters.help_feedback import HelpFeedback
from handoff.adapters.releases import Releases
from handoff.adapters.site import Site
from handoff.desk import CustomerDesk, Desk, FollowUpDesk
from handoff.looking import Looking
from handoff.ports import Bot, Catalogue, Clock
from handoff.settings import Settings
from handoff.vault import service_secret
from handoff.web.auth import Origins, Visitors
from handoff.web.help.listed import Listed
from handoff.web.help.pages import HelpPages
from handoff.web.help.past import Past, past_of
from handoff.web.help.posts import HelpPosts, Kept, Limits
from handoff.web.help.readers import Readers
from handoff.web.help.site import Content
from handoff.web.limits import click_limit, form_limit, post_limit, search_limit
from handoff.web.studio.community import CommunityRoutes
from handoff.web.studio.door import Door
from handoff.web.studio.feedback import FeedbackRoutes

LOOKED_BACK = 20
"""Releases that tell since when an entry says what it says. Older than all of them is old enough."""


class Help:
    def __init__(
        self,
        *,
        settings: Settings,
        engine: Engine,
        desk: Desk,
        looking: Looking,
        bot: Bot,
        catalogue: Catalogue,
        visitors: Visitors,
        origins: Origins,
        door: Door,
        clock: Clock,
        address: Callable[[], str],
    ) -> None:
        self.visitors = visitors
        site = Site(engine, clock)
        feedback = HelpFeedback(engine, clock)
        self.community = Community(engine, clock, settings.mail_domain)

        def look() -> Mapping[str, str]:
            return {name: value for name, value in site.read("look").items() if isinstance(value, str)}

        self.content = Content(
            catalogue,
            looking.browsing,
            bot,
            looking.issues.open,
            look,
            lambda: past(Releases(engine, clock)),
            clock,
        )
        pages = HelpPages(
            self.content,
            search_limit(),
            address,
            self.community.shown,
            feedback,
            mails=settings.mail_domain is not None,
        )
        kept = Kept(
            feedback,
            self.community,
            looking.issues,
            FollowUpDesk(desk, CustomerDesk(desk)),
            visitors,
        )
        readers = Readers(service_secret(settings), secure=origins.secure)
        self._parts = (
            Listed(self.content, address),
            pages,
            HelpPosts(pages, kept, readers, Limits(click_limit(), form_limit(), post_limit())),
            FeedbackRoutes(door, feedback, self.content, address),
            CommunityRoutes(door, self.community, self.content),
        )

    def attach(self, app: web.Application) -> None:
        for part in self._parts:
            part.attach(app)


def past(releases: Releases) -> Past:
    """Blocks on the database."""
    found = []
    for one in releases.newest(LOOKED_BACK):
        snapshot = releases.snapshot(one.id) if one.has_content else None
        if snapshot is None:
            break
        entries = {entry["id"]: entry for entry in orjson.loads(snapshot)["entries"]}
        found.append((one.published_at, entries))
    return past_of(found)
