"""The loop that sends what is written: one mail at a time, by one process at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from handoff.core.errors import Refusal
from handoff.core.mail import Mail, MailKind
from handoff.desk.mail_desk import MailDesk, Parcel
from handoff.letters.writing import File, House, letter
from handoff.ports import Holding, Postman, Undelivered
from handoff.transcripts.as_page import as_page
from handoff.transcripts.as_text import as_text
from handoff.transcripts.languages import words_for
from handoff.transcripts.lines import Transcript, zone_of

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""A mail may be a second late."""
PAUSE_S = 15.0
"""After a trouble that would meet every mail: the server is not asked again and again."""
LONGEST_S = 120.0
"""For one mail, all steps together; well within the time it is claimed for."""


class Sender:
    """``house`` is asked for each mail, because the address of the pages may be known only once they are
    served. ``holding`` says whether it is this process that sends; None: nobody else could."""

    def __init__(
        self,
        desk: MailDesk,
        postman: Postman,
        house: Callable[[], House],
        token_for: Callable[[str], str],
        holding: Holding | None = None,
    ) -> None:
        self._desk = desk
        self._postman = postman
        self._house = house
        self._token_for = token_for
        self._holding = holding

    async def run(self) -> None:
        while True:
            pause = LOOK_EVERY_S
            try:
                if not await self.look():
                    pause = PAUSE_S
            except Refusal as error:
                log.warning("mail is late: %s", error.message)
            except Exception:
                log.exception("the mail loop stumbled; it goes on")
            await asyncio.sleep(pause)

    async def look(self) -> bool:
        """Send all that is due. False: the server takes nothing now."""
        while self._ours():
            parcel = await self._desk.next_due()
            if parcel is None:
                return True
            try:
                await self._send(parcel)
            except Undelivered as error:
                log.warning("a mail did not leave: %s", error.trouble)
                await self._desk.undelivered(parcel.mail, error)
                if error.everybody:
                    return False
            else:
                await self._desk.sent(parcel.mail)
        return True

    async def _send(self, parcel: Parcel) -> None:
        mail = parcel.mail
        try:
            files = await self._files(mail)
            message = letter(mail, self._token_for(mail.id), parcel.earlier, self._house(), files)
        except Refusal:
            raise Undelivered("what it tells can't be read now", everybody=True) from None
        except Exception as error:
            # Trying again would not help; the agents hear of it instead of nobody.
            log.exception("a mail can't be written")
            raise Undelivered("it could not be put into words", for_good=True) from error
        try:
            async with asyncio.timeout(LONGEST_S):
                await self._postman.send(message, mail.address)
        except TimeoutError:
            raise Undelivered("the mail server takes too long", everybody=True) from None

    async def _files(self, mail: Mail) -> list[File]:
        if mail.kind is not MailKind.TRANSCRIPT:
            return []
        events = await self._desk.recorded(mail)
        words = words_for(mail.content.get("locale"))
        zone = zone_of(mail.content.get("zone"))
        record = Transcript(
            mail.conversation, events, words, zone, mail.created_at, words.YOU, self._house().pages
        )

        def written() -> list[File]:
            page, text = as_page(record), as_text(record)
            return [File(f"{record.name}.html", "html", page), File(f"{record.name}.txt", "plain", text)]

        return await asyncio.to_thread(written)

    def _ours(self) -> bool:
        return self._holding is None or self._holding.held is not None
