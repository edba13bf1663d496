"""Questions follow the log, are grouped by a process beside, and what is erased leaves nothing behind."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from handoff import children
from handoff.adapters.gaps_grouping import Group
from handoff.core import agent as agents
from handoff.core import bot, customer
from handoff.core.bot import BotReply
from handoff.core.errors import Unavailable
from handoff.studio import gap_grouping
from tests.adapters.conftest import SQL
from tests.cast import ADA_HOLDS, MIA_SPEAKS, WAITS, Story, answer, once
from tests.studio.conftest import House, visitor

everywhere = pytest.mark.parametrize("place", SQL, indirect=True)
sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


def unanswered(text: str, number: int = 0, minutes: int = 0) -> Story:
    story = Story(visitor(number))
    story.add(customer.start("I am a bot.", "en", None))
    story.add(customer.say(story.at, MIA_SPEAKS, text, once(), WAITS))
    story.add(bot.reply(story.at, MIA_SPEAKS, BotReply(handoff="no_answer"), WAITS))
    if minutes:
        story.add([customer.joined(ADA_HOLDS, "support")])
        story.now += minutes * 60_000
        story.add(agents.resolve(story.at, ADA_HOLDS, None))
    return story


def gaps(house: House) -> list[tuple[object, ...]]:
    return house.rows(
        """SELECT g.questions, g.customers, g.agent_ms, q.text FROM gaps g LEFT JOIN questions q
        ON q.id = g.central WHERE g.state = 'open' ORDER BY g.score DESC, g.id"""
    )


@everywhere
async def test_questions_become_gaps_ranked_by_customers_and_agents_time(house: House) -> None:
    for number, (text, minutes) in enumerate(
        [("Ships in the harbour?", 5), ("ships to a pier?", 5), ("Gifts wrapped?", 1)]
    ):
        await house.keep(unanswered(text, number, minutes))
    assert await house.grouping.catch_up() == 3
    assert gaps(house) == [(2, 2, 600_000, "Ships in the harbour?"), (1, 1, 60_000, "Gifts wrapped?")]


@everywhere
async def test_a_gap_keeps_its_id_when_more_is_asked(house: House) -> None:
    await house.keep(unanswered("Ships to pier 3?", 0))
    await house.grouping.catch_up()
    before = house.rows("SELECT id FROM gaps")
    for number in range(1, 4):
        await house.keep(unanswered(f"Ships to pier {number}?", number))
        await house.grouping.catch_up()
    assert house.rows("SELECT id, questions, customers FROM gaps") == [(*before[0], 4, 4)]


@everywhere
async def test_taking_in_the_log_twice_changes_nothing(house: House) -> None:
    await house.keep(unanswered("Ships to pier 3?", 0, minutes=2))
    await house.grouping.catch_up()
    before = house.rows("SELECT * FROM questions"), house.rows("SELECT * FROM gaps")
    house.change("DELETE FROM followers")
    assert await house.grouping.catch_up() == 0
    assert house.rows("SELECT * FROM questions") == before[0]


@everywhere
async def test_an_answer_is_kept_with_what_became_of_it_and_makes_no_gap(house: House) -> None:
    story = Story()
    story.add(customer.start("I am a bot.", "de", None))
    story.add(customer.say(story.at, MIA_SPEAKS, "Wie lange?", once(), WAITS))
    story.add(bot.reply(story.at, MIA_SPEAKS, answer("returns"), WAITS))
    await house.keep(story)
    await house.grouping.catch_up()
    assert house.rows("SELECT became, entry, locale, gap FROM questions") == [
        ("answered", "returns", "de", None)
    ]
    assert gaps(house) == []


@everywhere
async def test_what_is_erased_leaves_neither_words_nor_what_was_made_of_them(house: House) -> None:
    first = await house.keep(unanswered("Ships to pier 3?", 0))
    await house.keep(unanswered("Ships to pier 9?", 1))
    await house.grouping.catch_up()
    await house.erase(first, 2)
    assert house.rows("SELECT text, vector FROM questions WHERE conversation = :c", c=first) == [(None, None)]
    assert house.rows("SELECT centre FROM gaps WHERE state = 'open'") == [(None,)]
    await house.grouping.catch_up()
    assert gaps(house) == [(2, 2, 0, "Ships to pier 9?")], "it was asked; in which words is not known"


@everywhere
async def test_what_is_erased_while_it_is_being_grouped_stays_empty(house: House) -> None:
    id = await house.keep(unanswered("Ships to pier 3?", 0))
    while await house.questions.follow():
        """On."""
    points = house.groups.points()
    await house.erase(id, 2)
    await house.groups.keep([], points, {})
    made = Group(None, b"\0" * 768, 1, "[]", {points[0].id: b"\1" * 768}, points[0].id, 0.9)
    await house.groups.keep([made], points, {})
    assert house.rows("SELECT text, vector, gap FROM questions") == [(None, None, None)]


@sqlite
@pytest.mark.parametrize("behaviour", ["dies", "hangs up", "nonsense"])
async def test_a_grouping_that_does_not_come_to_its_end_stores_nothing(
    house: House, behaviour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.keep(unanswered("Ships to pier 3?"))
    with monkeypatch.context() as patched:
        patched.setenv("GROUPING", behaviour)
        with pytest.raises(Unavailable, match="could not be grouped"):
            await house.grouping.catch_up()
    assert house.rows("SELECT gap, vector FROM questions") == [(None, None)]
    assert house.rows("SELECT * FROM gaps") == []
    assert house.grouping.doing.trouble
    assert await house.grouping.catch_up() == 1
    assert house.grouping.doing.trouble is None


@sqlite
async def test_two_runs_at_once_follow_each_other(house: House) -> None:
    await house.keep(unanswered("Ships to pier 3?"))
    while await house.questions.follow():
        """On."""
    assert sorted(await asyncio.gather(house.grouping.group(), house.grouping.group())) == [0, 1]
    assert len(house.rows("SELECT * FROM gaps")) == 1


@sqlite
async def test_a_run_that_is_stopped_takes_its_process_with_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.keep(unanswered("Ships to pier 3?"))
    started: list[asyncio.subprocess.Process] = []

    async def start(*given: Any, **more: Any) -> asyncio.subprocess.Process:
        started.append(await children.start(*given, **more))
        running.cancel()
        return started[0]

    monkeypatch.setattr(gap_grouping, "start", start)
    running = asyncio.create_task(house.grouping.catch_up())
    with pytest.raises(asyncio.CancelledError):
        await running
    assert started[0].returncode is not None
    assert house.rows("SELECT * FROM gaps") == []
    assert house.grouping.doing.progress is None
