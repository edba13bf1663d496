"""Deployment settings: the environment, prefix ``HANDRAIL_``. A wrong one stops the start with one line."""

from __future__ import annotations

import base64
import os
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from content.places import DATA, MODELS
from handoff.addresses import checked
from handoff.core.deadlines import Limits
from handoff.servers import IMAP_PORTS, SMTP_PORTS, server_of
from handoff.troubles import SettingsTrouble

PREFIX = "HANDRAIL_"

NOT_SETTINGS = {"HANDRAIL_ALLOW_MISSING"}
"""Read by the test command, not by the product."""


class Settings(BaseSettings):
    """Every deployment setting. docs/protocol.md describes each; a test keeps that page complete."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    home: Path = Path("var")
    data: Path = DATA
    models: Path = MODELS
    public_url: str | None = None
    database_url: str | None = None
    redis_url: str | None = None
    bot_url: str | None = None
    service_url: str | None = None
    bot_token: str | None = Field(default=None, min_length=16)
    secret: str | None = Field(default=None, min_length=32)
    origins: Annotated[tuple[str, ...], NoDecode] = ()
    identity_secret: str | None = Field(default=None, min_length=32)
    identity_hash: bool = False
    lookup_url: str | None = None
    lookup_secret: str | None = None
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    smtp_url: str | None = None
    mail_from: str | None = None
    inbox_url: str | None = None
    # How long each step may take, in seconds.
    bot_reply_s: float = Field(default=6, gt=0, le=60)
    agent_grace_s: float = Field(default=20, gt=0, le=600)
    agent_nudge_s: float = Field(default=180, gt=0)
    agent_idle_s: float = Field(default=900, gt=0)
    offer_s: float = Field(default=60, gt=0)
    still_waiting_s: float = Field(default=300, gt=0)
    idle_s: float = Field(default=86_400, gt=0)
    lease_s: float = Field(default=10, gt=0, le=120)
    head_s: float = Field(default=5, gt=0, le=60)

    @field_validator("origins", "trusted_proxies", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """Comma-separated, as environments have it."""
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or "*" in origin:
                raise ValueError(
                    f"'{origin}' is not an origin; write the sites as https://shop.example, comma-separated"
                )
        return value

    @field_validator("public_url", "bot_url", "service_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError("must be an http:// or https:// address")
        return value.rstrip("/")

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("redis", "rediss", "unix") or parts.port == 0:
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str | None) -> str | None:
        if value is None:
            return None
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            url = make_url(value)
        except (ArgumentError, ValueError):
            raise ValueError("is not an address of a database") from None
        if url.drivername in ("sqlite", "sqlite+pysqlite"):
            if not url.database or url.database == ":memory:":
                raise ValueError("must name a file, as in sqlite:////srv/handrail/handrail.sqlite3")
        elif url.drivername not in ("postgres", "postgresql", "postgresql+psycopg"):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("smtp_url", "inbox_url")
    @classmethod
    def _mail_server(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None:
            server_of(value, SMTP_PORTS if info.field_name == "smtp_url" else IMAP_PORTS)
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not value.isprintable():
            raise ValueError("can't be an e-mail address: it has a line break or another control character")
        name, address = parseaddr(value)
        return str(Address(name, addr_spec=checked(address or value)))

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            try:
                ip_network(network)
            except ValueError:
                raise ValueError(f"'{network}' is neither an address nor a network") from None
        return value

    @model_validator(mode="after")
    def _lease_fits_grace(self) -> Settings:
        if self.head_s > self.lease_s * 3:
            raise ValueError("HEAD_S may be at most three times LEASE_S")
        return self

    @field_validator("lookup_url")
    @classmethod
    def _lookup(cls, value: str | None) -> str | None:
        """Over an open network it would be read along; on this machine nobody is between."""
        if value is None:
            return None
        parts = urlsplit(value)
        here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
        if not parts.hostname or parts.port == 0 or not (here or parts.scheme == "https"):
            raise ValueError("must be an https:// address, or http:// on this machine")
        return value

    @field_validator("lookup_secret")
    @classmethod
    def _signs(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                secret = base64.b64decode(value.removeprefix("whsec_") + "==", validate=False)
            except ValueError:
                secret = b""
            if len(secret) < 24:
                raise ValueError("must be base64 of at least 24 bytes, as openssl rand -base64 32 prints it")
        return value

    @model_validator(mode="after")
    def _lookup_is_whole(self) -> Settings:
        if (self.lookup_url is None) != (self.lookup_secret is None):
            missing = "LOOKUP_SECRET" if self.lookup_secret is None else "LOOKUP_URL"
            raise ValueError(
                f"look-ups need {PREFIX}LOOKUP_URL and {PREFIX}LOOKUP_SECRET; {PREFIX}{missing} is missing"
            )
        return self

    @model_validator(mode="after")
    def _hash_has_its_secret(self) -> Settings:
        if self.identity_hash and self.identity_secret is None:
            raise ValueError(f"{PREFIX}IDENTITY_HASH proves nothing without {PREFIX}IDENTITY_SECRET")
        return self

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Settings:
        """Half of it would be mail that never goes, or replies that nobody could have been asked for."""
        pairs = (("MAIL_FROM", self.mail_from, self.smtp_url), ("SMTP_URL", self.smtp_url, self.mail_from))
        for name, value, other in pairs:
            if other and not value:
                raise ValueError(
                    f"mail needs {PREFIX}SMTP_URL and {PREFIX}MAIL_FROM; {PREFIX}{name} is missing"
                )
        if self.inbox_url and not self.smtp_url:
            raise ValueError(
                f"{PREFIX}INBOX_URL reads replies to our mail, and without {PREFIX}SMTP_URL none goes"
            )
        return self

    @property
    def mail_domain(self) -> str | None:
        """What our mails' ids end in; None: no mail goes out."""
        return parseaddr(self.mail_from)[1].rpartition("@")[2] if self.mail_from else None

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home.resolve() / 'handrail.sqlite3'}"

    @property
    def one_machine(self) -> bool:
        """SQLite: one service process, guarded by a lock."""
        return self.database.startswith("sqlite")

    @property
    def limits(self) -> Limits:
        return Limits(
            bot_reply=_ms(self.bot_reply_s),
            agent_grace=_ms(self.agent_grace_s),
            agent_nudge=_ms(self.agent_nudge_s),
            agent_idle=_ms(self.agent_idle_s),
            offer=_ms(self.offer_s),
            still_waiting=_ms(self.still_waiting_s),
            idle=_ms(self.idle_s),
        )


def load() -> Settings:
    """Settings from the environment; unknown names are refused, because a typo must not be silence."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name not in known | NOT_SETTINGS:
            near = _nearest(name, known)
            raise SettingsTrouble(f"{name} is not a setting of Handrail{near}.")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else PREFIX.rstrip("_")
        sentence = first["msg"].removeprefix("Value error, ")
        if not sentence[:2].isupper():  # it does not begin with a setting's name
            sentence = sentence[0].lower() + sentence[1:]
        raise SettingsTrouble(f"{name}: {sentence}.".replace("..", ".")) from None


def _nearest(name: str, known: set[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name.upper(), known, n=1)
    return f"; did you mean {near[0]}" if near else ""


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
