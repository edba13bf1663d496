"""`python -m actions --port N`: serves the actions on this machine, to whoever holds the bot's token."""

import argparse
import hmac
import os
import sys
from typing import Any

TOKEN = "HANDRAIL_BOT_TOKEN"  # noqa: S105 - the variable's name


def build(token: str) -> Any:
    """Make the server: rasa_sdk's, less its open door."""
    from rasa_sdk.endpoint import create_app
    from sanic.response import json

    app = create_app("actions", cors_origins="")

    @app.middleware("request")
    async def check(request: Any) -> Any:
        if request.path == "/health" or hmac.compare_digest(
            request.args.get("token", "").encode(), token.encode()
        ):
            return None
        return json({"code": "unauthorised", "message": "The bot's token is missing or wrong."}, status=401)

    @app.after_server_start
    async def ready(_app: Any) -> None:
        print("The actions are ready.", flush=True)

    return app


def main(args: list[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="actions", description="Serve the bot's actions on this machine.")
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args(args).port
    if not (token := os.environ.get(TOKEN)):
        sys.exit(f"{TOKEN} is not set; the actions serve nobody without it.")
    build(token).run(host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
