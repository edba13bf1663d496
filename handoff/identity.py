"""Who customers are, proved by the site's secret: by a JWT, or by the hash of an id where that is allowed."""

from __future__ import annotations

import hmac
import math
import time
import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

from handoff.addresses import checked
from handoff.core.errors import NotNow, Unauthorised
from handoff.core.identity import Profile, Value
from handoff.masking import masked
from handoff.ports import Visitor

AUDIENCE = "handrail"
LONGEST_PROOF = 8_192
"""Characters of a JWT, and bytes of anything else. Who a customer is fits into a tenth of it."""

LONGEST_LIFE_S = 3_600
CLOCKS_APART_S = 30
"""How far the site's clock may be from ours."""

LONGEST_ID = 200
LONGEST_NAME = 120
LONGEST_VALUE = 300
LONGEST_KEY = 60
MOST_ATTRIBUTES = 30


class Identities:
    """``secret`` is shared with the site; ``own`` is ours alone, so that ids outlive a change of the other.
    ``by_hash``: whether ``{id, hash}`` is taken for a proof of the id."""

    def __init__(self, secret: str | None, own: str, *, by_hash: bool) -> None:
        self._secret = secret
        self._own = own.encode()
        self._by_hash = by_hash

    def proved(self, identity: Any) -> Profile:
        """Raises ``Unauthorised`` with what is wrong, or ``NotNow`` where identities can't be checked."""
        if self._secret is None:
            raise NotNow("Proving who you are is not set up here. Connect without an identity.")
        if isinstance(identity, str):
            return self._of_token(identity, self._secret)
        if isinstance(identity, dict):
            return self._of_hash(identity, self._secret)
        raise Unauthorised("identity: must be a signed token.")

    def visitor(self, id: str) -> Visitor:
        """The same on every device, and nobody can work it out from the id without our secret. Its version
        tells it from a visitor whom we do not know."""
        digest = hmac.digest(self._own, b"handrail customer\0" + id.encode(), "sha256")
        return Visitor(str(uuid.UUID(bytes=digest[:16], version=5)))

    def _of_token(self, token: str, secret: str) -> Profile:
        import jwt  # not on the way to the first customer

        if len(token) > LONGEST_PROOF:
            raise Unauthorised(f"identity: at most {LONGEST_PROOF:,} characters.")
        try:
            claims = jwt.decode(
                token,
                secret,
                algorithms=["HS256"],
                audience=AUDIENCE,
                leeway=CLOCKS_APART_S,
                options={"require": ["exp", "aud", "sub"]},
            )
        except (jwt.PyJWTError, RecursionError, ValueError, OverflowError) as error:
            raise Unauthorised(_sentence(error)) from None
        if int(claims["exp"]) > time.time() + LONGEST_LIFE_S + CLOCKS_APART_S:
            raise Unauthorised("identity: exp is more than an hour ahead. Sign a new token for each page.")
        return _profile({**claims, "id": claims["sub"]}, verified=True)

    def _of_hash(self, given: Mapping[str, Any], secret: str) -> Profile:
        if not self._by_hash:
            raise Unauthorised("identity: a hash is not accepted here. Send a signed token.")
        id, claimed = given.get("id"), given.get("hash")
        if not isinstance(id, str) or not isinstance(claimed, str):
            raise Unauthorised("identity: id and hash must both be text.")
        expected = hmac.new(secret.encode(), id.encode(errors="replace"), "sha256").hexdigest()
        if not hmac.compare_digest(expected.encode(), claimed.lower().encode(errors="replace")):
            raise Unauthorised("identity: hash is not the HMAC-SHA256 of this id.")
        return _profile(given, verified=False)


def _sentence(error: Exception) -> str:
    """The library's own words name claims; these name what to do."""
    known = {
        "ExpiredSignatureError": "it has expired. Sign a new token for each page",
        "ImmatureSignatureError": "iat or nbf lies in the future: a clock is wrong",
        "InvalidAudienceError": f"aud must be '{AUDIENCE}'",
        "InvalidAlgorithmError": "it must be signed with HS256",
        "InvalidSignatureError": "it is not signed with our secret",
        "DecodeError": "that is not a signed token",
        "InvalidSubjectError": "sub must be text",
    }
    if type(error).__name__ == "MissingRequiredClaimError":
        return f"identity: {getattr(error, 'claim', 'a claim')} is missing."
    return f"identity: {known.get(type(error).__name__, 'that is not a token we can read')}."


def _profile(given: Mapping[str, Any], *, verified: bool) -> Profile:
    id = given.get("id")
    if not isinstance(id, str) or not id.strip() or len(id) > LONGEST_ID or id != inert(id, LONGEST_ID):
        raise Unauthorised(f"identity: {'sub' if verified else 'id'} must be 1 to {LONGEST_ID} characters.")
    return Profile(
        id, _text(given, "name", LONGEST_NAME), _email(given), _attributes(given.get("attributes")), verified
    )


def _text(given: Mapping[str, Any], name: str, longest: int) -> str | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unauthorised(f"identity: {name} must be text.")
    return masked(inert(value, longest)) or None


def _email(given: Mapping[str, Any]) -> str | None:
    """Left out where it can't be one: accounts are older than checks, and nobody loses the chat over it."""
    address = _text(given, "email", 254)
    try:
        return checked(address) if address else None
    except ValueError:
        return None


def _attributes(given: Any) -> dict[str, Value]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise Unauthorised("identity: attributes must be an object of names and values.")
    if len(given) > MOST_ATTRIBUTES:
        raise Unauthorised(f"identity: at most {MOST_ATTRIBUTES} attributes.")
    kept = {inert(name, LONGEST_KEY): _value(name, value) for name, value in given.items()}
    return {name: value for name, value in kept.items() if name and value is not None}


def _value(name: str, value: Any) -> Value | None:
    if isinstance(value, str):
        return masked(inert(value, LONGEST_VALUE))
    if isinstance(value, int) and abs(value) >= 2**53:
        return str(value)[:LONGEST_VALUE] if abs(value) < 10**LONGEST_VALUE else None
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    shown = inert(str(name), LONGEST_KEY)
    raise Unauthorised(f"identity: attribute '{shown}' must be text, a number, true or false.")


def inert(text: str, longest: int) -> str:
    """One line of so many characters, without those that draw nothing or turn the text around them."""
    kept = "".join(" " if c.isspace() else c for c in text[: 4 * longest] if c.isspace() or _draws(c))
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _draws(character: str) -> bool:
    """Control characters, halves of characters and what changes the direction of writing do not; what joins
    letters and emoji does."""
    kind = unicodedata.category(character)
    return kind not in ("Cc", "Cs", "Cn", "Co") and not ("\u202a" <= character <= "\u202e"
                                                        or "\u2066" <= character <= "\u2069")  # fmt: skip
