"""The one-time link that makes and signs in the first administrator."""

from __future__ import annotations

import hmac
import secrets
import threading
from pathlib import Path

from handoff.adapters.accounts import Accounts, SignIn
from handoff.core.errors import Conflict, Unauthorised
from handoff.ports import Clock
from handoff.vault import write_private

LASTS_MS = 15 * 60 * 1000


class FirstAdminLink:
    """A file that only its owner can read. It is gone once it was used, or once an account exists."""

    def __init__(self, accounts: Accounts, home: Path, clock: Clock) -> None:
        self._accounts = accounts
        self._path = home / "first-admin-link.txt"
        self._clock = clock
        self._token: str | None = None
        self._until = 0
        self._redeeming = threading.Lock()

    def offer(self, address: str) -> Path | None:
        """Write the link; None when it is not needed. Each start offers a new one."""
        if not self._accounts.none_yet():
            self.withdraw()
            return None
        self._token = secrets.token_urlsafe(32)
        self._until = self._clock() + LASTS_MS
        write_private(self._path, f"{address}/console#first={self._token}\n")
        return self._path

    def redeem(self, token: str, email: str, name: str, password: str) -> SignIn:
        with self._redeeming:  # two at once would both find that there is no account yet
            return self._redeem(token, email, name, password)

    def _redeem(self, token: str, email: str, name: str, password: str) -> SignIn:
        if self._token is None or not hmac.compare_digest(token.encode(), self._token.encode()):
            raise Unauthorised("This link is not valid. Start Handrail again for a new one.")
        if self._clock() > self._until:
            raise Unauthorised("This link has expired. Start Handrail again for a new one.")
        if not self._accounts.none_yet():
            self.withdraw()
            raise Conflict("There is an account already. Sign in with it.")
        agent = self._accounts.save(email, name, "admin", None, password)
        self.withdraw()
        return self._accounts.sign_in_as(agent.id)

    def withdraw(self) -> None:
        self._token = None
        self._path.unlink(missing_ok=True)
