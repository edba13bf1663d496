"""How many mails an address may get, and when a mail is tried again."""

from __future__ import annotations

from dataclasses import replace

from handoff.core.mail import (
    ADDRESSES_A_DAY,
    DAY_MS,
    TO_A_CONFIRMED_ADDRESS_AN_HOUR,
    TO_A_STRANGER_A_DAY,
    Known,
    Mail,
    MailKind,
    Posting,
    next_try,
)
from tests.cast import NOON

MAIL = Mail("m", "c", 1, "mia@home.example", MailKind.REPLY, {}, "<m@x>", NOON, NOON)


def test_a_stranger_gets_a_few_mails_a_day() -> None:
    known = Known("x", mailed=TO_A_STRANGER_A_DAY - 1)
    assert known.posting() is Posting.SENDING
    assert replace(known, mailed=TO_A_STRANGER_A_DAY).posting() is Posting.LIMITED


def test_a_confirmed_address_gets_a_lively_exchange() -> None:
    known = Known("x", confirmed=True, mailed=TO_A_CONFIRMED_ADDRESS_AN_HOUR - 1, others=9)
    assert known.posting() is Posting.SENDING
    assert replace(known, mailed=TO_A_CONFIRMED_ADDRESS_AN_HOUR).posting() is Posting.LIMITED


def test_a_visitor_has_no_more_than_a_few_addresses() -> None:
    assert Known("x", others=ADDRESSES_A_DAY - 1).posting() is Posting.SENDING
    assert Known("x", others=ADDRESSES_A_DAY).posting() is Posting.LIMITED


def test_without_a_mail_server_nothing_is_promised() -> None:
    assert Known(None, confirmed=True).posting() is Posting.OFF


def test_pauses_grow_and_end_after_two_days() -> None:
    now, tries, pauses = NOON, 0, []
    while True:
        tries += 1
        at = next_try(replace(MAIL, tries=tries), now)
        if at is None:
            break
        pauses.append(at - now)
        now = at
    assert pauses == sorted(pauses)
    assert pauses[0] <= 60_000
    assert len(pauses) >= 8
    assert DAY_MS < now - NOON <= 2 * DAY_MS
