"""The bot over HTTP: whatever it says or fails to say, the customer gets an answer or a person."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.adapters.rasa import LARGEST_REPLY, RasaBot, plain, ranked, understood, watch
from handoff.core.bot import UNAVAILABLE, BotReply
from tests.cast import until

ANSWER = {
    "entry": "returns",
    "title": "Returns",
    "url": "https://shop.example/help/returns",
    "intent": "faq/returns",
    "confidence": 0.9,
    "model": "m",
}


def test_an_answer_is_understood() -> None:
    said = understood(
        [{"text": "Thirty days."}, {"custom": {"answer": ANSWER, "entities": [{"entity": "x"}]}}]
    )
    assert said == BotReply(answer={**ANSWER, "text": "Thirty days."}, entities=({"entity": "x"},))


@pytest.mark.parametrize(
    ("reply", "meant"),
    [
        ([{"text": "Hello!"}], BotReply(("Hello!",))),
        ([{"custom": {"feedback": {"helpful": True}}}], BotReply(helpful=True)),
        ([{"custom": {"feedback": {"helpful": False}}}], BotReply(helpful=False)),
        ([{"custom": {"handoff": {"reason": "asked"}}}], BotReply(handoff="asked")),
        ([{"custom": {"handoff": {}}}], BotReply(handoff="rule")),
        ([{"custom": {"suggest": ["a", "b"]}}], BotReply(handoff="no_answer")),
    ],
)
def test_what_the_contract_says_is_understood(reply: Any, meant: BotReply) -> None:
    assert understood(reply) == meant


@pytest.mark.parametrize(
    "nonsense",
    [
        None, 1, "hello", {}, [], [None], ["text"], [[]], [{}], [{"text": 5}], [{"text": "   "}],
        {"text": "not a list"}, [{"custom": "no"}], [{"custom": {"answer": None}}],
        [{"custom": {"answer": ANSWER}}], [{"text": "x"}, {"custom": {"answer": {"entry": 1, "title": "x"}}}],
        [{"text": "x"}, {"custom": {"answer": {"entry": "returns"}}}],
        [{"custom": {"feedback": {"helpful": "yes"}}}], [{"custom": {"entities": 5}}],
        [{"buttons": [{"title": "Yes", "payload": "/affirm"}]}], [{"image": "https://x"}],
    ],
)  # fmt: skip
def test_nonsense_is_a_person(nonsense: Any) -> None:
    assert understood(nonsense) == UNAVAILABLE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["text", "custom", "answer", "handoff", "feedback", "entry", "title",
                                       "helpful", "reason", "suggest", "entities"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(JSON)
def test_no_reply_whatsoever_is_an_error(reply: Any) -> None:
    said = understood(reply)
    assert said.answer is None or (said.answer["text"] and isinstance(said.answer["entry"], str))


@pytest.mark.parametrize("url", ["http://shop.example", "javascript:alert(1)", "//shop.example", 5, None])
def test_a_link_that_is_not_https_is_left_out(url: Any) -> None:
    said = understood([{"text": "Thirty days."}, {"custom": {"answer": {**ANSWER, "url": url}}}])
    assert said.answer is not None
    assert said.answer["url"] is None


def test_endless_words_are_cut_at_the_limit_of_a_message() -> None:
    said = understood([{"text": "x" * 9_000}, {"text": "y" * 9_000}, {"custom": {"answer": ANSWER}}])
    assert said.answer is not None
    assert len(said.answer["text"]) == 4_000
    chat = understood([{"text": "x" * 3_000}, {"text": "y" * 3_000}])
    assert len("\n\n".join(chat.texts)) <= 4_000


@pytest.mark.parametrize("text", ["/restart", " /restart", '\n\t/faq{"a": 1}', "//x", "/"])
def test_a_slash_reaches_rasa_as_plain_text(text: str) -> None:
    assert not plain(text).lstrip().startswith("/")


@pytest.mark.parametrize("text", ["either/or", "", " ", "hello", "1/2"])
def test_other_words_are_left_as_they_are(text: str) -> None:
    assert plain(text) == text


class ScriptedRasa:
    """A server that says what it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.tokens: list[str | None] = []
        self.says: Any = [{"text": "Hello!"}]
        self.status = 200
        self.hangs = asyncio.Event()
        self.hangs.set()
        self.url = ""

    async def webhook(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.tokens.append(request.headers.get("Authorization"))
        await self.hangs.wait()
        if isinstance(self.says, bytes):
            return web.Response(body=self.says, status=self.status, content_type="application/json")
        return web.json_response(self.says, status=self.status)

    async def look(self, request: web.Request) -> web.Response:
        self.tokens.append(request.query.get("token"))
        return web.json_response({"model_file": "models/m-1.tar.gz"}, status=self.status)


@contextlib.asynccontextmanager
async def serving(script: ScriptedRasa) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", script.webhook)
    app.router.add_get("/status", script.look)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    script.url = f"http://{host}:{port}"
    try:
        yield script.url
    finally:
        script.hangs.set()
        await runner.cleanup()


@pytest.fixture
async def rasa() -> AsyncIterator[ScriptedRasa]:
    script = ScriptedRasa()
    async with serving(script):
        yield script


@pytest.fixture
async def bot(rasa: ScriptedRasa) -> AsyncIterator[RasaBot]:
    asking = RasaBot(rasa.url, "s" * 16, 0.5)
    await asking.start()
    yield asking
    await asking.stop()


async def ask(bot: RasaBot, text: str = "How long?") -> BotReply:
    return await bot.ask("c:7", text, "en", "returns", ["shipping"])


async def test_one_turn_carries_all_that_the_bot_must_know(bot: RasaBot, rasa: ScriptedRasa) -> None:
    assert await ask(bot, "/restart") == BotReply(("Hello!",))
    assert rasa.asked == [
        {
            "sender": "c:7",
            "message": "\u2215restart",
            "metadata": {"locale": "en", "awaiting": "returns", "refused": ["shipping"]},
        }
    ]
    assert rasa.tokens == [f"Bearer {'s' * 16}"]


@pytest.mark.parametrize(
    "said",
    [
        b"", b"not json", b"[NaN]", b"\xff\xfe", b"[" * 5_000, b"[" * 2_000 + b"]" * 2_000, b"null",
        b'[{"text": "' + b"x" * (LARGEST_REPLY + 10) + b'"}]',
    ],
)  # fmt: skip
async def test_an_unreadable_reply_is_a_person(bot: RasaBot, rasa: ScriptedRasa, said: bytes) -> None:
    rasa.says = said
    assert await ask(bot) == UNAVAILABLE


@pytest.mark.parametrize("status", [204, 302, 401, 404, 500, 503])
async def test_an_error_of_the_bot_is_a_person(bot: RasaBot, rasa: ScriptedRasa, status: int) -> None:
    rasa.status = status
    assert await ask(bot) == UNAVAILABLE


async def test_a_bot_that_takes_too_long_is_a_person(bot: RasaBot, rasa: ScriptedRasa) -> None:
    rasa.hangs.clear()
    assert await ask(bot) == UNAVAILABLE


async def test_a_bot_that_is_down_is_a_person_and_known_to_be_down(bot: RasaBot, rasa: ScriptedRasa) -> None:
    assert await bot.look() == "ok"
    assert bot.model == "models/m-1.tar.gz"
    bot._url = "http://127.0.0.1:9"
    assert await ask(bot) == UNAVAILABLE
    assert bot.state == "down"


async def test_a_bot_not_seen_yet_is_starting_and_then_watched() -> None:
    rasa = ScriptedRasa()
    async with serving(rasa) as url:
        rasa.status = 503
        bot = RasaBot(url, "s" * 16, 0.5)
        await bot.start()
        heard: list[str] = []
        watching = asyncio.create_task(watch(bot, heard.append, every_s=0.01))
        try:
            assert bot.state == "starting"
            rasa.status = 200
            await until(lambda: heard == ["ok"], "the bot is ok")
            rasa.status = 503
            await until(lambda: heard == ["ok", "down"], "the bot is down")
            rasa.status = 200
            await until(lambda: heard == ["ok", "down", "ok"], "the bot is back")
            rasa.status = 401
            await until(lambda: heard[-1] == "down", "a bot that does not know us is no bot")
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await bot.stop()


async def test_watching_survives_every_kind_of_status(bot: RasaBot) -> None:
    for body in (b"[]", b"null", b"5", b'"x"', b"{", b"\xff"):

        async def status(_request: web.Request, body: bytes = body) -> web.Response:
            return web.Response(body=body, content_type="application/json")

        app = web.Application()
        app.router.add_get("/status", status)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        bot._url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        assert await bot.look() in ("starting", "down")
        await runner.cleanup()
    assert isinstance(bot._session, aiohttp.ClientSession)


def test_an_answers_topic_is_kept_and_what_is_no_topic_is_not() -> None:
    for topic, kept in (("Returns", "Returns"), (7, None), (None, None)):
        said = understood([{"text": "Thirty days."}, {"custom": {"answer": {**ANSWER, "topic": topic}}}])
        assert said.answer is not None
        assert said.answer.get("topic") == kept


def test_what_is_no_ranking_suggests_nothing() -> None:
    shares = {"returns": 0.6, "invoice": 0.2, "gift-cards": 0.02}
    ranking = [{"intent_response_key": f"faq/{id}", "confidence": share} for id, share in shares.items()]
    assert ranked({"response_selector": {"faq": {"ranking": ranking}}}) == ["returns", "invoice"]
    nonsense: list[Any] = [None, [], {}, {"response_selector": {"faq": {}}}]
    assert [ranked(one) for one in nonsense] == [[]] * 4


def test_suggested_entries_are_named_by_their_titles_and_unknown_ones_left_out() -> None:
    known = {"a": "About A", "b": "About B", "c": "C", "d": "D"}
    said = understood(
        [{"custom": {"suggest": ["x", "b", "b", 7, "a", "c", "d"]}}, {"custom": {"model": "m-1"}}], known
    )
    assert said.suggested == tuple({"entry": id, "title": known[id]} for id in ("b", "a", "c"))
    assert said.model == "m-1"
    for nothing in (["x"], [], None, "a", {"a": 1}):
        assert understood([{"custom": {"suggest": nothing}}], known) == BotReply(handoff="no_answer")
