"""The mailroom three times: in memory, on SQLite, on PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from handoff.core.conversation import Conversation
from handoff.core.events import Draft, Kind
from handoff.core.folding import record
from handoff.core.mail import Link, Mail, MailKind
from handoff.ports import Mailroom, Visitor
from tests.adapters.conftest import EVERY, Place
from tests.cast import MAX, MIA, MIA_SPEAKS, NOON

pytestmark = pytest.mark.parametrize("place", EVERY, indirect=True)

T = TypeVar("T")
HER = "mia@home.example"
LATER = NOON + 600_000


async def within(place: Place, work: Callable[[Mailroom], T]) -> T:
    return await place.log.transact(lambda tx: work(tx.mailroom))


async def begun(place: Place, visitor: Visitor = MIA, *said: str) -> str:
    """A conversation with these words in it; its id."""
    fresh = Conversation(str(uuid.uuid5(uuid.UUID(visitor.id), "1")), visitor.id, 1)
    drafts = [Draft(Kind.CUSTOMER_SAID, MIA_SPEAKS, {"text": text}) for text in said]
    after, events = record(fresh, drafts, NOON)
    await place.log.transact(lambda tx: tx.append(None, after, events))
    return fresh.id


async def put(place: Place, *mails: Mail) -> None:
    def work(room: Mailroom) -> None:
        for one in mails:
            room.put(one)

    await within(place, work)


def mail(conversation: str, address: str = HER, **other: object) -> Mail:
    id = str(uuid.uuid4())
    made = Mail(
        id, conversation, 3, address, MailKind.REPLY, {"text": "Thirty days."}, f"<{id}@x>", NOON, NOON
    )
    return replace(made, **other)  # type: ignore[arg-type]


async def test_a_mail_is_claimed_once_and_again_only_when_nothing_was_heard_of_it(place: Place) -> None:
    one = mail(await begun(place))
    await put(place, one)
    assert await within(place, lambda room: room.claim(NOON - 1, LATER)) is None
    claimed = await within(place, lambda room: room.claim(NOON, LATER))
    assert claimed == replace(one, due_at=LATER, tries=1)
    assert await within(place, lambda room: room.claim(NOON + 1, LATER)) is None
    assert await within(place, lambda room: room.claim(LATER, LATER + 1)) == replace(
        one, due_at=LATER + 1, tries=2
    )


async def test_the_most_overdue_mail_goes_first(place: Place) -> None:
    conversation = await begun(place)
    late, later = mail(conversation, due_at=NOON - 5), mail(conversation, due_at=NOON - 9)
    await put(place, late, later)
    claimed = await within(place, lambda room: room.claim(NOON, LATER))
    assert claimed is not None
    assert claimed.id == later.id


async def test_what_was_sent_or_has_failed_is_never_claimed_again(place: Place) -> None:
    conversation = await begun(place)
    sent, failed = mail(conversation), mail(conversation)
    await put(place, sent, failed)
    await within(place, lambda room: room.sent(sent.id, NOON))
    assert await within(place, lambda room: room.failed(failed.id, "no such user"))
    assert not await within(place, lambda room: room.failed(failed.id, "no such user"))
    assert await within(place, lambda room: room.claim(LATER, LATER + 1)) is None


async def test_a_mail_that_was_sent_can_still_come_back(place: Place) -> None:
    """A server may accept a mail and return it hours later."""
    sent = mail(await begun(place))
    await put(place, sent)
    await within(place, lambda room: room.sent(sent.id, NOON))
    assert await within(place, lambda room: room.failed(sent.id, "mailbox full"))


async def test_what_is_put_off_waits(place: Place) -> None:
    one = mail(await begun(place))
    await put(place, one)
    await within(place, lambda room: room.claim(NOON, LATER))
    await within(place, lambda room: room.later(one.id, NOON + 50, "try again"))
    assert await within(place, lambda room: room.claim(NOON + 49, LATER)) is None
    assert await within(place, lambda room: room.claim(NOON + 50, LATER)) is not None


async def test_mails_to_an_address_are_counted_by_time_and_kind(place: Place) -> None:
    conversation = await begun(place)
    for at, kind in ((NOON, MailKind.REPLY), (NOON + 10, MailKind.LINK)):
        one = mail(conversation, created_at=at, kind=kind)
        await put(place, one)
    assert await within(place, lambda room: room.mailed(HER, NOON - 1)) == 2
    assert await within(place, lambda room: room.mailed(HER, NOON)) == 1
    assert await within(place, lambda room: room.mailed(HER, NOON - 1, MailKind.REPLY)) == 1
    assert await within(place, lambda room: room.mailed("max@home.example", 0)) == 0


async def test_a_visitors_other_addresses_are_counted_once_each(place: Place) -> None:
    mias, maxs = await begun(place), await begun(place, MAX)
    for conversation, address in (
        (mias, HER),
        (mias, "a@x.example"),
        (mias, "a@x.example"),
        (maxs, "b@x.example"),
    ):
        one = mail(conversation, address)
        await put(place, one)
    assert await within(place, lambda room: room.others(MIA.id, HER, NOON - 1)) == 1
    assert await within(place, lambda room: room.others(MIA.id, "c@x.example", NOON - 1)) == 2
    assert await within(place, lambda room: room.others(MIA.id, HER, NOON)) == 0


async def test_an_address_is_confirmed_for_one_visitor(place: Place) -> None:
    for _ in range(2):
        await within(place, lambda room: room.confirm(MIA.id, HER, NOON))
    assert await within(place, lambda room: room.confirmed(MIA.id, HER))
    assert not await within(place, lambda room: room.confirmed(MAX.id, HER))
    assert not await within(place, lambda room: room.confirmed(MIA.id, "a@x.example"))


async def test_a_link_is_redeemed_once(place: Place) -> None:
    link = Link("f" * 64, await begun(place), MIA.id, HER, NOON, NOON + 7)
    await within(place, lambda room: room.keep_link(link))
    assert await within(place, lambda room: room.link(link.token_hash)) == link
    assert await within(place, lambda room: room.redeem(link.token_hash, NOON + 1))
    assert not await within(place, lambda room: room.redeem(link.token_hash, NOON + 2))
    assert await within(place, lambda room: room.link("0" * 64)) is None


async def test_keeping_a_link_again_never_makes_it_new(place: Place) -> None:
    link = Link("f" * 64, await begun(place), MIA.id, HER, NOON, NOON + 7)
    await within(place, lambda room: room.keep_link(link))
    await within(place, lambda room: room.redeem(link.token_hash, NOON + 1))
    await within(place, lambda room: room.keep_link(replace(link, expires_at=NOON + 9)))
    kept = await within(place, lambda room: room.link(link.token_hash))
    assert kept == replace(link, expires_at=NOON + 9, redeemed_at=NOON + 1)


async def test_the_last_words_are_the_customers(place: Place) -> None:
    conversation = await begun(place, MIA, "Where is my order?", "It was a kettle.")
    assert await within(place, lambda room: room.last_words(conversation)) == ("It was a kettle.", None)
    silent = await begun(place, MAX)
    assert await within(place, lambda room: room.last_words(silent)) == (None, None)


async def test_a_mail_knows_those_before_it(place: Place) -> None:
    conversation, other = await begun(place), await begun(place, MAX)
    first, second = mail(conversation), mail(conversation, created_at=NOON + 1)
    await put(place, first, second, mail(other))
    assert await within(place, lambda room: room.earlier(second)) == [first.message_id]
    assert await within(place, lambda room: room.earlier(first)) == []
    assert await within(place, lambda room: room.find(first.id)) == first
    assert await within(place, lambda room: room.find("nobody's")) is None
