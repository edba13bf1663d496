"""What customers and agents wrote becomes content without what tells who they are."""

from __future__ import annotations

import time

import pytest

from handoff.studio.wording import answer, masked, most_typical, phrasing, phrasings, slug, title


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Write to mia.moller+shop@mail.example.co.uk please", "Write to … please"),
        ("call me on +49 170 123 45 67 today", "call me on … today"),
        ("my order 4711-0815 and AB-12345 never came", "my order … and … never came"),
        ("order #42 is late", "order … is late"),
        ("see https://shop.example/orders?token=abc", "see …"),
        ("My name is Mia Möller and I wait", "My name is … and I wait"),
        ("Ich heiße Mia, wo ist es?", "Ich heiße …, wo ist es?"),
        ("This is Mia Moller. Where is it?", "This is …. Where is it?"),
        ("I live at 12 Baker Street now", "I live at … now"),
        ("Ich wohne Hauptstraße 12b in Ulm", "Ich wohne … in Ulm"),
        ("The card •••• 4242 was refused", "The card •••• 4242 was refused"),
        ("I have 2 parcels from 3 shops, 30 days ago", "I have 2 parcels from 3 shops, 30 days ago"),
        ("Do you take PayPal or VISA?", "Do you take PayPal or VISA?"),
    ],
)
def test_addresses_numbers_and_names_are_taken_out_and_the_rest_stays(said: str, kept: str) -> None:
    assert masked(said) == kept


def test_known_names_are_taken_out_as_names_are_written_and_words_stay() -> None:
    assert masked("Will Mia Moller get it? MIA will.", ["Mia Moller"]) == "Will … get it? … will."
    assert masked("I will ask Will", ["Will"]) == "I will ask …"


def test_a_phrasing_has_no_greeting_and_is_neither_a_word_nor_a_story() -> None:
    assert phrasing("Hello there, do you deliver to ships?") == "do you deliver to ships?"
    assert phrasing("Hi Ada! Do you deliver to ships?", ["Ada"]) == "Do you deliver to ships?"
    assert phrasing("hi do you deliver to ships") == "do you deliver to ships"
    assert phrasing("help") is None
    assert phrasing("word " * 60) is None
    assert phrasing("") is None


def test_near_duplicates_are_dropped_and_so_is_what_the_entry_has_already() -> None:
    said = ["Do you deliver to ships?", "do you deliver to SHIPS", "Can my boat get mail?", "Gifts wrapped?"]
    assert phrasings(said, known=["gifts: wrapped"]) == ["Do you deliver to ships?", "Can my boat get mail?"]
    assert len(phrasings([f"question number{n} about thing{n}" for n in range(50)])) == 12


def test_an_agents_words_become_an_answer_without_greeting_names_and_signature() -> None:
    said = "Hi Mia! Thanks for waiting. We deliver to every pier, Mia, in Hamburg.\n\nBest regards,\nAda"
    assert answer(said, ["Mia", "Ada"]) == "We deliver to every pier, …, in Hamburg."
    assert answer("we deliver to every pier.") == "We deliver to every pier."
    assert len(answer("We deliver. " * 400)) < 2_000


def test_the_answer_that_most_agents_gave_is_the_one_to_begin_with() -> None:
    given = ["I do not know that.", "We deliver to every pier.", "Yes, we deliver to every pier in Hamburg."]
    assert most_typical(given) == given[2]
    assert most_typical([]) == ""


def test_titles_and_ids_are_made_of_the_question() -> None:
    assert title("do you deliver to ships? I am on one.") == "Do you deliver to ships?"
    assert len(title("word " * 100)) <= 100
    assert slug("Do you deliver to ships?", ()) == "deliver-ships"
    assert slug("Do you deliver to ships?", ("deliver-ships", "deliver-ships-2")) == "deliver-ships-3"
    assert slug("Größe ändern", ()) == "grosse-andern"
    assert slug("東京都", ()) == "question"


@pytest.mark.parametrize(
    "text", ["1 " * 4_000, "a@" * 4_000, "A1-" * 2_600, "a." * 4_000, "Ab " * 2_600, "\n" * 8_000]
)
def test_long_odd_texts_take_no_time(text: str) -> None:
    began = time.process_time()
    answer(masked(text, ["A b"]))
    phrasing(text)
    assert time.process_time() - began < 2
