"""The mailbox that replies arrive in, by IMAP. Blocking: call it in a thread."""

from __future__ import annotations

import contextlib
import imaplib
import re
import socket

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, U
from imap_tools.errors import ImapToolsError

from handoff.ports import Envelope, Unreachable
from handoff.servers import Server

TIMEOUT_S = 10.0
"""For each answer. A stop waits so long where a server hangs at its first word."""
AT_ONCE = 50
"""Heads fetched in one go; whatever else waits comes with the next look."""

TROUBLES = (ImapToolsError, imaplib.IMAP4.error, OSError)


class Inbox:
    """``ports.Inbox``. One connection, kept from look to look."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._box: BaseMailBox | None = None
        self._validity: object = None
        self._after = 0

    def unread(self) -> list[Envelope]:
        box = self._connected()
        try:
            self._select(box)
            fresh = box.uids(AND(seen=False, uid=U(str(self._after + 1), "*")))
            # "7:*" means at least the last one, whatever its number.
            uids = sorted(int(uid) for uid in fresh if int(uid) > self._after)[:AT_ONCE]
            found = [_envelope(uid, *_fetched(box, uid, "RFC822.SIZE BODY.PEEK[HEADER]")) for uid in uids]
        except TROUBLES as error:
            raise self._given_up(error) from None
        self._after = max([self._after, *uids])
        return found

    def whole(self, uid: str) -> bytes:
        try:
            return _fetched(self._connected(), int(uid), "BODY.PEEK[]")[1]
        except TROUBLES as error:
            raise self._given_up(error) from None

    def done(self, uid: str) -> None:
        try:
            self._connected().flag(uid, "\\Seen", True)
        except TROUBLES as error:
            raise self._given_up(error) from None

    def again(self) -> None:
        self._after = 0

    def close(self) -> None:
        """Without a good-bye, which a server that hangs would keep us waiting for; a look under way ends."""
        box, self._box = self._box, None
        if box is not None:
            _hang_up(box)

    def _connected(self) -> BaseMailBox:
        if self._box is None:
            try:
                return self._opened()
            except TROUBLES as error:
                raise self._given_up(error) from None
        return self._box

    def _opened(self) -> BaseMailBox:
        """A password never leaves this machine without TLS."""
        server = self._server
        kind = MailBox if server.secure else MailBoxUnencrypted if server.here else MailBoxStartTls
        box = self._box = kind(server.host, server.port, timeout=TIMEOUT_S)
        return box.login(server.user or "", server.password or "", server.path or "INBOX")

    def _select(self, box: BaseMailBox) -> None:
        """Selecting again shows what came meanwhile; numbers count within one validity only."""
        box.folder.set(self._server.path or "INBOX")
        validity = box.client.untagged_responses.get("UIDVALIDITY")
        if validity != self._validity:
            self._validity, self._after = validity, 0

    def _given_up(self, error: Exception) -> Unreachable:
        self.close()
        return Unreachable(str(error) or type(error).__name__)


def _hang_up(box: BaseMailBox) -> None:
    """The socket first: whoever reads from it in another thread lets go of what is closed next."""
    with contextlib.suppress(*TROUBLES):
        box.client.sock.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(*TROUBLES):
        box.client.shutdown()


def _fetched(box: BaseMailBox, uid: int, what: str) -> tuple[bytes, bytes]:
    """What the server says beside the literal, and the literal: mails are not to be understood here."""
    status, items = box.client.uid("FETCH", str(uid), f"({what})")
    if status != "OK":
        raise OSError(f"the mail server does not hand out mail {uid}")
    beside = b" ".join(item[0] if isinstance(item, tuple) else item or b"" for item in items)
    return beside, b"".join(item[1] for item in items if isinstance(item, tuple))


def _envelope(uid: int, beside: bytes, head: bytes) -> Envelope:
    size = re.search(rb"RFC822\.SIZE (\d+)", beside)
    return Envelope(str(uid), int(size[1]) if size else 0, head)
