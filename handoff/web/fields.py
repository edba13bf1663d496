"""What a field may hold, in calls and bodies: whatever is wrong gets a sentence that names it."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
)

from handoff.addresses import checked
from handoff.core.errors import BadRequest, Empty, TooLong
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
    text = printable(text)
    if _VISIBLE.search(text) is None:
        raise Empty("There is nothing in this message yet.")
    return masked(text)


def _comment(text: str | None) -> str | None:
    if text is None:
        return None
    if len(text) > LONGEST_COMMENT:
        raise TooLong(f"A comment has at most {LONGEST_COMMENT:,} characters; this one has {len(text):,}.")
    return masked(printable(text).strip()) or None


def printable(text: str) -> str:
    """Without control characters, which no keyboard types; line breaks and tabs stay."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def _uuid(value: str) -> str:
    if not _UUID.fullmatch(value):
        raise ValueError("must be a UUID")
    return value.lower()


def reachable(address: str) -> str:
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


def with_offset(time: str | None) -> str | None:
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


def plain_url(url: str) -> str:
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
Email = Annotated[str, Field(max_length=254), AfterValidator(reachable)]
Phone = Annotated[str | None, Field(max_length=40), AfterValidator(_phone)]
Moment = Annotated[str | None, Field(max_length=40), AfterValidator(with_offset)]


class Payload(BaseModel):
    """Strict: "1" is not a number, 1 is not true. Unknown fields are ignored, so that pages may be newer."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Once(Payload):
    """A call that changes something: safe to repeat under its ``client_id``."""

    client_id: Uuid


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
