"""The bot over loopback REST. Whatever goes wrong there is a reply that brings a person."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import orjson

from handoff.core.bot import MOST_SUGGESTED, UNAVAILABLE, BotReply
from handoff.core.errors import Unavailable
from handoff.core.events import HandoffReason
from handoff.ports import Catalogue

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Turns in flight: Rasa works on one at a time anyway, more would only queue there."""

LARGEST_REPLY = 256 * 1024
LONGEST_TEXT = 4_000

SUGGESTED_FROM = 0.1
"""Below this share an entry has little to do with the words: better fewer suggestions than foolish ones."""

AWAY = "The bot does not answer at the moment; customers go to people meanwhile."

ANSWER_FIELDS = ("entry", "title", "url", "topic", "intent", "confidence", "model")


class RasaBot:
    """``ports.Bot`` on Rasa's REST channel. ``wait_s`` is how long a turn may take."""

    def __init__(
        self,
        url: str,
        token: str,
        wait_s: float,
        *,
        expected: bool = True,
        catalogue: Catalogue | None = None,
    ) -> None:
        """``expected``: a bot is on its way, so not answering yet is ``starting`` until it once did.
        ``catalogue`` names the entries that are suggested; without it none is."""
        self._url = url
        self._catalogue = catalogue
        self._token = token
        self._timeout = aiohttp.ClientTimeout(total=wait_s)
        self._session: aiohttp.ClientSession | None = None
        self.state = "starting" if expected else "down"
        self.model: str | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=AT_ONCE),
            headers={"Authorization": f"Bearer {self._token}"},
            timeout=self._timeout,
        )

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def look(self) -> str:
        """Ask how the bot is; ``ok`` only with a model loaded."""
        assert self._session is not None
        try:
            async with self._session.get(
                f"{self._url}/status", params={"token": self._token}, timeout=aiohttp.ClientTimeout(total=2)
            ) as response:
                if response.status == 200:
                    self.model = _model_in(await response.json())
                    self.state = "ok"
                elif self.state == "ok":
                    self.state = "down"
        except (aiohttp.ClientError, TimeoutError, ValueError):
            if self.state == "ok":
                self.state = "down"
        return self.state

    async def ask(
        self, sender: str, text: str, locale: str | None, awaiting: str | None, refused: Sequence[str]
    ) -> BotReply:
        metadata = {"locale": locale, "awaiting": awaiting, "refused": list(refused)}
        body = {"sender": sender, "message": plain(text), "metadata": metadata}
        try:
            said = await self._post(body)
            return understood(said, await self._titles(said))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("the bot did not answer: %s", type(error).__name__)
            if isinstance(error, aiohttp.ClientConnectorError) and self.state == "ok":
                self.state = "down"
            return UNAVAILABLE

    async def _titles(self, said: Any) -> Mapping[str, str]:
        """Of all entries, where the reply suggests some."""
        suggests = isinstance(said, list) and any("suggest" in (_custom(part) or ()) for part in said)
        if self._catalogue is None or not suggests:
            return {}
        return {known.id: known.title for known in (await self._catalogue.entries()).values()}

    async def suggest(self, text: str) -> list[str]:
        """Ids of the entries nearest to these words. What the bot would say to them does not matter here."""
        if self.state != "ok":
            return []
        assert self._session is not None
        try:
            async with self._session.post(
                f"{self._url}/model/parse", params={"token": self._token}, json={"text": plain(text)}
            ) as response:
                return ranked(await response.json()) if response.status == 200 else []
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("the bot suggested nothing: %s", type(error).__name__)
            return []

    async def explain(self, question: str) -> dict[str, Any]:
        """Why the bot would answer as it does (bot/explain.py). Raises Unavailable."""
        if self._session is None:
            raise Unavailable(AWAY)
        try:
            async with self._session.post(f"{self._url}/explain", json={"question": question}) as response:
                told = await response.json() if response.status == 200 else None
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("the bot explained nothing: %s", type(error).__name__)
            told = None
        if not isinstance(told, dict):
            raise Unavailable(AWAY)
        return told

    async def _post(self, body: Mapping[str, Any]) -> Any:
        assert self._session is not None
        async with self._session.post(f"{self._url}/webhooks/rest/webhook", json=body) as response:
            if response.status != 200:
                raise ValueError(f"status {response.status}")
            raw = await response.content.read(LARGEST_REPLY + 1)
            while not response.content.at_eof() and len(raw) <= LARGEST_REPLY:
                raw += await response.content.read(LARGEST_REPLY + 1)
            if len(raw) > LARGEST_REPLY:
                raise ValueError("reply too large")
            return orjson.loads(raw)


def _model_in(status: Any) -> str | None:
    if not isinstance(status, Mapping):
        raise ValueError("not a status")  # noqa: TRY004 - bad data like any other, not our mistake
    return str(status.get("model_file") or "") or None


def plain(text: str) -> str:
    """Rasa obeys ``/intent`` and ``/restart``; a customer's slash is just a slash: another form."""
    bare = text.lstrip()
    return "\u2215" + bare[1:] if bare.startswith("/") else text


def _custom(part: Any) -> Mapping[str, Any] | None:
    custom = part.get("custom") if isinstance(part, Mapping) else None
    return custom if isinstance(custom, Mapping) else None


def understood(reply: Any, titles: Mapping[str, str] | None = None) -> BotReply:
    """What a reply list means. Anything that is not what the contract says is nonsense: a person.
    ``titles`` by entry: what is suggested is shown under them, and an entry without one is not."""
    if not isinstance(reply, list) or not all(isinstance(part, Mapping) for part in reply):
        return UNAVAILABLE
    words = "\n\n".join(
        part["text"] for part in reply if isinstance(part.get("text"), str) and part["text"].strip()
    )
    texts = (words[:LONGEST_TEXT],) if words else ()
    said: dict[str, Any] = {}
    for part in reply:
        said |= _custom(part) or {}
    entities, note = said.get("entities"), said.get("note")
    known = BotReply(
        texts,
        entities=tuple(entities) if isinstance(entities, list) else (),
        note=note if isinstance(note, Mapping) else None,
    )
    if isinstance(handoff := said.get("handoff"), Mapping):
        return replace(known, handoff=str(handoff.get("reason", HandoffReason.RULE.value)))
    if isinstance(verdict := said.get("feedback"), Mapping) and isinstance(verdict.get("helpful"), bool):
        return replace(known, helpful=verdict["helpful"])
    if "answer" in said:
        return _answered(said["answer"], known)
    if "suggest" in said:
        return _suggested(said, known, titles or {})
    return known if texts else UNAVAILABLE


def ranked(parsed: Any) -> list[str]:
    """The entries of a parse, the best first; nothing of what is not as Rasa's retrieval intents are."""
    try:
        ranking = parsed["response_selector"]["faq"]["ranking"]
        likely = (one for one in ranking if float(one["confidence"]) >= SUGGESTED_FROM)
        keys = [str(one["intent_response_key"]) for one in likely]
    except (KeyError, TypeError, ValueError):
        return []
    return [key.removeprefix("faq/") for key in keys if key.startswith("faq/")]


def _answered(answer: Any, known: BotReply) -> BotReply:
    """An answer needs an entry, a title and words; its link must be https."""
    if not isinstance(answer, Mapping) or not known.texts:
        return UNAVAILABLE
    if not (isinstance(answer.get("entry"), str) and isinstance(answer.get("title"), str)):
        return UNAVAILABLE
    kept = {name: answer.get(name) for name in ANSWER_FIELDS}
    if not (isinstance(kept["url"], str) and kept["url"].startswith("https://")):
        kept["url"] = None
    if not isinstance(kept["topic"], str):
        del kept["topic"]  # a bot that names none
    return replace(known, texts=(), answer={**kept, "text": known.texts[0]})


def _suggested(said: Mapping[str, Any], known: BotReply, titles: Mapping[str, str]) -> BotReply:
    """Entries we can name, each once; where there is none, the bot has no answer."""
    ids = said["suggest"] if isinstance(said["suggest"], list) else []
    named = dict.fromkeys(id for id in ids if isinstance(id, str) and id in titles)
    if not named:
        return replace(known, texts=(), handoff=HandoffReason.NO_ANSWER.value)
    model = said.get("model")
    return replace(
        known,
        texts=(),
        suggested=tuple({"entry": id, "title": titles[id]} for id in list(named)[:MOST_SUGGESTED]),
        model=model if isinstance(model, str) else None,
    )


async def watch(bot: RasaBot, changed: Any, every_s: float = 1.0) -> None:
    """Look at the bot now and then; ``changed(state)`` hears of each difference."""
    known = bot.state
    while True:
        state = await bot.look()
        if state != known:
            known = state
            log.info("the bot is %s", state)
            changed(state)
        await asyncio.sleep(every_s)
