"""Links in mails, back into a conversation: looking changes nothing, a click redeems."""

from __future__ import annotations

from aiohttp import web

from handoff.core.errors import Forbidden, NotFound
from handoff.desk.mail_desk import UNKNOWN, MailDesk
from handoff.links import LinkTokens
from handoff.ports import Visitor
from handoff.web import forms
from handoff.web.auth import Visitors
from handoff.web.bodies import body_of
from handoff.web.fields import parsed
from handoff.web.http import POLICY, built
from handoff.web.limits import GuessLimit

SIGN_IN = (
    "Thank you, your address is confirmed. This conversation belongs to somebody who is signed in: sign in "
    "where you began it and open the chat to go on, or reply to our mail."
)


class Resume:
    """Mail scanners and previews fetch every link they see, so a fetch shows the same page whatever the link:
    nothing about it, the address or the conversation."""

    def __init__(self, desk: MailDesk, tokens: LinkTokens, visitors: Visitors, limit: GuessLimit) -> None:
        self._desk = desk
        self._tokens = tokens
        self._visitors = visitors
        self._limit = limit

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/resume/{token}", self.page)
        app.router.add_post("/api/resume", self.redeem)
        app.router.add_post("/api/resume/again", self.again)

    async def page(self, _request: web.Request) -> web.StreamResponse:
        return built("resume.html", {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})

    async def redeem(self, request: web.Request) -> web.Response:
        """The visitor's token, for the chat to keep."""
        client_id, token_hash = await self._given(request)
        answer = await self._desk.redeem(token_hash, client_id)
        if answer["visitor"] is None:
            raise Forbidden(SIGN_IN)
        token = self._visitors.token(Visitor(answer["visitor"]))
        return web.json_response({"token": token, "conversation": answer["conversation"]})

    async def again(self, request: web.Request) -> web.Response:
        client_id, token_hash = await self._given(request)
        return web.json_response(await self._desk.new_link(token_hash, client_id))

    async def _given(self, request: web.Request) -> tuple[str, str]:
        """A token that we did not sign is a guess, and only a few are let through."""
        given = parsed(forms.Resume, await body_of(request))
        await self._limit.check(request.remote)
        token_hash = self._tokens.hash_of(given.token)
        if token_hash is None:
            await self._limit.failed(request.remote)
            raise NotFound(UNKNOWN)
        return given.client_id, token_hash
