"""Words in any script, as search compares them; and queries that mean nothing but their words."""

from __future__ import annotations

import random

import pytest

from handoff.core.words import LONGEST, MOST_TERMS, snippet, terms, words


def found(query: str, text: str) -> bool:
    said = words(text)
    return all(any(term.fits(word) for word in said) for term in terms(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("zizek", "Žižek's book"),
        ("ŽIŽEK", "zizek"),
        ("strasse", "Straße 3"),
        ("istanbul", "İstanbul'da"),
        ("толст", "О Толстом"),
        ("cafe", "cafe\u0301 noir"),
        ("odegard", "Ødegård"),
        ("lodz", "Łódź"),
        ("محمد", "مُحَمَّد"),
        ("שלום", "שָׁלוֹם"),
        ("हिन्दी", "हिन्दी में"),
        ("京都", "東京都へ行く"),
        ("都", "東京都"),
        ("東京都", "東京都へ行く"),
        ("ラーメン", "ﾗｰﾒﾝを食べる"),
        ("ถาม", "มีคำถามครับ"),
        ("한국", "한국어로"),
        ("refund", "Refunds, please"),
        ("1177", "order-1177/b"),
        ("mia@shop.example", "write to MIA@shop.example!"),
        ("ﬁne", "fine"),
        ("صلى", "ﷺ"),
    ],
)
def test_people_find_what_they_mean_however_it_is_written(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("京東", "東京都"),
        ("fund", "refund"),
        ("to", "Tolstoi"),
        ("mia", "mi a"),
        ("a b", "a"),
        ("大阪", "東京"),
    ],
)
def test_they_do_not_find_what_is_not_there(query: str, text: str) -> None:
    assert not found(query, text)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "* * *",
        "NEAR(",
        "a AND",
        '" OR 1=1 --',
        "words:x",
        "-",
        "^",
        "{}",
        "%_%",
        "\\",
        "\x00",
        "\ud800",
        "🙂",
    ],
)
def test_signs_only_part_words(query: str) -> None:
    for term in terms(query):
        assert term.word.isalnum()


def test_of_a_hundred_thousand_characters_a_few_words_count() -> None:
    assert len(terms("word " * 20_000)) == 1
    assert len(terms(" ".join(f"w{n}" for n in range(20_000)))) == MOST_TERMS
    assert [len(term.word) for term in terms("x" * 100_000)] == [LONGEST]


def test_a_word_holds_neither_a_space_nor_a_sign(rng: random.Random) -> None:
    """They are kept with spaces between them, and asked for between quotes."""
    for _ in range(3_000):
        text = "".join(chr(rng.choice((rng.randrange(0x3000), rng.randrange(0x110000)))) for _ in range(12))
        for word in (*words(text), *(term.word for term in terms(text))):
            assert word
            assert not any(c.isspace() or (c.isascii() and not c.isalnum()) for c in word), ascii(text)


def test_the_snippet_shows_the_first_hit_and_marks_each() -> None:
    text = (
        "I bought blue shoes a long while ago, in the shop at the harbour. " * 2 + "The Žižek shoes, 東京都."
    )
    pieces = snippet(text, terms("zizek 京都"))
    assert [piece for piece, hit in pieces if hit] == ["Žižek", "京都"]
    shown = "".join(piece for piece, _ in pieces)
    assert shown.startswith("…")
    assert shown.removeprefix("…") in text


def test_without_a_hit_the_snippet_is_the_beginning() -> None:
    assert snippet("Hello there", terms("bye")) == (("Hello there", False),)
    assert snippet("", terms("bye")) == ()
    assert snippet("x" * 300, ())[0][0] == "x" * 200 + "…"


def test_a_hit_in_a_text_without_spaces_is_shown_too() -> None:
    pieces = snippet("x" * 3_000 + " needle", terms("needle"))
    assert ("needle", True) in pieces
