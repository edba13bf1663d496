"""The bot's turns: one question in flight for a conversation; newer words replace it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from handoff.core.bot import BotReply, Question
from handoff.core.conversation import Conversation
from handoff.core.errors import Unavailable
from handoff.ports import Bot, Log

log = logging.getLogger(__name__)

TRIES = 3
"""How often a reply is handed in while the database is out of order; after that the deadline decides."""


class Turns:
    """Asks the bot beside everything else; ``replied`` gets what it said."""

    def __init__(self, bot: Bot, replied: Callable[[Question, BotReply], Awaitable[None]]) -> None:
        self._bot = bot
        self._replied = replied
        self._asking: dict[str, asyncio.Task[None]] = {}

    def ask(self, conversation: Conversation, text: str) -> None:
        self._begin(conversation, self._turn(conversation, text))

    def ask_again(self, conversation: Conversation, log: Log) -> None:
        """The question is in the log: words an agent gave back, or a turn that died with its process."""
        self._begin(conversation, self._read_and_ask(conversation, log))

    async def _read_and_ask(self, conversation: Conversation, log: Log) -> None:
        assert conversation.turn is not None
        asked = await log.events(conversation.id, conversation.turn.seq - 1, 1)
        await self._turn(conversation, str(asked[0].data.get("text", "")))

    def _begin(self, conversation: Conversation, turn: Coroutine[Any, Any, None]) -> None:
        self.drop(conversation.id)
        task = asyncio.get_running_loop().create_task(turn)
        self._asking[conversation.id] = task
        task.add_done_callback(lambda done: self._forget(conversation.id, done))

    def drop(self, conversation: str) -> None:
        """Nobody waits for the bot here any more. Its own turn may be what ended: that one just finishes."""
        task = self._asking.pop(conversation, None)
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    async def settle(self) -> None:
        """Wait until nothing is in flight: for tests and for stopping."""
        while self._asking:
            await asyncio.gather(*list(self._asking.values()), return_exceptions=True)

    def stop(self) -> None:
        for conversation in list(self._asking):
            self.drop(conversation)

    async def _turn(self, conversation: Conversation, text: str) -> None:
        assert conversation.turn is not None
        question = Question(conversation.id, conversation.turn.seq, conversation.epoch)
        said = await self._bot.ask(
            f"{conversation.id}:{conversation.turn.seq}",
            text,
            conversation.locale,
            conversation.asked_about,
            conversation.refused,
        )
        # Dropped from here on, it would be stored and not told. Whether it still counts is asked there.
        await asyncio.shield(self._hand_in(question, said))

    async def _hand_in(self, question: Question, said: BotReply) -> None:
        for _ in range(TRIES):
            try:
                await self._replied(question, said)
                return
            except Unavailable as error:
                log.warning("the bot's reply is not stored yet: %s", error.message)
                await asyncio.sleep(float(error.extra.get("retry_s", 1)))

    def _forget(self, conversation: str, done: asyncio.Task[None]) -> None:
        if self._asking.get(conversation) is done:
            del self._asking[conversation]
        if not done.cancelled() and (error := done.exception()) is not None:
            log.error("a bot turn failed; its deadline brings a person", exc_info=error)
