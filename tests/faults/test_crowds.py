"""Many at once over real sockets: 200 agents reach for 50 customers, 500 pages come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.people import Crowd
from tests.live.race import race
from tests.live.service import Handrail
from tests.live.storm import storm

pytestmark = [pytest.mark.alone, pytest.mark.timeout(180)]


async def test_of_200_agents_who_reach_for_50_customers_exactly_one_gets_each(
    tmp_path: Path, crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Handrail(tmp_path / "home") as handrail:
        raced = await race(handrail, crowd.http)
    assert raced.refused == {"not_found"}, "everybody else hears that nobody waits"
    with capsys.disabled():
        print(f"\n  200 agents, 50 conversations: {raced.ms:.0f} ms, answered in {raced.answered_ms:.0f} ms")


async def test_500_pages_that_come_back_at_once_miss_nothing(
    tmp_path: Path, crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Handrail(tmp_path / "home", bot_reply_s=60) as handrail:
        stormed = await storm(handrail, crowd, pages=500)
    assert (stormed.lost, stormed.doubled, stormed.reordered) == (0, 0, 0), stormed.first
    with capsys.disabled():
        print(f"\n  500 pages were back and complete {stormed.seconds:.1f} s after the service was")
