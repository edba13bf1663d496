"""What the checks make of a log that lost or doubled something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoff.core import customer
from handoff.core.checkup import Check, House, Reading, Row, checked, owned, settled
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.deadlines import granted, scheduled
from handoff.core.mending import ownership
from handoff.core.teams import Team
from tests.cast import ADA, ADA_HOLDS, LIMITS, MIA, MIA_SPEAKS, NOON, TEAM, WAITS, Story, once

HOUSE = House([Team(TEAM, members=2)], {ADA.id: "agent"}, NOON)


@pytest.fixture
def story() -> Story:
    told = Story()
    told.add(customer.start("I am a bot.", "en", None))
    told.add(customer.say(told.at, MIA_SPEAKS, "returns?", once(), WAITS))
    told.add(customer.person(told.at, MIA_SPEAKS, WAITS))
    return told


def read(story: Story, *seqs: int) -> Reading:
    """The log as if it held these events in this order."""
    reading = Reading(Conversation(story.at.id, MIA.id, 1))
    for seq in seqs:
        reading.add(story.log[seq - 1])
    return reading


def row(at: Conversation) -> Row:
    return Row(at.id, {"seq": at.seq}, at, {})


def test_a_whole_log_gives_its_row(story: Story) -> None:
    assert checked(row(story.at), read(story, 1, 2, 3, 4), HOUSE) == []


@pytest.mark.parametrize(
    "seqs", [(1, 1, 2, 3, 4), (1, 2, 2, 3, 4), (1, 3, 4), (2, 3, 4), (2, 1, 3, 4), (1, 2, 3)]
)
def test_doubles_gaps_and_disorder_are_found(story: Story, seqs: tuple[int, ...]) -> None:
    found = checked(row(story.at), read(story, *seqs), HOUSE)
    assert {finding.check for finding in found} == {Check.LOG}
    assert not any(finding.mendable for finding in found)


def test_a_fresh_grace_is_no_mistake(story: Story) -> None:
    later = scheduled(granted(story.at, story.now + 60_000), LIMITS)
    assert later != story.at
    assert checked(row(later), read(story, 1, 2, 3, 4), HOUSE) == []


def test_an_earlier_time_than_the_log_gives_is_one(story: Story) -> None:
    earlier = replace(story.at, active_at=story.at.active_at - 1)
    (finding,) = checked(row(earlier), read(story, 1, 2, 3, 4), HOUSE)
    assert (finding.check, finding.mendable) == (Check.ROW, True)
    assert "active_at" in finding.sentence


def test_marks_that_belong_to_another_status_are_not_kept(story: Story) -> None:
    strange = replace(story.at, status=Status.WITH_AGENT, agent_gone_at=5)
    assert settled(story.at, strange).agent_gone_at is None
    assert settled(story.at, replace(story.at, reminded_at=5)).reminded_at == 5


def test_who_is_served_well_is_left_where_they_are(story: Story) -> None:
    assert ownership(story.at, HOUSE) == []
    held = replace(story.at, status=Status.WITH_AGENT, agent=ADA_HOLDS)
    assert owned(held, HOUSE, mendable=True) == []
    assert ownership(held, HOUSE) == []


def test_without_an_agent_the_customer_goes_back_to_the_queue(story: Story) -> None:
    nobodys = replace(story.at, status=Status.WITH_AGENT, agent=None)
    assert {finding.check for finding in owned(nobodys, HOUSE, mendable=True)} == {Check.OWNER}
    story.at = nobodys
    assert story.add(ownership(nobodys, HOUSE)) == ["queued"]
    assert story.at.returned
    assert owned(story.at, HOUSE, mendable=True) == []


@pytest.mark.parametrize("lost", ["team", "waiting_since"])
def test_who_waits_for_no_team_or_since_never_waits_properly_again(story: Story, lost: str) -> None:
    story.at = changed(story.at, **{lost: None})
    story.add(ownership(story.at, HOUSE))
    assert owned(story.at, HOUSE, mendable=True) == []
    assert story.at.team == TEAM
