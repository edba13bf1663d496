"""Cleo changes one entry, and the rest of the file stays as it was."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from content.edit import remove, save
from content.entries import ContentError, Entry, load
from content.places import DATA


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a copy of the shop's content."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def entry(data: Path, name: str) -> Entry:
    return next(entry for entry in load(data).entries if entry.id == name)


def changed_lines(before: str, after: str) -> set[str]:
    return set(before.splitlines()) ^ set(after.splitlines())


def test_saving_an_entry_unchanged_changes_no_byte(data: Path) -> None:
    for known in load(data).entries:
        before = Path(known.file).read_text()
        save(data, known)
        assert Path(known.file).read_text() == before


def test_changing_a_title_changes_one_line(data: Path) -> None:
    known = entry(data, "invoice")
    before = Path(known.file).read_text()
    save(data, replace(known, title="Where is my receipt?"))
    assert changed_lines(before, Path(known.file).read_text()) == {
        "    title: Where do I find my invoice?",
        "    title: Where is my receipt?",
    }


def test_a_phrasing_is_added_and_another_taken_away(data: Path) -> None:
    known = entry(data, "invoice")
    before = Path(known.file).read_text()
    save(data, replace(known, phrasings=(*known.phrasings[1:], "no: really, where is the bill")))
    after = Path(known.file).read_text()
    assert len(changed_lines(before, after)) == 2
    assert entry(data, "invoice").phrasings[-1] == "no: really, where is the bill"


def test_a_new_entry_joins_its_topic_or_begins_one(data: Path) -> None:
    new = Entry(
        id="ladders",
        title="Do you lend ladders?",
        url="https://www.fjordandfern.example/help/ladders",
        answer="We lend ladders in every store for a day. " * 4 + "Bring a card.",
        phrasings=tuple(f"lend me a ladder {number}" for number in "abcdefgh"),
        topic="Ladders",
        file="ladders.yml",
    )
    save(data, new)
    save(
        data,
        replace(
            new,
            id="tools",
            title="Tools?",
            phrasings=tuple(f"tool {n}" for n in "abcdefgh"),
            file="stores.yml",
        ),
    )
    assert entry(data, "ladders").answer == new.answer
    assert entry(data, "tools").topic == "Stores"
    assert all(len(line) <= 110 for line in (data / "faq" / "ladders.yml").read_text().splitlines())
    remove(data, "stores.yml", "tools")
    assert (data / "faq" / "stores.yml").read_text().count("  - id:") == (
        DATA / "faq" / "stores.yml"
    ).read_text().count("  - id:")


def test_what_would_be_wrong_is_refused_and_nothing_is_written(data: Path) -> None:
    known = entry(data, "invoice")
    before = Path(known.file).read_text()
    with pytest.raises(ContentError, match=r"payment\.yml:\d+: error: The answer holds a brace"):
        save(data, replace(known, answer="Ask ${USER}."))
    with pytest.raises(ValueError, match="file name"):
        save(
            data,
            replace(known, file="../../else.yml").__class__(**{**known.__dict__, "file": "Bad Name.yml"}),
        )
    assert Path(known.file).read_text() == before
