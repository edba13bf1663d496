"""Asks the action server, briefly. It adds notes for the agent; a turn is whole without it."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

log = logging.getLogger(__name__)

PATIENCE_S = 1.5  # a note that takes longer is not waited for
NOTHING: dict[str, Any] = {"events": [], "responses": []}


class Note(RemoteAction):
    """An action that the server runs.

    Rasa checks its own schema against the schemas' schema with each reply, for several turns' time; here that
    is done once.
    """

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        """Raise ValidationError where a reply is not as Rasa's protocol says."""
        _reply_schema().validate(result)
        return True


@cache
def _reply_schema() -> Any:
    from jsonschema.validators import validator_for

    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


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
