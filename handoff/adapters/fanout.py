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
    from redis.asyncio.client import PubSub

log = logging.getLogger(__name__)

CHANNEL = "handrail:live"
GREET_S = 1.0
GONE_S = 4.0
"""A process not heard of for this long is taken to be gone: three greetings missed."""

QUIET_S = 3.0
"""Our own greetings come back to us. When they don't for this long, Redis is there in name only."""

AGAIN_S = 0.05
"""Pause before another try. Short, because both sides are to catch up within 0.1 s of Redis' return."""

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
        self._lost = False
        self.up = False

    def tell(self, topic: str, name: str, payload: Any) -> None:
        self._here(topic, name, payload)
        if self._others:
            self._lost |= len(self._outgoing) == WAITING
            self._say(hint=[topic, name, payload])

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
        """The driver is loaded beside the start, not on its way: customers come before other processes.
        It must not try again by itself: a connection mended in silence hides what was missed meanwhile."""
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError

        self._trouble = (RedisError, OSError)
        never = Retry(NoBackoff(), 0)
        return Redis.from_url(url, socket_connect_timeout=2, socket_timeout=QUIET_S, retry=never)

    async def _listen(self, redis: Redis) -> None:
        was_up = False
        while not _stopping():
            try:
                async with redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    self.up = True
                    self._say()
                    if was_up:
                        self._interrupted()
                    was_up = True
                    await self._hear_all(channel)
            except self._trouble as error:
                if self.up:
                    log.warning("Redis is away; facts are safe in SQL: %s", type(error).__name__)
                self.up = False
                await asyncio.sleep(AGAIN_S)

    async def _hear_all(self, channel: PubSub) -> None:
        """Until the connection breaks, or is quiet although we greet."""
        while not _stopping():
            message = await channel.get_message(timeout=QUIET_S)
            if message is None:
                raise TimeoutError
            if message["type"] == "message":
                self._heard(message["data"])

    def _heard(self, raw: bytes) -> None:
        try:
            message = orjson.loads(raw)
            sender = message["from"]
            if sender == self._me:
                return
            if sender not in self._others:
                # What we told before was not for them. They find it in SQL, once they know they must look.
                self._say()
                self._say(missed=sender)
            self._others[sender] = time.monotonic()
            if "hint" in message:
                topic, name, payload = message["hint"]
                self._here(topic, name, payload)
            if message.get("missed", "nobody") in (None, self._me):
                self._interrupted()
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            log.warning("something unreadable on %s was left alone", CHANNEL)

    async def _publish(self, redis: Redis) -> None:
        while not _stopping():
            await self._wake.wait()
            self._wake.clear()
            # Lost while we hear: only this connection is broken, and another try mends it.
            while self._outgoing or (self._lost and self.up):
                batch = [self._message(missed=None)] if self._lost else []
                batch += [self._outgoing.popleft() for _ in range(min(100, len(self._outgoing)))]
                self._lost = False
                try:
                    async with redis.pipeline(transaction=False) as pipe:
                        for message in batch:
                            pipe.publish(CHANNEL, message)
                        await pipe.execute()
                except self._trouble:
                    self._lost = True
                    if not self.up:
                        self._interrupted()
                    await asyncio.sleep(AGAIN_S)

    async def _greet(self) -> None:
        while True:
            self._say()
            await asyncio.sleep(GREET_S)
            horizon = time.monotonic() - GONE_S
            living = {one: heard for one, heard in self._others.items() if heard > horizon}
            if len(living) < len(self._others):
                self._interrupted()  # it may have died between a commit and telling it
            self._others = living

    def _say(self, **what: Any) -> None:
        self._outgoing.append(self._message(**what))
        self._wake.set()

    def _message(self, **what: Any) -> bytes:
        """``{from}`` alone greets; ``hint`` is for pages; ``missed`` says who (None: all) may lack hints."""
        return orjson.dumps({"from": self._me, **what})


def _stopping() -> bool:
    """Redis' driver swallows a cancellation that comes together with its answer; the task remembers it."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
