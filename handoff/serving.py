"""One service process from its settings to SIGTERM: listen, say where, run, stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import signal
import socket
import sys
from typing import Any

from aiohttp import web
from rich.console import Console

from handoff.adapters import database
from handoff.app import Service
from handoff.settings import Settings
from handoff.storage import open_database
from handoff.troubles import SettingsTrouble
from handoff.vault import prepare_home


async def serve(settings: Settings, console: Console) -> None:
    """Run until SIGTERM or SIGINT."""
    with contextlib.ExitStack() as stack:
        prepare_home(settings.home)
        if settings.one_machine:
            stack.enter_context(database.only_one(settings.database))
        engine = await asyncio.to_thread(open_database, settings)
        stack.callback(engine.dispose)
        listening = stack.enter_context(contextlib.closing(listen(settings)))
        service = Service(settings, engine, console.print)
        runner = web.AppRunner(await service.application(), access_log=None, shutdown_timeout=2)
        await runner.setup()
        site = web.SockSite(runner, listening)
        await site.start()
        address = service.address = address_of(settings, listening)
        say_where(console, address, await asyncio.to_thread(service.first_admin.offer, address))
        tune()
        await until_told_to_stop()
        await runner.cleanup()


def listen(settings: Settings) -> socket.socket:
    """The listening socket; a port in use is one sentence."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(1024)
    except UnicodeError:
        listening.close()
        raise SettingsTrouble(f"HANDRAIL_HOST: '{settings.host}' is not a host.") from None
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise SettingsTrouble(
                f"HANDRAIL_PORT: port {settings.port} on {settings.host} is in use. Stop what uses it, or "
                "set HANDRAIL_PORT to another (0 takes a free one)."
            ) from None
        raise SettingsTrouble(
            f"HANDRAIL_HOST: can't listen on {settings.host}:{settings.port} ({error.strerror or error})."
        ) from None
    listening.setblocking(False)
    return listening


def address_of(settings: Settings, listening: socket.socket) -> str:
    if settings.public_url:
        return settings.public_url
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - shown, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"


def say_where(console: Console, address: str, link: Any) -> None:
    console.print(f"Handrail is up: {address}")
    console.print(f"  shop with the widget  {address}/")
    console.print(f"  chat as a page        {address}/chat")
    console.print(f"  agents' console       {address}/console")
    if link is not None:
        console.print("  No agent account exists yet. A link that makes the first administrator,")
        console.print(f"  valid 15 minutes, lies in {link}")


def tune() -> None:
    """Start-up garbage is swept once and never looked at again; messages make few cycles."""
    sys.setswitchinterval(0.001)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def until_told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
