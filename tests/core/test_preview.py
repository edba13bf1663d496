"""What publishing would change is counted from the customer's side, and every number opens its list."""

from typing import Any

import pytest

from handoff.core.preview import ANSWERED, OTHER, SHOWN, TITLES, TO_PERSON, TO_TITLES, change_of, summed

RETURNS = {"kind": "given", "entry": "returns", "offer": [], "sure": 0.9}
SHIPPING = {**RETURNS, "entry": "shipping"}
OFFERED = {"kind": "offered", "entry": None, "offer": ["returns", "shipping"], "sure": 0.5}
PERSON: dict[str, Any] = {"kind": "person", "entry": None, "offer": [], "sure": 0.2}
SAID = {**PERSON, "kind": "said"}


def told(questions: list[dict[str, Any]], tests: Any = (), collisions: Any = (), live: Any = "live") -> Any:
    scores = {"accuracy": 0.9, "coverage": 0.8, "precision": 0.95, "asked": 90, "unanswerable": 20}
    return {
        "candidate": {"name": "new", "scores": scores},
        "live": {"name": live} if live else None,
        "titles": {"returns": "How do I return it?", "unused": "Never named"},
        "questions": questions,
        "tests": list(tests),
        "collisions": list(collisions),
    }


def asked(before: Any, after: Any, times: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": 1, "text": "?", "times": times, "was": None, "before": before, "after": after, **more}


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (RETURNS, RETURNS, None),
        (RETURNS, {**RETURNS, "sure": 0.99}, None),
        (RETURNS, SHIPPING, OTHER),
        (RETURNS, PERSON, TO_PERSON),
        (RETURNS, OFFERED, TO_TITLES),
        (OFFERED, PERSON, TO_PERSON),
        (PERSON, RETURNS, ANSWERED),
        (OFFERED, RETURNS, ANSWERED),
        (SAID, RETURNS, ANSWERED),
        (PERSON, OFFERED, TITLES),
        (PERSON, PERSON, None),
        (PERSON, SAID, None),
        (None, RETURNS, None),
    ],
)
def test_a_question_changes_by_what_its_customer_would_notice(before: Any, after: Any, change: Any) -> None:
    assert change_of(before, after) == change


def test_numbers_count_questions_and_open_their_list_the_most_asked_first() -> None:
    rows = [asked(RETURNS, SHIPPING), asked(RETURNS, SHIPPING, 5), asked(PERSON, PERSON)]
    told_ = summed(told(rows))
    other = next(one for one in told_["changes"] if one["change"] == OTHER)
    assert (other["count"], other["asked"]) == (2, 6)
    assert [row["times"] for row in other["rows"]] == [5, 1]
    assert (told_["questions"], told_["same"]) == (3, 1)
    assert told_["titles"] == {"returns": "How do I return it?"}


def test_a_long_list_is_cut_and_its_number_is_not() -> None:
    told_ = summed(told([asked(PERSON, RETURNS)] * (SHOWN + 5)))
    answered = next(one for one in told_["changes"] if one["change"] == ANSWERED)
    assert answered["count"] == SHOWN + 5
    assert len(answered["rows"]) == SHOWN


def test_a_staff_test_that_passed_and_fails_now_is_told_apart_from_one_that_always_failed() -> None:
    def test(passed_before: bool | None, passed: bool) -> dict[str, Any]:
        about = {"entry": "returns", "title": "", "kind": "must_answer", "text": "?"}
        return {**about, "before": RETURNS, "after": PERSON, "passed": passed, "passed_before": passed_before}

    tests = summed(told([], [test(True, False), test(False, False), test(False, True)]))["tests"]
    assert (tests["all"], tests["passed_before"], tests["passed"]) == (3, 1, 1)
    assert (len(tests["failed"]), tests["newly_failing"]) == (2, 1)


def test_before_the_first_release_there_is_nothing_to_compare_with() -> None:
    one = {"first": "a", "second": "b", "first_text": "?", "second_text": "?!", "likeness": 0.9, "new": False}
    told_ = summed(told([asked(None, RETURNS)], collisions=[one], live=None))
    assert all(change["count"] == 0 for change in told_["changes"])
    assert told_["collisions"]["count"] == 1
    assert told_["scores"]["before"] is None
    assert told_["scores"]["after"]["coverage"] == 0.8
    assert told_["tests"]["passed_before"] is None


def test_only_new_collisions_are_told_of_beside_a_live_model() -> None:
    one = {"first": "a", "second": "b", "first_text": "?", "second_text": "?!", "likeness": 0.9}
    found = summed(told([], collisions=[{**one, "new": True}, {**one, "new": False}]))["collisions"]
    assert found["count"] == 1
