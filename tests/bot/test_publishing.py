"""A new model takes the old one's place between two turns, and what is no model changes nothing."""

import asyncio
import gc
import hashlib
import json
import shutil
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain

from bot.explain import components
from bot.notes import ActionServer
from bot.publishing import load_beside
from bot.server import loaded
from tests.bot.conftest import ROOT, TOKEN, Bot
from tests.cast import until

QUESTION = "where is my order"
SAID = (
    QUESTION, "how do I reset my password", "hello", "thanks", "bye", "yes", "no", "are you a robot",
    "I want to talk to a person", "this is a disgrace, I am furious", "my lawyer will hear of this",
    "does the moon have a phone number", "order FF-104233 from 3 May never came", "", "🌿🌿🌿", "/restart",
)  # fmt: skip


def publish(bot: Bot, model: Path, token: str = TOKEN) -> tuple[int, Any]:
    body = json.dumps({"model_file": str(model)}).encode()
    return bot.call("PUT", f"/model?token={token.replace(' ', '%20')}", body)


def serving(bot: Bot) -> str:
    return str(bot.meant(QUESTION)["answer"]["model"])


def test_questions_asked_while_a_model_is_published_are_all_answered(
    bot: Bot, model: Path, tmp_path: Path
) -> None:
    later = Path(shutil.copyfile(model, tmp_path / "later.tar.gz"))
    with ThreadPoolExecutor() as pool:
        swap = pool.submit(publish, bot, later)
        models = [serving(bot)]
        while not swap.done():
            models.append(serving(bot))
        models.append(serving(bot))
        assert swap.result() == (204, None)
        assert list(dict.fromkeys(models)) == [model.name.removesuffix(".tar.gz"), "later"]
        assert publish(bot, model)[0] == 204


def test_what_is_no_model_is_refused_and_the_live_one_goes_on(bot: Bot, model: Path, tmp_path: Path) -> None:
    live = serving(bot)
    torn = tmp_path / "torn.tar.gz"
    torn.write_bytes(model.read_bytes()[: model.stat().st_size // 2])
    foreign = tmp_path / "foreign.tar.gz"
    foreign.write_bytes(b"no archive at all")
    for wrong, sentence in (
        (tmp_path / "gone.tar.gz", "There is no model at "),
        (torn, "is no whole model"),
        (foreign, "is no whole model"),
    ):
        status, refusal = publish(bot, wrong)
        assert status == 400
        assert sentence in refusal["message"]
        assert refusal["message"].endswith("The live model goes on.")
        assert serving(bot) == live
    assert publish(bot, model, "another token")[0] == 401


async def test_the_model_that_a_service_publishes_is_followed_while_questions_are_answered(
    bot: Bot, model: Path
) -> None:
    body, heard = model.read_bytes(), []
    sha256 = hashlib.sha256(body).hexdigest()
    tag = sha256

    async def live(request: web.Request) -> web.StreamResponse:
        heard.append(request.headers.get("Handrail-Serves"))
        if any(known.value == tag for known in request.if_none_match or ()):
            return web.Response(status=304)
        return web.Response(body=body, headers={"ETag": f'"{tag}"', "Handrail-Model": "followed"})

    app = web.Application()
    app.router.add_get("/bot/model", live)
    name = model.name.removesuffix(".tar.gz")
    async with TestServer(app, port=bot.service_port):
        await until(lambda: heard, "the bot to ask")
        assert (await asyncio.to_thread(serving, bot), heard[-1]) == (name, sha256), "the same bytes stay"
        body = model.read_bytes() + bytes(16)  # another file of the same model: gzip ends before
        tag = hashlib.sha256(body).hexdigest()
        models = [await asyncio.to_thread(serving, bot)]
        while models[-1] != "followed":
            models.append(await asyncio.to_thread(serving, bot))
        assert set(models) == {name, "followed"}, "each was answered by one or the other"
        await until(lambda: heard[-1] == tag, "the bot to say what it serves")
    assert (await asyncio.to_thread(publish, bot, model))[0] == 204


def test_what_can_not_be_served_gives_way_to_the_next(
    model: Path, endpoints: AvailableEndpoints, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.tar.gz"
    torn.write_bytes(model.read_bytes()[:1000])
    assert loaded([torn, model], endpoints).sha256 == hashlib.sha256(model.read_bytes()).hexdigest()
    with pytest.raises(SystemExit, match="is no whole model"):
        loaded([torn], endpoints)


@pytest.fixture(scope="module")
def endpoints() -> AvailableEndpoints:
    read = AvailableEndpoints.read_endpoints(str(ROOT / "bot" / "endpoints.yml"))
    read.action = ActionServer("http://127.0.0.1:9/webhook")  # nobody is there
    return read


def test_turns_go_as_rasas_own_processor_takes_them(model: Path, endpoints: AvailableEndpoints) -> None:
    ours = load_beside(model, endpoints)
    rasas = Agent.load(
        model,
        generator=endpoints.nlg,
        tracker_store=TrackerStore.create(endpoints.tracker_store),
        action_endpoint=endpoints.action,
    )

    async def said(agent: Agent, text: str, awaiting: str | None) -> Any:
        told = UserMessage(text, CollectingOutputChannel(), "mia", metadata={"awaiting": awaiting})
        return await agent.handle_message(told)

    async def compare() -> None:
        for awaiting in (None, "track-order"):
            for text in SAID:
                expected = await said(rasas, text, awaiting)
                assert await said(ours, text, awaiting) == expected, text
                assert await said(ours, text, awaiting) == expected, f"{text}, asked again"

    asyncio.run(compare())


def test_the_domain_that_is_served_is_the_one_that_was_trained(
    model: Path, endpoints: AvailableEndpoints, tmp_path: Path
) -> None:
    shutil.unpack_archive(model, tmp_path, filter="data")
    written = Domain.load(tmp_path / "components" / "domain_provider" / "domain.yml")
    assert load_beside(model, endpoints).domain.as_dict() == written.as_dict()


def test_an_old_model_goes_with_its_last_reference(model: Path, endpoints: AvailableEndpoints) -> None:
    """What a server loads is not looked through for cycles, so one of them would keep each model for good."""
    bot = load_beside(model, endpoints)
    left = [weakref.ref(bot.processor), *(weakref.ref(part) for part in components(bot))]
    gc.disable()
    try:
        del bot
        assert not any(one() for one in left)
    finally:
        gc.enable()
