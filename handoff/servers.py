"""Mail servers, as settings name them: ``smtp://user:password@host:587``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

SMTP_PORTS = {"smtp": 587, "smtps": 465}
IMAP_PORTS = {"imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True)
class Server:
    """Where and as whom. ``secure``: TLS from the first byte. ``path`` is the mailbox, where there is one."""

    host: str
    port: int
    secure: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    path: str = ""

    @property
    def here(self) -> bool:
        """On this machine: what is sent there passes no network."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def server_of(url: str, ports: Mapping[str, int]) -> Server:
    """Raises ValueError with what is wrong. The sentence never repeats the address: it holds a password."""
    schemes = " or ".join(f"{scheme}://" for scheme in ports)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"is not an address; write {next(iter(ports))}://user:password@host:port") from None
    if parts.scheme not in ports:
        raise ValueError(f"must begin with {schemes}")
    if not parts.hostname or port == 0:
        raise ValueError(f"must name a host, as in {parts.scheme}://user:password@host")
    if (parts.username is None) != (parts.password is None):
        raise ValueError("has a user without a password; write user:password@host, or neither")
    if parts.query or parts.fragment:
        raise ValueError("has a ? or # in it; in a password they are written %3F and %23")
    return Server(
        parts.hostname,
        port or ports[parts.scheme],
        parts.scheme.endswith("s"),
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
        unquote(parts.path.lstrip("/")),
    )
