"""Customers are who the site's secret proves them to be, or hear why not; what they claim does no harm."""

from __future__ import annotations

import base64
import hmac
import json
import time
from typing import Any

import jwt
import pytest

from handoff.core.errors import NotNow, Unauthorised
from handoff.identity import LONGEST_NAME, LONGEST_PROOF, LONGEST_VALUE, Identities

SECRET = "shared with the shop, thirty-two characters"
OWN = "ours alone, and quite as long as the other one"
OPEN = Identities(SECRET, OWN, by_hash=False)
BY_HASH = Identities(SECRET, OWN, by_hash=True)


def claims(**more: Any) -> dict[str, Any]:
    return {"aud": "handrail", "exp": int(time.time()) + 3_000, "sub": "customer-7", **more}


def signed(secret: str = SECRET, without: str = "", **more: Any) -> str:
    given = {name: value for name, value in claims(**more).items() if name != without}
    return jwt.encode(given, secret, "HS256")


def raw(head: dict[str, Any], body: bytes, secret: str = SECRET) -> str:
    """A token of exactly these parts, signed as HS256."""
    parts = b".".join(
        base64.urlsafe_b64encode(part).rstrip(b"=") for part in (json.dumps(head).encode(), body)
    )
    sign = base64.urlsafe_b64encode(hmac.digest(secret.encode(), parts, "sha256")).rstrip(b"=")
    return (parts + b"." + sign).decode()


def hashed(id: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), id.encode(), "sha256").hexdigest()


def test_a_signed_token_says_who_mia_is() -> None:
    profile = OPEN.proved(
        signed(name="Mia", email="Mia@Shop.example", attributes={"plan": "gold", "orders": 3, "vip": True})
    )
    assert profile.wire() == {
        "id": "customer-7",
        "name": "Mia",
        "email": "mia@shop.example",
        "attributes": {"plan": "gold", "orders": 3, "vip": True},
        "verified": True,
    }


NEXT_YEAR = int(time.time()) + 365 * 86_400
"""Still ahead when a long run comes to its test."""


@pytest.mark.parametrize(
    ("identity", "word"),
    [
        (signed(exp=int(time.time()) - 60), "expired"),
        (signed(exp=int(time.time()) + 7_300), "more than an hour"),
        (signed(exp=10**30), "more than an hour"),
        (signed(aud="another"), "aud must be 'handrail'"),
        (signed(iat=NEXT_YEAR), "future"),
        (signed(nbf=NEXT_YEAR), "future"),
        (signed(without="exp"), "exp is missing"),
        (signed(without="aud"), "aud is missing"),
        (signed(without="sub"), "sub is missing"),
        (signed(secret="not the one that we share with the shop"), "not signed with our secret"),
        (raw({"alg": "HS512"}, json.dumps(claims()).encode()), "HS256"),
        (jwt.encode(claims(), "", "none"), "HS256"),
        (raw({"alg": "RS256", "typ": "JWT"}, json.dumps(claims()).encode()), "HS256"),
        (raw({"alg": "HS256", "typ": "JWT"}, b"[" * 3_000), "identity: "),
        (raw({"alg": "HS256"}, b'{"sub": 1e999}'), "identity: "),
        (signed(sub=" "), "sub must be"),
        (signed(sub="a\nb"), "sub must be"),
        (signed(sub="x" * 201), "sub must be"),
        (signed(name=7), "name must be text"),
        (signed(email=["a@b.example"]), "email must be text"),
        (signed(attributes=[1]), "attributes must be an object"),
        (signed(attributes={"cart": {"deep": [1]}}), "attribute 'cart' must be"),
        (signed(attributes={str(n): n for n in range(31)}), "at most 30"),
        ("x" * (LONGEST_PROOF + 1), "at most"),
        ("nonsense", "not a signed token"),
        ("", "not a signed token"),
        (7, "must be a signed token"),
        ({"id": "customer-7", "hash": hashed("customer-7")}, "a hash is not accepted here"),
    ],
)  # fmt: skip
def test_whatever_proves_nothing_is_refused_with_a_sentence(identity: Any, word: str) -> None:
    with pytest.raises(Unauthorised) as refused:
        OPEN.proved(identity)
    assert word in refused.value.message
    assert refused.value.message.endswith(".")


def test_a_hash_proves_the_id_alone() -> None:
    profile = BY_HASH.proved({"id": "customer-7", "hash": hashed("customer-7").upper(), "name": "Mia"})
    assert (profile.id, profile.name, profile.verified) == ("customer-7", "Mia", False)
    for wrong in (hashed("customer-8"), hashed("customer-7", "another secret"), "", "é" * 64):
        with pytest.raises(Unauthorised, match="hash is not"):
            BY_HASH.proved({"id": "customer-7", "hash": wrong})
    with pytest.raises(Unauthorised, match="must both be text"):
        BY_HASH.proved({"id": "customer-7"})


def test_without_a_shared_secret_nobody_is_identified() -> None:
    with pytest.raises(NotNow):
        Identities(None, OWN, by_hash=True).proved(signed())


def test_hostile_names_and_attributes_are_one_harmless_line() -> None:
    profile = OPEN.proved(
        signed(
            name="<b>Mia</b>\u202egnp.exe\u2066\x00\r\n" + "x" * 1_000,
            attributes={"k\u202e" * 100: "\ud83d" + "y" * 2_000, "card": "4111 1111 1111 1111", "none": None},
            email="not an address",
        )
    )
    assert profile.name is not None
    assert profile.name.startswith("<b>Mia</b>gnp.exe xxx")  # shown as text: markup is not ours to remove
    assert len(profile.name) == LONGEST_NAME
    assert profile.email is None
    ((_, long), (_, card)) = profile.attributes.items()
    assert len(str(long)) == LONGEST_VALUE
    assert card == "•••• 1111"
    assert all("\u202e" not in name and len(name) <= 60 for name in profile.attributes)
    json.dumps(profile.wire(), ensure_ascii=False).encode()  # no half characters left


def test_a_customer_is_the_same_visitor_on_every_device_and_known_as_such() -> None:
    id = "customer-7"
    mia = OPEN.visitor(id)
    assert mia.known
    assert mia == BY_HASH.visitor(id) == Identities("changed since", OWN, by_hash=False).visitor(id)
    strangers = {OPEN.visitor("customer-8"), Identities(SECRET, "another", by_hash=False).visitor(id)}
    assert len({mia, *strangers}) == 3
