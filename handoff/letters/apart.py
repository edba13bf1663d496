"""Has a mail read by a process of its own, which is ended when it takes too long."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from dataclasses import replace

from handoff.core.mail import Incoming
from handoff.letters import reading

log = logging.getLogger(__name__)

LONGEST_S = 30.0


async def read(raw: bytes) -> Incoming | None:
    """None: it can't be read. The environment stays here: it holds secrets, and a mail needs none."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", reading.__name__, env={"PYTHONUTF8": "1"},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(LONGEST_S):
            said, _ = await process.communicate(raw)
    except TimeoutError:
        said = b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or not said:
        log.warning("a mail could not be read (%s)", process.returncode)
        return None
    return _incoming(said)


def _incoming(said: bytes) -> Incoming:
    told = json.loads(said)
    lists = {name: tuple(told[name]) for name in ("references", "attachments")}
    bounced = tuple(told["bounced"]) if told["bounced"] else None
    return replace(Incoming("", ""), **{**told, **lists, "bounced": bounced})
