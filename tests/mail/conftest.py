"""A desk with nothing but memory behind it, whose mail goes to a real server."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

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
from tests.mail.sink import Sink, receiving

HER = "mia@home.example"
FROM = "help@shop.example"


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with receiving() as made:
        yield made


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
