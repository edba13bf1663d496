"""docs/content-format.md tells the truth: its examples are read, its keys and numbers are the reader's."""

import re
from pathlib import Path

import pytest

from content.check import examine
from content.entries import OPTIONAL, REQUIRED, load
from content.exporting import COLUMNS, LISTED, NESTED
from content.shape import (
    ANSWER_LENGTH,
    CHOICES_MOST,
    ENDS,
    FEW,
    ID_LENGTH,
    LABEL_LENGTH,
    MEDIA_MOST,
    MUST_MOST,
    PHRASING_LENGTH,
    PHRASINGS_MOST,
    RELATED_MOST,
    STATES,
    STEP_LENGTH,
    STEPS_DEEP,
    TITLE_LENGTH,
    VISIBLE,
)
from content.snapshot import plain


@pytest.fixture(scope="module")
def page(repo: Path) -> str:
    return (repo / "docs" / "content-format.md").read_text(encoding="utf-8")


def rows(page: str) -> dict[str, str]:
    """Give each key's row of the table."""
    found: dict[str, str] = {}
    for line in page.splitlines():
        if line.startswith("| `"):
            first, told = line.split("|")[1], line
            found |= dict.fromkeys(re.findall(r"`(\w+)`", first), told)
    return found


def test_the_table_has_every_key_that_is_read_and_no_other(page: str) -> None:
    assert set(rows(page)) == {*REQUIRED, *OPTIONAL}


def test_its_numbers_are_the_limits(page: str) -> None:
    told = rows(page)
    for key, numbers in {
        "id": (ID_LENGTH,),
        "title": (TITLE_LENGTH,),
        "phrasings": (PHRASING_LENGTH, PHRASINGS_MOST),
        "answer": (ANSWER_LENGTH,),
        "media": (MEDIA_MOST,),
        "related": (RELATED_MOST,),
        "must_answer": (MUST_MOST,),
        "must_not_answer": (MUST_MOST,),
    }.items():
        for number in numbers:
            assert f"{number:,}" in told[key], key
    numerals = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"]
    assert f"{numerals[FEW]} or more" in told["phrasings"]
    assert f"At most {numerals[CHOICES_MOST]} choices each, {numerals[STEPS_DEEP]} deep" in page
    assert f"at most {LABEL_LENGTH} characters" in page
    assert f"(at most {STEP_LENGTH:,})" in page
    assert all(f"`{word}`" in told["state"] for word in STATES)
    assert all(f"`{word}`" in told["visible"] for word in VISIBLE)
    assert all(f"`ends: {word}`" in page for word in ENDS)


def test_its_examples_are_read_without_a_problem_and_use_every_key(page: str, data: Path) -> None:
    (data / "faq" / "orders.yml").unlink()
    for number, example in enumerate(re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)):
        (data / "faq" / f"example-{number}.yml").write_text(example, encoding="utf-8")
    assert [str(one) for one in examine(data)[1] if "phrasings here" not in str(one)
            and "was valid until" not in str(one) and "was to be reviewed" not in str(one)] == []  # fmt: skip
    used = {key for entry in load(data).entries for key in plain(entry)}
    assert used >= {*REQUIRED, *OPTIONAL}


def test_it_says_how_a_table_holds_lists(page: str) -> None:
    section = page[page.index("## In and out") :]
    assert all(f"`{key}`" in section for key in (*LISTED, *NESTED, "topic", "file"))
    assert {"topic", "file", *REQUIRED, *OPTIONAL} == set(COLUMNS)
