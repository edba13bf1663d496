"""Changing entries: every change is checked, written at once or not at all, remembered, and can be undone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from content.edit import slug
from content.entries import ContentError, Entry, normalise
from handoff.adapters.edits import Edit, Edits
from handoff.core.errors import BadRequest, Conflict, NotFound, NotNow, Unavailable
from handoff.ports import Agent
from handoff.studio.act import Act, alone, mark_of
from handoff.studio.entry_check import RESERVED, examined
from handoff.studio.entry_wire import WrittenEntry, entry_of, one_line, told, version_of
from handoff.studio.host import EditingHost
from handoff.studio.shelf import Shelf, Shelves

T = TypeVar("T")

log = logging.getLogger(__name__)

LATEST = 20
"""Of the last changes: whether a folder holds these says whether it is the one they were made in."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act left: ``entry`` as it stands (None: it is gone), and by which ``act`` it is undone: None
    where nothing changed, or where the change could not be remembered."""

    entry: Entry | None
    act: str | None


class Editing:
    def __init__(self, host: EditingHost, edits: Edits, shelves: Shelves) -> None:
        self._host = host
        self._edits = edits
        self._shelves = shelves
        self._one_at_a_time = asyncio.Lock()

    async def add(self, agent: Agent, written: WrittenEntry) -> Done:
        """A new entry. Without an id it gets one from its title."""

        def do(act: Act) -> Entry:
            shelf = self._shelves.read()
            entry = self._placed(written, shelf)
            entry = replace(entry, id=entry.id or free_id(entry.title, shelf.entries))
            refuse_errors(entry, shelf, None)
            act.save(None, entry, "added")
            return entry

        return await self._do(agent, do)

    async def save(self, agent: Agent, id: str, version: str, written: WrittenEntry) -> Done:
        """Change an entry that is as it was read: ``version``. Moves it where its topic is another."""

        def do(act: Act) -> Entry:
            shelf, before = self._same(id, version)
            after = replace(self._placed(written, shelf), id=id)
            refuse_errors(after, shelf, id)
            if told(after) != told(before):
                act.save(before, after, "moved" if after.file != Path(before.file).name else "changed")
            return after

        return await self._do(agent, do)

    async def rename(self, agent: Agent, id: str, version: str, new: str) -> Done:
        """Another id, also where other entries name it as related."""

        def do(act: Act) -> Entry:
            shelf, before = self._same(id, version)
            after = replace(before, id=new)
            refuse_errors(after, shelf, id)
            act.rename(before, after, [(one, related_to(one, id, new)) for one in naming(id, shelf)])
            return after

        return await self._do(agent, do)

    async def remove(self, agent: Agent, id: str, version: str) -> Done:
        """Gone, also where other entries name it as related."""

        def do(act: Act) -> None:
            shelf, before = self._same(id, version)
            for other in naming(id, shelf):
                act.save(other, related_to(other, id, None), "changed")
            act.remove(before)

        return await self._do(agent, do)

    async def rename_topic(self, agent: Agent, file: str, name: str) -> Done:
        def do(act: Act) -> None:
            shelf = self._shelves.read()
            named = one_line(name)
            topic = next((one for one in shelf.topics if one.file == file), None)
            if topic is None:
                raise NotFound("There is no such topic.")
            other = shelf.topic_named(named)
            if other is not None and other.file != file:
                raise BadRequest(f"name: there is a topic “{other.name}” already.", field="name")
            entry = next(one for one in shelf.entries.values() if Path(one.file).name == file)
            renamed = replace(entry, topic=named)
            refuse_errors(renamed, shelf, entry.id)
            act.rename_topic(entry, renamed)

        return await self._do(agent, do)

    async def undo(self, agent: Agent, id: str, act_id: str) -> Done:
        """Take back the last act that changed this entry, and all else that was changed by it."""

        def do(act: Act) -> Entry | None:
            latest = self._edits.of_entry(id, 1)
            if not latest or latest[0].act != act_id:
                raise Conflict("Something was changed after it; only the last change can be undone.")
            taken_back(act, self._host.data, self._edits.of_act(act_id), self._shelves)
            return self._shelves.read().entries.get(id)

        return await self._do(agent, do)

    async def learn(self, agent: Agent, id: str, phrasing: str) -> str | None:
        """One more phrasing; gives the act. None: the entry has these words already."""

        def do(act: Act) -> Entry:
            shelf = self._shelves.read()
            before = shelf.entries.get(id)
            if before is None:
                raise NotFound("There is no such entry any more.")
            if normalise(phrasing) in {normalise(line) for line in before.phrasings}:
                return before
            after = replace(before, phrasings=(*before.phrasings, phrasing))
            refuse_errors(after, shelf, id)
            act.save(before, after, "changed")
            return after

        return (await self._do(agent, do)).act

    async def sweep(self, agent: Agent, kind: str, work: Callable[[], T]) -> tuple[T, str | None]:
        """Work that writes many entries by itself, under the same care; gives its result and the act."""
        results: list[T] = []

        def do(act: Act) -> None:
            before = self._shelves.read().entries
            with act.everything():
                results.append(work())
            act.compare(before, self._shelves.read().entries, kind)

        done = await self._do(agent, do)
        return results[0], done.act

    async def _do(self, agent: Agent, do: Callable[[Act], Entry | None]) -> Done:
        async with self._one_at_a_time:
            sentence = await self._host.refusal()
            if sentence is not None:
                raise NotNow(sentence, elsewhere=True)
            return await asyncio.to_thread(self._alone, agent, do)

    def _alone(self, agent: Agent, do: Callable[[Act], Entry | None]) -> Done:
        with alone(self._host.data / "faq"):
            try:
                with Act(self._host.data, self._host.place) as act:
                    entry = do(act)
                    edits = act.done
            except ContentError as wrong:
                raise BadRequest(wrong.problems[0].sentence) from wrong
        try:
            return Done(entry, self._edits.record(agent, edits) if edits else None)
        except Unavailable as error:  # it stands in the files, and that is what counts
            log.warning("a change of the content is not in its history: %s", error.message)
            return Done(entry, None)

    def _same(self, id: str, version: str) -> tuple[Shelf, Entry]:
        """The entry as somebody read it, or what became of it meanwhile."""
        shelf = self._shelves.read()
        entry = shelf.entries.get(id)
        latest = next(iter(self._edits.of_entry(id, 1)), None)
        if entry is None:
            if latest is None:
                raise NotFound("There is no such entry.")
            raise Conflict(gone(latest), gone=True, by=_by(latest, None))
        now = told(entry)
        if version_of(now) != version:
            by = _by(latest, now)
            who = by["name"] if by else "Somebody, in the files,"
            sentence = f"{who} changed this entry meanwhile. Nothing of yours was saved yet."
            raise Conflict(sentence, theirs={**now, "version": version_of(now)}, by=by)
        return shelf, entry

    def _placed(self, written: WrittenEntry, shelf: Shelf) -> Entry:
        """In the file of its topic; a new topic gets one."""
        name = one_line(written.topic)
        topic = shelf.topic_named(name)
        if topic is not None:
            return replace(entry_of(written, topic.file), topic=topic.name)
        stem = slug(name)
        taken = {path.stem for path in (self._host.data / "faq").glob("*.yml")}
        return entry_of(written, f"{_free(stem, taken)}.yml")


def left_here(edits: Edits, shelves: Shelves, place: str) -> bool:
    """Whether the files hold what the studio changed last, wherever that was."""
    latest = edits.newest(LATEST)
    if not latest or latest[0].place == place:
        return True
    newest: dict[str, Edit] = {}
    for edit in latest:
        newest.setdefault(edit.entry, edit)
    entries = shelves.read().entries
    return all(_bare(told(entries[id]) if id in entries else None) == _bare(edit.after)
               for id, edit in newest.items())  # fmt: skip


def _bare(entry: dict[str, Any] | None) -> dict[str, Any] | None:
    """Without its topic, whose name changes with that of others."""
    return entry and {name: value for name, value in entry.items() if name != "topic"}


def refuse_errors(entry: Entry, shelf: Shelf, original: str | None) -> None:
    """Raises ``BadRequest`` with the first error, its field, and everything that is wrong as ``problems``."""
    found = examined(entry, shelf, original)
    if found and found[0].level == "error":
        first = found[0]
        raise BadRequest(
            f"{first.field}: {first.sentence}", field=first.field, problems=[one.told() for one in found]
        )


def naming(id: str, shelf: Shelf) -> Iterator[Entry]:
    return (entry for entry in shelf.entries.values() if id in entry.related and entry.id != id)


def related_to(entry: Entry, id: str, new: str | None) -> Entry:
    """The entry with another id, or none, in place of one that it names as related."""
    related = ((new if one == id else one) for one in entry.related)
    return replace(entry, related=tuple(dict.fromkeys(filter(None, related))))


def taken_back(act: Act, data: Path, edits: list[Edit], shelves: Shelves) -> None:
    """Byte for byte where nothing else happened to a file, else entry by entry."""
    shelf = shelves.read()
    whole = {
        edit.file: edit.source
        for edit in edits
        if edit.source is not None and mark_of(data / "faq" / edit.file) == edit.mark
    }
    for edit in edits:
        if edit.file not in whole:
            _check_same(edit, shelf)
    for file, source in whole.items():
        act.restore(file, source)
    for edit in edits:
        if edit.file in whole:
            kind = "file" if edit.kind == "file" else "undone"
            act.note(Edit(edit.entry, kind, edit.file, edit.after, edit.before))
        elif edit.kind != "file":
            _put_back(act, edit, shelf)


def _check_same(edit: Edit, shelf: Shelf) -> None:
    now = shelf.entries.get(edit.entry)
    if edit.kind == "topic" or (edit.kind != "file" and (told(now) if now else None) != edit.after):
        raise Conflict("It was changed meanwhile, so that it can't be undone. The history has what it was.")


def _put_back(act: Act, edit: Edit, shelf: Shelf) -> None:
    now = shelf.entries.get(edit.entry)
    if edit.before is None:
        if now is not None:
            act.remove(now, "undone")
        return
    topic = shelf.topic_named(edit.before["topic"])
    file = topic.file if topic else edit.file
    act.save(now, entry_of(WrittenEntry.model_validate(edit.before), file), "undone")


def gone(latest: Edit) -> str:
    by = _by(latest, None)
    who = by["name"] if by else "Somebody, in the files,"
    if by and latest.kind == "renamed":
        return f"{who} gave this entry another id meanwhile. What you wrote is still here."
    return f"{who} deleted this entry meanwhile. What you wrote is still here."


def _by(latest: Edit | None, now: dict[str, Any] | None) -> dict[str, Any] | None:
    """Who made it so; None: nobody in the studio."""
    return latest.author if latest is not None and latest.after == now else None


def free_id(title: str, taken: Any) -> str:
    return _free(slug(title, "entry"), {*taken, *RESERVED})


def _free(stem: str, taken: set[str]) -> str:
    if stem not in taken:
        return stem
    return next(name for name in (f"{stem}-{n}" for n in range(2, len(taken) + 3)) if name not in taken)
