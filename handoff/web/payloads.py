"""What calls may carry: wrong types and missing fields get a sentence that names them."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit, urlunsplit

import phonenumbers
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from handoff.addresses import checked
from handoff.core.errors import BadRequest, Empty, TooLong
from handoff.core.records import LONGEST_TAG, MOST_TAGS
from handoff.identity import inert
from handoff.masking import masked

LONGEST_TEXT = 4_000
LONGEST_COMMENT = 2_000

# Neither white space nor a character without width: something to read.
_VISIBLE = re.compile(
    r"[^\s\u00ad\u034f\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]"
)

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _words(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise TooLong(f"A message has at most {LONGEST_TEXT:,} characters; this one has {len(text):,}.")
    text = _printable(text)
    if _VISIBLE.search(text) is None:
        raise Empty("There is nothing in this message yet.")
    return masked(text)


def _comment(text: str | None) -> str | None:
    if text is None:
        return None
    if len(text) > LONGEST_COMMENT:
        raise TooLong(f"A comment has at most {LONGEST_COMMENT:,} characters; this one has {len(text):,}.")
    return masked(_printable(text).strip()) or None


def _printable(text: str) -> str:
    """Without control characters, which no keyboard types; line breaks and tabs stay."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def _uuid(value: str) -> str:
    if not _UUID.fullmatch(value):
        raise ValueError("must be a UUID")
    return value.lower()


def _email(address: str) -> str:
    """Of a customer whom we know by nothing else: one that mail could reach."""
    address = checked(address)
    if "." not in address.rpartition("@")[2]:
        raise ValueError("can't be an e-mail address: it ends after the @ too soon")
    return address


def _phone(number: str | None) -> str | None:
    """As people dial it from anywhere: with a plus and the country's code."""
    if number is None or not number.strip():
        return None
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        raise ValueError("write it with the country's code, as in +372 5555 5555") from None
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError("that is not a phone number")
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _moment(time: str | None) -> str | None:
    """With its offset from UTC: a time without one is another time for everybody."""
    if time is None:
        return None
    try:
        known = datetime.fromisoformat(time)
    except ValueError:
        raise ValueError("must be a time, as in 2026-01-31T09:30:00Z") from None
    if known.tzinfo is None:
        raise ValueError("must say its offset from UTC, as in 2026-01-31T09:30:00Z")
    return time


def _plain_url(url: str) -> str:
    """Without query and fragment: they carry what nobody meant to share."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError("is not an address") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError("must begin with https:// or http://")
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


Seq = Annotated[int, Field(ge=0, le=2**53 - 1)]
"""A cursor: what every browser can count to, and every database."""

Words = Annotated[str, AfterValidator(_words)]
Zone = Annotated[str | None, Field(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")]
"""A time zone as browsers name it."""

Comment = Annotated[str | None, AfterValidator(_comment)]
Uuid = Annotated[str, Field(max_length=36), AfterValidator(_uuid)]


Note = Annotated[str | None, AfterValidator(_comment)]
Email = Annotated[str, Field(max_length=254), AfterValidator(_email)]
Phone = Annotated[str | None, Field(max_length=40), AfterValidator(_phone)]
Moment = Annotated[str | None, Field(max_length=40), AfterValidator(_moment)]


class Payload(BaseModel):
    """Strict: "1" is not a number, 1 is not true. Unknown fields are ignored, so that pages may be newer."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Once(Payload):
    """A call that changes something: safe to repeat under its ``client_id``."""

    client_id: Uuid


class Page(Payload):
    url: Annotated[str, Field(max_length=2_000), AfterValidator(_plain_url)]
    title: str = Field("", max_length=300)


class CustomerAuth(Payload):
    token: str | None = Field(None, max_length=1_000)
    identity: Any = None
    page: Page | None = None
    locale: str | None = Field(None, max_length=35, pattern=r"^[A-Za-z0-9-]+$")
    time_zone: Zone = None


class AgentAuth(Payload):
    token: str | None = Field(None, max_length=1_000)


class Identify(Once):
    identity: Any


class Say(Once):
    text: Words


class Feedback(Once):
    answer: int = Field(ge=1, le=2**53 - 1)
    helpful: bool


class Choose(Once):
    suggestion: int = Field(ge=1, le=2**53 - 1)
    entry: str | None = Field(max_length=200)


class Unhelped(Once):
    """About an entry read before the first word; ``question`` is what was searched for."""

    entry: str = Field(max_length=200)
    question: Words | None = None
    helpful: bool | None = None


class Affected(Once):
    issue: Uuid


class Rate(Once):
    score: int = Field(ge=1, le=5)
    comment: Comment = None
    repeated: bool | None = None
    knew_who: bool | None = None


class Read(Payload):
    seq: Seq


class Sync(Payload):
    after: Seq
    conversation: Uuid | None = None


class Nothing(Payload):
    pass


class About(Payload):
    conversation: Uuid


class AgentOnce(Once, About):
    reason: Annotated[str | None, Field(max_length=200)] = None


class AgentSay(Once, About):
    text: Words
    entry: str | None = Field(None, max_length=100)


class AgentSays(AgentSay):
    """``anyway``: though the customer has been shown that entry before."""

    anyway: bool = False


class Suggest(About):
    """``query``: words of the agent's, to search all entries by, instead of the customer's."""

    query: Annotated[str | None, Field(max_length=200)] = None


class Take(Once):
    conversation: Uuid | None = None


class Transfer(Once, About):
    """To one agent or to one team."""

    to_agent: Uuid | None = None
    to_team: Annotated[str | None, Field(max_length=64)] = None
    note: Note = None

    @model_validator(mode="after")
    def _one(self) -> Transfer:
        if (self.to_agent is None) == (self.to_team is None):
            raise ValueError("name one of to_agent and to_team")
        return self


class Assign(Transfer):
    """As a transfer; nobody is asked, so the shorter names are understood too."""

    to_agent: Uuid | None = Field(None, validation_alias=AliasChoices("to_agent", "agent"))
    to_team: Annotated[str | None, Field(max_length=64)] = Field(
        None, validation_alias=AliasChoices("to_team", "team")
    )


class Watch(About):
    on: bool = True


class FollowUp(Once):
    email: Email
    text: Words
    phone: Phone = None
    slot: Moment = None


class Transcript(Payload):
    """What a transcript's address may ask for: all of it words."""

    format: Literal["html", "txt"] = "html"
    conversation: Uuid | None = None
    locale: str | None = Field(None, max_length=35, pattern=r"^[A-Za-z0-9-]+$")
    zone: Zone = None
    notes: Literal["0", "1"] = "0"


class MailTranscript(Once):
    email: Annotated[str, Field(max_length=254), AfterValidator(_email)] | None = None
    conversation: Uuid | None = None
    zone: Zone = None


class AgentRead(Read, About):
    pass


class AgentSync(About):
    after: Seq


def _tag(text: str) -> str:
    """One line in lower case, so that nobody tags the same thing twice."""
    name = inert(text, LONGEST_TAG).lower()
    if not name:
        raise ValueError("a tag has at least one letter")
    return name


Tag = Annotated[str, Field(max_length=200), AfterValidator(_tag)]


class Tags(Once, About):
    add: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)
    remove: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)


class CustomerNote(Once):
    text: Words


class Keep(Payload):
    """Keep a visitor out."""

    conversation: Uuid
    reason: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_printable)]
    until: Moment = None


class Availability(Payload):
    available: bool
    label: Annotated[str, Field(max_length=60), AfterValidator(_printable)] | None = None


class Viewing(Payload):
    conversation: Uuid | None = None


class Plan(Once, About):
    """A follow-up that an agent makes or moves."""

    due: Annotated[str, Field(max_length=40), AfterValidator(_moment)]
    owner: Literal["me", "team"] = "me"
    email: Email | None = None
    note: Note = None


class OthersAvailability(Availability):
    """Of a colleague, by a supervisor."""

    agent: Uuid


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


P = TypeVar("P", bound=Payload)


def parsed(model: type[P], raw: Any) -> P:
    """``raw`` as ``model``, or a refusal whose sentence names the first wrong field."""
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise BadRequest("The call takes an object of named fields.")
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "payload"
        sentence = first["msg"].removeprefix("Value error, ")
        raise BadRequest(f"{field}: {sentence[0].lower()}{sentence[1:]}.", field=field) from None
