"""What the sample shop begins with, so that the first agents have something to try: canned responses."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, func, select

from handoff.adapters import schema as t
from handoff.adapters.canned import CannedResponses

RESPONSES: tuple[dict[str, Any], ...] = (
    {
        "shortcut": "hello",
        "title": "Greeting",
        "text": "Hello {customer.name}, this is {agent.name}. I have read what you wrote and look into it.",
    },
    {
        "shortcut": "order",
        "title": "Ask for the order number",
        "text": "Could you tell me your order number? It stands in the confirmation mail.",
    },
    {
        "shortcut": "photo",
        "title": "Ask for a photo of the damage",
        "text": "I am sorry that it arrived like this. Please send a photo of the **damage** and one of the "
        "**label** on the parcel in reply to the confirmation mail, and I will see to a replacement.",
    },
    {
        "shortcut": "moment",
        "title": "One moment, please",
        "text": "Thank you. I am checking this with the warehouse and will be back in a few minutes.",
    },
    {
        "shortcut": "bye",
        "title": "Goodbye with the help pages",
        "text": "Thank you for writing. Most things about orders, delivery and returns are answered at "
        "{help_url} and of course we are here if you need us again.",
        "closing": True,
    },
)


def begin_with(engine: Engine) -> int:
    """How many were put in. Only before anybody has an account: later an empty list is somebody's wish."""
    canned = CannedResponses(engine)
    with engine.connect() as db:
        accounts = db.scalar(select(func.count()).select_from(t.agents))
    if accounts or canned.of_teams(None):
        return 0
    for one in RESPONSES:
        canned.add(**{"team": None, "closing": False, **one})
    return len(RESPONSES)
