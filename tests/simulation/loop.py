"""An event loop in which nothing happens by itself: each callback runs when the history says so.

Time is a number that the history moves, there are no threads, and which of the ready callbacks runs next is
the history's choice. What asyncio promises to run in order (the wake-ups of one commit) keeps its order.
"""

from __future__ import annotations

import asyncio
import contextvars
import heapq
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any


class Loop(asyncio.AbstractEventLoop):
    """One life of a service. ``trouble`` hears of exceptions that nobody caught. It can do what tasks,
    futures and sleeps ask for: whoever wants a socket, a thread or a child process here gets an error."""

    def __init__(self, trouble: Callable[[str], object]) -> None:
        self.ready: list[asyncio.Handle | None] = []  # None: the first of those that keep their order
        self.dead = False
        self._trouble = trouble
        self._in_turn: deque[asyncio.Handle] = deque()
        self._ordering = False
        self._timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._order = count()
        self._now = 0.0

    def run(self, number: int) -> None:
        """Run one ready callback, up to where it waits next."""
        handle = self.ready.pop(number % len(self.ready))
        if handle is None:
            handle = self._in_turn.popleft()
        if handle.cancelled():
            return
        asyncio._set_running_loop(self)
        try:
            handle._run()
        finally:
            asyncio._set_running_loop(None)

    def wait(self, seconds: float) -> None:
        """Let time pass; what is due becomes ready."""
        self._now += seconds
        while self._timers and self._timers[0][0] <= self._now:
            handle = heapq.heappop(self._timers)[2]
            if not handle.cancelled():
                self.ready.append(handle)

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Begin a task from outside."""
        return asyncio.Task(work, loop=self)

    def abandon(self) -> None:
        """A crash: every task stays for ever where it stands. They are let go of without a word, and what
        runs in their last moments reaches nothing."""
        self.dead = True
        for task in asyncio.all_tasks(self):
            lost: Any = task
            lost._log_destroy_pending = False
            try:
                lost.get_coro().close()
            except (RuntimeError, ValueError):  # one that waits for another that was closed before it
                continue
        self.ready.clear()
        self._in_turn.clear()
        self._timers.clear()

    @contextmanager
    def in_order(self) -> Iterator[None]:
        """Callbacks made ready within run in this order, though others may run between them."""
        self._ordering = True
        try:
            yield
        finally:
            self._ordering = False

    # What asyncio's tasks, futures and sleeps ask of their loop.

    def call_soon(  # type: ignore[override]  # typeshed's has a type variable tuple that adds nothing here
        self, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        if self.dead:
            return handle
        if self._ordering:
            self._in_turn.append(handle)
            self.ready.append(None)
        else:
            self.ready.append(handle)
        return handle

    def call_later(  # type: ignore[override]
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,
        context: contextvars.Context | None = None,
    ) -> asyncio.TimerHandle:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(  # type: ignore[override]
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,
        context: contextvars.Context | None = None,
    ) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        if not self.dead:
            heapq.heappush(self._timers, (when, next(self._order), handle))
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        pass

    def create_task(self, coro: Any, **options: Any) -> asyncio.Task[Any]:
        return asyncio.Task(coro, loop=self, **options)

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def time(self) -> float:
        return self._now

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        if not self.dead:
            self._trouble(f"{context.get('message')}: {context.get('exception')!r}")
