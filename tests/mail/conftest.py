"""A mail server that keeps what it is given, and a desk with nothing but memory behind it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd import smtp
from aiosmtpd.smtp import Envelope

from handoff.adapters.memory import MemoryBot, MemoryClock, MemoryFanout, MemoryLog
from handoff.adapters.smtp import Smtp
from handoff.core.conversation import Conversation
from handoff.core.events import Draft, Event, Kind
from handoff.core.folding import record
from handoff.core.mail import Mail, MailKind
from handoff.desk import Desk
from handoff.desk.mail_desk import MailDesk
from handoff.letters.writing import House
from handoff.links import LinkTokens
from handoff.mailing import Sender
from handoff.servers import Server
from tests.cast import LIMITS, MIA, MIA_SPEAKS, NOON

HER = "mia@home.example"
FROM = "help@shop.example"


@dataclass
class Sink:
    """What arrived, and what the server says next instead of 250: for each mail one answer."""

    port: int = 0
    arrived: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_mail: list[str] = field(default_factory=list)
    then: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.to_mail:
            return self.to_mail.pop(0)
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.arrived.append(message)
        self.recipients += envelope.rcpt_tos
        self.then()
        return "250 OK"


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server on a free port of this machine."""
    made = Sink()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: smtp.SMTP(made, hostname="sink.example", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0
    )
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()
    await server.wait_closed()


@dataclass
class Post:
    """A desk in memory, whose mail goes to the sink."""

    clock: MemoryClock
    log: MemoryLog
    desk: Desk
    mails: MailDesk
    tokens: LinkTokens
    sender: Sender
    conversation: str

    async def put(self, address: str = HER, **other: Any) -> Mail:
        id = str(uuid.uuid4())
        now = self.clock()
        said = {"agent": "Ada", "text": "Thirty days."}
        message_id = f"<{id}@shop.example>"
        mail = Mail(id, self.conversation, 1, address, MailKind.REPLY, said, message_id, now, now)
        mail = replace(mail, **other)
        await self.log.transact(lambda tx: tx.mailroom.put(mail))
        return mail

    def state(self, mail: Mail) -> str:
        return self.log.tables.mail.states[mail.id][0]

    def notes(self) -> list[str]:
        return [e.data["text"] for e in self.events() if e.kind is Kind.NOTE_ADDED]

    def events(self) -> list[Event]:
        return self.log.tables.events[self.conversation]


def post_to(port: int, timeout_s: float = 5) -> Post:
    clock, log = MemoryClock(NOON), MemoryLog(mail_domain="shop.example")
    desk = Desk(log, MemoryBot(), MemoryFanout(), clock, LIMITS)
    tokens = LinkTokens("a secret of at least thirty-two characters")
    mails = MailDesk(desk, tokens.hash_for)
    sender = Sender(
        mails,
        Smtp(Server("127.0.0.1", port, secure=False), FROM, timeout_s),
        lambda: House(f"Shop <{FROM}>", "https://chat.shop.example", reads_replies=False),
        tokens.of,
    )
    fresh = Conversation(str(uuid.uuid5(uuid.UUID(MIA.id), "1")), MIA.id, 1)
    after, events = record(fresh, [Draft(Kind.CUSTOMER_SAID, MIA_SPEAKS, {"text": "My kettle leaks."})], NOON)
    log.commit(lambda tx: tx.append(None, after, events))
    return Post(clock, log, desk, mails, tokens, sender, fresh.id)


@pytest.fixture
def post(sink: Sink) -> Post:
    return post_to(sink.port)
