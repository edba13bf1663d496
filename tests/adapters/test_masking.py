"""Numbers that must not be kept never reach the log."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.masking import masked


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("my card is 4111 1111 1111 1111 ok?", "my card is •••• 1111 ok?"),
        ("4111111111111111", "•••• 1111"),
        ("4111-1111-1111-1111.", "•••• 1111."),
        ("378282246310005", "•••• 0005"),
        ("pay to DE89 3704 0044 0532 0130 00 please", "pay to •••• 3000 please"),
        ("GB82WEST12345698765432", "•••• 5432"),
        ("4111 1111 1111 1111 123", "•••• 1111 123"),
        ("4111111111111111 12/27 cvc 123", "•••• 1111 12/27 cvc 123"),
        ("order 57 4111 1111 1111 1111", "order 57 •••• 1111"),
        ("DE89370400440532013000 and GB82WEST12345698765432", "•••• 3000 and •••• 5432"),
        ("two: 4111111111111111 and 5555555555554444", "two: •••• 1111 and •••• 4444"),
    ],
)
def test_cards_and_bank_accounts_are_reduced_to_their_last_four(said: str, kept: str) -> None:
    assert masked(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "order 4711-0815",
        "4111 1111 1111 1112",  # not a card: the check digit is wrong
        "+49 170 1234567890",
        "it costs 1,234,567.89",
        "2026-01-31 09:30:00",
        "",
        "no digits at all",
    ],
)
def test_other_numbers_stay(said: str) -> None:
    assert masked(said) == said


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789 -ADE\n", max_size=4_000))
def test_masking_never_lengthens_what_was_said(said: str) -> None:
    assert len(masked(said)) <= len(said)


@given(
    st.sampled_from(["4111111111111111", "4111 1111 1111 1111", "DE89370400440532013000"]),
    st.text(alphabet="ab .,:;!?\n", max_size=20),
    st.text(alphabet="ab .,:;!?\n1289/", max_size=20),
)
def test_whatever_stands_around_a_number_it_is_masked(number: str, before: str, after: str) -> None:
    said = f"{before} {number} {after}"
    assert number not in masked(said)
