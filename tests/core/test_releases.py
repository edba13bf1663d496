"""What changed between two contents, and who may make something live."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handoff.core.errors import Conflict, Empty, Forbidden, NotFound, Refusal, TooLong
from handoff.core.release_diff import compare
from handoff.core.releases import (
    RESTORED,
    By,
    Release,
    Request,
    Wanted,
    approving,
    declining,
    follows,
    noted,
    restoring,
)

CLEO, SUE = By("cleo", "Cleo"), By("sue", "Sue")
LIVE = Release(7, "/models/m-7.tar.gz", "f" * 64, 1, author=SUE)
WANTED = Wanted("/models/m-8.tar.gz", "e" * 64, "published", CLEO, "Longer returns")
ASKED = Request("r", 1, WANTED, 7)


def entry(id: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "title": id.title(), "answer": "Yes.", "file": "a.yml", "line": 3} | fields


def content(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"entries": list(entries)} | more


def test_entries_are_new_gone_or_different_field_by_field() -> None:
    before = content(
        entry("same"), entry("gone"), entry("other", phrasings=["a", "b"], url="https://a.example")
    )
    after = content(entry("new"), entry("other", phrasings=["b", "c"], answer="No."), entry("same", line=90))
    told = compare(before, after).wire()
    assert [one["entry"] for one in told["added"]] == ["new"]
    assert [one["entry"] for one in told["removed"]] == ["gone"]
    (change,) = told["changed"]
    assert change["fields"] == [
        {"field": "answer", "before": "Yes.", "after": "No."},
        {"field": "url", "before": "https://a.example", "after": None},
        {"field": "phrasings", "before": ["a", "b"], "after": ["b", "c"], "added": ["c"], "removed": ["a"]},
    ]
    assert told["talk"] is False


def test_the_same_content_and_entries_in_another_order_are_no_change() -> None:
    one, two = entry("one"), entry("two", file="b.yml")
    assert compare(content(one, two), content(two | {"line": 1}, one)).empty
    assert compare({}, {}).empty
    assert compare(content(one), content(one, {"title": "Half written"})).empty


def test_small_talk_and_rules_are_told_apart_from_where_they_stand() -> None:
    hello = {"id": "hello", "reply": "Hello!", "line": 4}
    assert compare(content(talk=[hello]), content(talk=[hello | {"line": 9}])).empty
    assert compare(content(talk=[hello]), content(talk=[hello | {"reply": "Hi!"}])).talk
    assert compare(content(rules="a"), content(rules="b")).talk


@pytest.mark.parametrize(("note", "refusal"), [("", Empty), (" \n\t ", Empty), ("x" * 501, TooLong)])
def test_a_release_says_why(note: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        noted(note)
    assert refused.value.extra["field"] == "note"
    assert noted("  two\n words ") == "two words"


def test_nobody_publishes_over_what_they_have_not_seen() -> None:
    follows(None, None)
    follows(LIVE, 7)
    for seen in (None, 6):
        with pytest.raises(Conflict, match="Sue published release 7 meanwhile"):
            follows(LIVE, seen)


def test_going_back_says_so_and_needs_somewhere_to_go() -> None:
    old = replace(LIVE, id=3)
    wanted = restoring(old, LIVE, CLEO, " ")
    assert (wanted.kind, wanted.restores, wanted.note) == (RESTORED, 3, "Back to release 3")
    assert restoring(old, LIVE, CLEO, "It was  wrong").note == "It was wrong"
    with pytest.raises(NotFound):
        restoring(None, LIVE, CLEO, None)
    with pytest.raises(Conflict, match="live one already"):
        restoring(LIVE, LIVE, CLEO, None)


def test_the_second_pair_of_eyes_is_another_persons_and_looks_at_what_is_live() -> None:
    assert approving(ASKED, LIVE, SUE) == WANTED
    with pytest.raises(Forbidden, match="Somebody else"):
        approving(ASKED, LIVE, CLEO)
    with pytest.raises(Conflict, match="release 8 meanwhile"):
        approving(ASKED, replace(LIVE, id=8), SUE)
    with pytest.raises(NotFound):
        approving(None, LIVE, SUE)
    with pytest.raises(Conflict, match="Sue has decided this already: it was declined"):
        approving(replace(ASKED, decision="declined", decided_by=SUE), LIVE, SUE)
    assert (declining(ASKED, CLEO), declining(ASKED, SUE)) == ("withdrawn", "declined")
