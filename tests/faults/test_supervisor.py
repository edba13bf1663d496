"""``handrail up``: whoever dies is started again, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import socket
from functools import partial
from pathlib import Path

import pytest

from tests.live.people import Crowd
from tests.live.service import Handrail, until, until_async

pytestmark = [pytest.mark.alone, pytest.mark.timeout(240)]

CHILDREN = {"service": "handoff.cli", "Valkey": "valkey", "bot": "bot.server", "actions": "actions"}
TRAINING_S = 150
"""A fresh clone trains first."""


async def test_up_starts_again_what_was_killed_and_leaves_nobody_behind_when_it_is_killed_itself(
    tmp_path: Path, crowd: Crowd
) -> None:
    async with Handrail(tmp_path / "home", "up", port=free_port()) as everything:

        async def bot_is_ok() -> bool:
            return bool((await everything.ready(crowd.http))["bot"] == "ok")

        await until_async(bot_is_ok, "the bot to be there", TRAINING_S)
        for name in CHILDREN:
            before = child(everything.pid, name)
            assert before is not None, name
            os.kill(before, signal.SIGKILL)
            await until(partial(_new, everything.pid, name, before), f"another {name}", 30)
            mia = crowd.customer(everything)
            await mia.arrive()
            assert (await mia.do("person"))["ok"]
            await mia.heard("queued")
        await until_async(bot_is_ok, "the bot to be back", 60)
        left = [child(everything.pid, name) for name in CHILDREN]
        await everything.end(signal.SIGKILL)
        await until(lambda: not any(alive(pid) for pid in left if pid is not None), "children to follow", 20)


def _new(parent: int, name: str, old: int) -> bool:
    return child(parent, name) not in (None, old)


def child(parent: int, name: str) -> int | None:
    """The process by this name that the supervisor started."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (folder / "cmdline").read_text().split("\0")
        except (OSError, ValueError):
            continue  # it ended while we looked
        if above == parent and any(CHILDREN[name] in part for part in command[:3]):
            return int(folder.name)
    return None


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
