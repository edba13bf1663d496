"""What bodies and queries over HTTP may carry."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from handoff.web.fields import Email, Moment, Once, Payload, Uuid, Words, Zone, printable


class Transcript(Payload):
    """What a transcript's address may ask for: all of it words."""

    format: Literal["html", "txt"] = "html"
    conversation: Uuid | None = None
    locale: str | None = Field(None, max_length=35, pattern=r"^[A-Za-z0-9-]+$")
    zone: Zone = None
    notes: Literal["0", "1"] = "0"


class CustomerNote(Once):
    text: Words


class Keep(Payload):
    """Keep a visitor out."""

    conversation: Uuid
    reason: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(printable)]
    until: Moment = None


class SignIn(Payload):
    email: str = Field(max_length=254)
    password: str = Field(max_length=1_000)


class Resume(Once):
    token: str = Field(max_length=300)


class FirstAdmin(Payload):
    token: str = Field(max_length=200)
    email: str = Field(max_length=254)
    name: str = Field(max_length=120)
    password: str = Field(max_length=1_000)


class Invite(Payload):
    email: str = Field(max_length=254)
    role: str = Field("agent", max_length=16)
    team: str = Field(max_length=64)


class Pass(Payload):
    """The token of a link."""

    token: str = Field(max_length=300)


class Accept(Pass):
    name: str = Field(max_length=120)
    password: str = Field(max_length=1_000)


class NewPassword(Pass):
    password: str = Field(max_length=1_000)


class Forgotten(Payload):
    email: str = Field(max_length=254)


class Account(Payload):
    name: str = Field(max_length=120)
    role: str = Field(max_length=16)
    teams: list[Annotated[str, Field(max_length=64)]] = Field(max_length=500)
    capacity: int | None = None


class NewTeam(Payload):
    name: str = Field(max_length=64)


class Look(Payload):
    """What it may say is for `core/look.py` to judge."""

    name: str | None = Field(None, max_length=400)
    title: str | None = Field(None, max_length=400)
    greeting: str | None = Field(None, max_length=2_000)
    color: str | None = Field(None, max_length=40)
    side: str | None = Field(None, max_length=20)
    label: str | None = Field(None, max_length=400)
    lang: str | None = Field(None, max_length=20)


class Alert(Payload):
    on: bool
    addresses: list[Email] = Field(default_factory=list, max_length=100)
    after_min: int
    every_min: int
    hours_only: bool = True


class Color(Payload):
    color: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")


class Profile(Payload):
    name: str = Field(max_length=120)
    avatar: str | None = Field(None, max_length=2_000)


class ChangedPassword(Payload):
    old: str = Field(max_length=1_000)
    new: str = Field(max_length=1_000)
