"""Trying a question over HTTP: what customers would get, and why, from the live bot or from a candidate."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import Field

from handoff.adapters.rasa import RasaBot, plain
from handoff.catalogue import known_of
from handoff.core.errors import Empty, NotFound
from handoff.desk.giving import Giving
from handoff.ports import Catalogue, Known
from handoff.studio.training import Training
from handoff.studio.trying import Trying
from handoff.web.bodies import body_of
from handoff.web.fields import Payload, parsed
from handoff.web.studio.door import Door

PATH = "/api/studio/try"

NO_CANDIDATE = "There is no candidate to ask: train the draft first."


class Question(Payload):
    question: Annotated[str, Field(max_length=4_000)]
    model: Literal["live", "candidate"] = "live"
    locale: Annotated[str, Field(max_length=35)] | None = None


class TryRoutes:
    """``models`` is the folder that candidates are in."""

    def __init__(
        self,
        door: Door,
        bot: RasaBot,
        catalogue: Catalogue,
        giving: Giving,
        training: Training,
        trying: Trying,
        models: Path,
    ) -> None:
        self._door = door
        self._bot = bot
        self._catalogue = catalogue
        self._giving = giving
        self._training = training
        self._trying = trying
        self._models = models

    def attach(self, app: web.Application) -> None:
        app.router.add_post(PATH, self.ask)

    async def ask(self, request: web.Request) -> web.Response:
        await self._door.reader(request)
        given = parsed(Question, await body_of(request))
        if not given.question.strip():
            raise Empty("question: Type what a customer would ask.", field="question")
        if given.model == "live":
            told, known = await self._bot.explain(plain(given.question)), await self._catalogue.entries()
        else:
            told, known = await self._candidate(plain(given.question))
        return web.json_response(self._shown(told, known, given))

    async def _candidate(self, question: str) -> tuple[dict[str, Any], Mapping[str, Known]]:
        state = await self._training.state()
        if state["state"] != "done":
            raise NotFound(NO_CANDIDATE)
        model = self._models / f"{state['candidate']['name']}.tar.gz"
        told = await self._trying.ask(model, question)
        return told, await asyncio.to_thread(content_of, model)

    def _shown(self, told: dict[str, Any], known: Mapping[str, Known], given: Question) -> dict[str, Any]:
        """With the answer as customers see it: in their language, and only while it is valid."""
        answer = told.get("answer")
        one = known.get(str(answer["entry"])) if isinstance(answer, dict) else None
        titles = {f"faq/{id}": entry.title for id, entry in known.items()}
        named = told.get("titles", {})
        return {
            **{key: value for key, value in told.items() if key != "id"},
            "question": given.question,
            "which": given.model,
            "answer": self._giving.answer(one, given.locale) if one is not None else answer,
            "kept_back": one is not None and not self._giving.may_be(one),
            "titles": {**named, **{name: titles[name] for name in named if name in titles}},
        }


def content_of(model: Path) -> dict[str, Known]:
    """What a model was trained from, as training kept it beside it. Blocks on the disk."""
    kept = model.with_name(f"{model.name.removesuffix('.tar.gz')}.content.json")
    try:
        return known_of(json.loads(kept.read_text(encoding="utf-8"))["entries"], None)
    except (OSError, ValueError, KeyError, TypeError):
        return {}
