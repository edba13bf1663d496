"""What is known of customers is kept alike in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from handoff.core.conversation import Conversation, changed
from handoff.core.identity import Profile
from handoff.core.mail import Link
from handoff.core.records import MOST_VISITS, Block, CustomerNote, Visit
from handoff.desk.customers import fresh
from handoff.ports import Customers, Transaction, Visitor
from tests.adapters.conftest import EVERY, Place
from tests.cast import ADA_HOLDS, GRACE_HOLDS, MAX, MIA, NOON, once

pytestmark = pytest.mark.parametrize("place", EVERY, indirect=True)
T = TypeVar("T")
KNOWN = Visitor("33333333-3333-5333-8333-333333333333")


async def within(place: Place, work: Callable[[Customers], T]) -> T:
    return await place.log.transact(lambda tx: work(tx.customers))


async def begun(place: Place, visitor: Visitor, number: int = 1) -> Conversation:
    return await place.log.transact(lambda tx: tx.append(None, fresh(visitor, number, "en"), []))


async def test_a_conversation_goes_over_with_all_that_hangs_on_it(place: Place) -> None:
    first, second = await begun(place, MIA), await begun(place, MIA, 2)
    theirs = await begun(place, KNOWN)
    note = CustomerNote(once(), MIA.id, NOON, ADA_HOLDS, "Prefers mail")

    def hand_over(tx: Transaction) -> None:
        tx.remember(f"v:{MIA.id}", "one", second.id, {"seq": 1})
        tx.remember(f"v:{MIA.id}", "two", second.id, {"seq": 2})
        tx.remember(f"v:{KNOWN.id}", "two", theirs.id, {"seq": 9})
        tx.mailroom.keep_link(Link("hash", second.id, MIA.id, "mia@example.com", NOON, NOON + 1))
        tx.mailroom.confirm(MIA.id, "mia@example.com", NOON)
        tx.customers.keep_note(note)
        tx.customers.hand_over(second, KNOWN.id, 2)
        tx.append(second, changed(second, visitor=KNOWN.id, number=2), [])
        tx.customers.retire(MIA.id, KNOWN.id, NOON)

    await place.log.transact(hand_over)

    def look(tx: Transaction) -> None:
        newest, left = tx.latest(KNOWN.id), tx.latest(MIA.id)
        assert newest is not None
        assert (newest.id, newest.number, left) == (second.id, 2, first)
        assert [one.id for one in tx.customers.conversations_of(KNOWN.id, 5)] == [second.id, theirs.id]
        assert tx.done(f"v:{KNOWN.id}", "one") == {"seq": 1}
        assert tx.done(f"v:{KNOWN.id}", "two") == {"seq": 9}
        assert tx.done(f"v:{MIA.id}", "one") is None
        link = tx.mailroom.link("hash")
        assert link is not None
        assert link.visitor == KNOWN.id
        assert tx.mailroom.confirmed(KNOWN.id, "mia@example.com")
        assert tx.customers.notes(KNOWN.id) == [replace(note, visitor=KNOWN.id)]
        assert tx.customers.retired(MIA.id)
        assert not tx.customers.retired(MAX.id)

    await place.log.transact(look)
    assert await place.log.has_become_known(MIA.id)
    assert not await place.log.has_become_known(MAX.id)


async def test_the_newest_is_who_has_the_highest_number(place: Place) -> None:
    first, second = await begun(place, MIA), await begun(place, MIA, 2)

    def renumber(tx: Transaction) -> None:
        tx.customers.renumber(first, 3)
        tx.append(first, changed(first, number=3), [])

    await place.log.transact(renumber)
    newest = await place.log.latest(MIA.id)
    assert newest is not None
    assert (newest.id, newest.number) == (first.id, 3)
    assert [one.id for one in await within(place, lambda known: known.conversations_of(MIA.id, 9))] == [
        first.id,
        second.id,
    ]


async def test_a_profile_is_kept_as_it_came_and_the_latest_counts(place: Place) -> None:
    mia = Profile("7", "Mia 🙂", "mia@example.com", {"plan": "gold", "n": 3, "x": 0.5, "vip": True}, True)
    for profile in (replace(mia, name=None, verified=False), mia):
        await within(place, lambda known, profile=profile: known.keep_profile(MIA.id, profile, NOON))  # type: ignore[misc]
        assert await within(place, lambda known: known.profile(MIA.id)) == profile
    assert await within(place, lambda known: known.profile(MAX.id)) is None


async def test_of_pages_the_newest_are_kept_and_left_once(place: Place) -> None:
    visits = [Visit(once(), "c", NOON + n, f"https://shop.example/{n}", "🛒") for n in range(MOST_VISITS + 3)]

    def keep(known: Customers) -> None:
        for visit in [*visits, visits[-1]]:
            known.keep_visit(visit)
        known.left(visits[-1].id, NOON + 100)
        known.left(visits[-1].id, NOON + 200)

    await within(place, keep)
    kept = await within(place, lambda known: known.visits("c"))
    assert kept == [*visits[3:-1], replace(visits[-1], left_at=NOON + 100)]


async def test_notes_tags_and_blocks(place: Place) -> None:
    notes = [CustomerNote(once(), MIA.id, NOON + n, ADA_HOLDS, f"Note {n}") for n in range(3)]
    blocks = [
        Block(MIA.id, NOON, ADA_HOLDS, "Spam"),
        Block(MAX.id, NOON + 1, GRACE_HOLDS, "Threats", NOON + 9),
    ]
    again = replace(blocks[0], at=NOON + 2, reason="Worse", name="Mia")

    def keep(known: Customers) -> None:
        for note in [*notes, replace(notes[0], text="not this")]:
            known.keep_note(note)
        known.remove_note(notes[1].id)
        known.use_tags(["vip", "late"], NOON)
        known.use_tags(["late"], NOON + 1)
        for block in [*blocks, again]:
            known.keep_out(block)

    await within(place, keep)
    assert await within(place, lambda known: known.notes(MIA.id)) == [notes[0], notes[2]]
    assert await within(place, lambda known: known.note(notes[1].id)) is None
    assert await within(place, lambda known: known.note(notes[2].id)) == notes[2]
    assert await within(place, lambda known: known.tags(5)) == ["late", "vip"]
    assert await within(place, lambda known: known.kept_out()) == [again, blocks[1]]
    assert await within(place, lambda known: known.let_in(MIA.id))
    assert not await within(place, lambda known: known.let_in(MIA.id))
    assert await within(place, lambda known: known.kept_out()) == [blocks[1]]
