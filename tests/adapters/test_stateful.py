"""Whatever is asked of the log in whatever order, SQL and its in-memory twin do, tell and hold the same."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from handoff.adapters.database import connect
from handoff.adapters.event_log import SqlLog
from handoff.adapters.memory import MemoryClock, MemoryLog
from handoff.adapters.presence import SqlPresence
from handoff.core.bot import UNAVAILABLE, BotReply, Question
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.deadlines import scheduled
from handoff.core.errors import NotFound, NotNow
from handoff.core.events import Draft, Kind
from handoff.core.folding import record
from handoff.desk.customers import Place
from handoff.ports import Agent, Transaction, Visitor
from tests.adapters.conftest import emptied, hire, written
from tests.adapters.twins import (
    AGENTS,
    KNOWN,
    PROFILES,
    VISITORS,
    Command,
    Kept,
    Side,
    at_its_commit,
    client_id,
    difference,
    in_memory,
    in_one_batch,
    one_after_another,
    outcome,
    state,
)
from tests.cast import ADA, GRACE, LIMITS, MIA_SPEAKS, NOON, SUE, answer

SQLITE_DAYS, POSTGRESQL_DAYS, STEPS = 10, 5, 20
"""A few seconds each; the soak goes on for longer."""

FOREVER_MS = 10**12
"""The twin's leases never lapse, so here SQL's don't either."""

HERE = Place({"url": "https://shop.example/cart", "title": "Cart"}, "en")
REPLIES = (
    answer("returns"),
    answer("shipping"),
    BotReply(("Hello!",)),
    BotReply(helpful=True),
    BotReply(helpful=False),
    BotReply(handoff="no_answer"),
    UNAVAILABLE,
)
CUSTOMERS_CALLS: dict[str, Callable[[Side, Visitor, str, int], Any]] = {
    "say": lambda on, mia, key, n: on.customers.say(mia, key, f"Wörter {n} 🙂", HERE),
    "person": lambda on, mia, key, _n: on.customers.person(mia, key, HERE),
    "bot": lambda on, mia, key, _n: on.customers.bot(mia, key, HERE),
    "restart": lambda on, mia, key, _n: on.customers.restart(mia, key, HERE),
    "feedback": lambda on, mia, key, n: on.customers.feedback(mia, key, 1 + n % 8, n % 2 == 0),
    "identify": lambda on, mia, key, n: on.identities.identify(mia, KNOWN[n % 2], PROFILES[n % 2], key),
    "rate": lambda on, mia, key, n: on.customers.rate(mia, key, {"score": 1 + n % 5, "comment": "ok"}),
}
AGENTS_CALLS: dict[str, Callable[[Side, Agent, str, str], Any]] = {
    "next": lambda on, ada, key, _c: on.agents.take(ada, key, None),
    "take": lambda on, ada, key, c: on.agents.take(ada, key, c),
    "say": lambda on, ada, key, c: on.agents.say(ada, key, c, "Hello.", None),
    "note": lambda on, ada, key, c: on.agents.note(ada, key, c, "Careful."),
    "release": lambda on, ada, key, c: on.agents.release(ada, key, c),
    "to_bot": lambda on, ada, key, c: on.agents.to_bot(ada, key, c),
    "resolve": lambda on, ada, key, c: on.agents.resolve(ada, key, c, None),
}
visitors, agents = st.sampled_from(VISITORS), st.sampled_from(AGENTS)
numbers = st.integers(0, 9)
ids = st.integers(0, 80).map(client_id)
"""Few enough that some come twice: from one sender that is the same call again, whatever it says."""


Call = Callable[["Twins"], Command]
"""A command, once it is known whom it may concern."""


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """One call of a customer or an agent."""
    key, number, mia, ada = draw(ids), draw(numbers), draw(visitors), draw(agents)
    if draw(st.booleans()):
        theirs = CUSTOMERS_CALLS[draw(st.sampled_from(("person", "say", *CUSTOMERS_CALLS)))]
        return lambda _twins: lambda on: theirs(on, mia, key, number)
    name = draw(st.sampled_from(("next", *AGENTS_CALLS)))

    def call(twins: Twins) -> Command:
        about = twins.some(number, held_by=ada if name != "take" else None)
        return lambda on: AGENTS_CALLS[name](on, ada, key, about)

    return call


@st.composite
def refusals_after_writing(draw: st.DrawFn) -> Call:
    """The worst neighbour in a batch: it wrote, and then says no."""
    key, number = draw(ids), draw(numbers)

    def call(twins: Twins) -> Command:
        about = twins.some(number)

        def work(tx: Transaction) -> None:
            found = tx.conversation(about)
            if found is None:
                raise NotFound("There is no such conversation.")
            noted(tx, found, found)
            tx.remember("v:mia", key, about, {"conversation": about})
            raise NotNow("Not now.")

        return lambda on: on.log.transact(work)

    return call


def asks_for_a_person(mia: Visitor, key: str) -> Command:
    return lambda on: on.customers.person(mia, key, HERE)


def noted(tx: Transaction, before: Conversation, base: Conversation) -> int:
    """Its new revision."""
    after, events = record(base, [Draft(Kind.NOTE_ADDED, MIA_SPEAKS, {"text": "never mind"})], NOON)
    return tx.append(before, scheduled(after, LIMITS), events).revision


class Twins(RuleBasedStateMachine):
    """``side`` and ``twin`` get the same commands; with ``other``, two services write one database."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.clock = MemoryClock(NOON)
        self.stack = contextlib.ExitStack()
        self.runner = self.stack.enter_context(asyncio.Runner())
        self.twin = in_memory(self.clock)
        self.side = self.service(url)
        self.other = self.service(url) if url.startswith("postgresql") else None
        self.tabs = itertools.count()

    @initialize(waiting=st.lists(visitors, unique=True), there=st.lists(agents, unique=True))
    def a_day_has_begun(self, waiting: list[Visitor], there: list[Agent]) -> None:
        """Somebody waits and somebody works, so that the first steps lead somewhere."""
        for ada in there:
            self.an_agent_comes(ada)
        for number, mia in enumerate(waiting):
            self.clock.advance(number % 2)  # some came in the same moment
            self.both(asks_for_a_person(mia, client_id(-number)))

    def service(self, url: str) -> Side:
        engine = connect(url)
        self.stack.callback(engine.dispose)
        writer = self.stack.enter_context(written(engine))
        presence = SqlPresence(engine, self.clock, FOREVER_MS)
        return Side(SqlLog(engine, writer, self.clock), presence, self.clock, writer)

    def some(self, number: int, held_by: Agent | None = None) -> str:
        """A conversation: if possible one this agent holds, else mostly one that waits."""
        assert isinstance(self.twin.log, MemoryLog)
        tables = self.twin.log.tables.conversations
        held = [id for id, one in tables.items() if held_by and one.agent and one.agent.id == held_by.id]
        queued = [id for id, one in tables.items() if one.status is Status.QUEUED]
        among = (held if number < 8 else []) or (queued if number < 6 else []) or list(tables) or ["nobody's"]
        return among[number % len(among)]

    def teardown(self) -> None:
        for side in (self.twin, self.side, self.other):
            if side is not None:
                self.runner.get_loop().call_soon(side.desk.turns.stop)
        self.runner.run(asyncio.sleep(0))
        self.stack.close()

    def both(self, command: Command) -> None:
        got, expected = self.runner.run(self._both(command))
        assert got == expected
        self.same()

    async def _both(self, command: Command) -> tuple[Any, Any]:
        return await outcome(command, self.side), await outcome(command, self.twin)

    def same(self) -> None:
        """Nothing is told otherwise, and nothing is held otherwise."""
        assert self.side.fanout.told == self.twin.fanout.told
        self.side.fanout.told.clear()
        self.twin.fanout.told.clear()
        assert difference(self.runner.run(state(self.side)), self.runner.run(state(self.twin))) == {}

    @rule(ms=st.sampled_from((1, 5_000, 400_000)))
    def time_passes(self, ms: int) -> None:
        self.clock.advance(ms)

    @rule(call=calls())
    def somebody_calls(self, call: Call) -> None:
        self.both(call(self))

    @rule(called=st.lists(st.one_of(calls(), calls(), refusals_after_writing()), min_size=2, max_size=6))
    def many_call_at_once(self, called: list[Call]) -> None:
        commands = [call(self) for call in called]
        got = self.runner.run(in_one_batch(commands, self.side))
        assert got == self.runner.run(one_after_another(commands, self.twin))
        self.same()

    @rule(mia=visitors, said=st.sampled_from(REPLIES), late=st.booleans())
    def the_bot_replies(self, mia: Visitor, said: BotReply, late: bool) -> None:
        found = self.runner.run(self.twin.log.latest(mia.id))
        if found is None or found.turn is None:
            return
        about = found.id
        question = Question(about, found.turn.seq, found.epoch - late)
        self.both(lambda on: on.desk.bot_replied(question, said))

    @rule(number=numbers)
    def a_deadline_is_looked_at(self, number: int) -> None:
        about = self.some(number)
        self.both(lambda on: on.desk.deadline_passed(about))

    @rule(number=numbers)
    def a_deadline_passes(self, number: int) -> None:
        about = self.some(9 - number)
        found = self.runner.run(self.twin.log.conversation(about))
        if found is not None and found.due_at is not None:
            self.clock.now = max(self.clock.now, found.due_at)
            self.both(lambda on: on.desk.deadline_passed(about))

    @rule(number=numbers)
    def the_service_was_down(self, number: int) -> None:
        about = self.some(number)
        self.both(lambda on: on.desk.grant_grace(about))

    @rule(ada=agents)
    def an_agent_comes(self, ada: Agent) -> None:
        tab = f"tab {next(self.tabs)}"
        self.both(lambda on: on.presence.connect(ada.id, tab))
        self.both(lambda on: on.desk.agent_back(ada.id))

    @rule(number=numbers, ada=agents)
    def an_agent_leaves(self, number: int, ada: Agent) -> None:
        self.both(lambda on: on.presence.disconnect(f"tab {number}"))
        self.both(lambda on: on.desk.agent_gone(ada.id))

    @rule(ada=agents)
    def an_agent_hears_what_they_lost(self, ada: Agent) -> None:
        def work(tx: Transaction) -> list[tuple[int, str]]:
            return sorted((loss.at, loss.conversation) for loss in tx.losses(ada.id))

        self.both(lambda on: on.log.transact(work))

    @rule(ada=agents, available=st.booleans())
    def an_agent_takes_a_break(self, ada: Agent, available: bool) -> None:
        self.both(lambda on: on.agents.status(ada, available, None if available else "lunch"))

    @rule(number=numbers, stale=st.integers(1, 3))
    def a_work_decides_on_an_old_state_and_again_on_the_new_one(self, number: int, stale: int) -> None:
        """SQL runs it again while what it expects is not what is there; the twin never has to."""
        about = self.some(number)
        if self.runner.run(self.twin.log.conversation(about)) is None:
            return
        tries = itertools.count()

        def work(tx: Transaction) -> int:
            found = tx.conversation(about)
            assert found is not None
            old = changed(found, revision=found.revision - 1) if next(tries) < stale else found
            return noted(tx, old, found)

        got = self.runner.run(outcome(lambda on: on.log.transact(work), self.side))
        assert next(tries) > stale
        assert got == self.runner.run(outcome(lambda on: on.log.transact(work), self.twin))
        self.same()

    @precondition(lambda self: self.other is not None)
    @rule(called=st.tuples(calls(), calls()))
    def two_services_are_called_at_once(self, called: tuple[Call, Call]) -> None:
        """Their calls take effect in one order or the other, never in between."""
        assert isinstance(self.twin.log, MemoryLog)
        one, another = (call(self) for call in called)
        got = self.runner.run(self._on_each(one, another))
        held = self.runner.run(state(self.side))
        before = Kept.of(self.twin.log)
        expected: list[Any] = []
        for order in ((one, another), (another, one)):
            before.back(self.twin.log)
            expected = self.runner.run(one_after_another(order, self.twin))
            if order[0] is not one:
                expected.reverse()
            if (got, held) == (expected, self.runner.run(state(self.twin))):
                break
        else:
            raise AssertionError(f"{got} comes of neither order; the last would give {expected}")
        for side in (self.side, self.other, self.twin):
            assert side is not None
            side.fanout.told.clear()
            self.runner.run(side.desk.line.fill(side.log))  # told from afar, which here nobody does

    async def _on_each(self, one: Command, another: Command) -> list[Any]:
        assert self.other is not None
        done = await asyncio.gather(outcome(one, self.side), outcome(another, self.other))
        return [at_its_commit(result) for result in done]


def compare_twins(fresh: Callable[[], str], seed: int, examples: int, steps: int) -> None:
    """``fresh`` gives the address of a database with the cast in it and nothing else."""

    def factory() -> Twins:
        return Twins(fresh())

    # A failing day is printed as it was: making it smaller takes minutes, which a developer can allow it.
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=False, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck), print_blob=True,
    )  # fmt: skip
    run_state_machine_as_test(hypothesis.seed(seed)(factory), settings=chosen)  # type: ignore[arg-type]


@pytest.mark.timeout(120)
def test_sqlite_and_the_twin_do_the_same(seed: int, sqlite_template: Path, tmp_path: Path) -> None:
    number = itertools.count()

    def fresh() -> str:
        path = tmp_path / f"{next(number)}.sqlite3"
        shutil.copy(sqlite_template, path)
        return hired(f"sqlite:///{path}")

    compare_twins(fresh, seed, SQLITE_DAYS, STEPS)


@pytest.mark.timeout(120)
@pytest.mark.xdist_group("postgresql")
def test_two_services_on_postgresql_and_the_twin_do_the_same(seed: int, postgres_tables: str) -> None:
    def fresh() -> str:
        emptied(postgres_tables)
        return hired(postgres_tables)

    compare_twins(fresh, seed, POSTGRESQL_DAYS, STEPS)


def hired(url: str) -> str:
    engine = connect(url)
    hire(engine, ADA, GRACE, SUE)
    engine.dispose()
    return url
