"""Refusals: what the service says no to, with a code for programs and a sentence for people."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A request that changes nothing and gets a clear answer instead.

    ``code`` is one of the codes of docs/protocol.md; ``message`` is a sentence a person can read;
    ``extra`` travels beside them (who took the conversation, how long to wait).
    """

    code = "bad_request"

    def __init__(self, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.message = message
        self.extra = extra

    def wire(self) -> dict[str, Any]:
        """``{"code", "message", …}``, the same on Socket.IO and HTTP."""
        return {"code": self.code, "message": self.message, **self.extra}


class BadRequest(Refusal):
    """A field is missing, of the wrong type or out of range; the sentence names it."""


class TooLong(Refusal):
    """More text than the limit, which the sentence names."""

    code = "too_long"


class Empty(Refusal):
    """Nothing but white space where words belong."""

    code = "empty"


class Unauthorised(Refusal):
    """Nobody we know: no token, a wrong one, an expired or revoked one."""

    code = "unauthorised"


class NotFound(Refusal):
    """No such thing, or not yours: the answer is the same, so that guessing teaches nothing."""

    code = "not_found"


class Forbidden(Refusal):
    """Known, and not allowed."""

    code = "forbidden"


class Conflict(Refusal):
    """The request contradicts one that was made before it."""

    code = "conflict"


class Taken(Refusal):
    """Somebody was faster; ``by`` says who holds the conversation."""

    code = "taken"


class NotNow(Refusal):
    """The state of the conversation forbids it."""

    code = "not_now"


class TooMany(Refusal):
    """Too often; ``retry_s`` says when to try again."""

    code = "too_many"


class Closed(Refusal):
    """The conversation is resolved; it must be reopened first."""

    code = "closed"


class Unavailable(Refusal):
    """Something we need is out of order; nothing was changed and trying again is safe."""

    code = "unavailable"
