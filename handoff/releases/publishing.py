"""Publishing and going back: decide in one transaction, then hand the model to the bot."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from pathlib import Path

import orjson
from sqlalchemy import Engine

from handoff.adapters.model_files import ModelFiles
from handoff.adapters.releases import Releases
from handoff.adapters.site import Site
from handoff.core import releases as rules
from handoff.core.errors import BadRequest, Conflict, NotFound, Refusal
from handoff.core.release_diff import compare
from handoff.core.releases import CONTENT, PUBLISHED, THE_START, TRAINED, By, Release, Request, Wanted
from handoff.ports import Clock
from handoff.releases import drafts
from handoff.releases.swapping import LIVE, BotRefused, swap
from handoff.releases.trained import Trained, candidates, fitting, is_whole, trained
from handoff.releases.whereabouts import Whereabouts
from handoff.settings import Settings

log = logging.getLogger(__name__)

RULE = "publishing"
"""Names the site's setting: ``{"second": bool}``."""


STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A release that is live, or a request that waits for somebody else. ``told`` is a sentence."""

    release: Release | None
    request: Request | None
    told: str


class Publishing:
    """What everybody calls who makes something live: the studio, commands, the start."""

    def __init__(self, settings: Settings, engine: Engine, clock: Clock) -> None:
        self.settings = settings
        self.releases = Releases(engine, clock)
        self.files = ModelFiles(engine, clock)
        self.whereabouts = Whereabouts(settings, self.releases, self.files)
        self.site = Site(engine, clock)

    async def publish(
        self, by: By, note: str, *, model: str | None, seen: int | None, client_id: str | None
    ) -> Outcome:
        """Make the files' content live: with this model, or with whichever fits. ``seen`` is the release that
        was live when they decided; None before the first."""
        wanted = await asyncio.to_thread(self._from_files, by, rules.noted(note), model)
        return await self._decided(replace(wanted, client_id=client_id), seen)

    async def restore(
        self, by: By, id: int, note: str | None, *, seen: int | None, client_id: str | None
    ) -> Outcome:
        """One step back: an old release's content and model are live again."""
        wanted = await asyncio.to_thread(self.from_release, by, id, note)
        return await self._decided(replace(wanted, client_id=client_id), seen)

    async def approve(self, by: By, request: str) -> Outcome:
        """The second pair of eyes says yes."""
        before = await asyncio.to_thread(self.releases.live)
        decided = await asyncio.to_thread(
            self.releases.decide,
            request,
            by,
            lambda asked, live: ("approved", rules.approving(asked, live, by)),
        )
        _not_otherwise(decided, "approved")
        release = await asyncio.to_thread(self.releases.one, decided.release or 0)
        if release is None:
            raise NotFound("The release that came of it was taken back.")
        return Outcome(release, decided, _sentence(release, await self._swapped(release, before)))

    async def decline(self, by: By, request: str) -> Request:
        decided = await asyncio.to_thread(
            self.releases.decide, request, by, lambda asked, _: (rules.declining(asked, by), None)
        )
        _not_otherwise(decided, "declined", "withdrawn")
        return decided

    async def command(self, wanted: Wanted) -> str:
        """By hand, from the machine's own command line: no second pair of eyes, and no page that was seen."""
        before = await asyncio.to_thread(self.releases.live)
        release = await asyncio.to_thread(self._record_once, wanted)
        said = await self._swapped(release, before, always=True)
        if said == LIVE:
            return f"{release.model} is live."
        if said is not None:
            return f"{release.model} is published, but {said}."
        return f"{release.model} is published; the bot takes it when it starts."

    def named(self, by: By, name: str | None, note: str) -> Wanted:
        """A trained model by its name (None: the newest), for the command line, whatever the files say."""
        found = trained(self.settings.models, name)
        draft = drafts.read(self.settings.data) if self.settings.data.is_dir() else None
        if draft is not None and found.fingerprint == draft.fingerprint:
            content: str | None = draft.snapshot
        else:
            content = drafts.trained_from(found) or self.releases.snapshot_of_model(found.fingerprint)
            content = content or (draft.snapshot if draft else None)
        return self._with(found, PUBLISHED, by, note, content)

    def back(self, by: By) -> Wanted:
        """What was live before, for the command line."""
        listed = self.releases.newest(50)
        before = next((one for one in listed[1:] if self._differs(one, listed[0])), None)
        if before is None:
            raise BadRequest("There is no earlier release to go back to.")
        return self.from_release(by, before.id, "rolled back")

    def from_release(self, by: By, id: int, note: str | None) -> Wanted:
        """An old release, whole, to be made live again."""
        old = self.releases.one(id)
        wanted = rules.restoring(old, self.releases.live(), by, note)
        assert old is not None
        file = self.whereabouts.file(old)
        if file is None:
            raise NotFound(
                f"The model of release {id} is not kept any more, neither here nor in the database. To go "
                "back to it, train its content again."
            )
        return replace(wanted, model=str(file), snapshot=self.releases.snapshot(id))

    def by_hand(self) -> bool:
        """Whether anybody but a start ever published something, or changed an entry in the studio."""
        return self.releases.by_hand()

    def differs_from_files(self, live: Release) -> bool:
        if not self.settings.data.is_dir():
            return False
        kept = self.releases.snapshot(live.id)
        if kept is None:
            return drafts.read(self.settings.data).fingerprint != live.fingerprint
        files = drafts.read(self.settings.data)
        return not compare(orjson.loads(kept), orjson.loads(files.snapshot)).empty

    def started(self, model: Trained, by: By = THE_START) -> Release:
        """What the first start trained, or a later one where nobody but the start ever published."""
        draft = drafts.read(self.settings.data)
        content = draft.snapshot if draft.fingerprint == model.fingerprint else drafts.trained_from(model)
        wanted = self._with(model, TRAINED, by, "trained at start", content or draft.snapshot)
        return self._record_once(wanted)

    def complete(self, release: Release) -> None:
        """Keep of a row from before what can still be known of it."""
        file = Path(release.model)
        if release.sha256 is not None or not file.is_file():
            return
        found = next((one for one in candidates(self.settings.models) if one.file.name == file.name), None)
        if found is None or not is_whole(found):
            return
        self.files.keep(file, found.sha256)
        draft = drafts.read(self.settings.data) if self.settings.data.is_dir() else None
        fits = draft is not None and draft.fingerprint == release.fingerprint
        self.releases.complete(release.id, found.sha256, draft.snapshot if draft and fits else None)

    def _differs(self, one: Release, live: Release) -> bool:
        if one.model != live.model:
            return True
        return self.releases.snapshot(one.id) != self.releases.snapshot(live.id)

    def second(self) -> bool:
        """Whether somebody else has to look before anything goes live."""
        return self.site.read(RULE).get("second") is True

    def set_second(self, second: bool) -> None:
        self.site.write(RULE, {"second": second})

    def _from_files(self, by: By, note: str, name: str | None) -> Wanted:
        drafts.faultless(self.settings.data)
        draft, live = drafts.read(self.settings.data), self.releases.live()
        if name is None and live is not None and live.fingerprint == draft.fingerprint:
            return self._content_alone(live, draft, by, note)
        found = (
            trained(self.settings.models, name) if name else fitting(self.settings.models, draft.fingerprint)
        )
        if found is None or found.fingerprint != draft.fingerprint:
            raise Conflict(
                "The content has changed since the last training. Train, look at the preview, then publish.",
                needs_training=True,
            )
        if live is not None and live.fingerprint == draft.fingerprint and live.sha256 == found.sha256:
            return self._content_alone(live, draft, by, note)
        return self._with(found, PUBLISHED, by, note, draft.snapshot)

    def _content_alone(self, live: Release, draft: drafts.Draft, by: By, note: str) -> Wanted:
        """The model stays."""
        return Wanted(
            live.model,
            live.fingerprint,
            CONTENT,
            by,
            note,
            live.sha256,
            draft.snapshot,
            live.scores,
            draft.entries,
        )

    def _with(self, found: Trained, kind: str, by: By, note: str, content: str | None) -> Wanted:
        """A trained model, its bytes kept from now on."""
        self.files.keep(found.file, found.sha256)
        return Wanted(
            str(found.file),
            found.fingerprint,
            kind,
            by,
            note,
            found.sha256,
            content,
            found.scores,
            found.entries,
        )

    async def _decided(self, wanted: Wanted, seen: int | None) -> Outcome:
        before = await asyncio.to_thread(self.releases.live)
        if await asyncio.to_thread(self.second):
            request = await asyncio.to_thread(self._asked, wanted, seen)
            return Outcome(None, request, "Somebody else has to look at this before it goes live.")
        release = await asyncio.to_thread(self._record, wanted, seen)
        return Outcome(release, None, _sentence(release, await self._swapped(release, before)))

    def _asked(self, wanted: Wanted, seen: int | None) -> Request:
        return self.releases.ask(wanted, seen, lambda live: rules.follows(live, seen))

    def _record(self, wanted: Wanted, seen: int | None) -> Release:
        def decide(live: Release | None) -> Wanted:
            rules.follows(live, seen)
            return wanted

        return self.releases.publish(decide, wanted.client_id)

    def _record_once(self, wanted: Wanted) -> Release:
        """What is live already is not published again."""
        live = self.releases.live()
        if live is not None and live.sha256 == wanted.sha256 and live.fingerprint == wanted.fingerprint:
            kept = self.releases.snapshot(live.id)
            if kept in (wanted.snapshot, None):
                return live
        return self.releases.publish(lambda _: wanted)

    async def _swapped(self, release: Release, before: Release | None, *, always: bool = False) -> str | None:
        """Hand the model over: ``live``, ``stays``, what else the bot said, None where none runs here. What
        it refuses does not stay published."""
        same = before is not None and before.sha256 is not None and before.sha256 == release.sha256
        if same and not always:
            return STAYS
        file = await asyncio.to_thread(self.whereabouts.file, release)
        said = None
        if file is not None:
            try:
                said = await swap(self.settings, file)
            except BotRefused as refusal:
                if before is None or before.id != release.id:
                    await asyncio.to_thread(self.releases.forget, release)
                raise BadRequest(f"The bot refused the model. {refusal}") from None
        await asyncio.to_thread(self._tidy)
        return said

    def _tidy(self) -> None:
        """Models that nobody goes back to any more are not kept; a failure is tomorrow's work."""
        try:
            for sha256 in self.releases.unused_models():
                self.files.drop(sha256)
        except Refusal as refusal:
            log.warning("models that are not needed stay kept: %s", refusal.message)


def _not_otherwise(decided: Request, *wanted: str) -> None:
    """Saying the same again is no harm; the opposite of what one said is not said any more."""
    if decided.decision not in wanted:
        raise Conflict(f"You have decided this already: it was {decided.decision}.")


def _sentence(release: Release, said: str | None) -> str:
    if said == STAYS:
        return f"Release {release.id} is live; the model stays."
    if said == LIVE:
        return f"Release {release.id} is live."
    return f"Release {release.id} is published; bots follow within seconds."
