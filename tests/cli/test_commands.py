"""Starting wrongly: one line that says what is wrong and what would be right, never a traceback."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from handoff.adapters.database import connect, migrate
from handoff.cli import app
from handoff.settings import PREFIX, Settings, load
from handoff.troubles import WRONG_SET_UP, SettingsTrouble
from tests.cast import PASSWORD

SOON_S = 30

LEFT = 100_000
"""Bytes that a full disk still takes: some, so that the first file looks well."""


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"), ("PORT", "70000"), ("PORT", "-1"), ("PORT", ""),
        ("PUBLIC_URL", "shop.example"), ("PUBLIC_URL", "https://["), ("PUBLIC_URL", "ftp://shop.example"),
        ("DATABASE_URL", "mysql://x"), ("DATABASE_URL", "sqlite:/shop"), ("DATABASE_URL", "sqlite+x:///y"),
        ("DATABASE_URL", "sqlite://"), ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql+nodriver://x/y"), ("DATABASE_URL", "postgresql://x:port/y"),
        ("REDIS_URL", "http://x"), ("REDIS_URL", "redis://x:port"),
        ("BOT_URL", "localhost:5005"), ("BOT_URL", "http://x:99999"), ("BOT_TOKEN", "short"),
        ("SECRET", "short"), ("ORIGINS", "*"), ("ORIGINS", "shop.example"), ("ORIGINS", "https://a.example/x"),
        ("IDENTITY_SECRET", "short"), ("TRUSTED_PROXIES", "my proxy"), ("TRUSTED_PROXIES", "10.0.0.1,x"),
        ("BOT_REPLY_S", "0"), ("BOT_REPLY_S", "soon"), ("LEASE_S", "-1"), ("AGENT_GRACE_S", "nan"),
    ],
)  # fmt: skip
def test_a_malformed_setting_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsTrouble) as trouble:
        load()
    sentence = str(trouble.value)
    assert sentence.startswith(PREFIX + name + ": ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("typo", "meant"), [("HANDRAIL_PROT", "HANDRAIL_PORT"), ("handrail_port", "HANDRAIL_PORT")]
)
def test_an_unknown_setting_is_refused_with_the_nearest_known_one(
    monkeypatch: pytest.MonkeyPatch, typo: str, meant: str
) -> None:
    monkeypatch.setenv(typo, "8000")
    with pytest.raises(SettingsTrouble, match=f"{typo} is not a setting of Handrail; did you mean {meant}"):
        load()


def test_settings_left_out_have_their_documented_defaults() -> None:
    settings = load()
    assert (settings.host, settings.port, settings.home) == ("127.0.0.1", 8000, Path("var"))
    assert settings.database.endswith("/var/handrail.sqlite3")
    assert settings.one_machine


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDRAIL_ORIGINS", "https://a.example, https://b.example/ ,")
    monkeypatch.setenv("HANDRAIL_TRUSTED_PROXIES", "10.0.0.1, 192.168.0.0/16")
    assert load().origins == ("https://a.example", "https://b.example")
    assert load().trusted_proxies == ("10.0.0.1", "192.168.0.0/16")


def test_postgresql_needs_no_lock_of_one_machine() -> None:
    assert not Settings(database_url="postgresql://somewhere/handrail").one_machine


def run(*words: str, says: str = "", **settings: object) -> Result:
    """A command, in this process: starting one of its own takes seconds."""
    return CliRunner().invoke(app, list(words), input=says, env=environment(settings))


def run_alone(*words: str, before: Callable[[], None], **settings: object) -> Result:
    """A command in a process of its own, prepared by ``before``."""
    ended = subprocess.run(
        [sys.executable, "-m", "handoff.cli", *words],
        capture_output=True, text=True, timeout=SOON_S, preexec_fn=before,
        env={**os.environ, **environment(settings)},
    )  # fmt: skip
    return Result(
        CliRunner(), ended.stdout.encode(), ended.stderr.encode(), b"", None, ended.returncode, None
    )


def environment(settings: dict[str, object]) -> dict[str, str]:
    return {PREFIX + name.upper(): str(value) for name, value in settings.items()}


def is_one_line(ended: Result, *words: str) -> None:
    assert ended.exit_code != 0
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    assert "Traceback" not in ended.stderr + ended.stdout
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    for word in words:
        assert word in ended.stderr


@contextmanager
def serving(home: Path, **settings: object) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A service of its own process: its address, and the process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "handoff.cli", "serve"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, **environment({"home": home, "port": 0, **settings})},
    )  # fmt: skip
    late = threading.Timer(SOON_S, process.kill)
    late.start()
    assert process.stdout is not None
    try:
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if "Handrail is up" in line:
                break
        else:
            raise AssertionError("".join(said))
        yield line.split()[-1], process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SOON_S)
        late.cancel()


def test_port_0_takes_a_free_one_and_prints_it_and_sigterm_ends_it_well(tmp_path: Path) -> None:
    with serving(tmp_path) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        assert not address.endswith((":0", ":8000"))
        with urllib.request.urlopen(f"{address}/health") as response:
            assert response.status == 200
        link = tmp_path / "first-admin-link.txt"
        assert link.read_text().startswith(f"{address}/console#first=")
        assert link.stat().st_mode & 0o777 == 0o600
        assert tmp_path.stat().st_mode & 0o777 == 0o700
        second = run("serve", home=tmp_path, port=0)
        is_one_line(second, "Another handrail service already works on")
        assert second.exit_code == WRONG_SET_UP
        elsewhere = tmp_path.parent / f"{tmp_path.name}-other"
        url = f"sqlite:///{tmp_path / 'handrail.sqlite3'}"
        is_one_line(run("serve", home=elsewhere, database_url=url, port=0), "Another handrail service")
        added = run("agents", "add", "ada@shop.example", "--name", "Ada", "--password-stdin", says=PASSWORD,
                    home=tmp_path)  # fmt: skip
        assert added.exit_code == 0, "accounts are made while the service runs"
    assert process.returncode == 0


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        is_one_line(run("serve", home=tmp_path, port=port), "HANDRAIL_PORT", f"{port}", "in use")


@pytest.mark.parametrize("host", ["256.1.1.1", "no.such.host.invalid", "a..b", "203.0.113.7"])
def test_a_host_that_is_not_ours_is_one_line(tmp_path: Path, host: str) -> None:
    is_one_line(run("serve", home=tmp_path, host=host, port=0), "HANDRAIL_HOST")


def test_a_home_that_is_no_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    is_one_line(run("serve", home=tmp_path / "file", port=0), "HANDRAIL_HOME")
    is_one_line(run("serve", home=tmp_path / "file" / "inside", port=0), "HANDRAIL_HOME")


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    """No file may grow beyond what is left: what a full disk looks like from inside."""

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (LEFT, LEFT))

    is_one_line(run_alone("serve", home=tmp_path, port=0, before=fill))


def test_a_database_from_a_newer_version_is_one_line(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'handrail.sqlite3'}")
    migrate(engine)
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    is_one_line(run("serve", home=tmp_path, port=0), "newer version of Handrail")


def test_a_database_server_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    url = f"postgresql://nobody@/handrail?host={tmp_path}"
    is_one_line(run("serve", home=tmp_path, port=0, database_url=url), "The database can't be used")


def test_an_unknown_setting_stops_every_command(tmp_path: Path) -> None:
    is_one_line(run("serve", home=tmp_path, prot=1), "HANDRAIL_PROT is not a setting", "HANDRAIL_PORT")


@pytest.mark.parametrize(
    ("words", "says", "expected"),
    [
        (["ada@shop.example", "--name", "Ada"], "", "--password-stdin"),
        (["ada", "--name", "Ada", "--password-stdin"], PASSWORD, "email"),
        (["ada@shop.example", "--name", " ", "--password-stdin"], PASSWORD, "name"),
        (["ada@shop.example", "--name", "Ada", "--password-stdin"], "short", "password"),
        (["ada@shop.example", "--name", "Ada", "--password-stdin"], "", "password"),
        (["ada@shop.example", "--name", "Ada", "--role", "boss", "--password-stdin"], PASSWORD, "role"),
    ],
)
def test_a_wrong_account_is_one_line(tmp_path: Path, words: list[str], says: str, expected: str) -> None:
    is_one_line(run("agents", "add", *words, says=says, home=tmp_path), expected)


def test_an_account_is_made_and_made_anew(tmp_path: Path) -> None:
    for role in ("agent", "supervisor"):
        made = run("agents", "add", "Ada@Shop.example", "--name", "Ada", "--role", role, "--password-stdin",
                   says=PASSWORD + "\n", home=tmp_path)  # fmt: skip
        assert made.exit_code == 0, made.stderr
        assert f"Ada <ada@shop.example> can sign in as {role}" in made.stdout
