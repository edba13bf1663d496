"""Who takes part: three customers and three agents, two of whom have two pages open."""

from __future__ import annotations

from handoff.ports import Known, Visitor
from tests.cast import ADA, GRACE, MAX, MIA, STEPS, SUE

ZOE = Visitor("33333333-3333-4333-8333-333333333333")
CUSTOMERS = {"Mia": MIA, "Max": MAX, "Zoe": ZOE}
ENTRIES = {
    one: Known(one, one.title(), "", "Shop", "Thirty days.", steps=tuple(STEPS) if one == "warranty" else ())
    for one in ("returns", "shipping", "payment", "warranty")
}
AGENTS = {"Ada": ADA, "Grace": GRACE, "Sue": SUE}

CUSTOMERS_PAGES = ("Mia/1", "Mia/2", "Max/1", "Zoe/1")
AGENTS_PAGES = ("Ada/1", "Ada/2", "Grace/1", "Sue/1")
PAGES = CUSTOMERS_PAGES + AGENTS_PAGES
