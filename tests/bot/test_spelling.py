"""Words as fingers type them are read as they were meant, and what was typed well stays."""

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import decoding
from bot.nlu.decoding import Decoder, Step
from bot.nlu.lexicon import Lexicon
from bot.nlu.slips import LONGEST_WORD, Slips
from bot.nlu.spelling import joined, parted

TAUGHT = [
    "where is my order",
    "when do i get my refund",
    "i lost my card",
    "how often do i water a monstera",
    "my monstera lost its leaves",
    "can i use the card to top up",
    "i don't know what is going on",
    "how do i return a lamp",
]


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder(Lexicon.learn([text.split() for text in TAUGHT], 15_000))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wehn do i get my refnud", "when do i get my refund"),
        ("hw do i retturn alamp", "how do i return a lamp"),
        ("waht is goin gon with my ordre", "what is going on with my order"),
        ("how otfen do i wtaer a monstrea", "how often do i water a monstera"),
        ("i dont konw whta is going on", "i don't know what is going on"),
        ("can i use teh crad to tpo up", "can i use the card to top up"),
        ("i lot my card adn my acount", "i lost my card and my account"),
        ("iwas sent the worng lamp", "i was sent the wrong lamp"),
        ("i definately want my refind", "i definitely want my refund"),
    ],
)
def test_a_sentence_is_read_as_it_was_meant(decoder: Decoder, typed: str, meant: str) -> None:
    assert " ".join(decoder.mend(typed.split())) == meant


@pytest.mark.parametrize(
    "text",
    [
        "where is my order",
        "the form came from my bank",
        "i lot my card",  # every word is known, so none is doubted
        "my banana is 20 years old x9z",
        "we ferment kombucha",
        "",
    ],
)
def test_what_is_known_or_near_to_nothing_stays(decoder: Decoder, text: str) -> None:
    assert decoder.mend(text.split()) == text.split()


def test_spelling_is_mended_towards_our_words_and_known_words_stay() -> None:
    decoder = Decoder(Lexicon.learn([["refund", "monstera", "delivery"]] * 3, 5_000))
    words = ("refnud", "monstrea", "delivry", "refund", "banana", "ab", "x9z")
    assert {word: decoder.mend([word]) for word in words} == {
        "refnud": ["refund"],
        "monstrea": ["monstera"],
        "delivry": ["delivery"],
        "refund": ["refund"],
        "banana": ["banana"],
        "ab": ["ab"],
        "x9z": ["x9z"],
    }


def test_a_name_that_staff_wrote_once_is_ours_and_a_mistake_is_not(decoder: Decoder) -> None:
    assert [word for word in ("klarna", "calathea", "pasword", "wishlist") if decoder.is_a_name(word)] == [
        "klarna",
        "calathea",
    ]


def test_which_word_is_meant_depends_on_its_neighbours(decoder: Decoder) -> None:
    assert decoder.mend(["i", "wnet", "to", "teh", "shpo"]) == ["i", "went", "to", "the", "shop"]
    assert decoder.mend(["can", "i", "use", "hte", "lmap"])[-2:] == ["the", "lamp"]
    assert decoder.mend(["i", "lsot", "my", "cadr"]) == ["i", "lost", "my", "card"]


def test_it_is_known_what_was_typed_for_what(decoder: Decoder) -> None:
    assert [step for step in decoder.read(["what", "is", "goin", "gon"]) if len(step.read) > 1] == [
        Step(4, decoding.SPACE + decoding.BESIDE_OURS * 0, ("going", "on"))
    ]


def test_contractions_are_one_word_while_they_are_mended() -> None:
    words = ["i", "do", "n't", "know", "where", "'s", "it", "do", "nt", "i", "m"]
    assert joined(words) == ["i", "don't", "know", "where's", "it", "dont", "im"]
    assert parted(["i", "don't", "know", "where's", "o'clock"]) == [
        "i",
        "do",
        "n't",
        "know",
        "where",
        "'s",
        "o'clock",
    ]


def test_a_lexicon_is_kept_as_it_was(decoder: Decoder, tmp_path: Path) -> None:
    decoder.lexicon.keep(tmp_path)
    again = Decoder(Lexicon.restore(tmp_path))
    assert again.lexicon.words == decoder.lexicon.words
    assert again.mend(["wehn", "is", "my", "ordre"]) == ["when", "is", "my", "order"]


@pytest.mark.parametrize(
    "text",
    [
        "wo ist meine bestellung",
        "wie lange dauert die lieferung nach berlin",
        "où est ma commande",
        "je voudrais annuler ma commande",
        "waar is mijn bestelling",
        "أين طلبي من فضلك",
    ],
)
def test_another_language_is_not_mended_into_english(decoder: Decoder, text: str) -> None:
    assert decoder.mend(text.split()) == text.split()


def test_only_so_many_words_are_looked_at_and_looked_up(
    decoder: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def nothing_near(word: str) -> list[tuple[float, int]]:
        looked_up.append(word)
        return []

    monkeypatch.setattr(decoder, "_meant", nothing_near)
    words = [f"qzx{letter}" for letter in "abcdefghij"] * 60
    assert decoder.mend(words) == words
    assert 0 < len(looked_up) <= 5 * decoding.LOOKED_UP
    assert Slips(["a", "b"], np.zeros(2, np.float32)).meant("x" * (LONGEST_WORD + 1)) == []


def test_a_shop_without_a_word_has_a_lexicon_too() -> None:
    for texts, common in (([], 0), ([["\ud83d", "日本", "é"]], 0), ([["a"]], 100)):
        assert Decoder(Lexicon.learn(texts, common)).mend(["hte", "\ud83d\ud83d", "日本語"])
