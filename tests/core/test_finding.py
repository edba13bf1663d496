"""Entries are found by their words, mistyped ones and half ones too, without anybody who understands them."""

from __future__ import annotations

import pytest

from handoff.core.finding import Words

WORDS = Words(
    [
        ("refund-when", "When do I get my refund?", "We pay back the way you paid."),
        ("reset-password", "I forgot my password", "Choose Forgotten on the sign-in page."),
        ("delivery-cost", "How much is delivery?", "Standard delivery costs 4 pounds."),
        ("returns", "How do I return something?", "A refund follows within five days."),
        ("retoure", "Wie schicke ich eine Größe zurück?", "Kostenlos."),
    ]
)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("refund", "refund-when"),
        ("refnud", "refund-when"),
        ("forgot pasword", "reset-password"),
        ("REFUND!!!", "refund-when"),
        ("deliv", "delivery-cost"),
        ("how much", "delivery-cost"),
        ("grosse", "retoure"),
        ("größe", "retoure"),
        ("pounds", "delivery-cost"),
    ],
)
def test_the_best_fit_comes_first(query: str, first: str) -> None:
    assert WORDS.find(query, 3)[0] == first


@pytest.mark.parametrize("query", ["", "  ", "?!…", "zzzzzz", "\u202e\u0301", "🙂"])
def test_what_fits_nothing_finds_nothing(query: str) -> None:
    assert WORDS.find(query, 3) == []


def test_a_word_of_the_title_counts_more_than_one_of_the_text() -> None:
    assert WORDS.find("refund", 3) == ["refund-when", "returns"]


def test_a_long_story_is_cut_and_no_more_is_found_than_wanted() -> None:
    assert len(WORDS.find("refund delivery password " * 2_000, 2)) == 2
