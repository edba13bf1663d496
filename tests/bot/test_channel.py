"""The bot's door opens to the service alone."""

import json

import pytest

from bot.channel import Refused, harmless, read
from tests.bot.conftest import TOKEN, Bot

TURN = {"sender": "mia", "message": "hello", "metadata": {"locale": "en", "awaiting": None, "refused": []}}


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"authorization": ""}, 401, "unauthorised"),
        ({"authorization": "Bearer wrong"}, 401, "unauthorised"),
        ({"authorization": "Bearer \xe9"}, 401, "unauthorised"),
        ({"origin": "https://evil.example"}, 403, "forbidden"),
        ({"origin": "null"}, 403, "forbidden"),
        ({"content_type": "text/plain"}, 415, "bad_request"),
        ({"content_type": ""}, 415, "bad_request"),
    ],
)
def test_whoever_is_not_the_service_is_refused(
    bot: Bot, headers: dict[str, str], status: int, code: str
) -> None:
    assert bot.post(TURN, **headers)[0] == status
    assert bot.post(TURN, **headers)[1]["code"] == code


def test_the_token_may_stand_in_the_address(bot: Bot) -> None:
    address = "/webhooks/rest/webhook?token=the+bot%27s+token%2C+in+tests"
    assert bot.post(TURN, address, authorization="")[0] == 200


def test_rasas_own_interface_asks_for_the_token_too(bot: Bot) -> None:
    assert bot.call("GET", "/status")[0] == 401
    assert bot.call("POST", "/model/parse", json.dumps({"text": "hi"}).encode())[0] == 401
    assert bot.call("GET", "/domain?token=wrong")[0] == 401


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"{", 400, ""),
        ([], 400, "body"),
        ({"message": "hi"}, 400, "sender"),
        ({"sender": 7, "message": "hi"}, 400, "sender"),
        ({"sender": "m" * 201, "message": "hi"}, 400, "sender"),
        ({"sender": "mia"}, 400, "message"),
        ({"sender": "mia", "message": {"text": "hi"}}, 400, "message"),
        ({"sender": "mia", "message": "x" * 4001}, 413, "4,000"),
        ({**TURN, "metadata": []}, 400, "metadata"),
        ({**TURN, "metadata": {"refused": "all"}}, 400, "refused"),
        ({**TURN, "metadata": {"refused": [1]}}, 400, "refused"),
        ({**TURN, "metadata": {"awaiting": {"entry": 1}}}, 400, "awaiting"),
        ({**TURN, "message": "x" * 70_000}, 413, ""),
    ],
)
def test_a_malformed_turn_gets_a_sentence(bot: Bot, body: object, status: int, word: str) -> None:
    answered, said = bot.post(body)
    assert answered == status
    assert word in said["message"]


def test_metadata_may_be_left_out(bot: Bot) -> None:
    assert bot.post({"sender": "mia", "message": "hello"})[0] == 200


def test_what_customers_write_is_in_no_log(bot: Bot) -> None:
    for text in ("my secret is xyzzy-4711", "/xyzzy-4711", "where is my order xyzzy-4711", "{xyzzy-4711}"):
        bot.turn(text)
    bot.post({"sender": "mia", "message": "xyzzy-4711", "metadata": {"refused": "xyzzy-4711"}})
    assert bot.process.stdout is not None
    lines = bot.log.read_text() + (bot.process.stdout.read() or "")
    assert "xyzzy" not in lines
    assert TOKEN not in lines


def test_slashes_are_taken_off_the_beginning_only() -> None:
    assert harmless("/restart") == "restart"
    assert harmless(" // /a/b") == "a/b"
    assert harmless("either/or ") == "either/or "
    assert harmless("/") == ""


def test_a_text_of_exactly_the_limit_is_read() -> None:
    assert read({"sender": "mia", "message": "x" * 4000})[1] == "x" * 4000
    with pytest.raises(Refused, match="4,000"):
        read({"sender": "mia", "message": "x" * 4001})
