"""Every cell of the contract's state table: what customers may do in each state, and what follows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from handoff.adapters.memory import MemoryBot, MemoryClock, MemoryFanout, MemoryLog, MemoryPresence
from handoff.core.conversation import Conversation, Status
from handoff.core.errors import NotFound, NotNow
from handoff.deadlines import Deadlines
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.customers import Place
from handoff.ports import Answer, Transaction
from tests.cast import ADA, LIMITS, MIA, answer, once

HERE = Place()


class Shop:
    """A desk whose ports are the shipped twins; Mia has asked about returns and was answered."""

    def __init__(self) -> None:
        self.clock = MemoryClock()
        self.presence = MemoryPresence()
        self.log = MemoryLog(self.presence)
        self.fanout = MemoryFanout()
        self.bot = MemoryBot({"returns?": answer("returns"), "shipping?": answer("shipping")})
        self.desk = Desk(self.log, self.bot, self.fanout, self.clock, LIMITS)
        self.customers = CustomerDesk(self.desk)
        self.agents = AgentDesk(self.desk, self.customers, self.presence)
        self.deadlines = Deadlines(self.desk, self.log, self.clock)

    async def say(self, text: str) -> Answer:
        said = await self.customers.say(MIA, once(), text, HERE)
        await self.desk.turns.settle()
        return said

    async def now(self) -> Conversation:
        found = await self.log.latest(MIA.id)
        assert found is not None
        return found

    async def kinds(self, after: int = 0) -> list[str]:
        return [event.kind.value for event in await self.log.events((await self.now()).id, after, 100)]

    async def bring(self, status: Status) -> int:
        """The seq at which the conversation has come to that state."""
        await self.say("returns?")
        if status is not Status.WITH_BOT:
            await self.customers.person(MIA, once(), HERE)
        if status in (Status.WITH_AGENT, Status.RESOLVED):
            await self.agents.take(ADA, once(), None)
        if status is Status.RESOLVED:
            await self.agents.resolve(ADA, once(), (await self.now()).id, None)
        assert (await self.now()).status is status
        return (await self.now()).seq


@pytest.fixture
def shop() -> Shop:
    return Shop()


CALLS: dict[str, Callable[[Shop], Awaitable[object]]] = {
    "say": lambda shop: shop.say("shipping?"),
    "person": lambda shop: shop.customers.person(MIA, once(), HERE),
    "bot": lambda shop: shop.customers.bot(MIA, once(), HERE),
    "no": lambda shop: shop.customers.feedback(MIA, once(), 3, False),
    "yes": lambda shop: shop.customers.feedback(MIA, once(), 3, True),
}


@pytest.mark.parametrize(
    ("call", "status", "kinds", "after"),
    [
        ("say", "with_bot", ["customer_said", "bot_answered"], "with_bot"),
        ("say", "queued", ["customer_said"], "queued"),
        ("say", "with_agent", ["customer_said"], "with_agent"),
        ("say", "resolved", ["customer_said", "reopened", "queued"], "queued"),
        ("person", "with_bot", ["handoff_requested", "queued"], "queued"),
        ("person", "queued", [], "queued"),
        ("person", "with_agent", [], "with_agent"),
        ("person", "resolved", ["reopened", "queued"], "queued"),
        ("bot", "with_bot", [], "with_bot"),
        ("bot", "queued", ["returned_to_bot"], "with_bot"),
        ("no", "with_bot", ["feedback_given", "handoff_requested", "queued"], "queued"),
        ("no", "queued", ["feedback_given"], "queued"),
        ("no", "with_agent", ["feedback_given"], "with_agent"),
        ("no", "resolved", ["feedback_given"], "resolved"),
        ("yes", "with_bot", ["feedback_given"], "with_bot"),
        ("yes", "queued", ["feedback_given"], "queued"),
        ("yes", "with_agent", ["feedback_given"], "with_agent"),
        ("yes", "resolved", ["feedback_given"], "resolved"),
    ],
)
async def test_the_table(shop: Shop, call: str, status: str, kinds: list[str], after: str) -> None:
    seq = await shop.bring(Status(status))
    await CALLS[call](shop)
    assert await shop.kinds(seq) == kinds
    assert (await shop.now()).status == after


async def test_the_bot_does_not_come_back_while_a_person_is_there(shop: Shop) -> None:
    seq = await shop.bring(Status.WITH_AGENT)
    with pytest.raises(NotNow):
        await CALLS["bot"](shop)
    assert await shop.kinds(seq) == []


async def test_the_bot_after_a_resolved_conversation_means_a_new_one(shop: Shop) -> None:
    await shop.bring(Status.RESOLVED)
    await CALLS["bot"](shop)
    assert (await shop.now()).number == 2
    assert await shop.kinds() == ["conversation_started"]


async def test_whoever_comes_back_gets_their_agent_if_available(shop: Shop) -> None:
    seq = await shop.bring(Status.RESOLVED)
    await shop.presence.connect(ADA.id, "tab")
    await shop.say("It broke again.")
    assert await shop.kinds(seq) == ["customer_said", "reopened", "agent_joined"]
    now = await shop.now()
    assert now.agent is not None
    assert now.agent.id == ADA.id


async def test_after_a_week_a_person_is_asked_for_in_a_new_conversation(shop: Shop) -> None:
    await shop.bring(Status.RESOLVED)
    shop.clock.advance(7 * 24 * 3_600_000 + 1)
    await CALLS["person"](shop)
    assert await shop.kinds() == ["conversation_started", "handoff_requested", "queued"]


async def test_nothing_is_rated_or_judged_before_anything_was_said(shop: Shop) -> None:
    with pytest.raises(NotFound):
        await CALLS["yes"](shop)
    with pytest.raises(NotFound):
        await shop.customers.rate(MIA, once(), {"score": 5})
    assert await shop.log.latest(MIA.id) is None


async def test_decided_stored_and_only_then_told(shop: Shop) -> None:
    await shop.bring(Status.QUEUED)
    events = [payload for _, name, payload in shop.fanout.told if name == "event"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    shop.fanout.told.clear()
    same = once()
    await shop.customers.say(MIA, same, "Hello?", HERE)
    first = list(shop.fanout.told)
    await shop.customers.say(MIA, same, "Hello?", HERE)
    assert shop.fanout.told == first, "a repeated call tells nothing"


async def test_customers_topics_never_carry_what_is_for_agents(shop: Shop) -> None:
    await shop.bring(Status.WITH_AGENT)
    await shop.agents.note(ADA, once(), (await shop.now()).id, "Careful.")
    for topic, _name, payload in shop.fanout.told:
        if topic.startswith("visitor:"):
            assert "confidence" not in payload
            assert payload.get("kind") != "note_added"


async def test_a_late_bot_an_agent_gone_and_a_long_wait_are_taken_by_one_loop(shop: Shop) -> None:
    await shop.deadlines.look()
    seq = await shop.bring(Status.WITH_AGENT)
    await shop.desk.agent_gone(ADA.id)
    shop.clock.advance(1_000)
    await shop.deadlines.look()
    assert await shop.kinds(seq) == [], "within the grace nothing happens"
    for _ in range(10):
        shop.clock.advance(2_000)
        await shop.deadlines.look()
    assert await shop.kinds(seq) == ["agent_left", "queued"]
    assert (await shop.now()).returned


async def test_an_agent_nobody_saw_leave_is_found_by_the_sweep(shop: Shop) -> None:
    await shop.bring(Status.WITH_AGENT)
    await shop.deadlines.look()
    assert (await shop.now()).agent_gone_at == shop.clock.now


async def test_an_agent_back_within_the_grace_keeps_the_customer(shop: Shop) -> None:
    seq = await shop.bring(Status.WITH_AGENT)
    await shop.desk.agent_gone(ADA.id)
    await shop.presence.connect(ADA.id, "tab")
    shop.clock.advance(LIMITS.agent_grace)
    await shop.desk.deadline_passed((await shop.now()).id)
    assert await shop.kinds(seq) == []
    assert (await shop.now()).agent_gone_at is None


async def test_a_frozen_service_grants_a_fresh_grace_and_asks_the_bot_again(shop: Shop) -> None:
    await shop.deadlines.look()
    await shop.customers.say(MIA, once(), "returns?", HERE)
    shop.desk.turns.stop()  # the process was killed before the bot answered
    shop.clock.advance(3_600_000)
    await shop.deadlines.look()
    await shop.desk.turns.settle()
    assert (await shop.kinds())[-1] == "bot_answered"


@pytest.mark.parametrize("status", [Status.WITH_BOT, Status.QUEUED, Status.WITH_AGENT])
async def test_a_clock_that_was_set_back_puts_no_deadline_off(shop: Shop, status: Status) -> None:
    await shop.bring(status)
    await shop.deadlines.look()
    grace = ((await shop.now()).due_at or 0) - shop.clock.now
    shop.clock.advance(-3_600_000)
    await shop.deadlines.look()
    assert ((await shop.now()).due_at or 0) - shop.clock.now <= grace


async def test_a_restart_leaves_alone_what_is_not_due_for_long(shop: Shop) -> None:
    await shop.bring(Status.WITH_BOT)
    before = await shop.now()
    shop.clock.advance(60_000)
    await Deadlines(shop.desk, shop.log, shop.clock).look()
    assert await shop.now() == before


async def test_what_a_bot_s_reply_led_to_is_told_even_if_it_is_asked_again(shop: Shop) -> None:
    """The reply is stored and not yet told when a fresh grace asks the bot anew."""
    await shop.say("returns?")
    stored, tell = asyncio.Event(), asyncio.Event()
    transact = shop.log.transact

    async def slowly(work: Callable[[Transaction], object]) -> object:
        result = await transact(work)
        stored.set()
        await tell.wait()
        return result

    await shop.customers.say(MIA, once(), "What?", HERE)
    asked_again = await shop.now()
    shop.log.transact = slowly  # type: ignore[method-assign, assignment]
    await stored.wait()
    shop.desk.turns.drop(asked_again.id)
    tell.set()
    shop.log.transact = transact  # type: ignore[method-assign]
    for _ in range(5):
        await asyncio.sleep(0)
    told = [payload["kind"] for _, name, payload in shop.fanout.told if name == "event"]
    assert told[-2:] == ["handoff_requested", "queued"]


async def test_a_slow_round_is_no_pause(shop: Shop) -> None:
    """Else a loaded machine would put off, again and again, just what it is late with."""
    await shop.bring(Status.QUEUED)
    await shop.deadlines.look()
    shop.clock.advance(2_000)
    passed = shop.desk.deadline_passed
    taken: list[str] = []

    async def slowly(id: str) -> None:
        shop.clock.advance(10_000)
        taken.append(id)
        await passed(id)

    shop.desk.deadline_passed = slowly  # type: ignore[method-assign]
    for _ in range(LIMITS.still_waiting // 2_000 + 1):
        await shop.deadlines.look()
        shop.clock.advance(2_000)
    assert taken
    before = len(taken)
    await shop.customers.say(MIA, once(), "Hello?", HERE)
    shop.clock.advance(2_900)
    await shop.deadlines.look()
    assert (await shop.now()).reminded_at is not None
    assert len(taken) >= before


async def test_words_an_agent_gives_back_unanswered_are_asked_of_the_bot() -> None:
    shop = Shop()
    await shop.bring(Status.WITH_AGENT)
    given_back = (await shop.now()).id
    await shop.say("shipping?")
    await shop.agents.to_bot(ADA, once(), given_back)
    await shop.desk.turns.settle()
    assert (await shop.kinds())[-2:] == ["returned_to_bot", "bot_answered"]


async def test_a_customer_who_goes_back_to_the_bot_has_the_next_word() -> None:
    shop = Shop()
    await shop.bring(Status.QUEUED)
    await shop.say("shipping?")
    await shop.customers.bot(MIA, once(), HERE)
    await shop.desk.turns.settle()
    assert (await shop.kinds())[-1] == "returned_to_bot"
    assert (await shop.now()).turn is None
