"""The doctor finds whatever breaks a promise, mends what has one right answer, and leaves the rest alone."""

from __future__ import annotations

import asyncio
import contextlib
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from handoff.adapters import inspection
from handoff.adapters.beats import SqlBeats
from handoff.adapters.database import only_one
from handoff.adapters.memory import MemoryBot, MemoryFanout
from handoff.adapters.teams import Read
from handoff.core.checkup import PROMISES, Check, Finding, House
from handoff.core.conversation import Conversation, Status
from handoff.core.errors import Refusal
from handoff.core.events import Kind
from handoff.core.follow_up import Form
from handoff.deadlines import Deadlines
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.customers import Place as Page
from handoff.desk.follow_ups import FollowUpDesk
from handoff.desk.transfers import TransferDesk
from handoff.doctor import Report, examine
from handoff.ports import Agent, Visitor
from handoff.settings import Settings
from handoff.troubles import DatabaseTrouble
from tests.adapters.conftest import SQL, Place
from tests.cast import ADA, GRACE, LIMITS, MAX, MIA, TEAM, answer, once

everywhere = pytest.mark.parametrize("place", SQL, indirect=True)
on_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("place", ["postgresql"], indirect=True)

NOAH = Visitor("33333333-3333-4333-8333-333333333333")
SECRET = "my grandmother's recipe"
HERE = Page()


@dataclass
class Consultation:
    """What the doctor said, and how it ended."""

    report: Report
    findings: list[tuple[Finding, bool]] = field(default_factory=list)

    @property
    def checks(self) -> set[Check]:
        return {finding.check for finding, _ in self.findings}


class Practice:
    """Mia waits, Ada helps Max, the bot helps Noah."""

    def __init__(self, place: Place, home: Path) -> None:
        assert place.engine is not None
        self.place = place
        self.engine = place.engine
        url = self.engine.url.render_as_string(hide_password=False)
        self.settings = Settings(home=home, database_url=url)
        self.bot = MemoryBot({f"returns? {SECRET}": answer("returns")})
        self.desk = Desk(place.log, self.bot, MemoryFanout(), place.clock, LIMITS)
        self.customers = CustomerDesk(self.desk)
        self.agents = AgentDesk(self.desk, self.customers, place.presence)
        self.transfers = TransferDesk(self.desk)
        self.follow_ups = FollowUpDesk(self.desk, self.customers)

    async def open(self) -> None:
        await self.place.presence.connect(ADA.id, "tab")
        await self.customers.say(NOAH, once(), f"returns? {SECRET}", HERE)
        await self.desk.turns.settle()
        self.place.clock.advance(1_000)
        await self.customers.person(MAX, once(), HERE)
        await self.agents.take(ADA, once(), None)
        await self.customers.say(MAX, once(), f"Hello. {SECRET}", HERE)
        await self.customers.person(MIA, once(), HERE)

    async def of(self, visitor: Visitor) -> Conversation:
        found = await self.place.log.latest(visitor.id)
        assert found is not None
        return found

    def do(self, statement: str, **values: Any) -> None:
        with self.engine.begin() as db:
            db.execute(text(statement), values)

    async def look(self, *, repair: bool = False) -> Consultation:
        said: list[tuple[Finding, bool]] = []
        report = await examine(
            self.settings, lambda finding, mended: said.append((finding, mended)), repair=repair
        )
        for finding, _ in said:
            assert SECRET not in finding.sentence
            assert finding.promise == PROMISES[finding.check]
        return Consultation(report, said)


@pytest.fixture
async def practice(place: Place, tmp_path: Path) -> Practice:
    practice = Practice(place, tmp_path)
    await practice.open()
    return practice


WHO = {"mia": MIA, "max": MAX, "noah": NOAH}

STATE = "UPDATE conversations SET state = replace(state, {0}) WHERE id = :id"
MENDED = {
    "a row nobody can read": ("max", "UPDATE conversations SET state = '{\"' WHERE id = :id", Check.ROW),
    "a row that lacks a field": ("mia", STATE.format("""'"seq":', '"sec":'"""), Check.ROW),
    "a row with another status": ("mia", STATE.format("""'"queued"', '"with_bot"'"""), Check.ROW),
    "a row that forgot what was shown": ("noah", STATE.format("""'"returns"', '"shipping"'"""), Check.ROW),
    "a row behind its log": ("max", STATE.format("""'"seq":5', '"seq":4'"""), Check.ROW),
    "a column with another status": (
        "mia",
        "UPDATE conversations SET status = 'resolved' WHERE id = :id",
        Check.COLUMNS,
    ),
    "a column with another agent": (
        "max",
        f"UPDATE conversations SET agent = '{GRACE.id}' WHERE id = :id",
        Check.COLUMNS,
    ),
    "a column with another rank": ("mia", "UPDATE conversations SET rank = 0 WHERE id = :id", Check.COLUMNS),
    "a revision of its own": ("mia", "UPDATE conversations SET revision = 77 WHERE id = :id", Check.COLUMNS),
    "a wait that began never": (
        "mia",
        "UPDATE conversations SET waiting_since = NULL WHERE id = :id",
        Check.COLUMNS,
    ),
    "a deadline that is looked up wrongly": (
        "mia",
        "UPDATE conversations SET due_at = NULL WHERE id = :id",
        Check.COLUMNS,
    ),
    "an event that names the wrong one before it": (
        "mia",
        "UPDATE events SET prev_customer = 0 WHERE conversation = :id AND seq = 3",
        Check.CHAIN,
    ),
    "an agent who does not exist": ("max", f"DELETE FROM agents WHERE id = '{ADA.id}'", Check.AGENT),
    "an agent who became content staff": (
        "max",
        f"UPDATE agents SET role = 'content' WHERE id = '{ADA.id}'",
        Check.AGENT,
    ),
}


@everywhere
@pytest.mark.parametrize("what", MENDED)
async def test_what_has_one_right_answer_is_found_mended_and_gone(practice: Practice, what: str) -> None:
    who, statement, check = MENDED[what]
    id = (await practice.of(WHO[who])).id
    values = {"id": id} if ":id" in statement else {}
    practice.do(statement.replace('":', '"\\:') if '":' in statement else statement, **values)
    found = await practice.look()
    assert check in found.checks
    assert {finding.conversation for finding, _ in found.findings} == {id}
    assert found.report.left == found.report.found > 0
    mended = await practice.look(repair=True)
    assert mended.checks == found.checks
    assert all(done for _, done in mended.findings)
    assert (mended.report.found, mended.report.left) == (found.report.found, 0)
    assert (await practice.look()).report == Report(3, 0, 0)


@everywhere
async def test_a_healthy_database_is_left_as_it_is(practice: Practice) -> None:
    before = [await practice.of(one) for one in WHO.values()]
    assert (await practice.look(repair=True)).report == Report(3, 0, 0)
    assert [await practice.of(one) for one in WHO.values()] == before


@everywhere
async def test_a_mended_row_is_the_one_that_was_there(practice: Practice) -> None:
    before = await practice.of(MAX)
    practice.do("UPDATE conversations SET state = 'x', status = 'with_bot', agent = NULL WHERE agent = :ada",
                ada=ADA.id)  # fmt: skip
    await practice.look(repair=True)
    assert replace(await practice.of(MAX), revision=before.revision) == before


@everywhere
async def test_a_customer_whose_agent_is_gone_waits_at_the_front_and_rings_at_once(
    practice: Practice,
) -> None:
    practice.do("DELETE FROM agents WHERE id = :ada", ada=ADA.id)
    held = await practice.of(MAX)
    await practice.look(repair=True)
    waits = await practice.of(MAX)
    assert (waits.status, waits.agent, waits.returned) == (Status.QUEUED, None, True)
    assert waits.waiting_since == held.waiting_since
    kinds = [event.kind for event in await practice.place.log.events(waits.id, held.seq, 10)]
    assert kinds == [Kind.AGENT_LEFT, Kind.QUEUED]
    line = await practice.place.log.waiting([TEAM])
    assert [one.visitor for one in line] == [MAX.id, MIA.id]
    assert waits.due_step == "still_waiting"


@everywhere
async def test_who_waits_for_a_team_nobody_is_in_is_moved_to_one_that_is_there(practice: Practice) -> None:
    practice.do("INSERT INTO teams (name, created_at) VALUES ('billing', 1)")
    practice.do("UPDATE memberships SET team = 'billing'")
    found = await practice.look()
    assert found.checks == {Check.TEAM}, "Ada sees whom she holds, whatever team she is in"
    assert (await practice.look(repair=True)).report.left == 0
    waits = await practice.of(MIA)
    assert (waits.status, waits.team) == (Status.QUEUED, "billing")
    assert (await practice.look()).report.found == 0


@everywhere
async def test_where_nobody_works_nobody_is_moved(practice: Practice) -> None:
    practice.do("DELETE FROM memberships")
    practice.do("DELETE FROM agents")
    assert (await practice.look()).checks == {Check.TEAM, Check.AGENT}
    assert (await practice.look(repair=True)).report.left == 2
    assert (await practice.of(MIA)).team == TEAM


LISTED = {
    "an event that is missing": ("mia", "DELETE FROM events WHERE conversation = :id AND seq = 2", Check.LOG),
    "the last event missing": ("mia", "DELETE FROM events WHERE conversation = :id AND seq = 3", Check.LOG),
    "a log that is gone": ("mia", "DELETE FROM events WHERE conversation = :id", Check.LOG),
    "an event nobody can read": (
        "noah",
        "UPDATE events SET fact = '{' WHERE conversation = :id AND seq = 3",
        Check.EVENT,
    ),
    "an event of no known kind": (
        "noah",
        "UPDATE events SET kind = 'danced' WHERE conversation = :id AND seq = 3",
        Check.EVENT,
    ),
    "an event that says too little": (
        "noah",
        "UPDATE events SET fact = '{}' WHERE conversation = :id AND seq = 3",
        Check.EVENT,
    ),
    "events of nobody": ("mia", "DELETE FROM conversations WHERE id = :id", Check.ORPHAN),
    "an answer nobody can read": (
        "mia",
        "UPDATE calls SET answer = '{' WHERE conversation = :id",
        Check.CALL,
    ),
    "an answer about another one": (
        "mia",
        "UPDATE calls SET answer = '{}' WHERE conversation = :id",
        Check.CALL,
    ),
    "something acknowledged that is not there": (
        "max",
        "DELETE FROM events WHERE conversation = :id AND seq = 5",
        Check.CALL,
    ),
}


@everywhere
@pytest.mark.parametrize("what", LISTED)
async def test_what_has_no_one_right_answer_is_listed_and_left_alone(practice: Practice, what: str) -> None:
    who, statement, check = LISTED[what]
    id = (await practice.of(WHO[who])).id
    practice.do(statement, id=id)
    found = await practice.look()
    assert check in found.checks
    assert {finding.conversation for finding, _ in found.findings} == {id}
    again = await practice.look(repair=True)
    assert again.checks == found.checks
    assert not any(done for _, done in again.findings)
    assert again.report == found.report


@everywhere
async def test_two_open_conversations_of_one_visitor_are_found(practice: Practice) -> None:
    mia, max = await practice.of(MIA), await practice.of(MAX)
    practice.do("UPDATE conversations SET visitor = :mia, number = 2 WHERE id = :max", mia=MIA.id, max=max.id)
    found = [finding for finding, _ in (await practice.look()).findings if finding.check is Check.VISITOR]
    assert [finding.conversation for finding in found] == [mia.id]


@contextlib.asynccontextmanager
async def served(practice: Practice) -> AsyncIterator[None]:
    """As if a service ran on it: it holds the lock, or it beats."""
    if practice.settings.one_machine:
        with only_one(practice.settings.database):
            yield
        return
    beats = SqlBeats(practice.engine, "deadlines")
    await beats.begin("a service")

    async def beat() -> None:
        while True:
            await beats.beat("a service")
            await asyncio.sleep(0.05)

    beating = asyncio.create_task(beat())
    yield
    beating.cancel()
    await asyncio.gather(beating, return_exceptions=True)


@everywhere
async def test_mail_about_nothing_and_mail_that_nobody_sends(practice: Practice) -> None:
    mia = await practice.of(MIA)
    columns = """INSERT INTO mails (id, conversation, address, kind, content, message_id, state, tries,
        due_at, created_at) VALUES (:id, :about, 'mia@example.com', 'reply', '{}', :id, 'waiting', 0, 1, 1)"""
    practice.do(columns, id="m1", about="nobody")
    practice.do(columns, id="m2", about=mia.id)
    quiet = await practice.look()
    assert [finding.conversation for finding, _ in quiet.findings] == ["nobody"]
    async with served(practice):
        found = await practice.look()
    assert {finding.conversation for finding, _ in found.findings} == {"nobody", mia.id}
    assert found.checks == {Check.MAIL}


@everywhere
async def test_what_is_late_while_a_service_runs_is_found(practice: Practice) -> None:
    mia = await practice.of(MIA)
    practice.do(
        "UPDATE conversations SET due_at = 1, state = replace(state, :was, :is) WHERE id = :id",
        **{"was": f'"due_at":{mia.due_at}', "is": '"due_at":1', "id": mia.id},
    )
    assert (await practice.look()).report.found == 0, "while nothing runs, nothing is late"
    async with served(practice):
        found = await practice.look()
    assert [(finding.conversation, finding.check) for finding, _ in found.findings] == [
        (mia.id, Check.DEADLINE)
    ]


@everywhere
async def test_a_service_that_died_excuses_what_is_late(practice: Practice) -> None:
    mia = await practice.of(MIA)
    practice.do(
        "UPDATE conversations SET due_at = 1, state = replace(state, :was, :is) WHERE id = :id",
        **{"was": f'"due_at":{mia.due_at}', "is": '"due_at":1', "id": mia.id},
    )
    await SqlBeats(practice.engine, "deadlines").begin("a service that was killed")
    assert (await practice.look()).report.found == 0


@on_sqlite
async def test_on_one_machine_nothing_is_mended_behind_a_running_service(practice: Practice) -> None:
    practice.do("UPDATE conversations SET due_at = NULL")
    with only_one(practice.settings.database):
        with pytest.raises(DatabaseTrouble, match="Stop it"):
            await practice.look(repair=True)
        assert (await practice.look()).report.found == 3, "reading is safe"
    assert (await practice.look(repair=True)).report.left == 0


@pytest.mark.xdist_group("postgresql")
@on_postgresql
async def test_beside_a_running_service_a_repair_never_undoes_what_it_does(practice: Practice) -> None:
    """The row moved on between reading and mending: the repair decides again on the newer one."""
    mia = await practice.of(MIA)
    practice.do("UPDATE conversations SET rank = 0 WHERE id = :id", id=mia.id)

    looked = inspection.one
    moved: list[str] = []

    def moving(read: Read, id: str, house: House) -> Any:
        seen = looked(read, id, house)
        if not moved:  # what another process commits just now
            moved.append(id)
            was, now = f'"revision":{mia.revision},', f'"revision":{mia.revision + 1},'
            practice.do("UPDATE conversations SET revision = revision + 1, "
                        "state = replace(state, :was, :now) WHERE id = :id",
                        id=id, was=was, now=now)  # fmt: skip
        return seen

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inspection, "one", moving)
        assert (await practice.look(repair=True)).report.left == 0
    assert (await practice.of(MIA)).revision == mia.revision + 2
    assert (await practice.look()).report.found == 0


@everywhere
async def test_a_follow_up_whose_owner_is_gone_belongs_to_a_team_again(practice: Practice) -> None:
    await practice.follow_ups.leave(MIA, once(), Form("mia@example.com", f"Later, please. {SECRET}"), HERE)
    mia = await practice.of(MIA)
    await practice.agents.take(GRACE, once(), mia.id)
    assert (await practice.of(MIA)).status is Status.FOLLOW_UP
    practice.do("DELETE FROM agents WHERE id = :grace", grace=GRACE.id)
    found = await practice.look()
    assert {(finding.conversation, finding.check) for finding, _ in found.findings} == {(mia.id, Check.AGENT)}
    assert (await practice.look(repair=True)).report.left == 0
    later = await practice.of(MIA)
    assert (later.status, later.agent, later.team) == (Status.FOLLOW_UP, None, TEAM)
    assert later.due_at == mia.due_at
    assert (await practice.look()).report.found == 0


@everywhere
async def test_an_offer_to_somebody_who_is_gone_ends_and_the_first_agent_keeps_the_customer(
    practice: Practice,
) -> None:
    await practice.place.presence.connect(GRACE.id, "her tab")
    held = await practice.of(MAX)
    await practice.transfers.transfer(ADA, once(), held.id, GRACE.id, None, SECRET)
    practice.do("UPDATE agents SET role = 'content' WHERE id = :grace", grace=GRACE.id)
    found = await practice.look()
    assert {(finding.conversation, finding.check) for finding, _ in found.findings} == {
        (held.id, Check.OFFER)
    }
    assert (await practice.look(repair=True)).report.left == 0
    kept = await practice.of(MAX)
    assert (kept.agent, kept.offer) == (held.agent, None)


@everywhere
async def test_a_database_after_any_story_is_healthy(
    place: Place, tmp_path: Path, rng: random.Random
) -> None:
    practice = Practice(place, tmp_path)
    practice.bot.replies |= {"returns?": answer("returns"), "shipping?": answer("shipping")}
    deadlines = Deadlines(practice.desk, place.log, place.clock)
    visitors = [Visitor(str(uuid.UUID(int=rng.getrandbits(128), version=4))) for _ in range(6)]
    for _ in range(300):
        visitor, agent, other = rng.choice(visitors), *rng.sample((ADA, GRACE), 2)
        acts = [*conversing(practice, rng, visitor), *(await helping(practice, visitor, agent, other))]
        place.clock.advance(rng.choice((100, 1_000, 30_000, 400_000)))
        with contextlib.suppress(Refusal):
            await rng.choice([*acts, deadlines.look])()
        await practice.desk.turns.settle()
    found = await practice.look(repair=True)
    assert found.findings == []
    assert found.report.conversations >= 5


Act = Callable[[], Awaitable[object]]


def conversing(practice: Practice, rng: random.Random, visitor: Visitor) -> list[Act]:
    words = rng.choice(("returns?", "shipping?", "something else"))
    form = Form("mia@example.com", words)
    return [
        lambda: practice.customers.say(visitor, once(), words, HERE),
        lambda: practice.customers.person(visitor, once(), HERE),
        lambda: practice.customers.bot(visitor, once(), HERE),
        lambda: practice.customers.restart(visitor, once(), HERE),
        lambda: practice.follow_ups.leave(visitor, once(), form, HERE),
    ]


async def helping(practice: Practice, visitor: Visitor, agent: Agent, other: Agent) -> list[Act]:
    agents, transfers, presence = practice.agents, practice.transfers, practice.place.presence
    id = (await practice.customers.current(visitor)).id
    return [
        lambda: agents.take(agent, once(), None),
        lambda: agents.take(agent, once(), id),
        lambda: agents.say(agent, once(), id, "Hello", None),
        lambda: agents.note(agent, once(), id, "Careful."),
        lambda: agents.release(agent, once(), id),
        lambda: agents.to_bot(agent, once(), id),
        lambda: agents.resolve(agent, once(), id, None),
        lambda: transfers.transfer(agent, once(), id, other.id, None, "Please."),
        lambda: transfers.transfer(agent, once(), id, None, TEAM, None),
        lambda: transfers.accept(other, once(), id),
        lambda: transfers.decline(other, once(), id),
        lambda: practice.follow_ups.mailed(id, once(), "By mail."),
        lambda: presence.connect(agent.id, f"tab {agent.id}"),
        lambda: presence.disconnect(f"tab {agent.id}"),
        lambda: practice.desk.agent_gone(agent.id),
    ]
