"""The loop that fetches replies by mail: by one process at a time, and only what answers our own mail."""

from __future__ import annotations

import asyncio
import logging

from handoff.core.errors import Refusal
from handoff.desk.replies import Replies
from handoff.letters import apart
from handoff.letters.reading import head
from handoff.ports import Envelope, Holding, Inbox, Unreachable

log = logging.getLogger(__name__)

LOOK_EVERY_S = 20.0
"""Mail takes its time anyway; a mail server minds being asked more often."""
LARGEST_BYTES = 10 * 1024 * 1024
"""Only words are kept of it; a mail with more pictures is answered by hand."""


class Reader:
    """``holding`` says whether it is this process that reads; None: nobody else could."""

    def __init__(self, inbox: Inbox, replies: Replies, holding: Holding | None = None) -> None:
        self._inbox = inbox
        self._replies = replies
        self._holding = holding

    async def run(self) -> None:
        try:
            while True:
                try:
                    if self._ours():
                        await self.look()
                except Unreachable as error:
                    log.warning("the inbox can't be read: %s", error)
                except Refusal as error:
                    self._inbox.again()
                    log.warning("replies by mail are late: %s", error.message)
                except Exception:
                    log.exception("the inbox loop stumbled; it goes on")
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            self._inbox.close()

    async def look(self) -> None:
        """Take in what came. What is not about our mail stays unread, for whoever reads that mailbox."""
        while found := await asyncio.to_thread(self._inbox.unread):
            for envelope in found:
                if self._ours() and await self._take(envelope):
                    await asyncio.to_thread(self._inbox.done, envelope.uid)

    async def _take(self, envelope: Envelope) -> bool:
        try:
            told = head(envelope.head)
        except Exception as error:  # noqa: BLE001 - anybody writes anything; one mail must not stop the others
            log.info("a mail's head can't be read: %s", error)
            return False
        mail = await self._replies.answered(told.references)
        if mail is None and not told.report:
            return False
        if envelope.size > LARGEST_BYTES:
            if mail is not None:
                await self._replies.unreadable(mail, envelope.uid, "is larger than we read")
            return mail is not None
        incoming = await apart.read(await asyncio.to_thread(self._inbox.whole, envelope.uid))
        if incoming is not None:
            return await self._replies.received(incoming)
        if mail is not None:
            await self._replies.unreadable(mail, envelope.uid, "can't be read")
        return mail is not None

    def _ours(self) -> bool:
        return self._holding is None or self._holding.held is not None
