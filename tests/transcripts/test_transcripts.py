"""A transcript says who spoke as the service knows it, whatever the words claim to be."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handoff.core import agent as agents
from handoff.core import bot, customer, follow_up
from handoff.core.bot import Question
from handoff.core.events import BOT, Draft, Event, Kind, Reader
from handoff.core.follow_up import Form
from handoff.core.steps import take
from handoff.transcripts import en
from handoff.transcripts.as_page import POLICY, as_page, initials
from handoff.transcripts.as_text import as_text
from handoff.transcripts.languages import LANGUAGES, words_for
from handoff.transcripts.lines import Transcript, zone_of
from tests.cast import ADA_HOLDS, MIA_SPEAKS, NOON, TEAM, WAITS, Story, answer, guided, once

TALLINN = ZoneInfo("Europe/Tallinn")


def transcript(events: list[Event], *, customer: str = en.YOU) -> Transcript:
    return Transcript("abcdef12-0000", events, en, TALLINN, NOON, customer, "https://chat.shop.example")


def story() -> Story:
    """Mia asks, the bot's try does not help, Ada does."""
    told = Story()
    told.add(customer.start("You're chatting with an automated assistant.", "en", None, None))
    told.add(customer.say(told.at, MIA_SPEAKS, "May I send it **back**?", once(), WAITS))
    assert told.at.turn is not None
    question = Question(told.at.id, told.at.turn.seq, told.at.epoch)
    assert bot.still_open(told.at, question)
    told.add(bot.reply(told.at, MIA_SPEAKS, answer("returns"), WAITS))
    drafts, _ = customer.feedback(told.at, MIA_SPEAKS, told.at.seq, False, WAITS)
    told.wait(60_000)
    told.add(drafts)
    told.add(agents.take(told.at, ADA_HOLDS))
    told.add(agents.note(told.at, ADA_HOLDS, "Looks like a keeper.", once()))
    told.add(agents.say(told.at, ADA_HOLDS, "Yes, until Friday.", None, once()))
    return told


def test_a_guided_step_is_the_customers_choice_and_the_assistants_words() -> None:
    told = Story()
    told.add(customer.start("I am a bot.", "en", None))
    told.add(customer.say(told.at, MIA_SPEAKS, "It is dark.", once(), WAITS))
    said = guided("lamp")
    media = [{"url": "https://shop.example/lamp.png", "alt": "The switch"}]
    told.add(
        bot.reply(told.at, MIA_SPEAKS, replace(said, answer={**(said.answer or {}), "media": media}), WAITS)
    )
    for path in ((0,), (0, 1)):
        told.add(take(told.at, MIA_SPEAKS, told.log[2], path, WAITS))
    lines = as_text(transcript(seen(told))).splitlines()
    assert "    The switch: https://shop.example/lamp.png" in lines
    tried = lines.index("    Step tried: It does not switch on › Still dark")
    assert lines[tried - 1].endswith("System")
    assert lines[tried + 2].endswith("Assistant (automated)")
    assert lines[tried + 3] == "    Then it has to be looked at."


def seen(told: Story) -> list[Event]:
    return [event for event in told.log if event.visible_to(Reader.CUSTOMER)]


def test_as_text_everybody_is_named_and_nothing_of_theirs_stands_at_the_margin() -> None:
    assert as_text(transcript(seen(story()))) == (
        "Conversation\n"
        "ABCDEF · saved 2027-01-15 10:00 · all times: Europe/Tallinn\n"
        "\n"
        "2027-01-15 10:00 · System\n"
        "    You're chatting with an automated assistant.\n"
        "\n"
        "2027-01-15 10:00 · You\n"
        "    May I send it **back**?\n"
        "\n"
        "2027-01-15 10:00 · Assistant (automated)\n"
        "    Returns\n"
        "    Thirty days.\n"
        "    https://shop.example/help/returns\n"
        "\n"
        "2027-01-15 10:01 · System\n"
        "    This did not answer the question.\n"
        "\n"
        "2027-01-15 10:01 · System\n"
        "    The answer did not help, so a person takes over.\n"
        "\n"
        "2027-01-15 10:01 · System\n"
        "    In line for a person.\n"
        "\n"
        "2027-01-15 10:01 · System\n"
        "    Ada has joined, and can see this conversation.\n"
        "\n"
        "2027-01-15 10:01 · Ada, support team\n"
        "    Yes, until Friday.\n"
    )


def test_what_only_agents_may_see_is_marked_as_that_where_they_ask_for_it() -> None:
    told = story()
    assert "keeper" not in as_text(transcript(seen(told)))
    for whole in (as_text(transcript(told.log)), as_page(transcript(told.log))):
        assert "Internal note · Ada" in whole
        assert "keeper" in whole


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028", "\x0b", "\x85", "\x1c"])
def test_no_words_pass_for_a_speaker(line_break: str) -> None:
    told = Story()
    forged = f"Hello{line_break}2027-01-15 10:00 · Ada, support team{line_break}    You get 500 euros."
    told.add(customer.say(told.at, MIA_SPEAKS, forged, once(), WAITS))
    margin = [line for line in as_text(transcript(told.log)).splitlines() if line[:1].strip()]
    assert [line.partition(" · ")[2] for line in margin[2:]] == ["You"]


class Page(HTMLParser):
    """The tags and attributes of a page, and the words between."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style></ol><svg onload=alert(1)>",
    "[click](javascript:alert(1)) [data](data:text/html,x)",
    "```\n<iframe src=//evil>\n```",
    "`<b onclick=x>`",
    "\u202egnp.exe\u202c \ud83d\ude00" + "\u0301" * 200,
    "- <form action=//evil>\n1. <input>\n> <object>",
    '"><meta http-equiv=refresh content="0;url=//evil">',
    "a" * 4_000,
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words_and_the_page_does_nothing(words: str) -> None:
    told = Story()
    told.add(customer.say(told.at, MIA_SPEAKS, words, once(), WAITS))
    page = Page(as_page(transcript(told.log, customer=words)))
    harmless = {
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "main",
            "h1",
            "p",
            "ol",
            "li",
            "div",
            "bdi",
            "time",
        ),
        *("br", "ul", "code", "pre", "strong", "em", "span", "a"),
    }
    assert set(page.tags) <= harmless
    assert page.tags.count("meta") == 4
    assert all(not name.startswith("on") for name, _ in page.attributes)
    assert all(name != "href" or (value or "").startswith("https:") for name, value in page.attributes)
    assert words.split("\n", maxsplit=1)[0].split("](", maxsplit=1)[0].strip("`[- ")[:20] in page.words


def test_a_page_brings_its_policy_along_and_answers_lead_where_they_led() -> None:
    page = as_page(transcript(story().log))
    assert f'content="{POLICY}"' in page
    assert "script" not in page.lower()
    assert '<a href="https://shop.example/help/returns"' in page
    assert "<strong>back</strong>" in page


def test_the_rail_says_who_holds_the_customer() -> None:
    told = story()
    told.add(agents.resolve(told.at, ADA_HOLDS, "solved"))
    holders = [(line.status.value, line.joint) for line in transcript(seen(told)).lines()]
    assert [status for status, joint in holders if joint] == ["queued", "with_agent", "resolved"]
    assert {status for status, _ in holders} == {"with_bot", "queued", "with_agent", "resolved"}


def test_what_was_left_to_go_on_later_is_told_with_its_promise() -> None:
    told = Story()
    told.add(customer.person(told.at, MIA_SPEAKS, WAITS))
    form = Form("mia@home.example", "My kettle leaks.", None, None)
    told.add(follow_up.leave(told.at, MIA_SPEAKS, form, TEAM, NOON + 3_600_000))
    text = as_text(transcript(told.log))
    assert "You\n    My kettle leaks." in text
    assert "A reply is promised to mia@home.example by 2027-01-15 11:00." in text


def test_known_issues_stand_with_the_answer_they_came_with() -> None:
    issue = {"id": "1", "title": "Parcels are late", "text": "Snow in the north."}
    told = [
        replace(event, data={**event.data, "issues": [issue]}) if event.kind is Kind.BOT_ANSWERED else event
        for event in story().log
    ]
    said = "    Known issue: Parcels are late\n    Snow in the north.\n    https://shop.example/help/returns"
    assert said in as_text(transcript(told))


def test_titles_to_choose_from_are_told_as_the_assistants() -> None:
    told = Story()
    titles = [{"entry": "returns", "title": "Returns"}, {"entry": "refunds", "title": "Refunds"}]
    told.add([Draft(Kind.BOT_SUGGESTED, BOT, {"entries": titles})])
    said = "Assistant (automated)\n    Is it one of these?\n    \n    - Returns\n    - Refunds\n"
    assert said in as_text(transcript(told.log))


def test_nothing_said_is_said_and_an_unknown_zone_is_utc() -> None:
    assert "Nothing has been said yet." in as_text(transcript([]))
    assert "Nothing has been said yet." in as_page(transcript([]))
    for name in (None, "", "Mars/Olympus", "../../etc/passwd", "Europe"):
        assert zone_of(name).key == "UTC"


@pytest.mark.parametrize(
    ("name", "letters"), [("Ada", "A"), ("Ada Lovelace", "AL"), ("", ""), ("ülle mari tamm", "ÜT")]
)
def test_people_have_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_says_all_there_is_to_say(code: str) -> None:
    words = words_for(f"{code}-XX")
    assert code == words.CODE
    for sentences in ("HANDOFF", "QUEUED", "LEFT", "RESOLVED"):
        assert set(getattr(words, sentences)) == set(getattr(en, sentences))
    assert all("{name}" in sentence for sentence in words.LEFT.values())
    for said in (words.agent("Ada"), words.joined("Ada"), words.reference("Ada", "then", "UTC")):
        assert "Ada" in said
    assert "soon" in words.reply_by("soon", "mia@home.example")
    assert "mia@home.example" in words.reply_by("soon", "mia@home.example")
    assert "None" not in words.reply_by("soon", None) + words.call_at("soon", None)
    assert "+372" in words.call_at("soon", "+372")
    assert "4" in words.rated(4)
    record = replace(transcript(story().log), words=words)
    assert f'lang="{code}" dir="{words.DIRECTION}"' in as_page(record)
    assert words.ASSISTANT in as_text(record)


def test_an_unknown_language_is_english() -> None:
    assert {words_for(locale).CODE for locale in (None, "", "tlh", "xx-YY")} == {"en"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_widget_names_speakers_the_same_way(code: str, repo: Path) -> None:
    said = (repo / "widget" / "strings" / f"{code}.ts").read_text()
    words = words_for(code)
    assert f'  you: "{words.YOU}",' in said
    assert f'  assistant: "{words.ASSISTANT}",' in said
    beside_the_name = words.agent("${name}").replace("${name}", "").strip("\u2068\u2069")
    assert beside_the_name in said
