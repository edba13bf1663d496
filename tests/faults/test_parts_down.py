"""The bot frozen, Valkey gone, the disk full: each is said plainly, and no customer is stranded."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handoff.supervisor import valkey_program
from tests.live.bot_process import BotProcess
from tests.live.people import Crowd
from tests.live.service import Handrail, until, until_async
from tests.replay.compare import settled

pytestmark = pytest.mark.timeout(90)


async def test_a_frozen_bot_means_a_person_after_the_reply_limit(
    tmp_path: Path, crowd: Crowd, bot_process: BotProcess
) -> None:
    async with Handrail(tmp_path / "home", bot_url=bot_process.url, bot_reply_s=1) as handrail:
        mia, noah = crowd.customer(handrail), crowd.customer(handrail)
        await mia.arrive()
        await mia.say("hello")
        await mia.heard("bot_said")
        bot_process.freeze()
        said = await mia.say("hello again")
        asked = await mia.heard("handoff_requested", after=said["seq"])
        assert (asked["reason"], asked["by"]["role"]) == ("bot_unavailable", "system")
        await mia.heard("queued")
        await noah.arrive()
        await noah.do("person")  # and whoever asks for a person meanwhile does not wait for the bot
        await noah.heard("queued")


@contextlib.asynccontextmanager
async def valkey(address: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        valkey_program(), "--port", "0", "--unixsocket", str(address), "--save", "",
        "--dir", str(address.parent), stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def test_without_valkey_everything_works_and_readiness_says_so(tmp_path: Path, crowd: Crowd) -> None:
    address = tmp_path / "valkey.sock"
    async with Handrail(tmp_path / "home", redis_url=f"unix://{address}") as handrail:

        async def redis_is(state: str) -> bool:
            found = await handrail.ready(crowd.http)
            assert (found["code"], found["status"]) == (200, "ready")
            return bool(found["redis"] == state)

        async with valkey(address):
            await until_async(lambda: redis_is("ok"), "Valkey to be noticed")
        await until_async(lambda: redis_is("down"), "its absence to be noticed")
        ada, mia = await crowd.agent(handrail, "Ada"), crowd.customer(handrail)
        await ada.arrive()
        await mia.arrive()
        await mia.do("person")
        await ada.until(lambda: ada.queue, "the queue to show her")
        await ada.claim()
        await mia.say("Is anybody there?")
        await ada.heard(mia.conversation, "customer_said")
        await ada.do("say", conversation=mia.conversation, text="Yes, I am.")
        await mia.heard("agent_said")
        async with valkey(address):
            await until_async(lambda: redis_is("ok"), "its return to be noticed")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are Linux's")
async def test_a_full_disk_refuses_plainly_and_loses_nothing_that_was_acknowledged(
    tmp_path: Path, crowd: Crowd
) -> None:
    async with Handrail(tmp_path / "home", bot_reply_s=1) as handrail:
        customers = [crowd.customer(handrail) for _ in range(5)]
        for mia in customers:
            await mia.arrive()
            await mia.say("Before.")
        size = (handrail.home / "handrail.sqlite3-wal").stat().st_size
        resource.prlimit(handrail.pid, resource.RLIMIT_FSIZE, (size + 60_000, resource.RLIM_INFINITY))
        talking = asyncio.gather(
            *(mia.say(f"Message {number}. " + "x" * 500) for mia in customers for number in range(20))
        )
        await until(lambda: sum(mia.notes["unavailable"] for mia in customers) > 10, "refusals")
        before = handrail.rows("SELECT COUNT(*) AS n FROM events")[0]["n"]
        acknowledged = sum(len(mia.acknowledged) for mia in customers)
        assert before >= acknowledged > 0
        resource.prlimit(
            handrail.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
        assert all(said["ok"] for said in await talking)  # the pages kept trying, and now it is done
        # The service goes on meanwhile (nobody answered them yet), so look until nothing more is under way.
        compared = await settled(handrail, customers, [])
        assert (compared.lost, compared.doubled, compared.reordered) == (0, 0, 0), compared.first
        assert (await handrail.ready(crowd.http))["code"] == 200
