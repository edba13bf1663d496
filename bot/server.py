"""`python -m bot.server --model FILE --port N`: serves one model on this machine, to whoever holds the token.

With `--service URL` it follows what is published there (following.py); then it needs no file to begin with.
Beside the channel (channel.py) this opens Rasa's own API: `GET /status?token=…` names the model, and
`PUT /model?token=…` with `{"model_file": path}` swaps it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.following import Place, first, own_name
from bot.launcher import LOOPBACK, prepare
from bot.lean import leave_out

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from rasa.core.utils import AvailableEndpoints
    from sanic import HTTPResponse, Request, Sanic

    from bot.processor import Bot

HERE = Path(__file__).parent
TOKEN = "HANDRAIL_BOT_TOKEN"  # noqa: S105 - the variable's name


def build(models: list[Path], token: str, actions: str | None, place: Place | None = None) -> Sanic[Any, Any]:
    """Make the server, with the first of the models that can be served. Ends the process where none can."""
    leave_out()
    prepare()
    import rasa.server
    from rasa.core.run import close_resources, configure_app, create_http_input_channels
    from rasa.core.utils import AvailableEndpoints

    from bot.channel import BODY_BYTES
    from bot.notes import ActionServer
    from bot.publishing import publish

    rasa.server._load_agent = publish  # noqa: SLF001 - what `PUT /model` calls

    endpoints = AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml"))
    address = actions or endpoints.action.url
    endpoints.action = ActionServer(address, params={"token": token}, enable_selective_domain=True)
    channels = create_http_input_channels(None, str(HERE / "credentials.yml"))
    app: Sanic[Any, Any] = configure_app(channels, auth_token=token, enable_api=True, endpoints=endpoints)
    app.config.REQUEST_MAX_SIZE = BODY_BYTES
    app.ctx.agent = loaded(models, endpoints)
    if place is not None:
        app.register_listener(_follow(place, endpoints), "after_server_start")
    app.add_route(_explainer(token), "/explain", methods=["POST"], name="explain")
    app.register_listener(_ready, "after_server_start")
    app.register_listener(close_resources, "after_server_stop")
    return app


def loaded(models: list[Path], endpoints: AvailableEndpoints) -> Bot:
    """What can't be served is told, and the next is tried: an older answer is better than none."""
    from bot.publishing import NoModel, load_beside

    for number, model in enumerate(models, start=1):
        try:
            return load_beside(model, endpoints)
        except NoModel as wrong:
            if number == len(models):
                sys.exit(str(wrong))
            print(f"{wrong} Serving {models[number]} instead.", file=sys.stderr, flush=True)
    sys.exit("There is no model to serve.")


def _follow(place: Place, endpoints: AvailableEndpoints) -> Callable[..., Coroutine[Any, Any, None]]:
    from bot.following import Following
    from bot.publishing import fresh, loading

    async def begin(app: Sanic[Any, Any], *_: Any) -> None:
        async def load(model: Path) -> None:
            app.ctx.agent = await fresh(model, endpoints)

        following = Following(place, lambda: app.ctx.agent.sha256, load, loading)
        app.add_task(following.run(), name="following")

    return begin


def _explainer(token: str) -> Callable[..., Coroutine[Any, Any, HTTPResponse]]:
    """Give the route that explains a question: beside the turns, one at a time."""
    from sanic.response import json as as_json

    from bot.channel import TEXT_LENGTH, Refused, ServiceChannel
    from bot.explain import told

    door, one = ServiceChannel(token), asyncio.Lock()

    async def explain(request: Request) -> HTTPResponse:
        try:
            door.check(request)
            body = request.json
            question = body.get("question") if isinstance(body, dict) else None
            if not isinstance(question, str) or not question.strip() or len(question) > TEXT_LENGTH:
                raise Refused(400, "bad_request", "question should be a text that is not empty.")
            agent = request.app.ctx.agent
            if agent is None or not agent.is_ready():
                raise Refused(503, "unavailable", "The bot has no model.")
            async with one:
                return as_json(await asyncio.to_thread(told, agent, question))
        except Refused as refusal:
            return as_json({"code": refusal.code, "message": str(refusal)}, status=refusal.status)

    return explain


async def _ready(*_: Any) -> None:
    print("The bot is ready.", flush=True)


def main(args: list[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="bot.server", description="Serve a trained model on this machine.")
    parser.add_argument(
        "--model",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="models/NAME.tar.gz; given again: what to serve where the one before can't be",
    )
    parser.add_argument("--service", metavar="URL", help="the service whose live model is followed")
    parser.add_argument("--pulled", type=Path, metavar="DIR", help="where followed models are kept")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--actions", metavar="URL", help="the action server's webhook (default: as in endpoints.yml)"
    )
    given = parser.parse_args(args)
    if not (token := os.environ.get(TOKEN)):
        sys.exit(f"{TOKEN} is not set; the bot answers nobody without it.")
    place = _place(given.service, token, given.pulled)
    models = [model for model in given.model if model.is_file()]
    if not models and given.model:
        sys.exit(f"There is no model at {given.model[0]}; `handrail train` makes one.")
    if not models:
        if place is None:
            sys.exit("Name a model with --model, or a service with --service.")
        models = [asyncio.run(first(place))]
    app = build(models, token, given.actions, place)
    app.run(host=LOOPBACK, port=given.port, access_log=False, motd=False)


def _place(service: str | None, token: str, pulled: Path | None) -> Place | None:
    if service is None:
        return None
    if pulled is None:
        sys.exit("--service needs --pulled, a folder for the models.")
    return Place(service.rstrip("/"), token, pulled, own_name())


if __name__ == "__main__":
    main()
