"""What the bot decides about questions that were written after the entries and are not trained on."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bot.conftest import Bot

QUESTIONS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "questions.yml").read_text())
ANSWERABLE = [(text, entry) for entry, texts in QUESTIONS["answerable"].items() for text in texts]
FRESH: dict[str, Any] = QUESTIONS["fresh"]
FRESH_ANSWERABLE = [(text, entry) for entry, texts in FRESH["answerable"].items() for text in texts]
HANDOFFS = {"ask_person": "asked", "upset": "sensitive", "sensitive": "sensitive"}


def test_there_are_enough_questions_and_none_is_taught() -> None:
    from content.entries import load, normalise

    content = load()
    phrasings = [item.phrasings for item in content.entries] + [item.phrasings for item in content.talk]
    taught = {normalise(text) for texts in phrasings for text in texts}
    answerable = [text for text, _ in ANSWERABLE + FRESH_ANSWERABLE]
    unanswerable = QUESTIONS["unanswerable"] + FRESH["unanswerable"]
    assert len(ANSWERABLE) >= 60
    assert len(QUESTIONS["unanswerable"]) >= 20
    assert len(answerable) >= 140
    assert len(unanswerable) >= 65
    assert {entry for _, entry in FRESH_ANSWERABLE} <= {entry.id for entry in content.entries}
    assert not [text for text in answerable + unanswerable if normalise(text) in taught]


def test_nearly_every_question_gets_its_answer_and_hardly_any_a_wrong_one(bot: Bot) -> None:
    given = {text: bot.meant(text).get("answer", {}).get("entry") for text, _ in ANSWERABLE}
    wrong = [(text, given[text], entry) for text, entry in ANSWERABLE if given[text] not in (entry, None)]
    right = [text for text, entry in ANSWERABLE if given[text] == entry]
    assert len(wrong) <= 2, wrong
    assert len(right) >= 0.85 * len(ANSWERABLE), [text for text, _ in ANSWERABLE if given[text] is None]


def test_what_no_entry_answers_goes_to_a_person(bot: Bot) -> None:
    answered = {text: bot.meant(text) for text in QUESTIONS["unanswerable"]}
    wrong = {
        text: meant for text, meant in answered.items() if meant.get("handoff") != {"reason": "no_answer"}
    }
    assert len(wrong) <= 1, wrong


def test_fresh_questions_get_hardly_a_wrong_answer_and_many_the_right_one(bot: Bot) -> None:
    meant = {text: bot.meant(text) for text, _ in FRESH_ANSWERABLE}
    given = {text: said.get("answer", {}).get("entry") for text, said in meant.items()}
    wrong = [
        (text, given[text], entry) for text, entry in FRESH_ANSWERABLE if given[text] not in (entry, None)
    ]
    right = [text for text, entry in FRESH_ANSWERABLE if given[text] == entry]
    offered = [text for text, entry in FRESH_ANSWERABLE if entry in meant[text].get("suggest", [])]
    assert len(wrong) <= 3, wrong
    assert len(right) >= 0.4 * len(given), [text for text in meant if text not in right]
    assert len(right) + len(offered) >= 0.6 * len(given), [t for t in meant if t not in right + offered]


def test_fresh_questions_that_no_entry_answers_get_no_answer(bot: Bot) -> None:
    answered = {text: bot.meant(text).get("answer") for text in FRESH["unanswerable"]}
    wrong = {text: answer["entry"] for text, answer in answered.items() if answer}
    assert len(wrong) <= 2, wrong


def test_of_two_questions_at_once_no_third_is_answered(bot: Bot) -> None:
    for asked in FRESH["two_at_once"]:
        entry = bot.meant(asked["text"]).get("answer", {}).get("entry")
        assert entry in (None, *asked["entries"]), (asked["text"], entry)


@pytest.mark.parametrize("kind", ["ask_person", "upset", "sensitive"])
def test_a_person_is_asked_for_or_needed(bot: Bot, kind: str) -> None:
    meant = {text: bot.meant(text) for text in QUESTIONS["talk"][kind]}
    assert {text: said.get("handoff") for text, said in meant.items()} == {
        text: {"reason": HANDOFFS[kind]} for text in meant
    }
    assert not any("text" in said for said in meant.values())  # nothing is promised


@pytest.mark.parametrize("kind", ["greet", "thank", "goodbye"])
def test_small_talk_is_answered_in_kind(bot: Bot, kind: str) -> None:
    from content.entries import load

    reply = next(item.reply for item in load().talk if item.id == kind)
    assert {text: bot.meant(text) for text in QUESTIONS["talk"][kind]} == {
        text: {"text": reply} for text in QUESTIONS["talk"][kind]
    }


def test_asked_whether_it_is_a_robot_it_says_yes_and_that_there_are_people(bot: Bot) -> None:
    for text in QUESTIONS["talk"]["bot_challenge"]:
        said = bot.meant(text)["text"]
        assert said.startswith("Yes, I'm a bot")
        assert "ask for a person" in said


@pytest.mark.parametrize(
    ("clean", "typed"),
    [
        ("how do I reset my password", "how do i resett my pasword"),
        ("when do i get my refund", "wehn do i get my refudn"),
        ("my discount code is not working", "my discuont code is not workign"),
        ("which payment methods can I use", "WHICH PAYMNET METHODS CAN I USE???"),
        ("do you deliver to ireland", "do you delvier to irelnad"),
    ],
)
def test_typing_mistakes_do_not_change_the_answer(bot: Bot, clean: str, typed: str) -> None:
    assert bot.meant(typed)["answer"]["entry"] == bot.meant(clean)["answer"]["entry"]


def test_a_word_that_decides_goes_to_a_person_whatever_else_is_said(bot: Bot) -> None:
    assert bot.meant("where is my order, or my lawyer will ask")["handoff"] == {"reason": "sensitive"}
    assert bot.meant("I want a person, my order is late")["handoff"] == {"reason": "asked"}
    assert bot.meant("WHERE IS MY F***ING ORDER, this is RIDICULOUS!")["handoff"] == {"reason": "sensitive"}


def test_a_dead_plant_is_a_question_and_not_a_tragedy(bot: Bot) -> None:
    assert bot.meant("my plant died")["answer"]["entry"] == "return-plants"


def test_an_unsure_bot_offers_titles_and_nearly_always_the_right_one_is_among_them(bot: Bot) -> None:
    unsure = {text: meant for text, _ in ANSWERABLE if "suggest" in (meant := bot.meant(text))}
    offered = {text: meant["suggest"] for text, meant in unsure.items()}
    wrong = [text for text, entry in ANSWERABLE if text in offered and entry not in offered[text]]
    assert len(offered) >= 3
    assert len(wrong) <= 0.2 * len(offered), wrong
    assert all(1 <= len(set(titles)) == len(titles) <= 3 for titles in offered.values())
    assert all("text" not in meant and "handoff" not in meant and meant["model"] for meant in unsure.values())
    text, titles = next(each for each in offered.items() if len(each[1]) > 1)
    assert bot.meant(text, refused=titles[:1])["suggest"] == titles[1:], "what was refused is left out"
    assert bot.meant(text, refused=titles)["handoff"] == {"reason": "no_answer"}
