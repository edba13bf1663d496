"""The bot's one door, at /webhooks/rest/webhook: for the service alone, and never a way to command Rasa.

Rasa's own REST channel asks for no token, reads any content type from any web page on the machine, obeys
`/restart` in a customer's text, and logs that text when a turn fails.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import traceback
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.response import json as as_json

from bot.turn import LONGEST_NAME, BadTurn, Turn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from sanic import HTTPResponse, Request

log = logging.getLogger(__name__)

TOKEN = "HANDRAIL_BOT_TOKEN"  # noqa: S105 - the variable's name
BODY_BYTES = 64 * 1024
TEXT_LENGTH = 4_000
PATIENCE_S = 4.0  # the service hands over after six; what is decided by then is worth more than what is not


class Refused(Exception):
    """A request that is not answered: an HTTP status, a code, a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """Keep what to say."""
        super().__init__(message)
        self.status, self.code = status, code


class Reply(CollectingOutputChannel):
    """Collects one turn's list: texts whole, and one element for each thing meant."""

    def __init__(self, model: str) -> None:
        """Begin a turn that is answered by the named model."""
        super().__init__()
        self._model = model

    @classmethod
    def name(cls) -> str:
        """Give the channel's name."""
        return "rest"

    async def send_text_message(self, recipient_id: str, text: str, **_: Any) -> None:
        """Add a text."""
        self.messages.append({"recipient_id": recipient_id, "text": text})

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **_: Any) -> None:
        """Add what is meant; an answer and an offer of several also name their model."""
        for key, meant in json_message.items():
            told = {**meant, "model": self._model} if key == "answer" else meant
            beside = {"model": self._model} if key == "suggest" else {}
            self.messages.append({"recipient_id": recipient_id, "custom": {key: told, **beside}})


class ServiceChannel(InputChannel):
    """Named in credentials.yml.

    Needs the bot's token in the environment, and asks for it with each request.
    """

    def __init__(self, token: str) -> None:
        """Ask for `token`."""
        self._token = token.encode()

    @classmethod
    def name(cls) -> str:
        """Give Rasa's name for it, which is part of the address."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> ServiceChannel:
        """Make the channel. Raises RasaException where the environment holds no token."""
        if not (token := os.environ.get(TOKEN)):
            raise RasaException(f"{TOKEN} is not set; the bot answers nobody without it.")
        return cls(token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Give the routes. The agent is asked directly, so that an answer names the model that gave it."""
        routes = Blueprint("service_channel")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:  # noqa: ARG001
            return as_json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                self.check(request)
                sender, text, metadata = read(request.json)
                return as_json(await answer(request.app.ctx.agent, sender, text, metadata))
            except Refused as refusal:
                return as_json({"code": refusal.code, "message": str(refusal)}, status=refusal.status)

        return routes

    def check(self, request: Request) -> None:
        """Let only the service in. Raises Refused."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ") or request.args.get(
            "token", ""
        )
        if "origin" in request.headers:  # the service is no web page, and a web page is not the service
            raise Refused(403, "forbidden", "Web pages are not answered.")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._token):
            raise Refused(401, "unauthorised", "The bot's token is missing or wrong.")
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise Refused(415, "bad_request", "The content type should be application/json.")
        if len(request.body) > BODY_BYTES:
            raise Refused(413, "too_long", f"A request holds at most {BODY_BYTES // 1024} KB.")


def read(body: Any) -> tuple[str, str, dict[str, Any] | None]:
    """Read a request: sender, text, metadata. Raises Refused, naming the field."""
    if not isinstance(body, dict):
        raise Refused(400, "bad_request", "The body should be an object.")
    sender, text, metadata = body.get("sender"), body.get("message"), body.get("metadata")
    if not isinstance(sender, str) or not 0 < len(sender) <= LONGEST_NAME:
        raise Refused(400, "bad_request", "sender should be a short text.")
    if not isinstance(text, str):
        raise Refused(400, "bad_request", "message should be text.")
    if len(text) > TEXT_LENGTH:
        raise Refused(413, "too_long", f"message holds at most {TEXT_LENGTH:,} characters.")
    try:
        Turn.of(metadata)
    except BadTurn as wrong:
        raise Refused(400, "bad_request", str(wrong)) from wrong
    return sender, text, metadata


def harmless(text: str) -> str:
    """Take leading slashes off: Rasa would obey `/restart`, and `/faq{…}` would choose an intent."""
    return text.strip().lstrip("/ \t\r\n\f\v").strip() if text.strip().startswith("/") else text


async def answer(agent: Any, sender: str, text: str, metadata: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Ask the agent for one turn.

    Whatever fails or takes too long, there is a decision. Raises Refused (503).
    """
    if agent is None or not agent.is_ready():
        raise Refused(503, "unavailable", "The bot has no model.")
    reply = Reply(name_of(agent.processor.model_path))
    message = UserMessage(harmless(text), reply, sender, input_channel="rest", metadata=metadata)
    try:
        await asyncio.wait_for(agent.handle_message(message), PATIENCE_S)
    except TimeoutError:
        log.warning("A turn took longer than %s s; what was decided by then is the answer.", PATIENCE_S)
    except Exception as wrong:  # noqa: BLE001 - any failure means a person; its words may quote the customer
        log.error(
            "A turn failed: %s\n%s", type(wrong).__name__, "".join(traceback.format_tb(wrong.__traceback__))
        )
    return reply.messages or [{"recipient_id": sender, "custom": {"handoff": {"reason": "bot_unavailable"}}}]


def name_of(model: Path) -> str:
    """Give a model's name: its file's, without the ending."""
    return model.name.removesuffix(".tar.gz")
