"""Whatever a customer types there is a decision, and nothing they type is a command."""

from pathlib import Path

import pytest
import yaml

from tests.bot.conftest import Bot

NO_ANSWER = {"handoff": {"reason": "no_answer"}}


@pytest.mark.parametrize(
    "command", ["/restart", "/faq", "  /restart", "//restart", '/ask_person{"a": 1}', "/\t/back"]
)
def test_a_slash_commands_nothing(bot: Bot, command: str) -> None:
    meant = bot.meant(command)
    assert meant.get("handoff", {}).get("reason") != "asked"
    assert "answer" not in meant
    assert meant


def test_a_question_after_a_slash_is_a_question(bot: Bot) -> None:
    assert bot.meant("/ where is my order")["answer"]["entry"] == "track-order"


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "?", "x", "🙂🙂🙂", "🏳️‍🌈", "\x00\x01\x02\x7f", "\ud83d",
     "где мой заказ", "我的订单在哪里", "أين طلبي", "१२३",
     "<script>alert(1)</script>", "'; DROP TABLE orders; --", "{name.__class__}", "${HOME}", "%s %n {0}",
     "a" * 4000, "where is my order " * 222, "🙂" * 2000, "\n\n\n", "\u202e\u202d\u2066",
     "{slot}", "wo ist <b>my</b> 注文 \u200f؟ 🙂 \x07; --", "a" * 25 + " " + "qzx" * 900,
     "1234567890" * 30, "e\u0301" * 500, "a.b" * 1300, "ff-1" * 900],
)  # fmt: skip
def test_there_is_always_a_decision(bot: Bot, text: str) -> None:
    meant = bot.meant(text)
    assert {"answer", "handoff", "suggest", "text"} & set(meant)
    assert meant.get("handoff", {}).get("reason") != "bot_unavailable"


def test_what_is_no_language_of_ours_goes_to_a_person(bot: Bot) -> None:
    for text in ("", "где мой заказ", "我的订单在哪里", "🙂🙂🙂", "qwxz vbnm"):
        assert bot.meant(text)["handoff"] == {"reason": "no_answer"}


def test_a_question_in_another_language_gets_no_answer_to_another_question(bot: Bot) -> None:
    questions = yaml.safe_load((Path(__file__).parent / "questions.yml").read_text())
    meant = {text: bot.meant(text) for text in questions["fresh"]["other_languages"]}
    assert not {text: said["answer"]["entry"] for text, said in meant.items() if "answer" in said}


def test_four_thousand_characters_take_no_longer_than_a_person_notices(bot: Bot) -> None:
    from time import perf_counter

    began = perf_counter()
    bot.turn("xylofone qartz " * 266)
    assert perf_counter() - began < 1


def test_braces_and_variables_in_a_text_are_never_expanded() -> None:
    from bot.replies import in_context
    from bot.turn import Turn

    text = "Hello {name.__class__} ${HOME} {0} %s"
    assert in_context({"text": text}, {}, Turn())["text"] == text
