"""Cleo, who writes the content, is told what is wrong with it: the file, the line, and a sentence."""

import os
from pathlib import Path

import pytest

from content.check import examine, main
from content.entries import ContentError, fingerprint, load
from tests.content.conftest import PHRASINGS, only, told, topic, written


def test_the_shops_own_content_has_nothing_wrong_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out
    content = load()
    assert len(content.entries) >= 45
    assert len({entry.topic for entry in content.entries}) >= 9
    assert all(8 <= len(entry.phrasings) <= 12 for entry in content.entries)
    assert not any("!" in entry.answer for entry in content.entries)


def test_good_content_is_silent(data: Path) -> None:
    assert told(data) == []
    assert load(data).entries[0].phrasings == tuple(PHRASINGS)


def test_errors_end_with_status_1_and_are_printed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    topic(data, written(answer=None))
    assert main(["--data", str(data)]) == 1
    assert f"{data}/faq/orders.yml:3: error: An entry has no `answer`." in capsys.readouterr().out
    with pytest.raises(ContentError, match="no `answer`"):
        load(data)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": None}, "faq/orders.yml:3: error: An entry has no `title`."),
        ({"phrasings": None}, "faq/orders.yml:3: error: An entry has no `phrasings`."),
        ({"answer": ""}, "faq/orders.yml:15: error: The answer is empty."),
        ({"url": "http://shop.example"}, "faq/orders.yml:5: error: The url should begin with https://"),
        ({"url": "https://me@shop.example/"}, "faq/orders.yml:5: error: The url should begin with https://"),
        ({"url": "javascript:alert(1)"}, "faq/orders.yml:5: error: The url should begin with https://"),
        ({"answer": "Your key is ${HOME}."}, "faq/orders.yml:15: error: The answer holds a brace or `${…}`"),
        ({"answer": "'{name} can look.'"}, "faq/orders.yml:15: error: The answer holds a brace"),
        ({"title": "'What is {this}?'"}, "faq/orders.yml:4: error: The title holds a brace"),
        (
            {"answer": "See [it](http://a.example)."},
            "faq/orders.yml:15: error: A link in the answer leads to",
        ),
        ({"answer": "<b>Look</b> there."}, "faq/orders.yml:15: warning: HTML is shown as it is written"),
        ({"answer": "x" * 2001}, "faq/orders.yml:15: error: The answer is longer than 2,000 characters."),
        (
            {"answer": '"bell \\a rings"'},
            "faq/orders.yml:15: error: The answer holds a character that cannot",
        ),
        ({"title": "[a, list]"}, "faq/orders.yml:4: error: The title should be text."),
        ({"phrasings": "one, two"}, "faq/orders.yml:6: error: `phrasings` should be a list"),
        ({"phrasings": PHRASINGS[:3]}, "faq/orders.yml:7: warning: There are 3 phrasings here; 8 or more"),
        ({"phrasings": [*PHRASINGS, "a: b"]}, "faq/orders.yml:15: error: A phrasing should be text."),
        (
            {"phrasings": [*PHRASINGS, "???"]},
            "faq/orders.yml:15: error: A phrasing needs at least one letter",
        ),
        (
            {"phrasings": [*PHRASINGS, "/restart"]},
            "faq/orders.yml:15: error: A phrasing cannot begin with `/`",
        ),
        (
            {"phrasings": [*PHRASINGS, PHRASINGS[1].upper() + "?"]},
            "faq/orders.yml:15: warning: This phrasing stands",
        ),
        ({"id": "Not A Slug"}, "faq/orders.yml:3: error: The id should be small letters"),
        ({"colour": "red"}, "faq/orders.yml:16: error: `colour` is not known in An entry"),
        (
            {"answer": "!!python/object:os.system x"},
            "faq/orders.yml:15: error: Tags (`!name`) are not read here",
        ),
        ({"answer": "*elsewhere"}, "faq/orders.yml:15: error: Anchors and aliases"),
        (
            {"answer": "[" * 50 + "]" * 50},
            "faq/orders.yml:15: error: This is nested more than 16 levels deep.",
        ),
        ({"answer": "'never closed"}, "faq/orders.yml:16: error: This is not valid YAML"),
    ],
)
def test_what_is_wrong_in_an_entry_is_named_with_its_line(
    data: Path, changes: dict[str, object], problem: str
) -> None:
    topic(data, written(**changes))
    assert only(data).startswith(problem)


def test_a_phrasing_under_two_entries_is_an_error_whatever_its_case_and_punctuation(data: Path) -> None:
    other = written(
        id="other",
        title="Else?",
        phrasings=[f"other {text}" for text in PHRASINGS] + ["Phrasing, number TWO of something!"],
    )
    topic(data, written(), other)
    assert only(data).startswith(
        "faq/orders.yml:28: error: “Phrasing, number TWO of something!” stands under `track`"
    )


def test_two_files_are_compared_too(data: Path) -> None:
    topic(data, written(id="other", title="Else?"), name="zoo.yml")
    problems = told(data)
    assert len(problems) == len(PHRASINGS)
    assert all(problem.startswith("faq/zoo.yml:") and "orders.yml:3" in problem for problem in problems)


def test_a_phrasing_that_is_small_talk_is_an_error(data: Path) -> None:
    topic(data, written(phrasings=[*PHRASINGS, "Hello!"]))
    assert "stands under `greet`" in only(data)


def test_an_id_stands_for_one_entry(data: Path) -> None:
    topic(data, written(title="Else?", phrasings=[f"other {text}" for text in PHRASINGS]), name="zoo.yml")
    assert only(data).startswith("faq/zoo.yml:3: error: The id `track` is already taken at")


def test_a_key_that_stands_twice_is_an_error(data: Path) -> None:
    topic(data, written() + "\n    title: Again")
    assert only(data).startswith("faq/orders.yml:16: error: `title` stands twice")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "faq/orders.yml:1: error: The file is empty."),
        (b"topic: Or\xff\n", "faq/orders.yml:1: error: The file is not UTF-8 text."),
        (b"topic: a\n\x00", "faq/orders.yml:2: error: There is a character here that YAML does not allow."),
        (b"- a\n- b\n", "faq/orders.yml:1: error: A topic should be `key: value` lines"),
        (b"topic: a\nentries:\n\t- id: x\n", "faq/orders.yml:3: error: This is not valid YAML"),
        (b"topic: a\nentries: []\n---\nb: c\n", "faq/orders.yml:3: error: A file holds one document"),
        (b"topic: a\nentries: []\n", "faq/orders.yml:2: warning: There are no entries"),
        (b"#" * 1_000_001, "faq/orders.yml:1: error: The file is larger than 1000 KB."),
        (b"a: &a [x,x]\nb: &b [*a,*a]\n", "faq/orders.yml:1: error: Anchors and aliases"),
        (b"[" * 200_000, "faq/orders.yml:1: error: This is nested more than 16 levels deep."),
    ],
)
def test_a_file_that_is_no_topic_is_one_sentence(data: Path, content: bytes, problem: str) -> None:
    (data / "faq" / "orders.yml").write_bytes(content)
    assert only(data).startswith(problem)


def test_what_is_missing_is_named(data: Path) -> None:
    (data / "talk.yml").unlink()
    assert "talk.yml:1: error: The file is missing; small talk and asking for a person stand there." in told(
        data
    )
    (data / "faq" / "orders.yml").unlink()
    assert only(data).startswith("faq:1: error: There is no topic file")
    (data / "faq").rmdir()
    assert only(data) == "faq:1: error: The folder is missing."
    assert str(examine(data / "nowhere")[1][0]).endswith("nowhere:1: error: The folder is missing.")


def test_a_file_that_is_not_read_is_pointed_out(data: Path) -> None:
    (data / "faq" / "orders.yaml").write_text("topic: lost")
    assert only(data).startswith("faq/orders.yaml:1: warning: This is not read")


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(data: Path) -> None:
    os.mkfifo(data / "faq" / "pipe.yml")
    assert only(data) == "faq/pipe.yml:1: error: This is not a regular file."


def test_small_talk_needs_its_rule_and_a_rule_its_small_talk(data: Path) -> None:
    rules = data / "rules.yml"
    rules.write_text(
        rules.read_text().replace(
            "intent: greet\n      - action: utter_greet", "intent: hullo\n      - action: utter_hullo"
        )
    )
    problems = told(data)
    assert "rules.yml:1: error: No rule says what follows on `greet`." in problems
    assert any("`hullo` is neither `faq`" in problem for problem in problems)
    assert any("`utter_hullo` has no item `hullo`" in problem for problem in problems)


def test_small_talk_without_reply_or_handoff_is_an_error(data: Path) -> None:
    talk = data / "talk.yml"
    lines = [line for line in talk.read_text().splitlines() if not line.startswith("    reply: Hello.")]
    talk.write_text("\n".join(lines))
    assert "needs a `reply`" in only(data)


def test_plain_words_mean_what_they_look_like(data: Path) -> None:
    topic(data, written(phrasings=[*PHRASINGS, "no", "on", "1:30", "12"]))
    talk = (data / "talk.yml").read_text().replace("      - no\n", "")
    (data / "talk.yml").write_text(talk)
    assert load(data).entries[0].phrasings[-4:] == ("no", "on", "1:30", "12")


def test_the_fingerprint_changes_with_what_decides_the_model_and_with_nothing_else(data: Path) -> None:
    before = fingerprint(data)
    (data / "faq" / "notes.txt").write_text("not taught")
    assert fingerprint(data) == before
    topic(data, written(answer="Another answer."))
    assert fingerprint(data) != before
