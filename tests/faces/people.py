"""Mia at the widget and Ada at the console: what a person sees there and does there, in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from playwright.async_api import Locator, Page, expect

PATIENCE_MS = 15_000
"""Longest wait for what should appear at once; a busy machine needs some of it."""

expect.set_options(timeout=PATIENCE_MS)

Message = tuple[str, str]
"""Who, as the face names them, and their words."""


@dataclass(frozen=True)
class Mia:
    """A customer on a page that carries the widget."""

    page: Page

    @property
    def chat(self) -> Locator:
        return self.page.locator("handrail-chat")

    @property
    def launcher(self) -> Locator:
        return self.chat.locator(".launcher")

    @property
    def panel(self) -> Locator:
        return self.chat.locator(".panel")

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("region", name="Conversation")

    @property
    def composer(self) -> Locator:
        return self.panel.get_by_role("textbox", name="Your message")

    @property
    def form(self) -> Locator:
        """What she leaves to go on later."""
        return self.panel.get_by_role("form", name="message")

    @property
    def state(self) -> Locator:
        """The line that says what is not as it should be."""
        return self.panel.locator(".state")

    @property
    def answer(self) -> Locator:
        """The card with the bot's try that awaits a verdict."""
        return self.log.get_by_role("group", name="Did this answer your question?")

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    def bubble(self, text: str) -> Locator:
        return self.log.locator(".bubble").filter(has_text=text)

    async def visit(self, url: str) -> Self:
        await self.page.goto(url)
        await self.launcher.click()
        await expect(self.composer).to_be_focused()
        return self

    async def say(self, text: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def messages(self) -> list[Message]:
        """Every message in sight, in the order of the log."""
        return await spoken(self.log.locator(".message"))


@dataclass(frozen=True)
class Ada:
    """An agent at the console."""

    page: Page

    @property
    def waiting(self) -> Locator:
        return self.page.locator(".entry.queued")

    @property
    def mine(self) -> Locator:
        return self.page.locator(".entry.with_agent")

    @property
    def transcript(self) -> Locator:
        return self.page.get_by_role("region", name="Transcript")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def composer(self) -> Locator:
        return self.page.locator(".reply textarea")

    @property
    def notice(self) -> Locator:
        return self.page.get_by_role("alert")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def bubble(self, text: str) -> Locator:
        return self.transcript.locator(".bubble").filter(has_text=text)

    def shelf(self, name: str) -> Locator:
        """One of the lists: offers, queue, mine, followUps, held."""
        return self.page.locator(f"[data-shelf={name}]")

    async def arrive(self, url: str) -> Self:
        """With a sign-in that this browser has from earlier."""
        await self.page.goto(f"{url}/console")
        await self.ready()
        return self

    async def sign_in(self, url: str, email: str, password: str) -> Self:
        await self.page.goto(f"{url}/console")
        await self.page.get_by_label("E-mail").fill(email)
        await self.page.get_by_label("Password").fill(password)
        await self.button("Sign in").click()
        await self.ready()
        return self

    async def ready(self) -> None:
        """The lists are what the service says."""
        await expect(self.page.locator(".lists .empty, .lists .entry").first).to_be_visible()

    async def take_next(self) -> None:
        await self.button("Take next").click()
        await expect(self.composer).to_be_focused()

    async def say(self, text: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def messages(self) -> list[Message]:
        """Every message of the conversation being read, the assistant's part unfolded."""
        for fold in await self.page.locator(".fold[aria-expanded=false]").all():
            await fold.click()
        return await spoken(self.transcript.locator(".message"))


async def spoken(messages: Locator) -> list[Message]:
    found = await messages.evaluate_all(
        """all => all.map(one => [
            (one.querySelector('.speaker > span') ?? one.querySelector('.speaker')).textContent,
            one.querySelector('.bubble .text').innerText,
        ])"""
    )
    return [(who, text) for who, text in found]
