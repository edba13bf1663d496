"""`python -m bot.server --model FILE --port N`: serves one model on this machine, to whoever holds the token.

Beside the channel (channel.py) this opens Rasa's own API: `GET /status?token=…` names the model, and
`PUT /model?token=…` with `{"model_file": path}` swaps it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.launcher import LOOPBACK, prepare
from bot.lean import leave_out

if TYPE_CHECKING:
    from sanic import Sanic

HERE = Path(__file__).parent
TOKEN = "HANDRAIL_BOT_TOKEN"  # noqa: S105 - the variable's name


def build(model: Path, token: str, actions: str | None) -> Sanic[Any, Any]:
    """Make the server, with the model loaded. Ends the process, saying why, where that fails."""
    leave_out()
    prepare()
    import rasa.server
    from rasa.core.run import close_resources, configure_app, create_http_input_channels
    from rasa.core.utils import AvailableEndpoints

    from bot.channel import BODY_BYTES
    from bot.notes import ActionServer
    from bot.publishing import NoModel, load_beside, publish

    rasa.server._load_agent = publish  # noqa: SLF001 - what `PUT /model` calls

    endpoints = AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml"))
    address = actions or endpoints.action.url
    endpoints.action = ActionServer(address, params={"token": token}, enable_selective_domain=True)
    channels = create_http_input_channels(None, str(HERE / "credentials.yml"))
    app: Sanic[Any, Any] = configure_app(channels, auth_token=token, enable_api=True, endpoints=endpoints)
    app.config.REQUEST_MAX_SIZE = BODY_BYTES
    try:
        app.ctx.agent = load_beside(model, endpoints)
    except NoModel as wrong:
        sys.exit(str(wrong))
    app.register_listener(_ready, "after_server_start")
    app.register_listener(close_resources, "after_server_stop")
    return app


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
