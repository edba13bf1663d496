"""News for those who had asked: filled in for each, in any state, and nothing else changes by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handoff.core import agent as agents
from handoff.core import customer
from handoff.core.conversation import Status
from handoff.core.customer import REOPENS_FOR_MS, starts_anew
from handoff.core.errors import BadRequest
from handoff.core.events import Reader, Role, Speaker
from handoff.core.told import (
    LONGEST_MESSAGE,
    LONGEST_QUESTION,
    Waiting,
    checked,
    filled,
    quoted,
    tell,
    without,
)
from handoff.letters.languages import SPOKEN
from tests.cast import ADA_HOLDS, CLEO, MIA, MIA_SPEAKS, WAITS, Story, answer, to
from tests.core.test_one_try import ask, reply

BY = Speaker(Role.AGENT, CLEO.id, CLEO.name)
NEWS = Waiting("t", MIA.id, "gap:7", "You asked: it?\n\nNow: https://shop.example/help", BY, "it", "it?")
VALUES = {"question": "Where is it?", "title": "Track it", "link": "https://shop.example/track"}


def held() -> Story:
    story = Story()
    ask(story)
    reply(story, answer("returns"))
    story.add(customer.person(story.at, MIA_SPEAKS, to(ADA_HOLDS)))
    return story


def waiting() -> Story:
    story = Story()
    ask(story)
    story.add(customer.person(story.at, MIA_SPEAKS, WAITS))
    return story


def asking() -> Story:
    story = Story()
    ask(story)
    return story


def closed() -> Story:
    story = held()
    story.add(agents.resolve(story.at, ADA_HOLDS, None))
    return story


@pytest.mark.parametrize("begun", [held, waiting, asking, closed])
def test_news_change_neither_status_nor_owner_nor_deadline(begun: type[Story]) -> None:
    story = begun()
    before = story.at
    story.wait(60_000)
    assert story.add(tell(story.at, NEWS)) == ["told"]
    event, after = story.log[-1], story.at
    assert (event.by, event.visible_to(Reader.CUSTOMER)) == (BY, True)
    assert dict(event.data) == {"text": NEWS.text, "entry": "it", "question": "it?"}
    same = replace(before, seq=after.seq, customer_seq=after.seq, told_at=story.now, revision=after.revision)
    assert after == same


def test_what_was_closed_long_ago_is_read_first_and_taken_up_by_a_person() -> None:
    story = closed()
    story.wait(10 * REOPENS_FOR_MS)
    assert starts_anew(story.at, story.now)
    story.add(tell(story.at, replace(NEWS, subject="issue:1")))
    assert story.log[-1].data["issue"] == "1"
    story.wait(REOPENS_FOR_MS)
    assert not starts_anew(story.at, story.now)
    story.add(customer.say(story.at, MIA_SPEAKS, "Thank you, but", "c", WAITS))
    assert story.at.status is Status.QUEUED
    story = closed()
    story.add(tell(story.at, NEWS))
    story.wait(REOPENS_FOR_MS + 1)
    assert starts_anew(story.at, story.now)


def test_a_message_is_filled_in_once_and_lines_that_lack_something_go() -> None:
    template = "You asked: {question}\n\nNow: {title}\n{link}\n{other} {"
    assert filled(template, VALUES) == (
        "You asked: Where is it?\n\nNow: Track it\nhttps://shop.example/track\n{other} {"
    )
    tricky = VALUES | {"question": "{link} {title}"}
    assert filled("{question}", tricky) == "{link} {title}", "what is put in is not read again"
    assert filled(template, VALUES | {"question": "", "link": ""}) == "Now: Track it\n{other} {"


@pytest.mark.parametrize("words", SPOKEN, ids=lambda words: words.CODE)
def test_what_is_offered_can_be_sent_in_every_language(words: object) -> None:
    answered, solved = str(words.NOW_ANSWERED), str(words.NOW_SOLVED)  # type: ignore[attr-defined]
    assert checked(answered, VALUES)
    assert all(value in filled(answered, VALUES) for value in VALUES.values())
    assert checked(solved, {"title"})
    assert "Track it" in filled(solved, VALUES)


@pytest.mark.parametrize(
    "wrong", ["", "  \n ", "{question}{link}", "x" * (LONGEST_MESSAGE + 1), "Hello {link}"], ids=repr
)
def test_a_message_that_says_nothing_or_names_what_is_not_there_is_refused(wrong: str) -> None:
    with pytest.raises(BadRequest) as refused:
        checked(wrong, {"question", "title"})
    assert refused.value.extra["field"] == "message"


def test_a_question_is_one_line_without_marks() -> None:
    assert (
        quoted("Is **this**\n[safe](https://evil.example)?\u2028`no`")
        == "Is this safe(https://evil.example)? no"
    )
    assert len(quoted("word " * 500)) <= LONGEST_QUESTION + 2


def test_an_address_that_nobody_confirmed_does_not_read_the_customers_words() -> None:
    text = filled("You asked: {question}\n\nNow: {title}", VALUES)
    assert without(text, VALUES["question"]) == "Now: Track it"
    assert without(text, None) == text
