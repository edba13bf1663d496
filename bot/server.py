"""`python -m bot.server --model FILE --port N`: serves one model on this machine, to whoever holds the token.

Beside the channel (channel.py) this opens Rasa's own API: `GET /status?token=…` names the model, and
`PUT /model?token=…` with `{"model_file": path}` swaps it.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.launcher import LOOPBACK, prepare
from bot.lean import leave_out

if TYPE_CHECKING:
    from sanic import Sanic

HERE = Path(__file__).parent
TOKEN = "HANDRAIL_BOT_TOKEN"  # noqa: S105 - the variable's name


def build(model: Path, token: str, actions: str | None) -> Sanic[Any, Any]:
    """Make the server; the model is loaded when it starts."""
    leave_out()
    prepare()
    from rasa.core.run import close_resources, configure_app, create_http_input_channels
    from rasa.core.utils import AvailableEndpoints

    from bot.channel import BODY_BYTES
    from bot.notes import ActionServer

    endpoints = AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml"))
    address = actions or endpoints.action.url
    endpoints.action = ActionServer(address, params={"token": token})
    channels = create_http_input_channels(None, str(HERE / "credentials.yml"))
    app: Sanic[Any, Any] = configure_app(channels, auth_token=token, enable_api=True, endpoints=endpoints)
    app.config.REQUEST_MAX_SIZE = BODY_BYTES
    app.register_listener(partial(_load, str(model), endpoints), "before_server_start")
    app.register_listener(_ready, "after_server_start")
    app.register_listener(close_resources, "after_server_stop")
    return app


async def _load(model: str, endpoints: Any, app: Sanic[Any, Any], loop: Any) -> None:
    from rasa.core.run import load_agent_on_start

    agent = await load_agent_on_start(model, endpoints, None, app, loop)
    if not agent.is_ready():
        sys.exit(f"{model} could not be loaded.")
    gc.freeze()  # what is loaded now stays, and is not looked through again at each collection


async def _ready(*_: Any) -> None:
    print("The bot is ready.", flush=True)


def main(args: list[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="bot.server", description="Serve a trained model on this machine.")
    parser.add_argument("--model", type=Path, required=True, metavar="FILE", help="models/NAME.tar.gz")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--actions", metavar="URL", help="the action server's webhook (default: as in endpoints.yml)"
    )
    given = parser.parse_args(args)
    if not (token := os.environ.get(TOKEN)):
        sys.exit(f"{TOKEN} is not set; the bot answers nobody without it.")
    if not given.model.is_file():
        sys.exit(f"There is no model at {given.model}; `handrail train` makes one.")
    app = build(given.model, token, given.actions)
    app.run(host=LOOPBACK, port=given.port, access_log=False, motd=False)


if __name__ == "__main__":
    main()
