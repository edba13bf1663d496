"""What takes more than one entry to be seen: collisions, what nobody reaches, leaks."""

import json
from datetime import date
from pathlib import Path

import pytest

from content.check import examine, main
from content.private import findings, without
from tests.content.conftest import PHRASINGS, only, told, topic, written

CARD = "4111111111111111"
OTHER = [f"other {text}" for text in PHRASINGS]


def two(folder: Path, first: dict[str, object], second: dict[str, object]) -> None:
    topic(
        folder, written(**first), written(**({"id": "other", "title": "Else?", "phrasings": OTHER} | second))
    )


def test_nearly_the_same_question_under_two_entries_is_pointed_out(data: Path) -> None:
    two(data, {"phrasings": [*PHRASINGS, "how do i cancel my orders"]},
        {"phrasings": [*OTHER, "can I cancel the order please?"]})  # fmt: skip
    assert only(data).endswith("says nearly the same as “how do i cancel my orders” under `track` "
                               f"({data}/faq/orders.yml:3).".replace(f"{data}/", ""))  # fmt: skip
    two(data, {"phrasings": [*PHRASINGS, "where is my order"]}, {"phrasings": [*OTHER, "when is my order"]})
    assert told(data) == []


def test_a_draft_that_says_the_same_is_pointed_out_and_disturbs_no_training(data: Path) -> None:
    two(data, {"state": "draft"}, {"phrasings": [*OTHER, PHRASINGS[0]]})
    assert only(data).startswith(
        "faq/orders.yml:7: warning: “phrasing number one of something” stands under `other`"
    )


def test_a_translations_phrasing_is_somebodys_too(data: Path) -> None:
    two(
        data,
        {"languages": "{de: {title: Wo?, answer: Da., phrasings: [wo ist es]}}"},
        {"phrasings": [*OTHER, "Wo ist es?"]},
    )
    assert any("“Wo ist es?” stands under `track`" in line and "error" in line for line in told(data))


def test_test_questions_that_contradict_or_test_nothing_are_told(data: Path) -> None:
    two(
        data,
        {
            "must_answer": [PHRASINGS[0], OTHER[0], "is it lost"],
            "must_not_answer": [PHRASINGS[1], "is it lost"],
        },
        {},
    )
    assert {line.split(": ", 1)[1] for line in told(data)} == {
        f"warning: “{PHRASINGS[0]}” is a phrasing too, so it tests nothing; ask it in other words.",
        f"warning: “{OTHER[0]}” should be answered here, and is a phrasing of `other`.",
        "error: “is it lost” stands in `must_answer` and in `must_not_answer`.",
        f"error: “{PHRASINGS[1]}” must not be answered here, and is a phrasing of this entry.",
    }


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_until": "2026-06-01"}, "`track` was valid until 2026-06-01 and is not shown any more"),
        ({"review_by": "2026-06-01"}, "`track` was to be reviewed by 2026-06-01."),
        ({"review_by": "2026-06-01", "state": "draft"}, "This draft was to be reviewed by 2026-06-01."),
        ({"related": ["gone"]}, "`related` names `gone`, and there is no such entry."),
        ({"related": ["track"]}, "`track` names itself in `related`."),
        ({"languages": "{de: {title: Wo?, answer: Da.}}"}, "1 entry is not written in `de`: `other`."),
        (
            {"visible": "agents", "must_answer": ["is it there"]},
            "`must_answer` tests the bot, which does not",
        ),
        ({"phrasings": [*PHRASINGS, "order 10 20 30 40 is late"]}, "A phrasing holds a long number"),
        ({"phrasings": [*PHRASINGS, "write to mia@mail.example"]}, "A phrasing holds an e-mail address"),
        ({"phrasings": [*PHRASINGS, "call +372 5123 4567"]}, "A phrasing holds a phone number"),
        (
            {"phrasings": [*PHRASINGS, "DE89 3704 0044 0532 0130 00 is mine"]},
            "A phrasing holds a bank account",
        ),
        ({"answer": "Ask mia@mail.example."}, "The answer holds an e-mail address; if it is somebody's own"),
    ],
)
def test_what_nobody_reaches_or_belongs_to_somebody_is_pointed_out(
    data: Path, changes: dict[str, object], sentence: str
) -> None:
    two(data, changes, {})
    (told,) = (str(problem) for problem in examine(data, date(2026, 7, 1))[1])
    assert ": warning: " in told
    assert sentence in told


def test_a_related_entry_that_customers_do_not_see_is_pointed_out(data: Path) -> None:
    two(data, {"related": ["other"]}, {"visible": "agents"})
    assert only(data).endswith("`related` names `other`, which customers do not see: it is for agents only.")


def test_the_shops_own_addresses_are_no_leak(data: Path) -> None:
    two(
        data,
        {"answer": "Ask [us](mailto:help@shop.example), 12 345 678 times."},
        {"answer": "Call +372 5123 4567."},
    )
    assert "phone" in only(data)
    two(data, {"answer": "Call +372 5123 4567."}, {"answer": "Or call +372 5123 4567 again."})
    assert told(data) == []


def test_a_card_number_anywhere_is_an_error(data: Path) -> None:
    for changes in (
        {"phrasings": [*PHRASINGS, "my card 4111 1111 1111 1111 was charged"]},
        {"answer": "Pay with 4111-1111-1111-1111."},
        {"steps": ["{label: Yes, text: 5555555555554444, ends: helped}"]},
    ):
        topic(data, written(**changes))
        assert "error" in only(data)
        assert "holds a card number, which nobody may keep; take it out." in only(data)


def test_what_belongs_to_somebody_is_found_and_taken_out() -> None:
    said = "I'm mia.k+x@mail.example, +49 170 1234567, order 4711 0815 99, DE89370400440532013000, " + CARD
    assert [one.kind for one in findings(said)] == ["e-mail", "phone", "number", "account", "card"]
    assert without(said) == "I'm …, …, order …, …, …"
    assert without("in 2 days, at 9:30, for 1,234.50 or 24/7") == "in 2 days, at 9:30, for 1,234.50 or 24/7"


def test_a_check_can_be_read_by_programs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two(data, {}, {"answer": None, "state": "draft", "colour": "red"})
    assert main(["--data", str(data), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["entries"], said["taught"], said["drafts"], said["errors"], said["warnings"]) == (
        2,
        1,
        1,
        1,
        0,
    )
    (wrong,) = said["problems"]
    assert (wrong["entry"], wrong["level"]) == ("other", "error")
    assert wrong["sentence"].startswith("`colour` is not known in An entry")
