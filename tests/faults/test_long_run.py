"""A short piece of the long run: what was acknowledged is there once, in order, whoever was killed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.live.long_run import long_run

pytestmark = [pytest.mark.alone, pytest.mark.timeout(240)]


async def test_no_acknowledged_message_is_lost_doubled_or_reordered_whoever_is_killed(
    tmp_path: Path, rng: random.Random, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = await long_run(tmp_path / "run", rng, messages=1_000, kills=3)
    with capsys.disabled():
        print(f"\n{ran.table()}")
    found = ran.compared
    assert (found.lost, found.doubled, found.reordered) == (0, 0, 0), found.first
    assert ran.acknowledged >= 1_000
    assert found.unowned == []
    assert ran.trouble == {}
    assert not ran.traceback
