"""What agents' pages are told is theirs is what a fresh page would show them."""

from __future__ import annotations

from handoff.adapters.memory import MemoryBot, MemoryClock, MemoryFanout, MemoryLog, MemoryPresence
from handoff.core.follow_up import Form
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.customers import Place
from handoff.desk.follow_ups import FollowUpDesk
from tests.cast import ADA, LIMITS, MIA, once


async def test_a_follow_up_they_own_is_not_told_as_held() -> None:
    clock, presence, fanout = MemoryClock(), MemoryPresence(), MemoryFanout()
    desk = Desk(MemoryLog(presence, clock), MemoryBot(), fanout, clock, LIMITS)
    customers = CustomerDesk(desk)
    agents = AgentDesk(desk, customers, presence)
    left = await FollowUpDesk(desk, customers).leave(
        MIA, once(), Form("mia@mail.example", "Please write."), Place()
    )
    await agents.take(ADA, once(), left["conversation"])
    welcome = await agents.welcome(ADA)
    assert [one["agent"]["name"] for one in welcome["follow_ups"]] == ["Ada"]
    assert welcome["mine"] == [told for _, name, told in fanout.told if name == "mine"] == []
