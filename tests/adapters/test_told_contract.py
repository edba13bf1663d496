"""Who is told of what, on SQLite and PostgreSQL: once, whoever tells, and counted to the last."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from handoff.adapters.asking import Asking
from handoff.adapters.database import connect
from handoff.adapters.event_log import SqlLog
from handoff.adapters.known_issues import KnownIssues
from handoff.adapters.memory import MemoryBot, MemoryClock, MemoryFanout
from handoff.adapters.tellings import Sent, Tellings
from handoff.core.conversation import Conversation
from handoff.core.events import Draft, Kind, Role, Speaker
from handoff.core.folding import record
from handoff.core.told import Waiting
from handoff.desk import Desk
from handoff.desk.told import ToldDesk
from tests.adapters.conftest import SQL, hire, written
from tests.cast import ADA, CLEO, LIMITS, MIA, NOON

pytestmark = pytest.mark.parametrize("database_url", SQL, indirect=True)

CLEO_SPEAKS = Speaker(Role.AGENT, CLEO.id, CLEO.name)


@dataclass
class Shop:
    engine: Engine
    clock: MemoryClock
    logs: list[SqlLog]
    tellings: Tellings

    def desk(self, number: int = 0) -> ToldDesk:
        return ToldDesk(Desk(self.logs[number], MemoryBot(), MemoryFanout(), self.clock, LIMITS))

    async def customer(self, number: int) -> tuple[str, str]:
        """Visitor and conversation of somebody who said a word."""
        visitor = str(uuid.UUID(int=(number << 64) | (4 << 76) | (8 << 60)))
        fresh = Conversation(str(uuid.uuid5(uuid.UUID(visitor), "1")), visitor, 1, "en")
        said = Draft(Kind.CUSTOMER_SAID, Speaker(Role.CUSTOMER, visitor), {"text": f"Where is {number}?"})
        after, events = record(fresh, [said], NOON)
        await self.logs[0].transact(lambda tx: tx.append(None, after, events))
        return visitor, fresh.id

    async def told(self, conversation: str) -> int:
        events = await self.logs[0].events(conversation, 0, 50)
        return sum(event.kind is Kind.TOLD for event in events)

    def run(self, statement: str, **values: Any) -> Any:
        with self.engine.begin() as db:
            return db.execute(text(statement), values)


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    """Two processes' writers where there may be two."""
    clock = MemoryClock(NOON)
    with contextlib.ExitStack() as stack:
        engines = [connect(database_url) for _ in range(1 + database_url.startswith("postgresql"))]
        logs = []
        for engine in engines:
            stack.callback(engine.dispose)
            logs.append(SqlLog(engine, stack.enter_context(written(engine)), clock))
        hire(engines[0], ADA)
        yield Shop(engines[0], clock, logs, Tellings(engines[0], clock))


def sent(total: int = 1, id: str | None = None) -> Sent:
    author = {"id": CLEO.id, "name": CLEO.name, "avatar": None}
    return Sent(id or str(uuid.uuid4()), "gap:7", NOON, author, "it", "It", {"": "News."}, total)


def waiting(sent: Sent, visitor: str) -> Waiting:
    return Waiting(sent.id, visitor, "gap:7", "News.", CLEO_SPEAKS, "it")


async def test_whoever_tells_each_customer_hears_of_it_once_and_all_are_counted(shop: Shop) -> None:
    people = [await shop.customer(number) for number in range(12)]
    first, second = sent(12), sent(12)
    for one in (first, second):
        assert shop.tellings.begin(one, [waiting(one, visitor) for visitor, _ in people])
        assert not shop.tellings.begin(one, []), "pressed twice"
    due = shop.tellings.due(100)
    assert len(due) == 24
    desks = [shop.desk(number) for number in range(len(shop.logs))]
    done = await asyncio.gather(*(desk.tell(*each) for each in due for desk in desks))
    assert done.count(True) == 12
    assert {await shop.told(conversation) for _, conversation in people} == {1}
    counts = [shop.tellings.find(one.id) for one in (first, second)]
    assert sum(one.told for one in counts if one) == 12
    assert [(one.left, one.failed, one.total) for one in counts if one] == [(0, 0, 12)] * 2
    assert shop.tellings.due(100) == []
    assert {one.id for one in shop.tellings.newest("gap:7")} == {first.id, second.id}
    assert shop.tellings.newest("gap:8") == []


async def test_what_does_not_work_waits_and_is_given_up(shop: Shop) -> None:
    visitor, conversation = await shop.customer(1)
    one = sent()
    shop.tellings.begin(one, [waiting(one, visitor)])
    assert shop.tellings.later(one.id, visitor, 1_000) == 1
    assert shop.tellings.due(9) == []
    shop.clock.advance(1_000)
    assert shop.tellings.due(9) == [(one.id, visitor)]
    await shop.desk().give_up(one.id, visitor)
    found = shop.tellings.find(one.id)
    assert found is not None
    assert (found.failed, found.left, await shop.told(conversation)) == (1, 0, 0)


async def test_who_has_said_who_they_are_since_is_found_and_told_as_that(shop: Shop) -> None:
    visitor, conversation = await shop.customer(1)
    became = str(uuid.uuid5(uuid.UUID(MIA.id), "known"))
    one, again = sent(), sent()
    shop.tellings.begin(one, [waiting(one, visitor)])
    issues = KnownIssues(shop.engine, shop.clock)
    issue = issues.add("Late", "", ())
    issues.affects(issue.id, visitor)
    shop.run("INSERT INTO retired_visitors (visitor, became, at) VALUES (:v, :b, 1)", v=visitor, b=became)

    def hand_over(tx: Any) -> None:
        found = tx.conversation(conversation)
        tx.customers.hand_over(found, became, 1)
        tx.append(found, replace(found, visitor=became), [])

    work: Callable[[Any], None] = hand_over
    await shop.logs[0].transact(work)
    group = Asking(shop.engine).behind_issue(issue.id, NOON)
    assert [(found.asked.visitor, found.conversation) for found in group.found] == [(became, conversation)]
    assert await shop.desk().tell(one.id, visitor)
    shop.tellings.begin(again, [waiting(again, became)])
    assert not await shop.desk().tell(again.id, became)
    assert await shop.told(conversation) == 1


async def test_those_behind_a_gap_are_those_who_asked_last_of_all_it_holds(shop: Shop) -> None:
    people = [await shop.customer(number) for number in range(3)]
    for id, into in ((7, None), (8, 7)):
        shop.run(
            """INSERT INTO gaps (id, state, revision, touched, stale, likeness, size, nearest, questions,
            customers, agent_ms, score, merged_into, changed_at) VALUES (:id, 'open', 1, false, false, 1, 1,
            '[]', 1, 1, 0, 0, :into, 1)""",
            id=id,
            into=into,
        )
    for number, (_, conversation) in enumerate((*people, people[0])):
        shop.run(
            """INSERT INTO questions (conversation, seq, at, locale, became, chosen, agent_ms, text, gap,
            placed) VALUES (:conversation, :seq, :at, 'de', :became, false, 0, :text, 7, true)""",
            conversation=conversation,
            seq=number + 1,
            at=number,
            became="answered" if number == 1 else "unanswered",
            text=None if number == 2 else f"Question {number}",
        )
    asking = Asking(shop.engine)
    group = asking.behind_gap(7, NOON)
    assert [(one.asked.question, one.locale) for one in group.found] == [("Question 3", "de")]
    assert (asking.gap(8) or {})["into"] == 7
    assert asking.gap(9) is None
    before = sent()
    shop.tellings.begin(before, [replace(waiting(before, people[0][0]), subject="gap:8")])
    assert asking.behind_gap(7, NOON).found == (), "about to be told of what was merged into it"
