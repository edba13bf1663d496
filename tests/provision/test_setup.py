"""What a machine lacks is one sentence that names the remedy, and what is pinned stays what it is."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from scripts import setup, steps


class Usage(NamedTuple):
    total: int = 10**9
    used: int = 9 * 10**8
    free: int = 10**8


def program(folder: Path, name: str, says: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\necho '{says}'\n")
    file.chmod(0o755)


def test_a_machine_without_a_fitting_python_is_told_which_to_install(repo: Path, tmp_path: Path) -> None:
    for name in ("dirname", "sh"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    said = subprocess.run(
        ["/bin/sh", repo / "scripts" / "setup", "run"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 1
    assert said.stderr.startswith("Handrail needs Python 3.11, 3.12 or 3.13: install one")
    assert len(said.stderr.splitlines()) == 1


def test_a_machine_without_node_is_told_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(steps.CannotGoOnError, match=r"needs Node\.js: install Node\.js 20 or newer"):
        setup.need_node()


def test_an_old_node_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "node", "v18.20.4")
    program(tmp_path, "npm", "9.2.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(steps.CannotGoOnError, match=r"Node\.js v18\.20\.4 is here: install Node\.js 20"):
        setup.need_node()


def test_a_full_disk_is_named_before_anything_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage())
    with pytest.raises(steps.CannotGoOnError, match=r"needs 1,500 MB of free disk and .* has 100 MB"):
        setup.need_room("run")


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("error: failed to write: No space left on device (os error 28)", "The disk is full"),
        ("npm error code ENOTFOUND", "The package registry cannot be reached"),
        ("cause: dns error: failed to lookup address", "The package registry cannot be reached"),
        ("error: Hash mismatch for `aiohttp==3.14.5`", "A downloaded package is not the one that was pinned"),
    ],
)
def test_what_stopped_a_step_is_explained(printed: str, sentence: str) -> None:
    explained = steps.explain("Installing", ["uv"], printed)
    assert explained.startswith(sentence)
    assert len(explained.splitlines()) == 1


def test_an_unknown_failure_shows_what_was_said() -> None:
    assert (
        steps.explain("Building", ["npm", "run"], "x.ts: oh")
        == "Building failed. `npm run` said:\n    x.ts: oh"
    )


def test_a_step_shows_that_it_goes_on_and_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    steps.run("Counting", ["true"])
    assert re.fullmatch(r"Counting … \d+\.\d s\n", capsys.readouterr().out)


def pins(file: Path) -> dict[str, str]:
    """Each requirement of a pinned list with the hashes that follow it."""
    entries = re.split(r"\n(?=\S)", file.read_text().strip())
    return {(entry.split(" \\\n")[0]): entry for entry in entries}


def test_every_package_is_pinned_with_its_hashes(repo: Path) -> None:
    for file in (repo / "requirements").glob("*.txt"):
        for name, entry in pins(file).items():
            assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+", name), (file, name)
            assert "--hash=sha256:" in entry, (file, name)


def test_tests_run_on_the_packages_that_the_product_runs_on(repo: Path) -> None:
    product, tests = (pins(repo / "requirements" / f"{kind}.txt") for kind in ("run", "test"))
    assert product.items() <= tests.items()
