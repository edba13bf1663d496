"""Look-ups over HTTP: the console asks us, we ask the site's system; and a sample shop that answers first."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook, WebhookVerificationError

from handoff.core.errors import Unauthorised
from handoff.desk.looking_up import LookupDesk
from handoff.lookup import Hook, Lookup, LookupFailed
from handoff.web.auth import SignedIn
from handoff.web.bodies import bytes_of
from handoff.web.records import one

SAMPLE = "/demo/lookup"

ORDERS = {
    "FF-100001": ("packing", None, "2 lamps"),
    "FF-100002": ("on its way", "Sample Parcels", "1 rug"),
    "FF-100003": ("delivered", "Sample Parcels", "3 cushions"),
}
"""Made up, as in `actions/lookup.py`: so that a look-up can be seen before a real system is connected."""


class LookupRoutes:
    """``sample``: where the sample shop answers, and what it is asked with; None where it must not."""

    def __init__(self, signed_in: SignedIn, desk: LookupDesk, lookup: Lookup, sample: Hook | None) -> None:
        self._signed_in = signed_in
        self._desk = desk
        self._lookup = lookup
        self._sample = sample

    @property
    def offered(self) -> bool:
        return self._lookup.offered

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/api/conversations/{id}/lookup", self.look_up)
        if self._sample is not None:
            app.router.add_post(SAMPLE, self.sample)

    async def look_up(self, request: web.Request) -> web.Response:
        """What went wrong is told beside what is known: it is no reason for the pane to be empty."""
        agent = await self._signed_in.console_agent_of(request)
        question = await self._desk.question(agent, one(request, "id"))
        if not self._lookup.offered:
            return web.json_response({"state": "off", "cards": [], "message": None})
        try:
            cards = await self._lookup.cards(question)
        except LookupFailed as failed:
            state = "slow" if failed.slow else "failed"
            return web.json_response({"state": state, "cards": [], "message": str(failed)})
        return web.json_response({"state": "ok", "cards": cards, "message": None})

    async def sample(self, request: web.Request) -> web.Response:
        """As a site's own system would: nothing is told to whoever can't sign the question."""
        assert self._sample is not None
        try:
            asked = Webhook(self._sample.secret).verify(await bytes_of(request), dict(request.headers))
        except (WebhookVerificationError, ValueError):
            raise Unauthorised("This question is not signed with our secret.") from None
        return web.json_response({"cards": sample_cards(asked)})


def sample_cards(asked: dict[str, Any]) -> list[dict[str, Any]]:
    customer = asked.get("customer") or {}
    named = [one["value"] for one in asked.get("entities", []) if one.get("entity") == "order_number"]
    numbers = dict.fromkeys("FF-" + re.sub(r"\D", "", value) for value in named)
    cards = [_order(number, *ORDERS[number]) for number in numbers if number in ORDERS]
    if customer.get("verified"):
        fields = [["Customer number", customer["id"]], ["Account", "made up, like all of the sample shop"]]
        cards.append({"title": "Sample shop", "fields": fields})
    return cards


def _order(number: str, state: str, carrier: str | None, what: str) -> dict[str, Any]:
    fields = [["State", state], ["Carrier", carrier or "none yet"], ["Ordered", what]]
    return {"title": f"Order {number} (sample)", "fields": fields}
