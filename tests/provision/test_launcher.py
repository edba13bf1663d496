"""Rasa starts on current libraries, and nothing of a customer's words is printed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import launcher


def launch(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.launcher", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def test_rasa_can_be_imported_without_tensorflow() -> None:
    launcher.prepare()
    import rasa.core.agent
    import rasa.engine.recipes.default_components as components

    assert rasa.core.agent.Agent
    assert "tensorflow" not in sys.modules
    assert components.DIETClassifier in components.DEFAULT_COMPONENTS


def test_a_component_that_needs_tensorflow_is_refused_in_rasas_own_words(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(
        "recipe: default.v1\nassistant_id: a\nlanguage: en\n"
        "pipeline:\n- name: WhitespaceTokenizer\n- name: DIETClassifier\npolicies:\n- name: RulePolicy\n"
    )
    (tmp_path / "domain.yml").write_text('version: "3.1"\nintents: [greet]\n')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nlu.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello\n    - hi\n'
    )
    said = launch("train", cwd=tmp_path)
    assert said.returncode != 0
    assert "Can't load class for name 'DIETClassifier'" in said.stdout + said.stderr


def test_the_bot_listens_on_this_machine_only(tmp_path: Path) -> None:
    said = " ".join(launch("run", "--help", cwd=tmp_path).stdout.split())
    assert "Network interface to run the server on. (default: 127.0.0.1)" in said


@pytest.fixture
def log() -> Iterator[structlog.stdlib.BoundLogger]:
    """Rasa's log, set up as in the bot's own process."""
    launcher.configure_log()
    yield structlog.get_logger("rasa")
    structlog.reset_defaults()


def test_what_mia_writes_is_not_logged(
    log: structlog.stdlib.BoundLogger, caplog: pytest.LogCaptureFixture
) -> None:
    log.warning("parsed", text="my card is 4111", intents=2)
    assert "event=parsed" in caplog.text
    assert "intents=2" in caplog.text
    assert "4111" not in caplog.text


def test_a_failure_is_logged_without_the_values_of_variables(
    log: structlog.stdlib.BoundLogger, caplog: pytest.LogCaptureFixture
) -> None:
    words = "4111 is my card"
    try:
        len(words) / 0
    except ZeroDivisionError:
        log.exception("failed")
    assert "ZeroDivisionError" in caplog.text
    assert "4111" not in caplog.text
