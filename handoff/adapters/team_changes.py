"""Settings as they come in: JSON without doubles, or single changes from a command line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import orjson

from handoff.adapters.team_settings import Settings
from handoff.core.errors import BadRequest

LISTS = ("topics", "languages", "reasons", "urgent")


def once_each(words: str | bytes) -> Any:
    """JSON in which no name stands twice: the parser would silently keep the last."""
    try:
        orjson.loads(words)  # stricter: no half characters, no numbers that are none
        return json.loads(words, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise BadRequest("That is not JSON.") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, _ in pairs if [other for other, _ in pairs].count(name) > 1)
        raise BadRequest(f"{twice}: it stands there twice; which one is meant?", field=twice)
    return found


def changed(settings: Settings, changes: Iterable[str]) -> dict[str, Any]:
    """The settings with some of them set by ``path.to.field=value``. A value is JSON or plain words; lists
    may be written with commas, and nothing is null or an empty list."""
    raw = settings.model_dump(exclude_defaults=True)
    for change in changes:
        path, equals, value = change.partition("=")
        *places, field = path.strip().split(".", 3)
        if not equals or not field:
            raise BadRequest(f"'{change}': write it like hours.time_zone=Europe/Tallinn.")
        place = raw
        for name in places:
            if not isinstance(place.get(name), dict):
                place[name] = {}
            place = place[name]
        place[field] = _meant(value.strip(), is_list=_is_list(places, field))
    return raw


def _is_list(places: list[str], field: str) -> bool:
    return places in (["hours", "week"], ["hours", "special"]) or (not places and field in LISTS)


def _meant(value: str, *, is_list: bool) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        pass
    if is_list:
        return [word.strip() for word in value.split(",") if word.strip()]
    return value or None
