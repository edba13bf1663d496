"""A running bot says why it would answer as it does, to the service alone, and turns go on meanwhile."""

import http.client
import json
from typing import Any

from tests.bot.conftest import TOKEN, Bot

TOLD = {"model", "guess", "confidence", "threshold", "given", "nearest", "runners_up", "answer", "titles"}


def explained(bot: Bot, body: Any, token: str = TOKEN, **headers: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", bot.port, timeout=10)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", **headers}
    connection.request("POST", "/explain", json.dumps(body), headers)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, told


def test_a_question_is_explained_as_the_bot_answers_it(bot: Bot) -> None:
    status, told = explained(bot, {"question": "can i return my dead plnt"})
    assert status == 200
    assert set(told) >= TOLD
    assert told["mended"] == [["plnt", "plant"]]
    answered = bot.meant("can i return my dead plnt")
    assert (told["answer"] or {}).get("entry") == answered.get("answer", {}).get("entry")
    assert told["titles"][told["guess"]]


def test_nobody_but_the_service_is_explained_anything(bot: Bot) -> None:
    assert explained(bot, {"question": "why"}, token="guessed")[0] == 401
    assert explained(bot, {"question": "why"}, Origin="https://shop.example")[0] == 403
    bodies: tuple[Any, ...] = ({}, [], {"question": 7}, {"question": " "}, {"question": "x" * 5_000})
    for body in bodies:
        assert explained(bot, body)[0] == 400
