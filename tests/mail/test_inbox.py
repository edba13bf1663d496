"""Replies by mail over a real IMAP server: into the conversation, once, and only the customer's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from handoff.adapters.imap import Inbox
from handoff.core.events import Event, Kind
from handoff.core.mail import Mail
from handoff.desk.mail_desk import MailDesk
from handoff.desk.replies import WORDLESS, Replies
from handoff.links import LinkTokens
from handoff.mail_reading import LARGEST_BYTES, Reader
from handoff.ports import Unreachable
from handoff.servers import IMAP_PORTS, server_of
from tests.cast import ADA, once
from tests.mail.inbox import Mailbox, imap_server
from tests.mail.test_reading import bounce
from tests.mail.test_what_is_mailed import HER, Shop


class Post:
    """Mia's follow-up, the mail she got of it, and the mailbox her reply arrives in."""

    def __init__(self, shop: Shop, box: Mailbox, mail: Mail) -> None:
        self.shop = shop
        self.box = box
        self.mail = mail
        self.inbox = Inbox(server_of(box.url, IMAP_PORTS))
        mails = MailDesk(shop.desk, LinkTokens("a secret of at least thirty-two characters").hash_for)
        self.reader = Reader(self.inbox, Replies(shop.desk, mails, shop.follow_ups))

    def written(self, text: str = "It is the blue one.", sender: str = HER, **headers: str) -> EmailMessage:
        message = EmailMessage()
        given = {"From": sender, "Message-ID": "<1@home.example>", "In-Reply-To": self.mail.message_id}
        for name, value in {**given, **headers}.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        return message

    async def arrives(self, raw: bytes | EmailMessage) -> list[Event]:
        """What follows in the conversation."""
        before = len(self.events)
        await asyncio.to_thread(self.box.put, bytes(raw))
        await self.reader.look()
        return self.events[before:]

    @property
    def events(self) -> list[Event]:
        return self.shop.log.tables.events[self.mail.conversation]

    async def unread(self) -> int:
        return await asyncio.to_thread(self.box.unread)


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    with imap_server() as port:
        yield port


@pytest.fixture
async def post(imap_port: int) -> AsyncIterator[Post]:
    shop, box = Shop(), Mailbox(imap_port)
    await shop.leave()
    await asyncio.to_thread(box.make)
    made = Post(shop, box, shop.mails[0])
    yield made
    await asyncio.to_thread(made.inbox.close)


async def test_a_reply_by_mail_goes_on_with_the_conversation_once(post: Post) -> None:
    (said,) = await post.arrives(post.written())
    assert (said.kind, said.data["text"], said.data["channel"]) == (
        Kind.CUSTOMER_SAID,
        "It is the blue one.",
        "mail",
    )
    assert said.by.id == "11111111-1111-4111-8111-111111111111"
    assert await post.unread() == 0
    assert await post.arrives(post.written()) == []  # the same mail, delivered again
    (more,) = await post.arrives(post.written("And it whistles.", **{"Message-ID": "<2@home.example>"}))
    assert more.data["text"] == "And it whistles."


async def test_dying_before_a_reply_is_marked_takes_it_in_once(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post.inbox, "done", lambda _uid: None)
    assert len(await post.arrives(post.written())) == 1
    post.inbox.again()
    before = len(post.events)
    await post.reader.look()
    assert len(post.events) == before


async def test_somebody_elses_reply_is_a_note_for_the_agents(post: Post) -> None:
    (noted,) = await post.arrives(post.written(sender="Max <max@home.example>"))
    assert noted.kind is Kind.NOTE_ADDED
    assert noted.data["text"].startswith(
        "Mail from max@home.example, which is not the customer's address: It is"
    )


async def test_mail_about_something_else_stays_unread(post: Post) -> None:
    """Also what names a mail that looks like ours."""
    other = {"In-Reply-To": "<92f0384d-2d79-5b67-a3d6-21b20cc7c384@shop.example>"}
    assert await post.arrives(post.written(**other)) == []
    assert await post.unread() == 1


async def test_absence_notes_and_other_machines_are_not_heard(post: Post) -> None:
    assert await post.arrives(post.written("I'm away.", Auto_Submitted="auto-replied")) == []
    assert await post.unread() == 0


async def test_a_mail_of_ours_that_comes_back_is_noted(post: Post) -> None:
    report = bounce().replace(
        b"<92f0384d-2d79-5b67-a3d6-21b20cc7c384@shop.example>", post.mail.message_id.encode()
    )
    (noted,) = await post.arrives(report)
    assert noted.data["text"] == f"This mail could not be delivered: {HER}: 550 5.1.1 No such user"
    assert await post.arrives(report) == []


async def test_what_could_not_be_kept_is_named(post: Post) -> None:
    message = post.written("word " * 1_000)
    message.add_attachment(b"\xff", maintype="image", subtype="jpeg", filename="kettle.jpg")
    said, noted = await post.arrives(message)
    assert len(said.data["text"]) == 4_000
    assert "kettle.jpg" in noted.data["text"]
    assert "longer than 4,000" in noted.data["text"]


async def test_a_mail_without_words_still_says_that_somebody_wrote(post: Post) -> None:
    (said,) = await post.arrives(post.written("\n> only a quote\n"))
    assert said.data["text"] == WORDLESS


async def test_a_mail_that_is_too_large_is_not_fetched_but_told(post: Post) -> None:
    message = post.written()
    message.add_attachment(b"x" * LARGEST_BYTES, maintype="video", subtype="mp4", filename="long.mp4")
    (noted,) = await post.arrives(message)
    assert noted.data["text"].startswith("A reply by mail came that is larger than we read.")
    assert await post.unread() == 0


async def test_a_reply_to_a_closed_follow_up_opens_it_again(post: Post) -> None:
    await post.shop.reply(post.mail.conversation)
    await post.shop.agents.resolve(ADA, once(), post.mail.conversation, None)
    kinds: list[Any] = [event.kind.value for event in await post.arrives(post.written())]
    assert kinds[:2] == ["customer_said", "reopened"]


async def test_a_mailbox_that_is_away_is_asked_again(post: Post) -> None:
    away = Inbox(server_of("imap://a:b@127.0.0.1:9", IMAP_PORTS))
    with pytest.raises(Unreachable):
        await asyncio.to_thread(away.unread)
    wrong = Inbox(server_of(f"imap://help:wrong@127.0.0.1:{post.box.port}", IMAP_PORTS))
    with pytest.raises(Unreachable):
        await asyncio.to_thread(wrong.unread)
    (said,) = await post.arrives(post.written())
    assert said.kind is Kind.CUSTOMER_SAID


async def test_a_connection_that_broke_is_made_anew(post: Post) -> None:
    await post.reader.look()
    assert post.inbox._box is not None
    post.inbox._box.client.shutdown()
    with pytest.raises(Unreachable):
        await post.reader.look()
    assert len(await post.arrives(post.written())) == 1


async def test_stopping_waits_for_no_mailbox_that_hangs() -> None:
    asked = asyncio.Event()
    held: list[asyncio.StreamWriter] = []

    async def greets_and_hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)
        writer.write(b"* OK ready\r\n")
        tag = (await reader.readline()).split()[0]
        writer.write(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK\r\n")
        await reader.readline()
        asked.set()

    server = await asyncio.start_server(greets_and_hangs, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader = Reader(Inbox(server_of(f"imap://a:b@127.0.0.1:{port}", IMAP_PORTS)), Replies(*[None] * 3))  # type: ignore[arg-type]
    running = asyncio.create_task(reader.run())
    await asyncio.wait_for(asked.wait(), 10)
    running.cancel()
    await asyncio.wait([running], timeout=10)
    await asyncio.wait_for(asyncio.get_running_loop().shutdown_default_executor(), 10)
    assert running.cancelled()
    for writer in held:
        writer.close()
    server.close()
    await server.wait_closed()
