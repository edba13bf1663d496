"""Who gets whom: skills, fairness, capacity, the agent one knows, overflow, and silence."""

from __future__ import annotations

import uuid

import pytest

from handoff.core.conversation import Status
from handoff.core.errors import NotNow
from handoff.core.events import HandoffReason
from handoff.core.people import State
from handoff.core.teams import Assignment
from handoff.ports import Visitor
from tests.cast import ADA, GRACE, MAX, MIA, once
from tests.desk.conftest import HERE, Crossing

MINUTE = 60_000


def somebody() -> Visitor:
    return Visitor(str(uuid.uuid4()))


async def owner(crossing: Crossing, id: str) -> str | None:
    held = await crossing.at(id)
    return held.agent.name if held.agent else None


async def test_automatic_assignment_gives_to_the_least_busy_then_the_longest_idle(crossing: Crossing) -> None:
    crossing.set_team(assignment=Assignment.AUTOMATIC)
    await crossing.arrive(ADA, GRACE)
    names = [await owner(crossing, await crossing.person(somebody())) for _ in range(4)]
    assert sorted(map(str, names)) == ["Ada", "Ada", "Grace", "Grace"]
    assert names[0] != names[1]


async def test_nobody_is_given_more_than_they_can_hold_and_the_first_in_line_is_next(
    crossing: Crossing,
) -> None:
    crossing.set_team(assignment=Assignment.AUTOMATIC)
    crossing.hire(ADA, capacity=1)
    await crossing.arrive(ADA)
    first = await crossing.person(MIA)
    crossing.clock.advance(1)
    second = await crossing.person(MAX)
    crossing.clock.advance(1)
    third = await crossing.person(somebody())
    assert [await owner(crossing, id) for id in (first, second, third)] == ["Ada", None, None]
    await crossing.agents.resolve(ADA, once(), first, None)
    await crossing.settle()
    assert [await owner(crossing, id) for id in (second, third)] == ["Ada", None]


async def test_by_hand_capacity_holds_too(crossing: Crossing) -> None:
    crossing.hire(ADA, capacity=1)
    await crossing.arrive(ADA)
    await crossing.held_by(ADA)
    other = await crossing.person(MAX)
    with pytest.raises(NotNow, match="as many customers as you can"):
        await crossing.agents.take(ADA, once(), other)
    assert await crossing.status(other) is Status.QUEUED


async def test_an_agent_who_arrives_is_given_who_waits(crossing: Crossing) -> None:
    crossing.set_team(assignment=Assignment.AUTOMATIC)
    id = await crossing.person()
    assert await owner(crossing, id) is None
    await crossing.arrive(ADA)
    assert await owner(crossing, id) == "Ada"


async def test_who_is_away_or_wrapping_up_is_given_nobody(crossing: Crossing) -> None:
    crossing.set_team(assignment=Assignment.AUTOMATIC, wrap_up_ms=30_000)
    await crossing.arrive(ADA)
    await crossing.agents.status(ADA, False, "lunch")
    first = await crossing.person()
    assert await owner(crossing, first) is None
    await crossing.agents.status(ADA, True, None)
    await crossing.settle()
    assert await owner(crossing, first) == "Ada"
    await crossing.agents.resolve(ADA, once(), first, None)
    assert (await crossing.agents.welcome(ADA))["agent"]["state"] == State.WRAPPING_UP
    second = await crossing.person(MAX)
    assert await owner(crossing, second) is None
    await crossing.pass_time(32_000)
    assert await owner(crossing, second) == "Ada", "the notes are done"


async def test_saying_that_one_is_available_ends_the_notes(crossing: Crossing) -> None:
    crossing.set_team(wrap_up_ms=10 * MINUTE)
    await crossing.arrive(ADA)
    id = await crossing.held_by(ADA)
    await crossing.agents.resolve(ADA, once(), id, None)
    told = await crossing.agents.status(ADA, True, None)
    assert told["state"] == State.AVAILABLE


async def test_released_customers_are_not_given_straight_back(crossing: Crossing) -> None:
    crossing.set_team(assignment=Assignment.AUTOMATIC)
    await crossing.arrive(ADA)
    id = await crossing.person()
    await crossing.agents.release(ADA, once(), id)
    await crossing.settle()
    assert await owner(crossing, id) is None
    await crossing.arrive(GRACE)
    assert await owner(crossing, id) == "Grace"


async def test_nobody_else_is_there_so_in_the_end_it_is_the_same_agent(crossing: Crossing) -> None:
    crossing.set_team(assignment=Assignment.AUTOMATIC)
    await crossing.arrive(ADA)
    id = await crossing.person()
    await crossing.agents.release(ADA, once(), id)
    await crossing.pass_time(6 * MINUTE)
    assert await owner(crossing, id) == "Ada"


async def test_a_customer_goes_to_the_agent_they_know(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(GRACE)
    await crossing.agents.resolve(GRACE, once(), id, None)
    again = await crossing.customers.bot(MIA, once(), HERE)
    assert again["conversation"] != id
    known = await crossing.person()
    assert (await crossing.kinds(known))[-3:] == ["handoff_requested", "queued", "agent_joined"]
    assert await owner(crossing, known) == "Grace"


async def test_to_be_known_is_no_reason_to_overtake(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(GRACE)
    await crossing.agents.resolve(GRACE, once(), id, None)
    await crossing.customers.bot(MIA, once(), HERE)
    await crossing.person(MAX)
    crossing.clock.advance(1)
    assert await owner(crossing, await crossing.person(MIA)) is None


async def test_sensitive_words_go_before_others_but_not_before_the_returned(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    returned = await crossing.held_by(ADA, somebody())
    plain = await crossing.person(MAX)
    crossing.clock.advance(1_000)
    crossing.bot.other = crossing.bot.other.__class__(handoff=HandoffReason.SENSITIVE.value)
    urgent = str((await crossing.say("Somebody uses my card!"))["conversation"])
    assert (await crossing.at(urgent)).urgent
    await crossing.agents.release(ADA, once(), returned)
    order = [str((await crossing.agents.take(ADA, once(), None))["conversation"]) for _ in range(3)]
    assert order == [returned, urgent, plain]


async def test_the_team_is_chosen_by_topic_language_and_reason(crossing: Crossing) -> None:
    crossing.set_team("returns", topics=frozenset({"Returns"}))
    crossing.set_team("deutsch", languages=frozenset({"de"}))
    crossing.set_team("alarm", reasons=frozenset({"sensitive"}))
    answered = crossing.bot.replies["returns?"]
    assert answered.answer is not None
    crossing.bot.replies["returns?"] = answered.__class__(answer={**answered.answer, "topic": "Returns"})
    await crossing.say("returns?")
    assert (await crossing.at(await crossing.person())).team == "returns"
    assert (await crossing.at(await crossing.person(MAX))).team == "support"
    german = somebody()
    await crossing.customers.person(german, once(), HERE.__class__(locale="de-AT"))
    spoken = await crossing.log.latest(german.id)
    assert spoken is not None
    assert spoken.team == "deutsch"


async def test_another_team_helps_out_once_and_the_time_of_the_first_request_counts(
    crossing: Crossing,
) -> None:
    crossing.set_team(overflow_to="backup", overflow_ms=2 * MINUTE)
    crossing.set_team("backup", overflow_to="support", overflow_ms=2 * MINUTE)
    await crossing.arrive(ADA, crossing.hire(GRACE, "backup"))
    id = await crossing.person()
    since = (await crossing.at(id)).waiting_since
    await crossing.pass_time(2 * MINUTE + 4_000)
    helped = await crossing.at(id)
    assert (helped.team, helped.waiting_since, helped.returned) == ("backup", since, False)
    assert await crossing.last_reason(id, "queued") == "overflow"
    await crossing.pass_time(10 * MINUTE)
    assert (await crossing.at(id)).team == "backup", "nobody is sent round in circles"


async def test_a_team_where_nobody_is_helps_nobody_until_somebody_comes(crossing: Crossing) -> None:
    crossing.set_team(overflow_to="backup", overflow_ms=MINUTE)
    crossing.set_team("backup")
    grace = crossing.hire(GRACE, "backup")
    id = await crossing.person()
    await crossing.pass_time(3 * MINUTE)
    assert (await crossing.at(id)).team == "support"
    await crossing.arrive(grace)
    await crossing.pass_time(3 * MINUTE)
    assert (await crossing.at(id)).team == "backup", "looked at again when the queue rang"


async def test_overflow_to_a_team_that_is_gone_leaves_them_where_they_are(crossing: Crossing) -> None:
    crossing.set_team(overflow_to="dissolved", overflow_ms=MINUTE)
    id = await crossing.person()
    await crossing.pass_time(5 * MINUTE)
    assert (await crossing.at(id)).team == "support"


async def test_a_silent_agent_is_reminded_and_then_loses_the_customer_and_is_away(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.held_by(ADA)
    await crossing.pass_time(3 * MINUTE + 4_000)
    nudge = crossing.told(ADA, "nudge")[-1]
    assert nudge["conversation"] == id
    assert await crossing.status(id) is Status.WITH_AGENT
    await crossing.pass_time(12 * MINUTE + 4_000)
    assert await crossing.status(id) is Status.QUEUED
    assert await crossing.last_reason(id, "agent_left") == "idle"
    welcome = await crossing.agents.welcome(ADA)
    assert (welcome["agent"]["available"], welcome["agent"]["label"]) == (False, "Missed a customer")
    assert [(one["conversation"], one["reason"]) for one in welcome["lost"]] == [(id, "idle")]
    assert crossing.told(ADA, "status")[-1]["available"] is False


async def test_an_agent_who_was_gone_hears_on_return_whom_they_lost(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.held_by(ADA)
    await crossing.pass_time(2_000)
    await crossing.leave(ADA)
    await crossing.pass_time(24_000)
    assert await crossing.status(id) is Status.QUEUED
    assert "agent_left" in [told["kind"] for told in crossing.told(MIA, "event")]
    await crossing.arrive(ADA)
    welcome = await crossing.agents.welcome(ADA)
    assert [(one["conversation"], one["reason"]) for one in welcome["lost"]] == [(id, "lost")]
