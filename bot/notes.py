"""Asks the action server, briefly. It adds notes for the agent; a turn is whole without it."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

log = logging.getLogger(__name__)

PATIENCE_S = 1.5  # a note that takes longer is not waited for
NOTHING: dict[str, Any] = {"events": [], "responses": []}


class ActionServer(EndpointConfig):
    """Rasa's endpoint with a time limit; it never fails, and does without the domain, all answers in it."""

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Run an action.

        Gives what it says and does, or nothing where the server is absent, slow or fails.
        """
        call = {key: value for key, value in kwargs["json"].items() if key != "domain"}
        kwargs |= {"json": call, "timeout": PATIENCE_S}
        try:
            return await super().request(method, **kwargs)
        except (aiohttp.ClientError, ClientResponseError, TimeoutError, OSError) as wrong:
            log.warning("The action server gave no note: %s.", type(wrong).__name__)
            return NOTHING
