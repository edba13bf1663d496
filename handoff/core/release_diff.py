"""What changed between two contents, entry by entry, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

UNSEEN = frozenset({"file", "line"})
"""Where an entry stands in the files: moved is not changed."""

FIRST = ("title", "topic", "answer", "url", "phrasings")
"""Fields in the order people look at them; the others follow by name."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field ``before`` and ``after``. None: it was not there."""

    name: str
    before: Any
    after: Any

    def wire(self) -> dict[str, Any]:
        """A list also says which of its lines are new and which are gone."""
        told = {"field": self.name, "before": self.before, "after": self.after}
        if _lines(self.before) and _lines(self.after):
            before, after = self.before or [], self.after or []
            told["added"] = [line for line in after if line not in before]
            told["removed"] = [line for line in before if line not in after]
        return told


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that both have, differently."""

    id: str
    title: str
    fields: tuple[Field, ...]

    def wire(self) -> dict[str, Any]:
        return {"entry": self.id, "title": self.title, "fields": [one.wire() for one in self.fields]}


@dataclass(frozen=True, slots=True)
class Diff:
    """Entries as the snapshot has them. ``talk``: small talk, handing over and rules differ."""

    added: tuple[Mapping[str, Any], ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Mapping[str, Any], ...] = ()
    talk: bool = False

    @property
    def empty(self) -> bool:
        return not (self.added or self.changed or self.removed or self.talk)

    def wire(self) -> dict[str, Any]:
        return {
            "added": [_named(one) for one in self.added],
            "changed": [one.wire() for one in self.changed],
            "removed": [_named(one) for one in self.removed],
            "talk": self.talk,
        }

    def counts(self) -> dict[str, int]:
        return {"added": len(self.added), "changed": len(self.changed), "removed": len(self.removed)}


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Diff:
    """Compare two snapshots (content/snapshot.py); what they lack counts as empty, and what has no id is left
    out. Entries are in the order of ``after``, removed ones in that of ``before``."""
    old, new = _entries(before), _entries(after)
    return Diff(
        tuple(entry for id, entry in new.items() if id not in old),
        tuple(change for id, entry in new.items() if id in old and (change := _change(old[id], entry))),
        tuple(entry for id, entry in old.items() if id not in new),
        any(before.get(part) != after.get(part) for part in ("words", "rules"))
        or _bare(before.get("talk")) != _bare(after.get("talk")),
    )


def _entries(snapshot: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {str(one["id"]): one for one in snapshot.get("entries", ()) if one.get("id")}


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change | None:
    names = [name for name in {**old, **new} if name not in UNSEEN and old.get(name) != new.get(name)]
    names.sort(key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))
    fields = tuple(Field(name, old.get(name), new.get(name)) for name in names)
    return Change(str(new["id"]), str(new.get("title", "")), fields) if fields else None


def _bare(talk: Any) -> list[dict[str, Any]]:
    return [{key: value for key, value in item.items() if key not in UNSEEN} for item in talk or ()]


def _named(entry: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in entry.items() if key not in UNSEEN and key != "id"}
    return {"entry": entry["id"], **told}


def _lines(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, (list, tuple)) and all(isinstance(line, str) for line in value)
