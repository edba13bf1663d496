"""From one agent to the next: at every moment somebody is there for the customer."""

from __future__ import annotations

import pytest

from handoff.core.conversation import Status
from handoff.core.errors import BadRequest, Forbidden, NotFound, NotNow
from tests.cast import ADA, GRACE, MAX, MIA, SUE, once
from tests.desk.conftest import Crossing


async def test_the_first_stays_until_the_second_accepts(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, "Speaks Dutch.")
    offered = await crossing.at(id)
    assert (offered.status, offered.agent.name if offered.agent else None) == (Status.WITH_AGENT, "Ada")
    await crossing.agents.say(ADA, once(), id, "One moment, Grace will help you.", None)
    await crossing.transfers.accept(GRACE, once(), id)
    taken = await crossing.at(id)
    assert (taken.status, taken.agent.name if taken.agent else None, taken.offer) == (
        Status.WITH_AGENT, "Grace", None,
    )  # fmt: skip
    assert (await crossing.kinds(id))[-2:] == ["agent_left", "agent_joined"]
    assert await crossing.last_reason(id, "agent_left") == "transferred"


async def test_the_customer_hears_nothing_of_an_offer_and_the_second_agent_all_of_it(
    crossing: Crossing,
) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, "Careful, upset.")
    assert "transfer_offered" not in [told["kind"] for told in crossing.told(MIA, "event")]
    assert crossing.told(GRACE, "event")[-1]["note"] == "Careful, upset."
    card = crossing.told(GRACE, "offer")[-1]
    assert (card["op"], card["conversation"]["offer"]["by"]["name"]) == ("add", "Ada")
    assert [one["id"] for one in (await crossing.agents.welcome(GRACE))["offers"]] == [id]
    assert (await crossing.agents.sync(GRACE, id, 0))["conversation"] == id


async def test_a_declined_offer_leaves_the_customer_where_they_were(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, None)
    await crossing.transfers.decline(GRACE, once(), id)
    assert crossing.told(ADA, "event")[-1]["kind"] == "transfer_declined"
    assert (await crossing.at(id)).agent is not None
    with pytest.raises(NotNow, match="not offered to anybody"):
        await crossing.transfers.accept(GRACE, once(), id)


async def test_nobody_answers_an_offer_in_time(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    await crossing.agents.say(ADA, once(), id, "One moment.", None)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, None)
    await crossing.pass_time(61_000)
    assert await crossing.last_reason(id, "transfer_declined") == "unanswered"
    assert await crossing.status(id) is Status.WITH_AGENT


async def test_an_offer_is_withdrawn_or_replaced_by_who_made_it(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE, SUE)
    id = await crossing.held_by(ADA)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, None)
    await crossing.transfers.transfer(ADA, once(), id, SUE.id, None, None)
    assert (await crossing.kinds(id))[-2:] == ["transfer_declined", "transfer_offered"]
    assert crossing.told(GRACE, "offer")[-1]["op"] == "remove"
    await crossing.transfers.decline(ADA, once(), id)
    assert await crossing.last_reason(id, "transfer_declined") == "withdrawn"


async def test_to_a_team_whoever_accepts_first_and_nobody_declines_for_all(crossing: Crossing) -> None:
    crossing.set_team("billing")
    grace = crossing.hire(GRACE, "billing")
    await crossing.arrive(ADA, grace)
    id = await crossing.held_by(ADA)
    await crossing.transfers.transfer(ADA, once(), id, None, "billing", None)
    assert crossing.told("billing", "offer")[-1]["op"] == "add"
    with pytest.raises(NotNow, match="offered to all of billing"):
        await crossing.transfers.decline(grace, once(), id)
    await crossing.transfers.accept(grace, once(), id)
    assert (await crossing.at(id)).team == "billing"
    with pytest.raises(NotFound):
        await crossing.agents.sync(ADA, id, 0)


async def test_releasing_while_offered_to_a_team_waits_at_the_front_of_that_team(crossing: Crossing) -> None:
    crossing.set_team("billing")
    grace = crossing.hire(GRACE, "billing")
    await crossing.arrive(ADA, grace)
    id = await crossing.held_by(ADA)
    await crossing.transfers.transfer(ADA, once(), id, None, "billing", None)
    await crossing.agents.release(ADA, once(), id)
    moved = await crossing.at(id)
    assert (moved.status, moved.team, moved.returned) == (Status.QUEUED, "billing", True)
    assert await crossing.last_reason(id, "queued") == "transferred"


async def test_dead_ends_are_refused_and_change_nothing(crossing: Crossing) -> None:
    crossing.set_team("empty", members=0)
    crossing.set_team("away")
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    before = await crossing.at(id)
    await crossing.agents.status(GRACE, False, "lunch")
    for to_agent, to_team, refusal, sentence in (
        (ADA.id, None, BadRequest, "you hold this conversation already"),
        (GRACE.id, None, NotNow, "Grace is away"),
        (None, "nowhere", NotFound, "There is no team called 'nowhere'"),
        (None, "empty", NotNow, "Nobody is in empty yet"),
        (None, "away", NotNow, "Nobody of away is available"),
    ):
        with pytest.raises(refusal, match=sentence):
            await crossing.transfers.transfer(ADA, once(), id, to_agent, to_team, None)
    assert await crossing.at(id) == before


async def test_who_has_no_room_is_not_offered_more_and_accepts_no_more(crossing: Crossing) -> None:
    crossing.hire(GRACE, capacity=1)
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, None)
    await crossing.held_by(GRACE, MAX)
    with pytest.raises(NotNow, match="as many customers as you can"):
        await crossing.transfers.accept(GRACE, once(), id)
    await crossing.transfers.decline(GRACE, once(), id)
    with pytest.raises(NotNow, match="Grace has as many customers as they can hold"):
        await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, None)


async def test_only_the_holder_offers_and_only_who_is_asked_accepts(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE, SUE)
    id = await crossing.held_by(ADA)
    with pytest.raises(Forbidden, match="Ada holds"):
        await crossing.transfers.transfer(GRACE, once(), id, SUE.id, None, None)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, None)
    with pytest.raises(Forbidden, match="offered to somebody else"):
        await crossing.transfers.accept(SUE, once(), id)


async def test_an_agent_lost_while_offering_brings_the_customer_to_the_front(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    await crossing.pass_time(2_000)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, None)
    await crossing.leave(ADA)
    await crossing.pass_time(22_000)
    lost = await crossing.at(id)
    assert (lost.status, lost.returned, lost.offer) == (Status.QUEUED, True, None)
    assert crossing.told(GRACE, "offer")[-1]["op"] == "remove"


async def test_a_repeated_accept_gets_the_same_answer_and_does_nothing_twice(crossing: Crossing) -> None:
    await crossing.arrive(ADA, GRACE)
    id = await crossing.held_by(ADA)
    await crossing.transfers.transfer(ADA, once(), id, GRACE.id, None, None)
    call = once()
    first = await crossing.transfers.accept(GRACE, call, id)
    assert await crossing.transfers.accept(GRACE, call, id) == first
    assert (await crossing.kinds(id)).count("agent_joined") == 2


async def test_a_supervisor_takes_over_from_the_bot_the_queue_and_an_agent(crossing: Crossing) -> None:
    await crossing.arrive(ADA, SUE)
    said = await crossing.say("returns?")
    await crossing.transfers.take_over(SUE, once(), said["conversation"])
    assert (await crossing.kinds(said["conversation"]))[-3:] == [
        "handoff_requested",
        "queued",
        "agent_joined",
    ]
    assert await crossing.last_reason(said["conversation"], "handoff_requested") == "agent"
    held = await crossing.held_by(ADA, MAX)
    await crossing.transfers.take_over(SUE, once(), held)
    assert await crossing.last_reason(held, "agent_left") == "taken_over"
    with pytest.raises(Forbidden):
        await crossing.agents.say(ADA, once(), held, "Too late", None)
    with pytest.raises(Forbidden, match="Only supervisors"):
        await crossing.transfers.take_over(ADA, once(), held)


async def test_a_supervisor_assigns_to_who_is_there_and_to_a_teams_front(crossing: Crossing) -> None:
    crossing.set_team("billing")
    await crossing.arrive(ADA, SUE)
    id = await crossing.person()
    with pytest.raises(NotNow, match="Grace is away"):
        await crossing.transfers.assign(SUE, once(), id, GRACE.id, None)
    await crossing.transfers.assign(SUE, once(), id, ADA.id, None)
    assert (await crossing.at(id)).agent is not None
    await crossing.transfers.assign(SUE, once(), id, None, "billing")
    moved = await crossing.at(id)
    assert (moved.status, moved.team, moved.returned, moved.agent) == (Status.QUEUED, "billing", True, None)


async def test_a_whisper_reaches_the_agent_and_never_the_customer(crossing: Crossing) -> None:
    await crossing.arrive(ADA, SUE)
    id = await crossing.held_by(ADA)
    await crossing.transfers.whisper(SUE, once(), id, "Offer a refund.")
    assert crossing.told(ADA, "event")[-1]["kind"] == "whispered"
    assert all(told["kind"] != "whispered" for told in crossing.told(MIA, "event"))
    with pytest.raises(Forbidden):
        await crossing.transfers.whisper(ADA, once(), id, "me too")
