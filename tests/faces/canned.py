"""Canned responses for a while: the service is everybody's in these tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.live.service import Handrail

RESPONSES: tuple[dict[str, Any], ...] = (
    {"shortcut": "hello", "title": "Greeting", "text": "Hello {customer.name}, {agent.name} here."},
    {"shortcut": "order", "title": "Ask for the order", "text": "What is the number of your order?"},
    {
        "shortcut": "bye",
        "title": "Help pages",
        "text": "Was that all? Everything else is at {help_url}",
        "closing": True,
    },
)


@asynccontextmanager
async def written(service: Handrail, http: aiohttp.ClientSession, token: str) -> AsyncIterator[None]:
    """By somebody who may write them."""
    address, headers = f"{service.url}/api/canned", {"Authorization": f"Bearer {token}"}
    made = []
    for one in RESPONSES:
        async with http.post(address, json=one, headers=headers) as response:
            assert response.status == 201, await response.text()
            made.append((await response.json())["id"])
    try:
        yield
    finally:
        for id in made:
            await (await http.delete(f"{address}/{id}", headers=headers)).release()
