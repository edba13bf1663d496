"""The help pages over HTTP: home, topics, entries, search; each in every language of the content."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from aiohttp import web

from handoff.core.community import LONGEST_TEXT, Post
from handoff.core.errors import Refusal, TooMany, Unavailable
from handoff.core.known_issues import about
from handoff.desk.browsing import LONGEST_SEARCH
from handoff.web.help.asking import NOTHING, Asked, Typed, countable, moved, query_of, wants_json
from handoff.web.help.listing import day_of
from handoff.web.help.printing import Printer
from handoff.web.help.prose import described
from handoff.web.help.shelf import HELP, Article, id_of, is_code, slug_of
from handoff.web.help.site import Content
from handoff.web.help.structured import as_script, breadcrumbs, faq
from handoff.web.help.view import View
from handoff.web.help.words import LANGUAGES
from handoff.web.limits import Counted

FOUND = 10

Shown = Callable[[str, str], Sequence[Post]]
"""The public questions beneath an entry, in a language."""


class Searches(Protocol):
    """Where searches are counted; both block on the database."""

    def searched(self, query: str, language: str, found: int) -> None: ...

    def clicked(self, query: str, language: str) -> None:
        """Something that was found was opened."""


class HelpPages:
    """``address`` is where the service is reached; ``shown`` blocks on the database."""

    def __init__(
        self,
        content: Content,
        limit: Counted,
        address: Callable[[], str],
        shown: Shown,
        searches: Searches,
        *,
        mails: bool,
    ) -> None:
        self.content = content
        self._limit = limit
        self._address = address
        self._shown = shown
        self._searches = searches
        self._mails = mails
        self._printer = Printer(address)

    def attach(self, app: web.Application) -> None:
        app.router.add_get(HELP, self.get)
        app.router.add_get(f"{HELP}/{{path:.*}}", self.get)

    @property
    def address(self) -> str:
        return self._address()

    def article(self, asked: Asked, id: str) -> Article | None:
        """As it stands on this language's pages."""
        return asked.made.shelf.article(id, asked.language)

    async def again(self, asked: Asked, refusal: Refusal, typed: Typed) -> web.Response:
        """The page whose form was refused, with what was typed."""
        from handoff.web.http import STATUS

        status = STATUS[refusal.code]
        match asked.parts:
            case ("contact",):
                return await self._contact(asked, typed, status)
            case (slug, "comment" | "questions" | "feedback") if self.article(asked, id_of(slug)):
                return await self._entry(asked, slug, typed, status)
            case ("posts", _, "answers") if self.article(asked, typed.values.get("entry", "")):
                return await self._entry(asked, slug_of(typed.values["entry"]), typed, status)
        return self.refused(asked, refusal)

    async def get(self, request: web.Request) -> web.Response:
        asked = await self.asked(request)
        try:
            return await self._page(asked)
        except Refusal as refusal:
            return self.refused(asked, refusal)

    async def asked(self, request: web.Request) -> Asked:
        await self._printer.load()
        made = await self.content.now()
        parts = tuple(request.match_info.get("path", "").strip("/").split("/"))
        if parts and parts[0] in made.shelf.languages and parts[0] != made.shelf.first:
            return Asked(request, made, parts[0], parts[1:])
        return Asked(request, made, made.shelf.first, () if parts == ("",) else parts)

    async def _page(self, asked: Asked) -> web.Response:
        first = asked.made.shelf.first
        match asked.parts:
            case ():
                page = self._home(asked)
            case ("search",):
                page = self._search(asked)
            case ("contact",):
                page = self._contact(asked)
            case ("topics", slug):
                page = self._topic(asked, slug)
            case (code, *rest) if is_code(code) and (code in LANGUAGES or code == first):
                # A language that nothing is written in, or the first, which needs no name.
                return moved("/".join([asked.made.shelf.base(first), *map(quote, rest)]))
            case (slug,):
                page = self._entry(asked, slug)
            case _:
                page = self.missing(asked)
        return await page

    async def _contact(self, asked: Asked, typed: Typed = NOTHING, status: int = 200) -> web.Response:
        """A person for whoever has no script: the chat's form, as a page."""
        query = asked.request.query
        article = self.article(asked, typed.values.get("entry") or query.get("entry", ""))
        view = self._printer.view(asked, "/contact", asked.made.shelf.languages, indexed=False)
        chat = {"entry": article.id} if article else {}
        given = typed.values or {"text": query_of(asked.request)}
        if given.get("text"):
            chat["q"] = given["text"]
        return self._printer.once(
            asked.request, "contact.html", view, status=status, title=view.words.person, about=article,
            typed=Typed("contact", given, typed.wrong), chat=f"/chat?{urlencode({**chat, 'person': 1})}",
        )  # fmt: skip

    async def _home(self, asked: Asked) -> web.Response:
        view = self._printer.view(asked, "", asked.made.shelf.languages)
        printed = None if view.said else self._printer.kept(asked, "home")
        if printed is None:
            shelf = asked.made.shelf
            common = shelf.all(await self.content.common(shelf), asked.language)
            spoken = [one for one in common if one.language == asked.language]
            printed = self._printer.print(
                asked,
                ("home",) if not view.said else ("home", "said"),
                "home.html",
                view,
                title=asked.made.look.get("title") or view.words.welcome if asked.language == shelf.first
                else view.words.help,
                welcome=view.words.welcome,
                issues=[{"id": one.id, "title": one.title, "text": one.text} for one in asked.made.issues],
                common=spoken or common,
                topics=shelf.topics(asked.language),
                search_above=False,
            )  # fmt: skip
        return self._printer.serve(asked, printed)

    async def _topic(self, asked: Asked, slug: str) -> web.Response:
        shelf = asked.made.shelf
        topic = shelf.topic(slug, asked.language)
        if topic is None:
            return moved(asked.base)
        codes = tuple(code for code in shelf.languages if shelf.topic(slug, code))
        view = self._printer.view(asked, f"/topics/{quote(slug)}", codes)
        printed = self._printer.kept(asked, "topic", slug) or self._printer.print(
            asked,
            ("topic", slug),
            "topic.html",
            view,
            title=topic.name,
            topic=topic,
            structured=[as_script(faq(topic.articles, asked.language))],
        )
        return self._printer.serve(asked, printed)

    async def _entry(
        self, asked: Asked, slug: str, typed: Typed = NOTHING, status: int = 200
    ) -> web.Response:
        shelf, id = asked.made.shelf, id_of(slug)
        article = shelf.article(id, asked.language)
        if article is None or slug != slug_of(id):
            return await self._elsewhere(asked, id)
        view = self._printer.view(asked, f"/{slug_of(id)}", article.languages)
        query = query_of(asked.request)
        if view.said or typed.form or query:
            given = await self._about(asked, view, article)
            if query:
                await self._clicked(query, asked.language)
                given |= {"query": query, "behind": f"?{urlencode({'entry': article.id, 'q': query})}"}
            return self._printer.once(asked.request, "entry.html", view, status=status, typed=typed, **given)
        printed = self._printer.kept(asked, "entry", id)
        if printed is None:
            given = await self._about(asked, view, article)
            printed = self._printer.print(asked, ("entry", id), "entry.html", view, typed=typed, **given)
        return self._printer.serve(asked, printed)

    async def _about(self, asked: Asked, view: View, article: Article) -> dict[str, Any]:
        shelf, made = asked.made.shelf, asked.made
        topic = next(one for one in shelf.topics(asked.language) if one.name == article.topic)
        trail = [
            (view.words.all_questions, view.base),
            (topic.name, f"{view.base}/topics/{quote(topic.slug)}"),
        ]
        title = shelf.nearest(article.id, shelf.first)
        related = await self.content.related(shelf, article.id, title.title if title else article.title)
        own, updated = view.address + view.href, made.past.updated.get(article.id)
        return {
            "title": article.title,
            "description": described(article.text),
            "article": article,
            "issues": about(article.id, made.issues),
            "trail": trail,
            "related": shelf.all(related, asked.language),
            "questions": await self._questions(article),
            "mails": self._mails,
            "longest": LONGEST_TEXT,
            "updated": day_of(updated) if updated is not None else None,
            "more": article.url if article.url.startswith("https://") and article.url != own else None,
            "behind": f"?{urlencode({'entry': article.id})}",
            "structured": [
                as_script(faq([article], asked.language)),
                as_script(breadcrumbs([*trail, (article.title, view.href)], view.address)),
            ],
        }

    async def _questions(self, article: Article) -> Sequence[Post]:
        """None while the database is away: the answer itself is what people came for."""
        try:
            return await asyncio.to_thread(self._shown, article.id, article.language)
        except Unavailable:
            return ()

    async def _elsewhere(self, asked: Asked, id: str) -> web.Response:
        """In another language, in another spelling, under another name, or nowhere."""
        shelf = asked.made.shelf
        for tried in (id, id.lower(), asked.made.past.moved.get(id, "")):
            found = shelf.nearest(tried, asked.language)
            if found is not None:
                return moved(found.href)
        return await self.missing(asked)

    async def missing(self, asked: Asked) -> web.Response:
        """What was meant is perhaps found by the address's own words."""
        shelf, view = asked.made.shelf, self._printer.view(asked, "", (), indexed=False)
        words = " ".join(" ".join(asked.parts).replace("-", " ").split())[:LONGEST_SEARCH]
        found: list[str] = []
        with contextlib.suppress(TooMany):
            await self._limit.count(asked.request.remote)
            found = await self.content.found(shelf, words, asked.language, 5) if words else []
        return self._printer.once(
            asked.request, "missing.html", view, status=404, title=view.words.lost,
            sentence=view.words.lost_how, found=shelf.all(found, asked.language), query=words,
        )  # fmt: skip

    async def _search(self, asked: Asked) -> web.Response:
        query = query_of(asked.request)
        if not query:
            return moved(asked.base)
        await self._limit.count(asked.request.remote)
        shelf = asked.made.shelf
        found = shelf.all(await self.content.found(shelf, query, asked.language, FOUND), asked.language)
        if wants_json(asked.request):
            behind = f"?{urlencode({'q': query})}"
            told = [
                {"title": one.title, "href": one.href + behind, "language": one.language} for one in found
            ]
            return web.json_response({"entries": told}, headers={"Vary": "Accept-Encoding, Accept"})
        await self._note(query, asked.language, len(found))
        view = self._printer.view(
            asked, "/search", shelf.languages, indexed=False, query=urlencode({"q": query})
        )
        words = view.words
        title = (
            words.nothing.replace("{query}", query) if not found
            else words.found_one if len(found) == 1 else words.found.replace("{n}", str(len(found)))
        )  # fmt: skip
        return self._printer.once(
            asked.request, "search.html", view, title=title, found=found, query=query,
            behind=f"?{urlencode({'q': query})}",
        )  # fmt: skip

    async def _note(self, query: str, language: str, found: int) -> None:
        """What was looked for in vain tells what to write next; who looked is nobody's business."""
        with contextlib.suppress(Unavailable):
            await asyncio.to_thread(self._searches.searched, countable(query), language, found)

    async def _clicked(self, query: str, language: str) -> None:
        with contextlib.suppress(Unavailable):
            await asyncio.to_thread(self._searches.clicked, countable(query), language)

    def refused(self, asked: Asked, refusal: Refusal) -> web.Response:
        from handoff.web.http import STATUS

        view = self._printer.view(asked, "", (), indexed=False)
        too_many = isinstance(refusal, TooMany)
        sentence = view.words.too_many if too_many else refusal.message
        response = self._printer.once(
            asked.request, "missing.html", view, status=STATUS[refusal.code], title=view.words.broken,
            sentence=sentence, found=[],
        )  # fmt: skip
        if too_many:
            response.headers["Retry-After"] = str(refusal.extra.get("retry_s", 60))
        return response
