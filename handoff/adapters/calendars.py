"""Public holidays by country, from a library whose releases bring the years to come."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date


@functools.cache
def countries() -> Mapping[str, tuple[str, ...]]:
    """Codes of the countries whose holidays are known, each with its subdivisions'."""
    import holidays

    return {code: tuple(parts) for code, parts in holidays.list_supported_countries().items()}


@functools.lru_cache(maxsize=64)
def public_holidays(country: str, subdivision: str | None, first: int, last: int) -> Mapping[date, str]:
    """Days off by law from the year ``first`` to the year ``last``, with their names, in English where known.
    Takes tenths of a second the first time. Unknown codes raise ``NotImplementedError``."""
    import holidays

    found = holidays.country_holidays(
        country, subdiv=subdivision, years=range(first, last + 1), language="en_US", expand=False
    )
    return dict(found.items())
