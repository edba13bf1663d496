"""An agent whose connection is gone: a short grace, then the truth and the front of the queue."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.people import Crowd
from tests.live.service import Handrail, until

pytestmark = pytest.mark.timeout(90)


async def test_a_customer_whose_agent_vanished_is_told_and_waits_at_the_front_with_the_original_time(
    tmp_path: Path, crowd: Crowd
) -> None:
    async with Handrail(tmp_path / "home", agent_grace_s=1) as handrail:
        ada, grace = await crowd.agent(handrail, "Ada"), await crowd.agent(handrail, "Grace")
        mia, noah = crowd.customer(handrail), crowd.customer(handrail)
        for person in (ada, grace, mia, noah):
            await person.arrive()
        await noah.do("person")  # he waited before her, and she comes back before him
        await mia.do("person")
        first = await mia.heard("queued")
        await ada.claim(mia.conversation)
        await mia.heard("agent_joined")
        await ada.vanish()
        left = await mia.heard("agent_left")
        assert (left["by"]["role"], left["agent"]["name"], left["reason"]) == ("system", "Ada", "lost")
        queued = await mia.heard("queued", after=left["seq"])
        assert (queued["seq"], queued["reason"]) == (left["seq"] + 1, "agent_lost")
        await mia.until(lambda: mia.place and mia.place["position"] == 1, "the front of the queue")
        await noah.until(lambda: noah.place and noah.place["position"] == 2, "to hear of it")
        await grace.until(lambda: mia.conversation in grace.queue, "the colleague to see her")
        assert grace.queue[mia.conversation]["since"] == first["at"]
        taken = await grace.claim()
        assert taken["conversation"] == mia.conversation
        await ada.arrive()
        refused = await ada.do("say", conversation=mia.conversation, text="I am back!")
        assert (refused["ok"], refused["code"]) == (False, "forbidden")


async def test_an_agent_who_is_back_within_the_grace_keeps_the_customer_who_hears_nothing_of_it(
    tmp_path: Path, crowd: Crowd
) -> None:
    async with Handrail(tmp_path / "home", agent_grace_s=3) as handrail:
        ada, grace = await crowd.agent(handrail, "Ada"), await crowd.agent(handrail, "Grace")
        mia, noah = crowd.customer(handrail), crowd.customer(handrail)
        for person in (ada, grace, mia, noah):
            await person.arrive()
        await mia.do("person")
        await noah.do("person")
        await ada.claim(mia.conversation)
        await grace.claim(noah.conversation)
        gone = "SELECT id FROM conversations WHERE state ->> 'agent_gone_at' IS NOT NULL"
        await ada.vanish()
        await until(lambda: handrail.rows(gone), "the grace to begin")
        await ada.arrive()
        await until(lambda: not handrail.rows(gone), "the grace to end")
        await grace.vanish()
        await noah.heard("agent_left")  # a later grace has passed, so hers would have, too
        assert [event["kind"] for event in mia.events][-1] == "agent_joined"
        said = await ada.do("say", conversation=mia.conversation, text="Where were we?")
        assert said["ok"], said
        await mia.heard("agent_said")
