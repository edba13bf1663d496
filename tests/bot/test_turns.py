"""One turn at a time: what the service tells with a message decides, and nothing is remembered."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.bot.conftest import ROOT, TOKEN, Bot

QUESTION = "where is my order"


def customs(reply: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [part["custom"] for part in reply if "custom" in part]


def test_an_answer_is_its_text_and_beside_it_what_the_service_needs(bot: Bot, model: Any) -> None:
    text, meant = bot.turn(QUESTION)
    assert text["text"].startswith("Every order has a live status under **My account → Orders**")
    answer = meant["custom"]["answer"]
    assert set(answer) == {"entry", "title", "url", "topic", "intent", "confidence", "model"}
    assert answer["entry"] == "track-order"
    assert answer["title"] == "Where is my order?"
    assert answer["url"] == "https://www.fjordandfern.example/help/track-order"
    assert answer["intent"] == "faq/track-order"
    assert 0.5 < answer["confidence"] <= 1
    assert f"{answer['model']}.tar.gz" == model.name


def test_a_refused_entry_is_not_answered_again(bot: Bot) -> None:
    assert customs(bot.turn(QUESTION, refused=["invoice"]))[0]["answer"]["entry"] == "track-order"
    assert bot.turn(QUESTION, refused=["invoice", "track-order"]) == [
        {"recipient_id": "mia", "custom": {"handoff": {"reason": "repeated"}}}
    ]


@pytest.mark.parametrize(
    ("text", "helpful"),
    [("yes", True), ("Yes, that helped!", True), ("yep thanks", True), ("no", False), ("nope", False),
     ("that doesn't help", False), ("not really", False)],
)  # fmt: skip
def test_yes_and_no_are_a_verdict_only_while_one_is_open(bot: Bot, text: str, helpful: bool) -> None:
    assert bot.turn(text, awaiting="track-order") == [
        {"recipient_id": "mia", "custom": {"feedback": {"helpful": helpful}}}
    ]
    (said,) = bot.turn(text, awaiting=None)
    assert set(said) == {"recipient_id", "text"}
    assert len(said["text"]) < 80


def test_a_new_question_while_a_verdict_is_open_is_a_question(bot: Bot) -> None:
    assert (
        bot.meant("how do I reset my password", awaiting="track-order")["answer"]["entry"] == "reset-password"
    )


def test_what_nothing_fits_is_said_and_handed_over_at_once(bot: Bot) -> None:
    for _ in range(2):  # no "please rephrase" in between
        text, meant = bot.turn("who is the king of sweden")
        assert text["text"] == "I'm a bot, and I have no good answer to that."
        assert meant["custom"] == {"handoff": {"reason": "no_answer"}}


def test_no_reply_promises_a_person() -> None:
    from content.entries import load

    for item in load().talk:
        for promise in ("connect", "transfer", "will be with you", "coming", "moment", "queue"):
            assert promise not in item.reply.lower(), item.id


def test_the_agent_gets_the_entities(bot: Bot) -> None:
    text = "my order FF-482913 of 3 March cost £49.90, write to mia@example.org"
    found = {entity["entity"]: entity["value"] for entity in bot.meant(text)["entities"]}
    assert found == {
        "order_number": "FF-482913",
        "date": "3 March",
        "amount": "£49.90",
        "email": "mia@example.org",
    }
    (order,) = [
        e for e in bot.meant("where is my order FF-482913")["entities"] if e["entity"] == "order_number"
    ]
    assert "where is my order FF-482913"[order["start"] : order["end"]] == "FF-482913"


def test_an_order_number_does_not_hide_the_question(bot: Bot) -> None:
    assert bot.meant("where is my order FF-482913?")["answer"]["entry"] == "track-order"


def test_the_same_sender_asked_a_hundred_times_is_met_as_a_stranger_each_time(bot: Bot) -> None:
    replies = [bot.turn(QUESTION) for _ in range(100)]
    assert all(reply == replies[0] for reply in replies)


def test_trackers_and_locks_do_not_pile_up_over_many_senders(bot: Bot) -> None:
    for number in range(50):
        bot.turn(QUESTION, sender=f"warm-{number}")
    before = bot.memory()
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda number: bot.turn(QUESTION, sender=f"visitor-{number}"), range(500)))
    assert bot.memory() - before <= 6
    status, tracker = bot.call("GET", "/conversations/visitor-7/tracker?token=the+bot%27s+token%2C+in+tests")
    assert status == 200
    assert not [event for event in tracker["events"] if event["event"] == "user"]


def test_without_an_action_server_a_handoff_is_still_a_handoff(bot: Bot) -> None:
    assert customs(bot.turn("I want a person, my order is FF-100002"))[0] == {"handoff": {"reason": "asked"}}


def test_with_one_the_agent_reads_how_the_order_stands(bot: Bot) -> None:
    command = [sys.executable, "-m", "actions", "--port", str(bot.actions_port)]
    environment = {**os.environ, "HANDRAIL_BOT_TOKEN": TOKEN}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "The actions are ready." in line:
                break
        reply = customs(bot.turn("I want a person, my order is FF-100002"))
        process.terminate()
    assert [list(custom) for custom in reply] == [["handoff"], ["entities"], ["note"]]
    assert reply[2]["note"]["orders"][0]["state"] == "on its way"
