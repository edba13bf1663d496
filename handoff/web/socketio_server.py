"""python-socketio's server, imported alone.

The package imports every client and every broker's driver that it finds installed (Redis twice, RabbitMQ,
requests): half a second of each start, for parts that this service never uses. All are optional to it.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from types import ModuleType

UNUSED = ("aio_pika", "kafka", "kombu", "redis", "requests", "valkey", "websocket", "zmq")


@contextlib.contextmanager
def _absent(names: tuple[str, ...]) -> Iterator[None]:
    """Make ``import`` of these fail for a while, as if they were not installed."""
    before = {name: sys.modules.get(name) for name in names}
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # None: import fails
    modules.update(dict.fromkeys(names))
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del modules[name]
            else:
                modules[name] = module


with _absent(UNUSED):
    from engineio import AsyncServer as EngineServer
    from engineio import packet as engine_packets
    from socketio import AsyncServer as SocketServer
    from socketio import packet as socket_packets
    from socketio.exceptions import ConnectionRefusedError as Refused

__all__ = ["EngineServer", "Refused", "SocketServer", "engine_packets", "socket_packets"]
