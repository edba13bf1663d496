"""``handrail content``: entries from the command line, as a pull-request check would use it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.test_commands import run


@pytest.fixture
def data(tmp_path: Path, repo: Path) -> Path:
    return Path(shutil.copytree(repo / "data", tmp_path / "data"))


def test_entries_are_listed_shown_and_changed_in_one_line(data: Path) -> None:
    before = (data / "faq" / "payment.yml").read_text()
    listed = run("content", "list", "--topic", "Payment", "--data", str(data))
    assert "invoice  (live)  Payment: Where do I find my invoice?" in listed.output
    assert run("content", "set", "invoice", "review_by", "2026-12-01", "--data", str(data)).exit_code == 0
    shown = json.loads(run("content", "show", "invoice", "--data", str(data)).output)
    assert shown["review_by"] == "2026-12-01"
    run("content", "set", "invoice", "review_by", "", "--data", str(data))
    assert (data / "faq" / "payment.yml").read_text() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "nothing"), "There is no entry `nothing`."),
        (("set", "invoice", "colour", "red"), "`colour` cannot be set; known are title,"),
        (("set", "invoice", "state", "soon"), "`state` is one of live, draft, not `soon`."),
        (("set", "invoice", "related", "[oops"), "Expecting value"),
        (("export",), "Say what to write: --csv FILE, --json FILE or --zip FILE."),
        (("export", "--csv", "/nowhere/x.csv"), "/nowhere/x.csv: No such file or directory."),
        (("import", "/nowhere/x.csv"), "/nowhere/x.csv: No such file or directory."),
        (("new", "--name", "${HOME}"), "The name holds a brace"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_exit_1(
    data: Path, words: tuple[str, ...], sentence: str
) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*.yml")}
    done = run("content", *words, "--data", str(data))
    assert done.exit_code == 1
    assert sentence in done.output
    assert "Traceback" not in done.output
    assert {path: path.read_bytes() for path in data.rglob("*.yml")} == before


def test_a_shop_is_begun_anew_and_its_entries_are_taken_from_a_table(data: Path, tmp_path: Path) -> None:
    table = tmp_path / "shop.csv"
    assert run("content", "export", "--csv", str(table), "--data", str(data)).exit_code == 0
    begun = run("content", "new", "--name", "Teas", "--data", str(data))
    assert "64 sample entries" in begun.output
    dry = run("content", "import", str(table), "--dry-run", "--data", str(data))
    assert "Would be 64 added, 0 changed, 0 same, 0 skipped." in dry.output
    assert run("content", "list", "--data", str(data)).output.count("\n") == 1
    with table.open("a", encoding="utf-8") as rows:
        rows.write('bad,,No title,,"${HOME}"\r\n')
    taken = run("content", "import", str(table), "--data", str(data))
    assert taken.exit_code == 1, "a row was refused"
    assert "shop.csv:66: error: `state` holds a brace" in taken.output
    assert "Done: 64 added" in taken.output
    drafts = run("content", "list", "--state", "draft", "--json", "--data", str(data)).output.splitlines()
    assert {json.loads(line)["state"] for line in drafts} == {"draft"}
    assert len(drafts) == 65
