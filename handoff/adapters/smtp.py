"""Hands one mail to the mail server, and says what became of it."""

from __future__ import annotations

from email.message import EmailMessage

import aiosmtplib

from handoff.ports import Undelivered
from handoff.servers import Server

TIMEOUT_S = 30.0
"""For each step. Servers that check a mail before they take it need some seconds."""


class Smtp:
    """``ports.Postman`` by SMTP. A connection for each mail: there are few."""

    def __init__(self, server: Server, sender: str, timeout_s: float = TIMEOUT_S) -> None:
        self._server = server
        self._sender = sender
        self._timeout_s = timeout_s

    async def send(self, message: EmailMessage, address: str) -> None:
        """Raises ``Undelivered``."""
        try:
            async with self._connection() as smtp:
                await smtp.send_message(message, sender=self._sender, recipients=[address])
        except aiosmtplib.SMTPRecipientsRefused as refused:
            first = refused.recipients[0]
            raise _refused(first.code, first.message) from None
        except aiosmtplib.SMTPAuthenticationError as error:
            # Somebody changed a password: ours to mend, and no fault of this mail.
            raise Undelivered(
                f"the mail server does not let us in: {error.message}", everybody=True
            ) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _refused(error.code, error.message) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Undelivered(f"the mail server can't be reached: {error}", everybody=True) from None

    def _connection(self) -> aiosmtplib.SMTP:
        server = self._server
        # STARTTLS when it is offered. A password never leaves this machine without it.
        must = True if server.password and not server.here else None
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.secure,
            start_tls=False if server.secure else must,
            username=server.user,
            password=server.password,
            timeout=self._timeout_s,
        )


def _refused(code: int, message: str) -> Undelivered:
    """By the protocol 5xx is for good. A 421 or a code that is none means this server, now."""
    return Undelivered(f"{code} {message}", for_good=500 <= code < 600, everybody=code in (421, -1))
