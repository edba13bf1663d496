"""The service stopped at each moment between a message's arrival and its acknowledgement."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

import pytest

from tests.live.people import Crowd
from tests.live.service import Handrail, until
from tests.live.stopping_service import POINTS
from tests.replay.compare import settled

pytestmark = pytest.mark.timeout(240)


async def test_a_message_is_there_once_wherever_the_service_was_stopped(tmp_path: Path, crowd: Crowd) -> None:
    stopping = Handrail(tmp_path / "home", module="tests.live.stopping_service", bot_reply_s=60)
    async with stopping as handrail:
        ada, mia = await crowd.agent(handrail, "Ada"), crowd.customer(handrail)
        await asyncio.gather(ada.arrive(), mia.arrive())
        await mia.do("person")
        await ada.claim(mia.conversation)
        for point, how in itertools.product(POINTS, ("kill", "freeze")):
            saying = asyncio.create_task(mia.say(f"Hold on. [{how} {point}]"))
            mark = handrail.home / f"stopped-{how}-{point.replace(' ', '-')}"
            await until(mark.exists, f"{how} {point}")
            await handrail.kill() if how == "freeze" else await handrail.process.wait()
            assert not saying.done(), "nothing was acknowledged yet"
            stored = handrail.rows("SELECT id FROM events WHERE body LIKE ?", f"%[{how} {point}]%")
            assert len(stored) == (point != "before commit")
            await handrail.start()
            said = await saying
            assert said["ok"], said
            held = ada.transcripts[mia.conversation]
            await ada.until(lambda held=held, seq=said["seq"]: held.last >= seq, "the agent to read it")  # type: ignore[misc]
        compared = await settled(handrail, [mia], [ada])
        assert (compared.lost, compared.doubled, compared.reordered) == (0, 0, 0), compared.first
        words = [event["text"] for event in mia.events if event["kind"] == "customer_said"]
        assert words == [f"Hold on. [{how} {p}]" for p, how in itertools.product(POINTS, ("kill", "freeze"))]
