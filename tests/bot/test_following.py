"""A bot follows what its service publishes: whole models only, and the live one goes on whatever comes."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.following import Following, Place, first, pulled, session_of

TOKEN = "the bot's token, in tests"


def hash_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@dataclass
class Service:
    """What a service sends, right or wrong, and what it heard."""

    body: bytes | None = None
    tag: str | None = None
    name: str = "m-1"
    status: int = 200
    heard: list[dict[str, str]] = field(default_factory=list)

    def publish(self, body: bytes, name: str) -> None:
        self.body, self.tag, self.name = body, hash_of(body), name

    async def model(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        self.heard.append({**request.headers})
        if self.status != 200 or self.body is None:
            return web.json_response({}, status=self.status if self.status != 200 else 404)
        tags = {tag.value for tag in request.if_none_match or ()}
        headers = {"ETag": f'"{self.tag}"', "Handrail-Model": self.name}
        if self.tag in tags:
            return web.Response(status=304, headers=headers)
        return web.Response(body=self.body, headers=headers)


@dataclass
class Scene:
    """A bot that follows, and what it serves."""

    service: Service
    place: Place
    following: Following
    session: aiohttp.ClientSession
    serves: list[Path]

    async def look(self) -> bool:
        return await self.following.look(self.session)

    @property
    def trouble(self) -> str:
        return unquote(self.service.heard[-1].get("Handrail-Trouble", ""))


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    service, serves = Service(), [tmp_path / "first.tar.gz"]
    serves[0].write_bytes(b"first")
    app = web.Application()
    app.router.add_get("/bot/model", service.model)

    async def load(model: Path) -> None:
        await asyncio.sleep(0)
        if model.read_bytes().startswith(b"foreign"):
            raise ValueError(f"{model.name} is no whole model.")
        serves.append(model)

    async with TestServer(app) as server:
        url = str(server.make_url("")).rstrip("/")
        place = Place(url, TOKEN, tmp_path / "pulled", "bot-1")
        following = Following(place, lambda: hash_of(serves[-1].read_bytes()), load)
        async with session_of(place) as session:
            yield Scene(service, place, following, session, serves)


async def test_what_is_published_is_served_and_fetched_once(scene: Scene) -> None:
    assert not await scene.look(), "nothing is published yet"
    scene.service.publish(b"first", "first")
    assert not await scene.look(), "it is served already"
    scene.service.publish(b"second", "second")
    assert await scene.look()
    assert scene.serves[-1] == scene.place.folder / "second.tar.gz"
    assert not await scene.look()
    assert scene.service.heard[-1]["Handrail-Serves"] == hash_of(b"second")
    assert scene.service.heard[-1]["Handrail-Bot"] == "bot-1"


async def test_halved_foreign_and_nameless_models_are_refused_and_told(scene: Scene) -> None:
    before = list(scene.serves)
    scene.service.publish(b"whole", "torn")
    scene.service.body = b"wh"
    assert not await scene.look()
    assert not await scene.look(), "nor is it fetched again at once"
    assert scene.trouble.startswith("The model torn came damaged")
    scene.service.publish(b"foreign", "foreign")
    assert not await scene.look()
    assert not await scene.look()
    assert scene.trouble == "foreign.tar.gz is no whole model. The model before goes on."
    scene.service.publish(b"up", "../up")
    assert not await scene.look()
    scene.service.tag = "no hash"
    assert not await scene.look()
    for status in (401, 404, 500):
        scene.service.status = status
        assert not await scene.look()
    assert scene.serves == before
    scene.service.status = 200
    scene.service.publish(b"mended", "mended")
    assert await scene.look()
    assert not await scene.look()
    assert scene.trouble == ""
    assert sorted(path.name for path in scene.place.folder.glob(".*")) == [], "halves are not left behind"


async def test_a_full_disk_is_told_and_the_model_before_goes_on(scene: Scene) -> None:
    scene.place.folder.write_bytes(b"a file where the folder should be")
    scene.service.publish(b"second", "second")
    assert not await scene.look()
    assert not await scene.look()
    assert "can't be written" in scene.trouble
    assert scene.serves[-1].name == "first.tar.gz"


async def test_a_machine_without_a_model_begins_with_the_live_one(scene: Scene) -> None:
    scene.service.publish(b"live", "live")
    begun = await first(scene.place)
    assert begun.read_bytes() == b"live"
    scene.service.status = 503
    assert await first(scene.place) == begun, "and with that one again while the service is away"
    begun.write_bytes(b"damaged since")
    assert pulled(scene.place.folder) is None
    scene.service.status = 200
    assert (await first(scene.place)).read_bytes() == b"live"


async def test_old_models_do_not_fill_the_disk(scene: Scene) -> None:
    for number in range(6):
        scene.service.publish(f"model {number}".encode(), f"m-{number}")
        assert await scene.look()
    assert len(list(scene.place.folder.glob("*.tar.gz"))) == 3
    cards = [json.loads(card.read_text()) for card in scene.place.folder.glob("*.pulled.json")]
    assert "m-5.tar.gz" in [card["file"] for card in cards]


async def test_nothing_is_fetched_while_a_model_is_loaded_already(scene: Scene) -> None:
    scene.service.publish(b"second", "second")

    async def load(model: Path) -> None:
        pytest.fail(f"{model} was loaded")

    busy = Following(scene.place, lambda: None, load, lambda: True)
    assert not await busy.look(scene.session)
    assert scene.service.heard == []
