"""Looks orders up. SAMPLE: put your shop's own system in the place of `SampleShop`.

An order's state is for the agent only. A visitor who types a number has not shown that the order is theirs.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Protocol


class Shop(Protocol):
    """What a shop's system must be able to say."""

    async def order(self, number: str) -> dict[str, Any] | None:
        """Give an order's `number`, `state` and `carrier` (or null), or None where there is no such order."""


class SampleShop:
    """Three made-up orders, so that the note can be seen before a real system is connected."""

    ORDERS: ClassVar[dict[str, dict[str, Any]]] = {
        "FF-100001": {"number": "FF-100001", "state": "packing", "carrier": None},
        "FF-100002": {"number": "FF-100002", "state": "on its way", "carrier": "Sample Parcels"},
        "FF-100003": {"number": "FF-100003", "state": "delivered", "carrier": "Sample Parcels"},
    }

    async def order(self, number: str) -> dict[str, Any] | None:
        """Look in the sample."""
        return self.ORDERS.get(number)


SHOP: Shop = SampleShop()


def full_number(written: str) -> str:
    """Write a number as the shop does: `ff482913` and `482913` are `FF-482913`."""
    return "FF-" + re.sub(r"\D", "", written)


async def find_orders(written: list[str], shop: Shop = SHOP) -> list[dict[str, Any]]:
    """Give what the shop knows about some order numbers; unknown ones are left out."""
    found = [await shop.order(full_number(number)) for number in written]
    return [order for order in found if order]
