"""One trained model and one running bot for all of these tests: Rasa, over HTTP, as the service meets it."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import pytest

from bot.launcher import prepare

ROOT = Path(__file__).parents[2]
TOKEN = "the bot's token, in tests"
HERE = Path(__file__).parent

prepare()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whichever test comes first waits for a training (20 s) and a start (8 s), longer on a busy machine."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.timeout(240))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@dataclass
class Bot:
    """A running bot, and how the service asks it."""

    port: int
    process: subprocess.Popen[str]
    log: Path
    actions_port: int
    service_port: int  # whose live model it follows; nobody is there until a test is

    def post(self, body: object, path: str = "/webhooks/rest/webhook", **headers: str) -> tuple[int, Any]:
        """Send JSON, or bytes as they are; gives status and JSON. A header's `_` stands for `-`."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"content-type": "application/json", "authorization": f"Bearer {TOKEN}"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("POST", path, sent, {name: value for name, value in given.items() if value})

    def call(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            said = answer.read()
            return answer.status, json.loads(said) if said else None
        finally:
            connection.close()

    def turn(self, text: str, sender: str = "mia", **metadata: Any) -> list[dict[str, Any]]:
        """Ask one question."""
        status, reply = self.post({"sender": sender, "message": text, "metadata": metadata})
        assert status == 200, reply
        assert isinstance(reply, list)
        return reply

    def meant(self, text: str, **metadata: Any) -> dict[str, Any]:
        """Ask, and give what was meant: all custom payloads, and `text`."""
        together: dict[str, Any] = {}
        for part in self.turn(text, **metadata):
            together |= part.get("custom", {}) or {"text": part["text"]}
        return together

    def memory(self) -> int:
        """Give the resident memory in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024


@pytest.fixture(scope="session")
def model() -> Path:
    """A model that fits the content: trained by whichever worker is first, kept for the next run."""
    (ROOT / "models").mkdir(exist_ok=True)
    with (ROOT / "models" / ".tests").open("w") as door:
        flock(door, LOCK_EX)
        command = [sys.executable, "-m", "bot.training", "--if-needed"]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Path(json.loads(done.stdout.splitlines()[-1])["model"])


@pytest.fixture(scope="session")
def bot(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The bot as the supervisor starts it; its action server is absent until a test starts one."""
    folder = tmp_path_factory.mktemp("bot")
    log = folder / "log"
    port, actions_port, service_port = free_port(), free_port(), free_port()
    command = [sys.executable, "-u", "-m", "bot.server", "--model", str(model), "--port", str(port)]
    command += ["--actions", f"http://127.0.0.1:{actions_port}/webhook"]
    command += ["--service", f"http://127.0.0.1:{service_port}", "--pulled", str(folder / "pulled")]
    environment = {**os.environ, "HANDRAIL_BOT_TOKEN": TOKEN}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    with log.open("w") as kept:
        for line in process.stdout:
            kept.write(line)
            if "The bot is ready." in line:
                break
    os.set_blocking(process.stdout.fileno(), False)
    running = Bot(port, process, log, actions_port, service_port)
    yield running
    process.terminate()
    process.wait(20)
    process.stdout.close()
