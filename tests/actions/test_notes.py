"""Notes for the agent come from a server of their own, and a turn is whole without it."""

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from actions.feedback import Feedback
from actions.handoff import HandoffNote
from actions.lookup import find_orders, full_number
from bot.launcher import prepare
from tests.bot.conftest import ROOT, TOKEN, free_port

prepare()


class Said:
    """Collects what an action says."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def utter_message(self, json_message: dict[str, Any]) -> None:
        self.messages.append(json_message)


class Told:
    """What an action is told."""

    def __init__(self, **message: Any) -> None:
        self.latest_message = message


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The action server as the supervisor starts it; gives its webhook."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "actions", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "HANDRAIL_BOT_TOKEN": TOKEN},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "The actions are ready." in line:
            break
    yield f"http://127.0.0.1:{port}/webhook"
    process.terminate()
    process.wait(20)
    process.stdout.close()


def order(number: str) -> dict[str, Any]:
    return {"entity": "order_number", "value": number}


async def test_the_note_tells_the_agent_how_the_order_stands() -> None:
    said = Said()
    told = Told(
        entities=[order("ff100002"), order("FF-999999"), {"entity": "email", "value": "m@example.org"}]
    )
    assert await HandoffNote().run(said, told, {}) == []
    assert said.messages == [
        {"note": {"orders": [{"number": "FF-100002", "state": "on its way", "carrier": "Sample Parcels"}]}}
    ]


async def test_there_is_no_note_without_a_known_order() -> None:
    said = Said()
    for entities in ([], [order("FF-999999")], [{"entity": "order_number", "value": None}]):
        await HandoffNote().run(said, Told(entities=entities), {})
    assert said.messages == []


async def test_an_orders_number_is_understood_however_it_is_written() -> None:
    assert [full_number(text) for text in ("FF-100001", "ff100001", "100001")] == ["FF-100001"] * 3
    assert (await find_orders(["100003"]))[0]["state"] == "delivered"


async def test_feedback_notes_the_entry_and_never_the_words(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    told = Told(metadata={"awaiting": "invoice"}, intent={"name": "deny"}, text="no, xyzzy")
    await Feedback().run(Said(), told, {})
    await Feedback().run(Said(), Told(metadata=None), {})
    assert [record.getMessage() for record in caplog.records] == ["invoice: deny"]


def test_the_action_server_asks_for_the_token(server: str) -> None:
    body = json.dumps({"next_action": "action_feedback", "tracker": {}}).encode()
    request = urllib.request.Request(server, body, {"content-type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 401
    refused.value.close()


async def test_rasas_call_reaches_the_action_and_its_note_comes_back(server: str) -> None:
    from bot.notes import ActionServer

    tracker = {
        "sender_id": "mia",
        "slots": {},
        "events": [],
        "paused": False,
        "active_loop": {},
        "latest_action_name": "",
        "latest_message": {"entities": [order("FF-100001")]},
    }
    call = {"next_action": "action_handoff_note", "domain": {}, "version": "3.6.21", "tracker": tracker}
    answer = await ActionServer(server, params={"token": TOKEN}).request(json=call)
    assert answer["responses"][0]["custom"]["note"]["orders"][0]["state"] == "packing"


async def test_an_absent_or_silent_action_server_costs_only_a_note(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from bot import notes

    nothing: dict[str, list[Any]] = {"events": [], "responses": []}
    assert await notes.ActionServer(f"http://127.0.0.1:{free_port()}/webhook").request(json={}) == nothing
    monkeypatch.setattr(notes, "PATIENCE_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/webhook"
        async with asyncio.timeout(5):
            assert await notes.ActionServer(address).request(json={}) == nothing
