"""What a story may use: Mia's and Ada's pages, people over sockets, and the look at a state in every mode."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.faces.conftest import AtWork, NewPage, arrived
from tests.faces.offers import Between
from tests.faces.people import Ada, Mia
from tests.faces.sites import Sites
from tests.faces.states.looking import back, found, photograph, put
from tests.faces.states.manifest import MODES
from tests.live import people
from tests.live.service import Handrail

FOLDER = "HANDRAIL_SCREENSHOTS"
"""The environment's name for where pictures go; without it none are taken."""

ONE_LOOK_S = 60
"""A browser that stands still says where, rather than using up the whole story's time."""

Again = Callable[[], Awaitable[Any]]


@dataclass
class Stage:
    handrail: Handrail
    crowd: people.Crowd
    tokens: dict[str, str]
    new_page: NewPage
    at_work: AtWork
    """Somebody at the console, by name: Ada and Grace are agents, Sue is a supervisor."""
    sites: Sites
    """Other people's pages that carry the widget."""
    looked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    async def mia(self, page: Page | None = None) -> Mia:
        """At the shop, the chat open, nothing said yet."""
        return await Mia(page or await self.new_page()).visit(f"{self.handrail.url}/")

    @asynccontextmanager
    async def known_issue(self, title: str, text: str, *entries: str) -> AsyncIterator[None]:
        """Posted by a supervisor, and closed again: every customer sees it."""
        headers = {"Authorization": f"Bearer {self.tokens['Sue']}"}
        path, issue = f"{self.handrail.url}/api/known-issues", {"title": title, "text": text}
        posted = {**issue, "entries": list(entries)}
        async with self.crowd.http.post(path, json=posted, headers=headers) as response:
            id = (await response.json())["id"]
        try:
            yield
        finally:
            closed = {**issue, "open": False}
            async with self.crowd.http.put(f"{path}/{id}", json=closed, headers=headers) as response:
                assert response.status == 200

    async def between(self, offer: dict[str, Any] | None = None) -> tuple[Mia, Between]:
        """The same, with somebody between who can put offers into what the service tells."""
        between = Between(await self.new_page())
        between.offer = offer
        await between.begin()
        return await self.mia(between.page), between

    async def agent(self, name: str = "Grace") -> people.Agent:
        """An agent over a socket, for what is looked at from the customer's side."""
        return await arrived(self.crowd, self.handrail, self.tokens[name])

    async def customer(self) -> people.Customer:
        """A customer over a socket, for what is looked at from the agents' side."""
        customer = self.crowd.customer(self.handrail)
        await customer.arrive()
        return customer

    async def ada(self) -> Ada:
        return await self.at_work("Ada")

    async def look(self, state: str, page: Page, *, sees: Locator, again: Again | None = None) -> None:
        """Go through all modes; what is wrong is told when the story is over."""
        self.looked.append(state)
        pictures = os.environ.get(FOLDER)
        for mode in MODES:
            if again is not None:
                await again()
            async with asyncio.timeout(ONE_LOOK_S):
                await put(page, mode)
                await expect(sees.first, f"{state}, {mode.name}").to_be_visible()
                self.wrong += [f"{state}, {mode.name}: {one}" for one in await found(page)]
                if pictures:
                    await photograph(page, state, mode, Path(pictures))
        await back(page)
