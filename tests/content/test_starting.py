"""Starting one's own: the sample shop leaves, and nothing of anybody's is lost."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from content import starting
from content.check import examine
from content.check import main as check
from content.edit import save
from content.entries import load
from content.places import DATA
from content.starting import NotStarted, start_own

DAY = date(2026, 11, 22)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Give the sample shop, in a folder of one's own."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_samples_leave_for_a_folder_beside_and_a_draft_explains_itself(shop: Path) -> None:
    before = files(shop)
    done = start_own(shop, 'Ada\'s: Teas & "Cups" # 1', today=DAY)
    assert done.backup == shop.parent / "data-samples-2026-11-22"
    assert (done.moved, done.kept) == (64, 0)
    assert files(done.backup) == before, "nothing is deleted"
    assert set(files(shop)) == {
        "rules.yml",
        "talk.yml",
        "faq/first-questions.yml",
    }
    content, problems = examine(shop, DAY)
    assert [str(one) for one in problems if one.level == "error"] == []
    assert content.taught == ()
    replies = " ".join(item.reply for item in content.talk)
    assert "Fern" not in replies
    assert "plants" not in replies
    assert replies.count('Ada\'s: Teas & "Cups" # 1') == 3
    assert "# A draft is neither taught nor shown." in (shop / "faq" / "first-questions.yml").read_text()


def test_a_check_says_that_nothing_is_taught_yet(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_own(shop, "Teas", today=DAY)
    assert check(["--data", str(shop)]) == 0
    assert capsys.readouterr().out == (
        "1 entry, 1 draft among them: 0 errors, 0 warnings. "
        "None is taught yet, so every question goes to a person.\n"
    )


def test_a_second_time_says_so_and_changes_nothing(shop: Path) -> None:
    start_own(shop, "Teas", today=DAY)
    before = files(shop.parent)
    again = start_own(shop, "Coffees", today=DAY)
    assert again.backup is None
    assert "your own already: nothing was changed" in again.sentence
    assert files(shop.parent) == before


def test_what_staff_wrote_themselves_stays(shop: Path) -> None:
    known = next(entry for entry in load(shop).entries if entry.id == "invoice")
    save(shop, replace(known, url="https://teas.example/invoice"))
    done = start_own(shop, "Teas", today=DAY)
    assert (done.moved, done.kept) == (63, 1)
    assert [(entry.id, Path(entry.file).name) for entry in load(shop).entries] == [("invoice", "payment.yml")]
    assert "What is not the sample shop's stayed: 1 entry." in done.sentence


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    done = start_own(tmp_path / "new" / "data", "Teas", "pt-BR", DAY)
    assert done.backup is None
    assert "Small talk in talk.yml is English: write it in `pt-BR` too" in done.sentence
    assert load(tmp_path / "new" / "data").entries[0].state == "draft"


def test_a_backup_never_takes_anothers_place(shop: Path) -> None:
    (shop.parent / "data-samples-2026-11-22").mkdir()
    assert start_own(shop, "Teas", today=DAY).backup == shop.parent / "data-samples-2026-11-22-2"


@pytest.mark.parametrize(
    ("name", "language", "sentence"),
    [
        ("", "en", "The name is empty."),
        (" \n ", "en", "The name is empty."),
        ("x" * 81, "en", "The name is longer than 80 characters."),
        ("${HOME}", "en", "The name holds a brace"),
        ("a\u202eb", "en", "The name holds a character that cannot be seen."),
        ("Teas", "english", "`english` is not the code of a language"),
    ],
)
def test_a_name_that_cannot_be_said_is_refused_and_nothing_is_changed(
    shop: Path, name: str, language: str, sentence: str
) -> None:
    before = files(shop.parent)
    with pytest.raises(NotStarted, match=sentence.replace("$", r"\$")):
        start_own(shop, name, language, DAY)
    assert files(shop.parent) == before


def test_a_full_disk_takes_nothing_away(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(shop)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(starting, "put", full)
    with pytest.raises(OSError, match="No space left"):
        start_own(shop, "Teas", today=DAY)
    assert files(shop) == before
