"""A real IMAP server, and mailboxes on it."""

from __future__ import annotations

import contextlib
import imaplib
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

USER, PASSWORD = "help", "correct horse"


@dataclass(frozen=True)
class Mailbox:
    """A mailbox of a test's own: mails are put there, and seen to have been read."""

    port: int
    name: str = field(default_factory=lambda: f"Support {uuid.uuid4()}")

    @property
    def url(self) -> str:
        user = f"{USER}:{PASSWORD.replace(' ', '%20')}"
        return f"imap://{user}@127.0.0.1:{self.port}/{self.name.replace(' ', '%20')}"

    def make(self) -> None:
        with self._client() as client:
            client.create(f'"{self.name}"')

    def put(self, raw: bytes) -> None:
        with self._client() as client:
            status, _ = client.append(f'"{self.name}"', "", "", raw)
            assert status == "OK"

    def unread(self) -> int:
        with self._client() as client:
            client.select(f'"{self.name}"', readonly=True)
            _, found = client.search(None, "UNSEEN")
            return len(found[0].split())

    @contextlib.contextmanager
    def _client(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.login(USER, PASSWORD)
        yield client
        client.logout()


@contextlib.contextmanager
def imap_server() -> Iterator[int]:
    """Its port on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1", "--port", str(port),
               "--no-tls", "--no-service", "admin", "--no-service", "managesieve",
               "dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _listening(port, time.monotonic() + 30)
            yield port
        finally:
            process.terminate()


def _listening(port: int, until: float) -> None:
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < until, "the IMAP server does not listen"
        time.sleep(0.05)
