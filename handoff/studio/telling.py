"""Telling those who had asked: who they are, what they would read, sending it, and how far that has come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handoff.adapters.asking import Asking, Found, Group
from handoff.adapters.known_issues import KnownIssues
from handoff.adapters.tellings import Sent, Tellings
from handoff.core.errors import Conflict, NotFound
from handoff.core.events import Role, Speaker, iso
from handoff.core.told import PLACEHOLDERS, Waiting, checked, filled, quoted
from handoff.desk.giving import Giving
from handoff.ports import Agent, Catalogue, Clock, Known
from handoff.studio.messages import About, Message, offered, translated, wire
from handoff.studio.wording import masked

PREVIEWED = 3
"""Customers whose message is shown as they would read it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing they are told: the live entry that answers it, or what is solved. ``known``: the names that a
    message may have put in."""

    title: str
    entry: Known | None
    group: Group
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """``to`` None: everybody; else conversations, as ``customers`` names them. Less those in ``but``."""

    to: frozenset[str] | None
    but: frozenset[str] = frozenset()

    def has(self, one: Found) -> bool:
        return (self.to is None or one.conversation in self.to) and one.conversation not in self.but


class Telling:
    """``first`` is the language that entries are written in; it blocks on the database."""

    def __init__(
        self,
        asking: Asking,
        tellings: Tellings,
        issues: KnownIssues,
        catalogue: Catalogue,
        giving: Giving,
        clock: Clock,
        first: Callable[[], str],
        *,
        mails: bool,
    ) -> None:
        self._asking = asking
        self._tellings = tellings
        self._issues = issues
        self._catalogue = catalogue
        self._giving = giving
        self._clock = clock
        self._first = first
        self._mails = mails

    async def customers(self, about: About, entry: str | None, *, names: bool) -> dict[str, Any]:
        """Everybody who can be told, and the message to begin with."""
        topics = await self._topics(about, entry)
        first = await asyncio.to_thread(self._first)
        found = [one for topic in topics for one in topic.group.found]
        one = topics[0]
        entries = [topic.entry for topic in topics if topic.entry is not None]
        languages = translated(about, entries, (each.locale for each in found), first)
        return {
            "subject": about.subject,
            "title": one.title,
            "entry": one.entry.id if one.entry else None,
            "link": self._giving.url(one.entry) if one.entry else None,
            "placeholders": [name for name in PLACEHOLDERS if name in one.known],
            "mails": self._mails,
            "asked": sum(topic.group.asked for topic in topics),
            "told": sum(topic.group.told for topic in topics),
            "helped": sum(topic.group.helped for topic in topics),
            "customers": [self._named(each, names=names) for each in found],
            "messages": {"": offered(about, first), **languages},
            "sent": [wire(each) for each in await asyncio.to_thread(self._tellings.newest, about.subject)],
        }

    async def preview(
        self, about: About, entry: str | None, message: Message, choice: Choice
    ) -> dict[str, Any]:
        topics = await self._topics(about, entry)
        waiting = self._waiting("", NOBODY, topics, message, choice)
        shown = {one.text: one for one in waiting[:200]}  # the first of each that reads otherwise
        return {
            "customers": len(waiting),
            "mailed": sum(one.email is not None for one in waiting),
            "previews": [one.text for one in list(shown.values())[:PREVIEWED]],
        }

    async def send(
        self, agent: Agent, id: str, about: About, entry: str | None, message: Message, choice: Choice
    ) -> dict[str, Any]:
        """``id`` is the call's: sent again, it is what was begun."""
        begun = await asyncio.to_thread(self._tellings.find, id)
        if begun is not None:
            return wire(begun)
        topics = await self._topics(about, entry)
        by = Speaker(Role.AGENT, agent.id, agent.name, agent.avatar)
        waiting = self._waiting(id, by, topics, message, choice)
        if not waiting:
            if await asyncio.to_thread(self._tellings.find, id) is not None:
                return await self.progress(id)  # pressed twice at once
            raise Conflict("Nobody of them is left to be told.")
        author = {"id": agent.id, "name": agent.name, "avatar": agent.avatar}
        messages = {"": message.text, **message.languages}
        title, known = topics[0].title, topics[0].entry
        sent = Sent(
            id,
            about.subject,
            self._clock(),
            author,
            known.id if known else None,
            title,
            messages,
            len(waiting),
        )
        await asyncio.to_thread(self._tellings.begin, sent, waiting)
        return await self.progress(id)

    async def progress(self, id: str) -> dict[str, Any]:
        found = await asyncio.to_thread(self._tellings.find, id)
        if found is None:
            raise NotFound("Nothing was sent under that id.")
        return wire(found)

    async def stop(self, id: str) -> dict[str, Any]:
        """Whoever has not heard yet does not hear of it by this."""
        await self.progress(id)
        await asyncio.to_thread(self._tellings.stop, id)
        return await self.progress(id)

    async def newest(self) -> list[dict[str, Any]]:
        return [wire(one) for one in await asyncio.to_thread(self._tellings.newest)]

    async def _topics(self, about: About, entry: str | None) -> list[Topic]:
        now = self._clock()
        if about.kind == "issue":
            issue = next(
                (one for one in await asyncio.to_thread(self._issues.all) if one.id == about.id), None
            )
            if issue is None:
                raise NotFound("There is no such known issue.")
            group = await asyncio.to_thread(self._asking.behind_issue, about.id, now)
            return [Topic(issue.title, None, group, frozenset({"title"}))]
        if about.kind == "release":
            answered = await asyncio.to_thread(self._asking.gaps_of, int(about.id))
            if not answered:
                return [await self._nothing(int(about.id))]
            return [await self._gap(gap, answer, now) for gap, answer in answered]
        known = await asyncio.to_thread(self._asking.gap, int(about.id))
        if known is None:
            raise NotFound("There is no such gap.")
        if known["into"] is not None:
            raise NotFound(f"This gap was merged into gap {known['into']}. Tell those who asked there.")
        return [await self._gap(int(about.id), entry or known["entry"], now)]

    async def _nothing(self, release: int) -> Topic:
        """What a release answers is known some seconds after it is live; many answer nothing."""
        if not await asyncio.to_thread(self._asking.has_release, release):
            raise NotFound("There is no such release.")
        return Topic("", None, Group(0, 0, 0, ()), frozenset({"question"}))

    async def _gap(self, gap: int, entry: str | None, now: int) -> Topic:
        """An entry that customers can't read yet is none."""
        one = (await self._catalogue.entries()).get(entry) if entry else None
        if one is not None and not self._giving.may_be(one):
            one = None
        group = await asyncio.to_thread(self._asking.behind_gap, gap, now)
        names = {"question", "title", "link"} if one else {"question"}
        return Topic(one.title if one else "", one, group, frozenset(names))

    def _waiting(
        self, id: str, by: Speaker, topics: Sequence[Topic], message: Message, choice: Choice
    ) -> list[Waiting]:
        """Each customer once, with the words that they will read. Raises ``BadRequest``."""
        for template in (message.text, *message.languages.values()):
            checked(template, topics[0].known)
        waiting: dict[str, Waiting] = {}
        for topic in topics:
            for one in topic.group.found:
                if choice.has(one) and one.asked.visitor not in waiting:
                    waiting[one.asked.visitor] = self._one(id, by, topic, one, message)
        return list(waiting.values())

    def _one(self, id: str, by: Speaker, topic: Topic, one: Found, message: Message) -> Waiting:
        question = quoted(_asked(one) or "")
        values = {"question": question, "title": topic.title, "link": ""}
        if topic.entry is not None:
            words = self._giving.words(topic.entry, one.locale)
            values |= {"title": words["title"], "link": words["url"]}
        text = filled(message.to(one.locale), values)
        asked = question if question and question in text else None
        email = one.email if self._mails else None
        entry = topic.entry.id if topic.entry else None
        return Waiting(id, one.asked.visitor, one.asked.subject, text, by, entry, asked, email)

    def _named(self, one: Found, *, names: bool) -> dict[str, Any]:
        """Names are for those who talk to customers."""
        return {
            "id": one.conversation,
            "name": one.name if names else None,
            "question": _asked(one),
            "at": iso(one.asked.at),
            "locale": one.locale,
            "mail": self._mails and one.email is not None,
            "solved_by": one.solved_by,
        }


NOBODY = Speaker(Role.AGENT)


def _asked(one: Found) -> str | None:
    """In the customer's words, without addresses, numbers and names: staff read them, too."""
    words = one.asked.question
    return masked(words, [one.name] if one.name else ()) if words else None
