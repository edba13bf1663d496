"""Which mails a conversation leads to, and that nobody's words reach an address that is not theirs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.adapters.memory import MemoryBot, MemoryClock, MemoryFanout, MemoryLog, MemoryPresence
from handoff.core.follow_up import Form
from handoff.core.mail import (
    ADDRESSES_A_DAY,
    DAY_MS,
    TO_A_CONFIRMED_ADDRESS_AN_HOUR,
    TO_A_STRANGER_A_DAY,
    Mail,
    MailKind,
)
from handoff.desk import AgentDesk, CustomerDesk, Desk
from handoff.desk.customers import Place
from handoff.desk.follow_ups import FollowUpDesk
from handoff.letters.writing import House, letter
from handoff.ports import Answer, Visitor
from tests.cast import ADA, LIMITS, MAX, MIA, NOON, once

HERE = Place()
HER = "mia@home.example"
HOUSE = House("Shop <help@shop.example>", "https://chat.shop.example", reads_replies=False)


class Shop:
    """A desk in memory, from which mail goes out unless told otherwise."""

    def __init__(self, domain: str | None = "shop.example") -> None:
        self.clock = MemoryClock(NOON)
        self.presence = MemoryPresence()
        self.log = MemoryLog(self.presence, mail_domain=domain)
        self.desk = Desk(self.log, MemoryBot(), MemoryFanout(), self.clock, LIMITS)
        self.customers = CustomerDesk(self.desk)
        self.agents = AgentDesk(self.desk, self.customers, self.presence)
        self.follow_ups = FollowUpDesk(self.desk, self.customers)

    async def leave(self, text: str = "My kettle leaks.", email: str = HER, visitor: Visitor = MIA) -> Answer:
        return await self.follow_ups.leave(visitor, once(), Form(email, text), HERE)

    async def reply(self, conversation: str, text: str = "Send it in.") -> Answer:
        await self.agents.take(ADA, once(), conversation)
        return await self.agents.say(ADA, once(), conversation, text, None)

    async def confirm(self, visitor: Visitor = MIA, email: str = HER) -> None:
        await self.log.transact(lambda tx: tx.mailroom.confirm(visitor.id, email, self.clock()))

    @property
    def mails(self) -> list[Mail]:
        return list(self.log.tables.mail.mails.values())

    @property
    def kinds(self) -> list[MailKind]:
        return [mail.kind for mail in self.mails]


@pytest.fixture
def shop() -> Shop:
    return Shop()


async def test_a_follow_up_is_acknowledged_by_mail(shop: Shop) -> None:
    answer = await shop.leave()
    assert answer["mail"] == "sending"
    (mail,) = shop.mails
    assert (mail.kind, mail.address, mail.conversation) == (MailKind.RECEIVED, HER, answer["conversation"])
    assert mail.content["due"]
    assert mail.message_id == f"<{mail.id}@shop.example>"


async def test_the_same_form_again_mails_nothing_more(shop: Shop) -> None:
    client_id, form = once(), Form(HER, "My kettle leaks.")
    first = await shop.follow_ups.leave(MIA, client_id, form, HERE)
    assert await shop.follow_ups.leave(MIA, client_id, form, HERE) == first
    await shop.leave()
    assert shop.kinds == [MailKind.RECEIVED]


async def test_an_agents_words_go_out_by_mail_and_so_does_the_end(shop: Shop) -> None:
    conversation = (await shop.leave())["conversation"]
    assert (await shop.reply(conversation))["mail"] == "sending"
    ended = await shop.agents.resolve(ADA, once(), conversation, None)
    assert ended["mail"] == "sending"
    assert shop.kinds == [MailKind.RECEIVED, MailKind.REPLY, MailKind.CLOSED]
    assert shop.mails[1].content["text"] == "Send it in."


async def test_nothing_else_is_mailed(shop: Shop) -> None:
    """Notes, words at the page, a chat's end."""
    conversation = (await shop.leave())["conversation"]
    await shop.agents.note(ADA, once(), conversation, "Grumpy.")
    await shop.customers.person(MIA, once(), HERE)
    await shop.agents.take(ADA, once(), conversation)
    assert "mail" not in await shop.agents.say(ADA, once(), conversation, "Hello!", None)
    await shop.customers.say(MIA, once(), "Hi.", HERE)
    assert "mail" not in await shop.agents.resolve(ADA, once(), conversation, None)
    assert shop.kinds == [MailKind.RECEIVED]


async def test_whoever_writes_by_mail_is_answered_by_mail_also_from_the_queue(shop: Shop) -> None:
    conversation = (await shop.leave())["conversation"]
    await shop.customers.person(MIA, once(), HERE)
    await shop.follow_ups.mailed(conversation, once(), "I'm on the train now.")
    await shop.agents.take(ADA, once(), conversation)
    assert (await shop.agents.say(ADA, once(), conversation, "No hurry.", None))["mail"] == "sending"
    said = shop.log.tables.events[conversation][-1]
    assert (said.data["channel"], said.data["mail"]) == ("mail", "sending")
    await shop.customers.say(MIA, once(), "Back at the page.", HERE)
    assert "mail" not in await shop.agents.say(ADA, once(), conversation, "Hello!", None)


async def test_a_stranger_gets_few_mails_and_everybody_is_told(shop: Shop) -> None:
    conversation = (await shop.leave())["conversation"]
    told = [(await shop.reply(conversation, f"{n}"))["mail"] for n in range(TO_A_STRANGER_A_DAY + 2)]
    assert told == ["sending"] * (TO_A_STRANGER_A_DAY - 1) + ["limited"] * 3
    assert len(shop.mails) == TO_A_STRANGER_A_DAY
    assert shop.log.tables.events[conversation][-1].data["mail"] == "limited"  # what the agents see
    shop.clock.advance(DAY_MS)
    assert (await shop.reply(conversation))["mail"] == "sending"


async def test_an_addresss_limit_counts_whoever_types_it(shop: Shop) -> None:
    for number in range(TO_A_STRANGER_A_DAY):
        visitor = Visitor(f"0000000{number}-0000-4000-8000-000000000000")
        assert (await shop.leave(visitor=visitor))["mail"] == "sending"
    answer = await shop.leave(visitor=MAX)
    assert answer["mail"] == "limited"
    stored = await shop.log.latest(MAX.id)
    assert stored is not None
    assert stored.status.value == "follow_up"


async def test_a_visitor_who_tries_addresses_is_stopped(shop: Shop) -> None:
    told = [(await shop.leave(email=f"{n}@home.example"))["mail"] for n in range(ADDRESSES_A_DAY + 2)]
    assert told == ["sending"] * ADDRESSES_A_DAY + ["limited"] * 2


async def test_a_confirmed_address_may_get_more(shop: Shop) -> None:
    await shop.confirm()
    conversation = (await shop.leave())["conversation"]
    told = [
        (await shop.reply(conversation, f"{n}"))["mail"] for n in range(TO_A_CONFIRMED_ADDRESS_AN_HOUR + 1)
    ]
    assert told == ["sending"] * (TO_A_CONFIRMED_ADDRESS_AN_HOUR - 1) + ["limited"] * 2


async def test_without_a_mail_server_a_follow_up_waits_in_the_console() -> None:
    shop = Shop(domain=None)
    answer = await shop.leave()
    assert answer["mail"] == "off"
    assert (await shop.reply(answer["conversation"]))["mail"] == "off"
    assert shop.mails == []


async def test_a_confirmed_address_may_be_reminded_of_what_was_asked(shop: Shop) -> None:
    await shop.confirm()
    conversation = (await shop.leave("My kettle leaks."))["conversation"]
    await shop.follow_ups.mailed(conversation, once(), "It is the blue one.")
    await shop.reply(conversation)
    assert [mail.content.get("quote") for mail in shop.mails] == ["My kettle leaks.", "It is the blue one."]


async def test_another_visitors_confirmation_is_not_mine(shop: Shop) -> None:
    await shop.confirm(MAX)
    await shop.reply((await shop.leave())["conversation"])
    assert not any("quote" in mail.content for mail in shop.mails)


async def letters_after(said: str, left: str, title: str, locale: str | None) -> list[bytes]:
    """Every mail of a story in which Mia typed these words wherever she could."""
    shop = Shop()
    place = Place({"url": "https://shop.example/cart", "title": title}, locale)
    await shop.customers.say(MIA, once(), said, place)
    await shop.follow_ups.leave(MIA, once(), Form(HER, left), place)
    conversation = shop.mails[0].conversation
    await shop.reply(conversation)
    await shop.follow_ups.mailed(conversation, once(), said)
    await shop.reply(conversation)
    await shop.agents.resolve(ADA, once(), conversation, None)
    # An event more or less moves the mails' ids; they are made even so that the rest can be compared.
    return [bytes(letter(mail, "TOKEN", (), HOUSE)).replace(mail.id.encode(), b"ID") for mail in shop.mails]


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)
hostile = st.sampled_from(
    ["\r\nBcc: all@home.example\r\n\r\n", "<script>", "=?utf-8?q?x?=", "{due}", "%s%n", "\u202e", "x" * 4_000]
)


@settings(max_examples=60, deadline=None)
@given(
    said=words | hostile,
    left=words | hostile,
    title=words | hostile,
    locale=st.sampled_from([None, "en", "x"]),
)
def test_mail_to_a_stranger_is_the_same_whatever_the_visitor_typed(
    said: str, left: str, title: str, locale: str | None
) -> None:
    """So nothing of theirs can be in it: no question, no name, no header."""
    story: Any = letters_after(said, left, title, locale)
    other: Any = letters_after("a", "b", "c", None)
    mails = asyncio.run(story)
    assert len(mails) == 4
    assert mails == asyncio.run(other)
