"""``handrail serve`` that stops itself in the middle of a call whose words say where: for tests alone.

``[kill before commit]`` in what a customer says ends the process there, as a power cut would; ``[freeze …]``
stops it, for somebody outside to kill. Each only once: a file in HANDRAIL_HOME remembers it, because the page
will send the same words again.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from handoff import cli
from handoff.adapters.connection import Connection
from handoff.desk import Desk
from handoff.web.sockets import Sockets

POINTS = ("before commit", "before telling", "before answering")
_WORDS = re.compile(r"\[(kill|freeze) ([a-z ]+)\]")


def stop_at(point: str, words: str) -> None:
    for how, where in _WORDS.findall(words):
        mark = Path(os.environ["HANDRAIL_HOME"]) / f"stopped-{how}-{where.replace(' ', '-')}"
        if where == point and not mark.exists():
            mark.touch()
            # To this very thread: any other might be slow to stop the rest, and this one would go on.
            signal.pthread_kill(threading.get_ident(), signal.SIGKILL if how == "kill" else signal.SIGSTOP)


def words_of(*values: Any) -> str:
    return " ".join(str(value) for value in values)


def before_commit(execute: Callable[..., None], write: Callable[..., int]) -> tuple[Any, Any]:
    """All is written, nothing is durable."""
    written: list[str] = []

    def writing(self: Connection, statement: str, values: Any) -> int:
        written.append(words_of(values))
        return write(self, statement, values)

    def executing(self: Connection, statement: str) -> None:
        if statement == "COMMIT":
            stop_at("before commit", " ".join(written))
        written.clear()
        execute(self, statement)

    return executing, writing


def before_telling(tell: Callable[..., None]) -> Any:
    """All is durable, and nobody knows."""

    def telling(self: Desk, changes: Any) -> None:
        stop_at("before telling", words_of(*(event.data for change in changes for event in change.events)))
        tell(self, changes)

    return telling


def before_answering(call: Callable[..., Any]) -> Any:
    """Everybody knows but who asked."""

    async def calling(self: Sockets, namespace: str, sid: str, data: list[Any]) -> Any:
        answer = await call(self, namespace, sid, data)
        stop_at("before answering", words_of(*data))
        return answer

    return calling


def main() -> None:
    executing, writing = before_commit(Connection.execute, Connection.write)
    with (
        patch.object(Connection, "execute", executing),
        patch.object(Connection, "write", writing),
        patch.object(Desk, "tell", before_telling(Desk.tell)),
        patch.object(Sockets, "_call", before_answering(Sockets._call)),
    ):
        cli.main()


if __name__ == "__main__":
    main()
