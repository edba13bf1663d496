"""Each customer hears of a thing once: pressed twice, by two, a death in between, under another name."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from handoff.adapters.memory import MemoryLog
from handoff.core.conversation import Holder
from handoff.core.events import Kind, Role, Speaker
from handoff.core.mail import MailKind
from handoff.core.records import Block
from handoff.core.told import Waiting
from handoff.desk import CustomerDesk
from handoff.desk.customers import Place
from handoff.desk.told import ToldDesk
from tests.cast import ADA, CLEO, MAX, MIA, once
from tests.desk.conftest import Crossing

TEXT = "You asked: Where is it?\n\nThere: https://shop.example/help"
NEWS = Waiting("first", MIA.id, "gap:7", TEXT, Speaker(Role.AGENT, CLEO.id, CLEO.name), "it", "Where is it?")


@pytest.fixture
def mailing(crossing: Crossing) -> Crossing:
    log = MemoryLog(crossing.presence, crossing.clock, "shop.example")
    crossing.log = crossing.desk.log = log
    crossing.customers = CustomerDesk(crossing.desk)
    return crossing


def wait(crossing: Crossing, *waiting: Waiting) -> None:
    for one in waiting:
        crossing.log.tables.to_tell[one.telling, one.visitor] = one


async def told(crossing: Crossing, conversation: str) -> list[Any]:
    events = await crossing.log.events(conversation, 0, 100)
    return [event for event in events if event.kind is Kind.TOLD]


async def test_however_often_it_is_tried_mia_hears_of_it_once(crossing: Crossing) -> None:
    held = await crossing.held_by(ADA)
    wait(crossing, NEWS, replace(NEWS, telling="second"))
    desk = ToldDesk(crossing.desk)
    tried = await asyncio.gather(*(desk.tell(one, MIA.id) for one in ("first", "second", "first", "second")))
    assert sorted(tried) == [False, False, False, True]
    assert [event.data["text"] for event in await told(crossing, held)] == [TEXT]
    assert crossing.log.tables.to_tell == {}
    wait(crossing, replace(NEWS, subject="gap:8"))
    assert await desk.tell("first", MIA.id), "of something else she hears, too"


async def test_the_agent_who_holds_her_sees_it_and_nobody_else_speaks_for_the_bot(crossing: Crossing) -> None:
    held = await crossing.held_by(ADA)
    before = crossing.log.tables.conversations[held]
    wait(crossing, NEWS)
    await ToldDesk(crossing.desk).tell("first", MIA.id)
    after = crossing.log.tables.conversations[held]
    assert (after.status, after.agent, after.due_at, after.due_step) == (
        before.status,
        before.agent,
        before.due_at,
        before.due_step,
    )
    (event,) = await told(crossing, held)
    assert (event.by.role, event.by.name) == (Role.AGENT, "Cleo")


async def test_a_death_in_between_leaves_it_to_be_told_once(
    crossing: Crossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await crossing.held_by(ADA)
    wait(crossing, NEWS)
    desk = ToldDesk(crossing.desk)
    with monkeypatch.context() as dying:
        dying.setattr(crossing.desk, "write", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await desk.tell("first", MIA.id)
    assert await told(crossing, held) == []
    assert await desk.tell("first", MIA.id)
    assert len(await told(crossing, held)) == 1


async def test_who_has_said_who_they_are_since_is_told_as_that_and_not_again(crossing: Crossing) -> None:
    held = await crossing.held_by(ADA)
    tables = crossing.log.tables
    anna = "99999999-9999-5999-8999-999999999999"
    wait(crossing, NEWS)
    tables.retired[MIA.id] = anna
    tables.latest[anna] = held
    tables.conversations[held] = replace(tables.conversations[held], visitor=anna)
    desk = ToldDesk(crossing.desk)
    assert await desk.tell("first", MIA.id)
    assert list(tables.told) == [("gap:7", anna)]
    tables.told = {("gap:7", MIA.id): None}
    wait(crossing, replace(NEWS, telling="second", visitor=anna))
    assert not await desk.tell("second", anna), "she heard of it before she said her name"


async def test_who_is_kept_out_or_gone_is_not_told(crossing: Crossing) -> None:
    await crossing.held_by(ADA)
    crossing.log.tables.blocked[MIA.id] = Block(MIA.id, 0, Holder(ADA.id, "Ada"), "rude")
    wait(crossing, NEWS, replace(NEWS, visitor=MAX.id))
    desk = ToldDesk(crossing.desk)
    assert not await desk.tell("first", MIA.id)
    assert not await desk.tell("first", MAX.id)
    assert crossing.log.tables.untold == {"first": 2}
    assert crossing.log.tables.told == {}


async def test_what_cannot_be_done_is_given_up_once(crossing: Crossing) -> None:
    wait(crossing, NEWS)
    desk = ToldDesk(crossing.desk)
    await desk.give_up("first", MIA.id)
    await desk.give_up("first", MIA.id)
    assert crossing.log.tables.untold == {"first": 1}


@pytest.mark.parametrize("confirmed", [False, True])
async def test_the_mail_goes_with_it_and_tells_a_stranger_nothing_of_hers(
    mailing: Crossing, confirmed: bool
) -> None:
    said = await mailing.customers.say(MIA, once(), "Where is it?", Place(locale="de"))
    tables = mailing.log.tables
    if confirmed:
        tables.mail.confirmations[MIA.id, "mia@home.example"] = 1
    wait(mailing, replace(NEWS, email="mia@home.example"))
    await ToldDesk(mailing.desk).tell("first", MIA.id)
    (event,) = await told(mailing, said["conversation"])
    assert event.data["mail"] == "sending"
    (mail,) = tables.mail.mails.values()
    assert (mail.kind, mail.address, mail.content["agent"]) == (MailKind.TOLD, "mia@home.example", "Cleo")
    assert ("Where is it?" in mail.content["text"]) is confirmed
    assert mail.content["stranger"] is not confirmed
    assert tables.told == {("gap:7", MIA.id): "sending"}
    wait(mailing, replace(NEWS, telling="second", email="mia@home.example"))
    await ToldDesk(mailing.desk).tell("second", MIA.id)
    assert len(tables.mail.mails) == 1
