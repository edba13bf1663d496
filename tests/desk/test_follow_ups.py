"""Going on later: a follow-up has an owner and a time, and what is written is never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handoff.core.conversation import Status
from handoff.core.errors import BadRequest, Closed, Forbidden, NotNow, Taken
from handoff.core.events import iso
from handoff.core.follow_up import Form
from handoff.core.hours import Hours
from handoff.ports import Agent, Answer
from tests.cast import ADA, GRACE, MIA, NOON, SUE, once
from tests.desk.conftest import FORM, HERE, Crossing

DAY = 24 * 3_600_000
WEEKDAYS = (*[((9 * 60, 17 * 60),)] * 5, (), ())
OFFICE = Hours("Europe/Tallinn", WEEKDAYS)
FRIDAY_NIGHT = 1_800_050_400_000  # Friday 2027-01-15, 22:00 in Tallinn


async def test_who_waits_may_go_on_by_mail_and_gives_up_the_place(crossing: Crossing) -> None:
    id = await crossing.person()
    await crossing.follow_up()
    left = await crossing.at(id)
    assert (left.status, left.email, left.team) == (Status.FOLLOW_UP, "mia@example.com", "support")
    assert (left.follow_up_due, left.due_at, left.due_step) == (NOON + DAY, NOON + DAY, "follow_up_due")
    assert crossing.told("support", "follow_up")[-1]["op"] == "add"
    assert crossing.told("support", "queue")[-1]["op"] == "remove"


async def test_it_may_be_the_very_first_thing_somebody_does(crossing: Crossing) -> None:
    id = await crossing.follow_up()
    assert await crossing.kinds(id) == ["conversation_started", "follow_up_left"]


async def test_a_form_sent_when_a_person_has_come_is_refused_and_says_what_to_do(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.held_by(ADA)
    with pytest.raises(NotNow, match="Your words are still here"):
        await crossing.follow_up()
    assert await crossing.status(id) is Status.WITH_AGENT


async def test_the_same_form_twice_is_one_and_a_newer_one_counts(crossing: Crossing) -> None:
    id = await crossing.follow_up()
    await crossing.follow_up()
    assert (await crossing.kinds(id)).count("follow_up_left") == 1
    await crossing.follow_up(replace(FORM, email="mia@work.example"))
    assert (await crossing.at(id)).email == "mia@work.example"


async def test_the_due_time_is_business_time(crossing: Crossing) -> None:
    crossing.set_team(hours=OFFICE, reply_within_ms=2 * 3_600_000)
    crossing.clock.now = FRIDAY_NIGHT
    id = await crossing.follow_up()
    assert iso((await crossing.at(id)).follow_up_due or 0) == "2027-01-18T09:00:00.000Z"


async def test_a_call_back_is_at_a_time_when_somebody_is_there(crossing: Crossing) -> None:
    crossing.set_team(hours=OFFICE)
    crossing.clock.now = FRIDAY_NIGHT
    sunday, monday = FRIDAY_NIGHT + 2 * DAY, FRIDAY_NIGHT + 3 * DAY - 8 * 3_600_000
    for slot, sentence in (
        (sunday, "nobody is there"),
        (FRIDAY_NIGHT - 1, "in the next two months"),
        (FRIDAY_NIGHT + 90 * DAY, "in the next two months"),
    ):
        with pytest.raises(BadRequest, match=sentence):
            await crossing.follow_up(replace(FORM, slot=slot))
    id = await crossing.follow_up(replace(FORM, slot=monday))
    assert (await crossing.at(id)).follow_up_due == monday
    crossing.set_team(callbacks=False)
    with pytest.raises(BadRequest, match="call-backs are not offered"):
        await crossing.follow_up(replace(FORM, slot=monday + 3_600_000))


async def test_an_agent_owns_it_answers_by_mail_and_resolves(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.follow_up()
    with pytest.raises(NotNow, match="Take the follow-up first"):
        await crossing.agents.say(ADA, once(), id, "Tomorrow.", None)
    await crossing.agents.take(ADA, once(), id)
    with pytest.raises(Taken, match="Ada was faster"):
        await crossing.agents.take(GRACE, once(), id)
    with pytest.raises(Forbidden, match="Ada holds this follow-up"):
        await crossing.agents.say(GRACE, once(), id, "Tomorrow.", None)
    await crossing.agents.say(ADA, once(), id, "Tomorrow.", None)
    said = (await crossing.log.events(id, 0, 100))[-1]
    assert said.data["channel"] == "mail"
    answered = await crossing.at(id)
    assert (answered.status, answered.due_step) == (Status.FOLLOW_UP, "follow_up_idle")
    await crossing.agents.resolve(ADA, once(), id, None)
    assert await crossing.status(id) is Status.RESOLVED


async def test_owning_follow_ups_takes_no_room_and_no_connection(crossing: Crossing) -> None:
    """Nobody is at the page: an owner who goes home loses nothing and nobody."""
    crossing.hire(ADA, capacity=1)
    await crossing.arrive(ADA)
    id = await crossing.follow_up()
    await crossing.agents.take(ADA, once(), id)
    await crossing.pass_time(2_000)
    await crossing.leave(ADA)
    await crossing.pass_time(60_000)
    assert (await crossing.at(id)).agent is not None
    assert await crossing.log.abandoned() == []


async def test_released_it_is_the_teams_again_and_handed_on_it_is_a_colleagues(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.follow_up()
    await crossing.agents.take(ADA, once(), id)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, "Yours, I think.")
    handed = await crossing.at(id)
    assert (handed.status, handed.agent.name if handed.agent else None) == (Status.FOLLOW_UP, "Grace")
    await crossing.agents.release(GRACE, once(), id)
    assert (await crossing.at(id)).agent is None
    await crossing.transfers.assign(SUE, once(), id, ADA.id, None)
    assert (await crossing.at(id)).agent is not None
    with pytest.raises(NotNow, match="not at the page"):
        await crossing.agents.to_bot(ADA, once(), id)


async def test_a_due_follow_up_rings_again_and_again_and_is_never_closed(crossing: Crossing) -> None:
    id = await crossing.follow_up()
    await crossing.pass_time(2_000)
    crossing.clock.now = NOON + DAY
    rung = len(crossing.told("support", "follow_up"))
    await crossing.deadlines.look()
    await crossing.pass_time(4_000)
    for _ in range(30):
        found = await crossing.at(id)
        assert found.status is Status.FOLLOW_UP
        crossing.clock.now = max(crossing.clock.now, found.due_at or 0) + 1
        await crossing.desk.deadline_passed(id)
    assert len(crossing.told("support", "follow_up")) > rung + 10


async def test_answered_and_silent_for_a_week_it_is_closed(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.follow_up()
    await crossing.agents.take(ADA, once(), id)
    await crossing.agents.say(ADA, once(), id, "Tomorrow.", None)
    crossing.clock.advance(7 * DAY + 1)
    await crossing.desk.deadline_passed(id)
    assert await crossing.status(id) is Status.RESOLVED


async def test_writing_while_somebody_is_there_comes_into_the_queue(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.follow_up()
    await crossing.say("I am back at my desk.")
    assert (await crossing.kinds(id))[-3:] == ["customer_said", "reopened", "queued"]


async def test_writing_while_nobody_is_there_is_kept_and_taken_up_when_somebody_comes(
    crossing: Crossing,
) -> None:
    id = await crossing.follow_up()
    await crossing.say("Hello? Anybody?")
    assert (await crossing.status(id), (await crossing.at(id)).knocking) == (Status.FOLLOW_UP, True)
    await crossing.arrive(ADA)
    assert await crossing.status(id) is Status.QUEUED
    assert await crossing.last_reason(id, "reopened") == "staffed"


async def test_the_owner_who_is_there_gets_them_back_at_once(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.follow_up()
    await crossing.agents.take(GRACE, once(), id)
    await crossing.say("Hello again.")
    back = await crossing.at(id)
    assert (back.status, back.agent.name if back.agent else None) == (Status.WITH_AGENT, "Grace")


async def test_a_person_and_the_bot_are_still_one_click_away(crossing: Crossing) -> None:
    id = await crossing.follow_up()
    await crossing.customers.bot(MIA, once(), HERE)
    assert await crossing.status(id) is Status.WITH_BOT
    await crossing.follow_up()
    assert await crossing.person() == id
    assert await crossing.status(id) is Status.QUEUED


async def test_a_resolved_conversation_goes_on_by_mail_too(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.held_by(ADA)
    await crossing.agents.resolve(ADA, once(), id, None)
    with pytest.raises(Closed):
        await crossing.agents.say(ADA, once(), id, "One more thing", None)
    await crossing.follow_up()
    assert (await crossing.kinds(id))[-2:] == ["reopened", "follow_up_left"]
    assert await crossing.status(id) is Status.FOLLOW_UP


@pytest.mark.parametrize(
    ("state", "kinds", "after"),
    [
        ("follow_up", ["customer_said"], "follow_up"),
        ("resolved", ["customer_said", "reopened", "follow_up_left"], "follow_up"),
        ("with_bot", ["customer_said", "follow_up_left"], "follow_up"),
        ("with_agent", ["customer_said"], "with_agent"),
    ],
)
async def test_a_reply_by_mail_comes_back_into_the_conversation(
    crossing: Crossing, state: str, kinds: list[str], after: str
) -> None:
    """No bot and no queue answers somebody who is not at the page."""
    await crossing.arrive(ADA)
    id = await crossing.follow_up()
    if state == "with_bot":
        await crossing.customers.bot(MIA, once(), HERE)
    if state == "resolved":
        await crossing.agents.take(ADA, once(), id)
        await crossing.agents.resolve(ADA, once(), id, None)
    if state == "with_agent":
        await crossing.person()
        await crossing.agents.take(ADA, once(), id)
    before, call = (await crossing.at(id)).seq, once()
    for _ in range(2):
        await crossing.follow_ups.mailed(id, call, "Thank you, and one more thing.")
    assert await crossing.kinds(id, before) == kinds
    assert await crossing.status(id) == after
    assert crossing.bot.asked == []


async def test_a_mail_back_is_due_again(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.follow_up()
    await crossing.agents.take(ADA, once(), id)
    await crossing.agents.say(ADA, once(), id, "Tomorrow.", None)
    crossing.clock.advance(DAY)
    await crossing.follow_ups.mailed(id, once(), "It did not come.")
    waiting = await crossing.at(id)
    assert (waiting.due_step, waiting.due_at) == ("follow_up_due", crossing.clock.now + DAY)
    assert Form("a@b.example", "x") != FORM


TOMORROW = NOON + DAY


async def plan(crossing: Crossing, agent: Agent, id: str, due: int = TOMORROW, **more: Any) -> Answer:
    return await crossing.follow_ups.plan(agent, once(), id, due, **{"keep": True, **more})


async def test_an_agent_puts_off_a_customer_and_keeps_them(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.held_by(ADA)
    with pytest.raises(BadRequest, match="email: no address is known"):
        await plan(crossing, ADA, id)
    await plan(crossing, ADA, id, email="mia@example.com", note="The warehouse calls back.")
    put_off = await crossing.at(id)
    assert put_off.agent is not None
    assert (put_off.status, put_off.agent.id, put_off.email) == (Status.FOLLOW_UP, ADA.id, "mia@example.com")
    assert (put_off.due_at, put_off.due_step) == (TOMORROW, "follow_up_due")
    assert (await crossing.kinds(id))[-2:] == ["note_added", "follow_up_left"]
    assert crossing.told(ADA, "mine")[-1]["op"] == "remove"
    assert crossing.told(ADA, "follow_up")[-1]["conversation"]["owed"] is True
    promised = crossing.told(MIA, "event")[-1]
    assert (promised["kind"], promised["due"], promised["by"]["name"]) == (
        "follow_up_left",
        iso(TOMORROW),
        "Ada",
    )
    # It rings when it is due, for as long as nobody acts.
    crossing.clock.now = TOMORROW
    await crossing.desk.deadline_passed(id)
    assert crossing.told(ADA, "follow_up")[-1]["conversation"]["rung"] == iso(TOMORROW)
    await plan(crossing, ADA, id, TOMORROW + DAY)
    assert (await crossing.at(id)).due_at == TOMORROW + DAY
    before = await crossing.kinds(id)
    await plan(crossing, ADA, id, TOMORROW + DAY)
    assert await crossing.kinds(id) == before, "the same again changes nothing"


async def test_or_gives_it_to_the_team_until_then(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    await plan(crossing, ADA, id, email="mia@example.com", keep=False)
    assert (await crossing.at(id)).agent is None
    await plan(crossing, GRACE, id, TOMORROW + DAY)
    owned = await crossing.at(id)
    assert owned.agent is not None
    assert (owned.agent.id, owned.follow_up_due) == (GRACE.id, TOMORROW + DAY)
    with pytest.raises(Forbidden, match="Grace holds"):
        await plan(crossing, ADA, id)


async def test_what_was_closed_is_taken_up_again_for_a_reply_by_mail(crossing: Crossing) -> None:
    await crossing.arrive(ADA)
    id = await crossing.held_by(ADA)
    await crossing.agents.resolve(ADA, once(), id, None)
    await plan(crossing, ADA, id, email="mia@example.com")
    again = await crossing.at(id)
    assert again.agent is not None
    assert (again.status, again.agent.id, again.resolved_at) == (Status.FOLLOW_UP, ADA.id, None)
    assert (await crossing.kinds(id))[-3:] == ["reopened", "follow_up_left", "follow_up_taken"]
    await crossing.agents.say(ADA, once(), id, "One thing more.", None)
    assert (await crossing.at(id)).follow_up_due is None


async def test_who_is_not_theirs_can_not_be_put_off(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    waiting = await crossing.person()
    with pytest.raises(NotNow, match="Take the conversation first"):
        await plan(crossing, ADA, waiting, email="mia@example.com")
    await crossing.agents.take(ADA, once(), waiting)
    with pytest.raises(Forbidden, match="Ada holds"):
        await plan(crossing, GRACE, waiting, email="mia@example.com")
    for due in (NOON, NOON - 1, NOON + 400 * DAY):
        with pytest.raises(BadRequest, match="due: choose a time in the next year"):
            await plan(crossing, ADA, waiting, due, email="mia@example.com")
