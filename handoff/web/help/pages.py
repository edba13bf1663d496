"""The help pages over HTTP: home, topics, entries, search; each in every language of the content."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from aiohttp import web

from handoff.core.errors import Refusal, TooMany
from handoff.core.known_issues import about
from handoff.desk.browsing import LONGEST_SEARCH
from handoff.web.help.listing import day_of, robots, sitemap
from handoff.web.help.prose import described
from handoff.web.help.shelf import HELP, Article, id_of, is_code, slug_of
from handoff.web.help.site import READ_AGAIN_S, Content, Made
from handoff.web.help.structured import as_script, breadcrumbs, faq
from handoff.web.help.view import View, everywhere
from handoff.web.help.words import LANGUAGES
from handoff.web.limits import Counted

if TYPE_CHECKING:
    from handoff.web.help.press import Press, Printed

log = logging.getLogger(__name__)

FOUND = 10

MOST_KEPT = 1_000
"""Printed pages kept in memory, each for some seconds; about 15 KB each."""

Page = Callable[["Asked"], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, its language, and what stands in its address after that."""

    request: web.Request
    made: Made
    language: str
    parts: tuple[str, ...]

    @property
    def base(self) -> str:
        return self.made.shelf.base(self.language)


class HelpPages:
    """``address`` is where the service is reached."""

    def __init__(self, content: Content, limit: Counted, address: Callable[[], str]) -> None:
        self.content = content
        self._limit = limit
        self._address = address
        self._press: Press | None = None
        self._kept: OrderedDict[tuple[str, ...], tuple[float, int, Printed]] = OrderedDict()

    def attach(self, app: web.Application) -> None:
        app.router.add_get(HELP, self.get)
        app.router.add_get(f"{HELP}/look.css", self.look)
        app.router.add_get(f"{HELP}/{{path:.*}}", self.get)
        app.router.add_get("/sitemap.xml", self.sitemap)
        app.router.add_get("/robots.txt", self.robots)

    @property
    def press(self) -> Press:
        """Loaded with the first page, not on the way to the first customer."""
        if self._press is None:
            from handoff.web.help.press import Press

            self._press = Press()
        return self._press

    async def get(self, request: web.Request) -> web.Response:
        asked = await self.asked(request)
        try:
            return await self._page(asked)
        except Refusal as refusal:
            return self.refused(asked, refusal)

    async def asked(self, request: web.Request) -> Asked:
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

    async def _contact(self, asked: Asked) -> web.Response:
        return moved(f"/chat?{urlencode(asked.request.query)}".rstrip("?"))

    async def _home(self, asked: Asked) -> web.Response:
        view = self.view(asked, "", asked.made.shelf.languages)
        printed = self._from_kept(asked, "home", view.said)
        if printed is None:
            shelf = asked.made.shelf
            printed = self._print(
                asked,
                ("home", view.said),
                "home.html",
                view,
                title=asked.made.look.get("title") or view.words.welcome if asked.language == shelf.first
                else view.words.help,
                welcome=view.words.welcome,
                issues=[{"id": one.id, "title": one.title, "text": one.text} for one in asked.made.issues],
                common=shelf.all(await self.content.common(shelf), asked.language),
                topics=shelf.topics(asked.language),
                search_above=False,
            )  # fmt: skip
        return self.serve(asked, printed, view)

    async def _topic(self, asked: Asked, slug: str) -> web.Response:
        shelf = asked.made.shelf
        topic = shelf.topic(slug, asked.language)
        if topic is None:
            return moved(asked.base)
        codes = tuple(code for code in shelf.languages if shelf.topic(slug, code))
        view = self.view(asked, f"/topics/{quote(slug)}", codes)
        printed = self._from_kept(asked, "topic", slug) or self._print(
            asked,
            ("topic", slug),
            "topic.html",
            view,
            title=topic.name,
            topic=topic,
            structured=[as_script(faq(topic.articles, asked.language))],
        )
        return self.serve(asked, printed, view)

    async def _entry(self, asked: Asked, slug: str) -> web.Response:
        shelf, id = asked.made.shelf, id_of(slug)
        article = shelf.article(id, asked.language)
        if article is None or slug != slug_of(id):
            return await self._elsewhere(asked, id)
        view = self.view(asked, f"/{slug_of(id)}", article.languages)
        printed = self._from_kept(asked, "entry", id, view.said)
        if printed is None:
            printed = self._print(
                asked, ("entry", id, view.said), "entry.html", view, **await self._about(asked, view, article)
            )
        return self.serve(asked, printed, view)

    async def _about(self, asked: Asked, view: View, article: Article) -> dict[str, Any]:
        shelf, made = asked.made.shelf, asked.made
        topic = next(one for one in shelf.topics(asked.language) if one.name == article.topic)
        trail = [
            (view.words.all_questions, view.base),
            (topic.name, f"{view.base}/topics/{quote(topic.slug)}"),
        ]
        title = shelf.nearest(article.id, shelf.first)
        related = await self.content.related(shelf, article.id, title.title if title else article.title)
        own = view.address + view.href
        return {
            "title": article.title,
            "description": described(article.text),
            "article": article,
            "issues": about(article.id, made.issues),
            "trail": trail,
            "related": shelf.all(related, asked.language),
            "updated": day_of(made.updated) if made.updated is not None else None,
            "more": article.url if article.url.startswith("https://") and article.url != own else None,
            "behind": f"?{urlencode({'entry': article.id})}",
            "structured": [
                as_script(faq([article], asked.language)),
                as_script(breadcrumbs([*trail, (article.title, view.href)], view.address)),
            ],
        }

    async def _elsewhere(self, asked: Asked, id: str) -> web.Response:
        """In another language, in another spelling, or nowhere."""
        shelf = asked.made.shelf
        for tried in (id, id.lower()):
            found = shelf.nearest(tried, asked.language)
            if found is not None:
                return moved(found.href)
        return await self.missing(asked)

    async def missing(self, asked: Asked) -> web.Response:
        """What was meant is perhaps found by the address's own words."""
        shelf, view = asked.made.shelf, self.view(asked, "", (), indexed=False)
        words = " ".join(" ".join(asked.parts).replace("-", " ").split())[:LONGEST_SEARCH]
        found = await self.content.found(shelf, words, asked.language, 5) if words else []
        return self._once(
            asked.request, "missing.html", view, status=404, title=view.words.lost,
            sentence=view.words.lost_how, found=shelf.all(found, asked.language), query=words,
        )  # fmt: skip

    async def _search(self, asked: Asked) -> web.Response:
        query = " ".join(asked.request.query.get("q", "").split())[:LONGEST_SEARCH]
        if not query:
            return moved(asked.base)
        await self._limit.count(asked.request.remote)
        shelf = asked.made.shelf
        found = shelf.all(await self.content.found(shelf, query, asked.language, FOUND), asked.language)
        if "application/json" in asked.request.headers.get("Accept", ""):
            told = [{"title": one.title, "href": one.href, "language": one.language} for one in found]
            return web.json_response({"entries": told}, headers={"Vary": "Accept-Encoding, Accept"})
        view = self.view(asked, "/search", shelf.languages, indexed=False, query=urlencode({"q": query}))
        words = view.words
        title = (
            words.nothing.replace("{query}", query) if not found
            else words.found_one if len(found) == 1 else words.found.replace("{n}", str(len(found)))
        )  # fmt: skip
        return self._once(
            asked.request, "search.html", view, title=title, found=found, query=query,
            behind=f"?{urlencode({'q': query})}",
        )  # fmt: skip

    def refused(self, asked: Asked, refusal: Refusal) -> web.Response:
        from handoff.web.http import STATUS

        view = self.view(asked, "", (), indexed=False)
        too_many = isinstance(refusal, TooMany)
        sentence = view.words.too_many if too_many else refusal.message
        response = self._once(
            asked.request, "missing.html", view, status=STATUS[refusal.code], title=view.words.broken,
            sentence=sentence, found=[],
        )  # fmt: skip
        if too_many:
            response.headers["Retry-After"] = str(refusal.extra.get("retry_s", 60))
        return response

    async def look(self, request: web.Request) -> web.Response:
        """The brand's colour, as staff chose it."""
        from handoff.web.help.press import printed, served

        color = (await self.content.now()).look.get("color")
        body = f":root{{--own:{color}}}" if color else ""
        return served(request, printed(body.encode()), kind="text/css; charset=utf-8")

    async def sitemap(self, request: web.Request) -> web.Response:
        from handoff.web.help.press import printed, served

        made = await self.content.now()
        body = sitemap(made.shelf, self._address(), made.updated)
        return served(request, printed(body), kind="application/xml; charset=utf-8")

    async def robots(self, request: web.Request) -> web.Response:
        from handoff.web.help.press import printed, served

        return served(request, printed(robots(self._address())), kind="text/plain; charset=utf-8")

    def view(
        self, asked: Asked, rest: str, codes: tuple[str, ...], *, indexed: bool = True, query: str = ""
    ) -> View:
        """``rest``: the page's address after its language's."""
        shelf, look = asked.made.shelf, asked.made.look
        behind = f"?{query}" if query else ""
        return View(
            shelf=shelf,
            language=asked.language,
            href=f"{asked.base}{rest}{behind}",
            address=self._address(),
            site=look.get("name") or LANGUAGES["en"].help,
            color=look.get("color"),
            indexed=indexed and not asked.request.query_string,
            alternates={code: href + behind for code, href in everywhere(shelf, rest, codes).items()},
        )

    def serve(self, asked: Asked, page: Printed, _view: View) -> web.Response:
        from handoff.web.help.press import served

        return served(asked.request, page)

    def _print(self, asked: Asked, key: tuple[str, ...], template: str, view: View, **given: Any) -> Printed:
        page = self.press.print(template, view=view, words=view.words, **given)
        self._kept[(asked.language, *key)] = (time.monotonic(), asked.made.number, page)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return page

    def _from_kept(self, asked: Asked, *key: str) -> Printed | None:
        kept = self._kept.get((asked.language, *key))
        if kept is None or kept[1] != asked.made.number or time.monotonic() - kept[0] > READ_AGAIN_S:
            return None
        return kept[2]

    def _once(
        self, request: web.Request, template: str, view: View, *, status: int = 200, **given: Any
    ) -> web.Response:
        """A page for this reader alone."""
        from handoff.web.help.press import served

        page = self.press.print(template, view=view, words=view.words, **given)
        return served(request, page, status=status, kept_s=None)


def moved(href: str, status: int = 302) -> web.Response:
    return web.Response(status=status, headers={"Location": href, "Cache-Control": "no-store"})
