"""Live hints to this process's pages at once, and to every other process's through Redis or Valkey.

Hints may be lost; facts are in SQL. After an interruption every page is told how far its conversation is.
Other processes are known by their greetings: while there are none, nothing is published.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from redis.asyncio import Redis

log = logging.getLogger(__name__)

CHANNEL = "handrail:live"
GREET_S = 3.0
GONE_S = 10.0
"""A process not heard of for this long is taken to be gone: three greetings missed."""

WAITING = 10_000
"""Hints kept while Redis hesitates; beyond that the oldest go, and heads tell what was missed."""


class Wire:
    """``ports.Fanout``. ``here`` writes to this process's pages; ``interrupted`` hears of gaps."""

    def __init__(
        self, url: str | None, here: Callable[[str, str, Any], None], interrupted: Callable[[], None]
    ) -> None:
        self._here = here
        self._interrupted = interrupted
        self._url = url
        self._trouble: tuple[type[Exception], ...] = (OSError,)
        self._me = uuid.uuid4().hex
        self._others: dict[str, float] = {}
        self._outgoing: deque[bytes] = deque(maxlen=WAITING)
        self._wake = asyncio.Event()
        self.up = False

    def tell(self, topic: str, name: str, payload: Any) -> None:
        self._here(topic, name, payload)
        if self._others:
            self._outgoing.append(orjson.dumps({"from": self._me, "hint": [topic, name, payload]}))
            self._wake.set()

    async def run(self) -> None:
        """Listen, greet and publish until cancelled; every trouble is a pause and another try."""
        if self._url is None:
            return
        redis = await asyncio.to_thread(self._client, self._url)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen(redis))
                group.create_task(self._publish(redis))
                group.create_task(self._greet())
        finally:
            await redis.aclose()

    def _client(self, url: str) -> Redis:
        """The driver is loaded beside the start, not on its way: customers come before other processes."""
        from redis.asyncio import Redis
        from redis.exceptions import RedisError

        self._trouble = (RedisError, OSError)
        return Redis.from_url(url, socket_connect_timeout=2, health_check_interval=5)

    async def _listen(self, redis: Redis) -> None:
        was_up = False
        while True:
            try:
                async with redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    self.up = True
                    self._greeting()
                    if was_up:
                        self._interrupted()
                    was_up = True
                    async for message in channel.listen():
                        if message["type"] == "message":
                            self._heard(message["data"])
            except self._trouble as error:
                if self.up:
                    log.warning("Redis is away; facts are safe in SQL: %s", type(error).__name__)
                self.up = False
                await asyncio.sleep(0.1)

    def _heard(self, raw: bytes) -> None:
        try:
            message = orjson.loads(raw)
            sender = message["from"]
            if sender == self._me:
                return
            if sender not in self._others:
                self._greeting()
            self._others[sender] = time.monotonic()
            if "hint" in message:
                topic, name, payload = message["hint"]
                self._here(topic, name, payload)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            log.warning("something unreadable on %s was left alone", CHANNEL)

    async def _publish(self, redis: Redis) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._outgoing:
                batch = [self._outgoing.popleft() for _ in range(min(100, len(self._outgoing)))]
                try:
                    async with redis.pipeline(transaction=False) as pipe:
                        for message in batch:
                            pipe.publish(CHANNEL, message)
                        await pipe.execute()
                except self._trouble:
                    self._interrupted()
                    await asyncio.sleep(0.1)

    async def _greet(self) -> None:
        while True:
            self._greeting()
            await asyncio.sleep(GREET_S)
            horizon = time.monotonic() - GONE_S
            self._others = {one: heard for one, heard in self._others.items() if heard > horizon}

    def _greeting(self) -> None:
        self._outgoing.append(orjson.dumps({"from": self._me}))
        self._wake.set()
