"""What comes back by mail: into the conversation whose mail it answers, or into a note for the agents."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from handoff.core.mail import LONGEST_WORDS, Incoming, Mail
from handoff.desk.desk import Desk, Outcome
from handoff.desk.follow_ups import FollowUpDesk
from handoff.desk.mail_desk import MailDesk, note
from handoff.ports import Transaction

_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>@\s]+>")

WORDLESS = "(A mail without words of its own.)"
"""Stands for them, because somebody did write, and is waiting."""


class Replies:
    """Everything here may be repeated: a mail counts once, by its own id."""

    def __init__(self, desk: Desk, mails: MailDesk, follow_ups: FollowUpDesk) -> None:
        self._desk = desk
        self._mails = mails
        self._follow_ups = follow_ups

    async def answered(self, references: Sequence[str]) -> Mail | None:
        """The mail of ours that these message ids speak of."""

        def work(tx: Transaction) -> Mail | None:
            for reference in references:
                found = _OURS.fullmatch(reference)
                mail = tx.mailroom.find(found[1]) if found else None
                if mail is not None and mail.message_id == reference:
                    return mail
            return None

        return await self._desk.log.transact(work)

    async def received(self, incoming: Incoming) -> bool:
        """False: it has nothing to do with us."""
        if incoming.bounced is not None:
            return await self._bounced(*incoming.bounced)
        mail = await self.answered(incoming.references)
        if mail is None:
            return False
        if incoming.automatic:
            return True
        client_id = str(uuid.uuid5(uuid.UUID(mail.id), incoming.message_id or incoming.text))
        if incoming.sender == mail.address:
            await self._follow_ups.mailed(mail.conversation, client_id, incoming.text or WORDLESS)
            await self._note(mail, client_id, _remarks(incoming))
        else:
            words = incoming.text or WORDLESS
            stranger = (
                f"Mail from {incoming.sender or 'nobody'}, which is not the customer's address: {words}"
            )
            await self._note(mail, client_id, [stranger[:LONGEST_WORDS], *_remarks(incoming)])
        return True

    async def unreadable(self, mail: Mail, message_id: str, why: str) -> None:
        """Somebody wrote, and the agents must know, though nobody knows what."""
        client_id = str(uuid.uuid5(uuid.UUID(mail.id), message_id))
        await self._note(
            mail, client_id, [f"A reply by mail came that {why}. Ask the customer to send it again."]
        )

    async def _bounced(self, message_id: str, trouble: str) -> bool:
        mail = await self.answered([message_id])
        if mail is not None:
            await self._mails.failed(mail.id, trouble)
        return mail is not None

    async def _note(self, mail: Mail, client_id: str, lines: Sequence[str]) -> None:
        if not lines:
            return

        def work(tx: Transaction) -> Outcome:
            found = tx.conversation(mail.conversation)
            if found is None:
                return Outcome({})
            return Outcome({}, [self._desk.write(tx, found, found, [note("\n".join(lines))])])

        await self._desk.carry_out(f"n:{mail.conversation}", client_id, work)


def _remarks(incoming: Incoming) -> list[str]:
    remarks = []
    if incoming.attachments:
        remarks.append(f"The mail had attachments, which are not kept: {', '.join(incoming.attachments)}")
    if incoming.cut:
        remarks.append(f"The mail was longer than {LONGEST_WORDS:,} characters; this is its beginning.")
    return remarks
