"""Who is there, and when: told to pages as soon as it is so."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.adapters.memory import Account, MemoryClock, MemoryPresence
from handoff.core.hours import Hours
from handoff.core.teams import Team
from handoff.web.connections import Connections
from handoff.web.staff import READ_AGAIN_S, SHORTEST_PAUSE_S, Staff
from tests.cast import ADA, GRACE

HOUR_MS = 3_600_000
MONDAY = 1_800_230_400_000  # 2027-01-18 00:00 UTC
OFFICE = Hours("UTC", (((9 * 60, 17 * 60),),) * 7)


class Shop:
    """A door with its hours, and who stands behind it."""

    def __init__(self, *teams: Team, now: int) -> None:
        self.teams: Sequence[Team] = teams
        self.presence = MemoryPresence()
        self.clock = MemoryClock(now)
        self.staff = Staff(self.presence, self._teams, Connections(), self.clock)

    async def _teams(self) -> Sequence[Team]:
        return self.teams

    async def shown(self) -> dict[str, object]:
        await self.staff.refresh()
        return self.staff.shown


async def test_ada_inside_the_hours_is_open_and_says_until_when() -> None:
    shop = Shop(Team("support", 1, hours=OFFICE), now=MONDAY + 10 * HOUR_MS)
    await shop.presence.connect(ADA.id, "tab")
    assert await shop.shown() == {
        "open": True, "agents": [{"name": ADA.id, "avatar": None}], "opens_at": None,
        "closes_at": "2027-01-18T17:00:00.000Z", "time_zone": "UTC",
    }  # fmt: skip


async def test_inside_the_hours_with_nobody_there_is_not_open_and_promises_no_time() -> None:
    shop = Shop(Team("support", 1, hours=OFFICE), now=MONDAY + 10 * HOUR_MS)
    shown = await shop.shown()
    assert (shown["open"], shown["agents"], shown["opens_at"]) == (False, [], None)
    assert shown["closes_at"] == "2027-01-18T17:00:00.000Z"


async def test_outside_the_hours_says_when_it_opens_whoever_is_still_there() -> None:
    shop = Shop(Team("support", 1, hours=OFFICE), now=MONDAY + 18 * HOUR_MS)
    await shop.presence.connect(ADA.id, "tab")
    shown = await shop.shown()
    assert (shown["open"], shown["agents"], shown["opens_at"]) == (False, [], "2027-01-19T09:00:00.000Z")


async def test_an_agent_counts_for_her_own_team() -> None:
    sales = Team("sales", 1)
    shop = Shop(Team("support", 1, hours=OFFICE), sales, now=MONDAY)
    shop.presence.accounts[ADA.id] = Account("Ada", teams=("support",))
    await shop.presence.connect(ADA.id, "tab")
    assert not (await shop.shown())["open"], "support is closed, and nobody is in sales"
    shop.presence.accounts[GRACE.id] = Account("Grace", teams=("sales",))
    await shop.presence.connect(GRACE.id, "other tab")
    assert [face["name"] for face in (await shop.shown())["agents"]] == ["Grace"]  # type: ignore[attr-defined]


async def test_hours_that_begin_are_seen_without_anybody_moving() -> None:
    shop = Shop(Team("support", 1, hours=OFFICE), now=MONDAY + 9 * HOUR_MS - 200)
    await shop.presence.connect(ADA.id, "tab")
    assert not (await shop.shown())["open"]
    assert shop.staff.pause_s() == 0.2, "it looks again at that moment"
    shop.clock.advance(199)
    assert shop.staff.pause_s() == SHORTEST_PAUSE_S
    shop.clock.advance(1)
    assert (await shop.shown())["open"]
    assert shop.staff.pause_s() == READ_AGAIN_S
    shop.clock.advance(8 * HOUR_MS)
    assert not (await shop.shown())["open"]


async def test_saved_hours_count_when_they_are_read_again() -> None:
    shop = Shop(Team("support", 1), now=MONDAY)
    await shop.presence.connect(ADA.id, "tab")
    assert (await shop.shown())["open"]
    shop.teams = [Team("support", 1, hours=OFFICE)]
    await shop.staff.settings_changed()
    assert shop.staff.shown["opens_at"] == "2027-01-18T09:00:00.000Z"


async def test_a_clock_that_was_set_back_is_believed() -> None:
    shop = Shop(Team("support", 1, hours=OFFICE), now=MONDAY + 10 * HOUR_MS)
    await shop.presence.connect(ADA.id, "tab")
    assert (await shop.shown())["open"]
    shop.clock.now = MONDAY
    assert not (await shop.shown())["open"]
