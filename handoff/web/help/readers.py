"""Who clicked on a help page, as far as counting them once needs it. Reading sets nothing."""

from __future__ import annotations

import time
import uuid
from collections import OrderedDict

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "handrail_help"
KEPT_S = 90 * 24 * 3_600
"""An issue is open for days, and an answer is read again after weeks."""

SAME_S = 60.0
"""A click that is repeated before the cookie of the first has arrived is the same reader's."""

MOST_REMEMBERED = 10_000


class Readers:
    """A cookie with nothing but a random number, set by the first vote and read on the help pages alone. What
    is kept of it is a hash with what was voted on, so that it tells nothing of anything else."""

    def __init__(self, secret: str, *, secure: bool) -> None:
        self._signer = URLSafeSerializer(secret, salt="help reader")
        self._secure = secure
        self._lately: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()

    def of(self, request: web.Request) -> str:
        try:
            return str(uuid.UUID(self._signer.loads(request.cookies.get(COOKIE, ""))))
        except (BadSignature, ValueError, AttributeError, TypeError):
            return self._new(request)

    def keep(self, response: web.StreamResponse, reader: str) -> None:
        response.set_cookie(
            COOKIE,
            str(self._signer.dumps(reader)),
            path="/help",
            max_age=KEPT_S,
            httponly=True,
            samesite="Strict",
            secure=self._secure,
        )

    def _new(self, request: web.Request) -> str:
        who = (request.remote or "", request.headers.get("User-Agent", "")[:300])
        now = time.monotonic()
        while self._lately and next(iter(self._lately.values()))[0] < now - SAME_S:
            self._lately.popitem(last=False)
        if who not in self._lately:
            if len(self._lately) >= MOST_REMEMBERED:
                self._lately.popitem(last=False)
            self._lately[who] = now, str(uuid.uuid4())
        return self._lately[who][1]
