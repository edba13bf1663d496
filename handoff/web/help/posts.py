"""What readers do on help pages: forms that work without a script, and answer a script with JSON."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qsl, urlencode

from aiohttp import web

from handoff.adapters.community import Community
from handoff.adapters.help_feedback import HelpFeedback, comment_id
from handoff.adapters.known_issues import KnownIssues
from handoff.catalogue import as_answer
from handoff.core.community import LONGEST_NAME, LONGEST_TEXT
from handoff.core.errors import BadRequest, NotFound, Refusal, TooLong, TooMany, Unauthorised
from handoff.core.follow_up import Form
from handoff.desk import FollowUpDesk
from handoff.desk.customers import Place
from handoff.masking import masked
from handoff.ports import Visitor
from handoff.web.auth import Visitors
from handoff.web.bodies import bytes_of
from handoff.web.fields import LONGEST_COMMENT, printable, reachable
from handoff.web.fields import LONGEST_TEXT as LONGEST_MESSAGE
from handoff.web.help.asking import Asked, Typed, moved, wants_json
from handoff.web.help.pages import HelpPages
from handoff.web.help.readers import Readers
from handoff.web.help.shelf import HELP, Article, id_of, slug_of
from handoff.web.help.words import words_for
from handoff.web.help.words.shape import Words
from handoff.web.limits import Counted

MOST_FIELDS = 20

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Given:
    """A form as it was sent. ``page`` is the path that it stands on."""

    asked: Asked
    form: str
    values: Mapping[str, str]
    reader: str
    words: Words

    def text(self, longest: int) -> str:
        text = masked(printable(self.values.get("text", "")).strip())
        if not text:
            raise BadRequest(self.words.need_words, field="text")
        if len(text) > longest:
            raise TooLong(self.words.too_long.replace("{n}", str(longest)), field="text")
        return text

    def name(self) -> str | None:
        name = " ".join(masked(printable(self.values.get("name", ""))).split())
        if len(name) > LONGEST_NAME:
            raise TooLong(self.words.too_long.replace("{n}", str(LONGEST_NAME)), field="name")
        return name or None

    def email(self, *, needed: bool = False) -> str | None:
        address = self.values.get("email", "").strip()
        if not address and not needed:
            return None
        try:
            return reachable(address)
        except ValueError:
            raise BadRequest(self.words.need_email, field="email") from None

    def key(self, *parts: str) -> str:
        """The same for the same words of the same reader: sent twice, they are kept once."""
        return comment_id(" ".join((self.reader, self.form, *parts)))


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it: ``said`` on the page at ``there`` (a path and perhaps a place on it)."""

    said: str
    there: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where what readers leave goes."""

    feedback: HelpFeedback
    community: Community
    issues: KnownIssues
    follow_ups: FollowUpDesk
    visitors: Visitors


@dataclass(frozen=True, slots=True)
class Limits:
    """By the place that something comes from: votes and marks, words for our team, words for everybody."""

    clicks: Counted
    forms: Counted
    posts: Counted


Work = Callable[[], Awaitable[Done]]


class HelpPosts:
    def __init__(self, pages: HelpPages, kept: Kept, readers: Readers, limits: Limits) -> None:
        self._pages = pages
        self._kept = kept
        self._readers = readers
        self._limits = limits

    def attach(self, app: web.Application) -> None:
        app.router.add_post(f"{HELP}/{{path:.*}}", self.post)

    async def post(self, request: web.Request) -> web.Response:
        asked = await self._pages.asked(request)
        words, values = words_for(asked.language), await _values(request)
        given = Given(asked, asked.parts[-1] if asked.parts else "", values, self._readers.of(request), words)
        try:
            done = await self._do(given)
        except Refusal as refusal:
            return await self._refused(given, refusal)
        if wants_json(request):
            response = web.json_response({"said": done.said})
        else:
            response = moved(f"{done.there}?{urlencode({'said': done.said})}{done.place}", 303)
        self._readers.keep(response, given.reader)
        return response

    async def _do(self, given: Given) -> Done:
        limit, work = self._wanted(given)
        await limit.count(given.asked.request.remote)
        return await work()

    def _wanted(self, given: Given) -> tuple[Counted, Work]:
        """What the form is for, and how often it may be sent from one place."""
        limits = self._limits
        match given.asked.parts:
            case ("contact",):
                return limits.forms, partial(self._contact, given)
            case ("issues", id) if _ID.fullmatch(id):
                return limits.clicks, partial(self._affects, given, id)
            case ("posts", id, ("useful" | "report") as kind) if _ID.fullmatch(id):
                return limits.clicks, partial(self._mark, given, id, kind)
            case ("posts", id, "answers") if _ID.fullmatch(id):
                return limits.posts, partial(self._propose, given, id)
            case (slug, ("feedback" | "comment" | "questions") as form):
                limit, work = {
                    "feedback": (limits.clicks, self._vote),
                    "comment": (limits.forms, self._comment),
                    "questions": (limits.posts, self._ask),
                }[form]
                return limit, partial(work, given, self._article(given, slug))
        raise NotFound(given.words.lost)

    async def _affects(self, given: Given, issue: str) -> Done:
        await asyncio.to_thread(self._kept.issues.affects, issue, self._affected(given))
        return Done(f"affected:{issue}", self._back(given))

    async def _mark(self, given: Given, post: str, kind: str) -> Done:
        entry = await asyncio.to_thread(self._kept.community.mark, post, kind, given.reader)
        return Done(f"{kind}:{post}", f"{given.asked.base}/{slug_of(entry)}", "#community")

    async def _vote(self, given: Given, article: Article) -> Done:
        said = given.values.get("helpful")
        if said not in ("yes", "no"):
            raise BadRequest(given.words.question, field="helpful")
        await asyncio.to_thread(
            lambda: self._kept.feedback.vote(
                article.id, given.reader, helpful=said == "yes", language=article.language
            )
        )
        return Done(said, article.href, "#feedback")

    async def _comment(self, given: Given, article: Article) -> Done:
        """With an address it is a follow-up with an owner; without one our content staff read it."""
        text, email = given.text(LONGEST_COMMENT), given.email()
        key = given.key(article.id, text, email or "")
        conversation = None
        if email is not None:
            conversation = await self._follow_up(given, key, Form(email, text), article, refused=True)
        await asyncio.to_thread(
            self._kept.feedback.comment, key, article.id, text, article.language, conversation
        )
        return Done("reply" if email else "kept", article.href, "#feedback")

    async def _contact(self, given: Given) -> Done:
        email = given.email(needed=True)
        assert email is not None
        text = given.text(LONGEST_MESSAGE)
        article = self._pages.article(given.asked, given.values.get("entry", ""))
        key = given.key(article.id if article else "", text, email)
        await self._follow_up(given, key, Form(email, text), article, refused=False)
        return Done("left", f"{given.asked.base}/contact")

    async def _follow_up(
        self, given: Given, key: str, form: Form, article: Article | None, *, refused: bool
    ) -> str:
        """A conversation of its own: whoever reads here need not be who chats in this browser."""
        page = f"{self._pages.address}{article.href if article else given.asked.base}"
        place = Place({"url": page, "title": article.title if article else ""}, given.asked.language)
        known = self._pages.content.known(article.id) if article else None
        answer = None
        if known is not None and article is not None:
            answer = {**as_answer(known), "title": article.title, "text": article.text}
        visitor = Visitor(key)
        client_id = str(uuid.uuid5(uuid.UUID(key), "left"))
        left = await self._kept.follow_ups.leave_on_a_page(
            visitor, client_id, form, place, answer, refused=refused
        )
        return str(left["conversation"])

    async def _ask(self, given: Given, article: Article) -> Done:
        text, name, email = given.text(LONGEST_TEXT), given.name(), given.email()
        key = given.key(article.id, text)
        await asyncio.to_thread(
            self._kept.community.ask, key, article.id, article.language, text, name, email, article.href
        )
        return Done("asked", article.href, "#community")

    async def _propose(self, given: Given, question: str) -> Done:
        text, name = given.text(LONGEST_TEXT), given.name()
        key = given.key(question, text)
        await asyncio.to_thread(self._kept.community.propose, key, question, text, name)
        about = await asyncio.to_thread(self._kept.community.one, question)
        return Done("asked", f"{given.asked.base}/{slug_of(about.entry)}", "#community")

    def _article(self, given: Given, slug: str) -> Article:
        article = self._pages.article(given.asked, id_of(slug))
        if article is None:
            raise NotFound(given.words.lost)
        return article

    def _affected(self, given: Given) -> str:
        """Who has a chat in this browser is counted with it: once here and there."""
        scheme, _, token = given.asked.request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and len(token) <= 1_000:
            try:
                return self._kept.visitors.of(token).id
            except Unauthorised:
                pass
        return given.reader

    def _back(self, given: Given) -> str:
        """To the page that the button stood on: one of ours, or home."""
        back = given.values.get("back", "")
        ours = re.fullmatch(rf"{HELP}(/[\w%.-]+)*", back)
        return back if ours else given.asked.base

    async def _refused(self, given: Given, refusal: Refusal) -> web.Response:
        sentence = given.words.too_many if isinstance(refusal, TooMany) else refusal.message
        if wants_json(given.asked.request):
            from handoff.web.http import STATUS, failed

            return failed(STATUS[refusal.code], {**refusal.wire(), "message": sentence})
        typed = Typed(given.form, dict(given.values), sentence)
        return await self._pages.again(given.asked, refusal, typed)


async def _values(request: web.Request) -> dict[str, str]:
    """The fields of a form. What is no text is read as far as it goes."""
    body = (await bytes_of(request)).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise BadRequest("That is more than a form can hold.") from None
