"""Mail over a real SMTP server: passing troubles are tried again, lasting ones are told to the agents."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace

from handoff.adapters.smtp import Smtp
from handoff.core.mail import CLAIM_MS, DAY_MS, PAUSES_MS
from handoff.servers import Server
from tests.mail.conftest import FROM, HER, Post, post_to
from tests.mail.sink import Sink


async def test_a_mail_that_is_due_arrives_once(post: Post, sink: Sink) -> None:
    mail = await post.put()
    assert await post.sender.look()
    assert await post.sender.look()
    assert [message["Message-ID"] for message in sink.arrived] == [mail.message_id]
    assert sink.recipients == [HER]
    assert post.state(mail) == "sent"


async def test_a_server_that_says_later_is_asked_later(post: Post, sink: Sink) -> None:
    sink.to_recipient = ["451 greylisted, try again"]
    mail = await post.put()
    assert await post.sender.look()
    assert (post.state(mail), sink.arrived) == ("waiting", [])
    post.clock.advance(PAUSES_MS[0] - 1)
    await post.sender.look()
    assert sink.arrived == []
    post.clock.advance(1)
    await post.sender.look()
    assert [message["Message-ID"] for message in sink.arrived] == [mail.message_id]
    assert post.notes() == []


async def test_an_address_that_does_not_exist_is_noted_for_the_agents_once(post: Post, sink: Sink) -> None:
    sink.to_recipient = ["550 5.1.1 No such user here"]
    mail = await post.put()
    await post.sender.look()
    await post.mails.failed(mail.id, "and again")
    assert post.notes() == [f"This mail could not be delivered: {HER}: 550 5.1.1 No such user here"]
    assert post.state(mail) == "failed"
    post.clock.advance(DAY_MS)
    await post.sender.look()
    assert sink.arrived == []


async def test_a_mail_the_server_refuses_after_reading_it_is_noted(post: Post, sink: Sink) -> None:
    sink.to_mail = ["554 5.7.1 Looks like spam"]
    await post.put()
    await post.sender.look()
    assert post.notes() == [f"This mail could not be delivered: {HER}: 554 5.7.1 Looks like spam"]


async def test_a_server_that_is_away_is_tried_for_two_days_and_then_the_agents_know() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens here, and nobody else will
        post = post_to(taken.getsockname()[1])
        mail = await post.put()
        tries = 0
        while post.state(mail) == "waiting":
            assert not await post.sender.look()
            tries += 1
            post.clock.now = max(post.clock.now, post.log.tables.mail.mails[mail.id].due_at)
        assert tries > 8
        assert post.clock.now - mail.created_at <= 2 * DAY_MS
        assert len(post.notes()) == 1
        assert "can't be reached" in post.notes()[0]


async def test_one_address_that_is_refused_holds_up_no_other(post: Post, sink: Sink) -> None:
    sink.to_recipient = ["550 no"]
    both = [await post.put(), await post.put("max@home.example")]
    await post.sender.look()
    assert sorted(post.state(mail) for mail in both) == ["failed", "sent"]
    assert len(sink.arrived) == 1


async def test_a_server_that_hangs_is_left_and_asked_again_later() -> None:
    held: list[asyncio.StreamWriter] = []

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    post = post_to(server.sockets[0].getsockname()[1], timeout_s=0.2)
    mail = await post.put()
    assert not await post.sender.look()
    assert post.state(mail) == "waiting"
    for writer in held:
        writer.close()
    server.close()
    await server.wait_closed()


async def test_dying_between_sending_and_saying_so_doubles_a_mail_under_one_id(
    post: Post, sink: Sink
) -> None:
    """The one doubling there is. Mail programs show one of two mails that have the same Message-ID."""
    mail = await post.put()
    parcel = await post.mails.next_due()
    assert parcel is not None
    await post.sender._send(parcel)  # and here the process dies
    assert await post.mails.next_due() is None  # not sent again at once, by whoever comes next
    post.clock.advance(CLAIM_MS)
    await post.sender.look()
    first, second = sink.arrived
    assert first["Message-ID"] == second["Message-ID"] == mail.message_id
    assert first.as_bytes() == second.as_bytes()
    assert post.state(mail) == "sent"
    assert len(post.log.tables.mail.links) == 1


async def test_whoever_does_not_hold_the_post_sends_nothing(post: Post, sink: Sink) -> None:
    class Elsewhere:
        held = None

    post.sender._holding = Elsewhere()
    await post.put()
    await post.sender.look()
    assert sink.arrived == []


async def test_a_line_break_in_an_address_never_becomes_a_header(post: Post, sink: Sink) -> None:
    """Such an address is refused when it is typed; should one be stored all the same, it goes nowhere."""
    for bad in ("mia@home.example\r\nBcc: all@home.example", "mia@home.example\nX: y", "a b@c", ""):
        mail = await post.put(bad)
        await post.sender.look()
        assert post.state(mail) == "failed"
    assert sink.arrived == []


async def test_mails_of_one_conversation_make_one_thread(post: Post, sink: Sink) -> None:
    first = await post.put()
    post.clock.advance(1_000)
    second = await post.put()
    post.clock.advance(1_000)
    third = await post.put()
    await post.sender.look()
    a, b, c = sink.arrived
    assert a["References"] is None
    assert (b["In-Reply-To"], b["References"]) == (first.message_id, first.message_id)
    assert c["In-Reply-To"] == second.message_id
    assert c["References"].split() == [first.message_id, second.message_id]
    assert b["Subject"] == c["Subject"] == f"Re: {a['Subject']}"
    assert a["From"] == f"Shop <{FROM}>"
    assert {m["Auto-Submitted"] for m in sink.arrived} == {"auto-generated"}
    assert third.message_id == c["Message-ID"]


async def test_a_password_is_never_sent_in_the_clear_to_another_machine(sink: Sink) -> None:
    """A relay on this one is trusted with what it has anyway."""
    there = Server("localhost.example", sink.port, secure=False, user="ada", password="secret")
    assert Smtp(there, FROM)._connection()._start_tls_on_connect is True
    here = replace(there, host="127.0.0.1")
    assert Smtp(here, FROM)._connection()._start_tls_on_connect is None


async def test_a_server_that_lets_nobody_in_is_a_trouble_of_ours(post: Post, sink: Sink) -> None:
    server = Server("127.0.0.1", sink.port, secure=False, user="ada", password="wrong")
    post.sender._postman = Smtp(server, FROM)
    mail = await post.put()
    assert not await post.sender.look()
    assert (post.state(mail), post.notes()) == ("waiting", [])
