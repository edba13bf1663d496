"""Whatever an entry says, it is written so that it reads the same, and nothing else in its file moves."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.blocks import Topic, added, changed, taken, without
from content.edit import add, remove, rename_topic, save, topics
from content.entries import read_entries
from content.places import DATA
from content.shape import ContentError, Entry
from content.snapshot import from_json, plain, restore, take, to_json
from content.source import Problem, Source
from tests.written import FOUND, FULL, entries

STRANGE = """\
# Kept by hand.
topic: 'Orders'   # its name

entries:
# at the margin
- id: first
  title:   "Where is it?"   # quoted
  phrasings: [where is it, "gone: where"]
  # About the answer.
  answer: Look at the link.   # short


- {id: second, title: A second, phrasings: [two], answer: 'It''s two.'}
-
  # under its dash
  answer: |
    One

    - two
  title: Third
  phrasings:

  - three   # a phrasing
  # between
  - drei
  state: live
  id: third
# the end
"""


def means(text: str) -> dict[str, Entry]:
    problems: list[Problem] = []
    source = Source("orders.yml", problems)
    node = source.parse(text)
    assert node is not None
    found = {entry.id: entry for entry in read_entries(source, node)}
    assert not [problem for problem in problems if problem.level == "error"], problems
    return found


def rows(text: str) -> list[str]:
    return text.splitlines()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=FOUND)
@given(one=entries(), line_break=st.sampled_from(("\n", "\r\n")))
def test_any_entry_reads_as_it_was_written_and_leaves_the_others_alone(one: Entry, line_break: str) -> None:
    topic = Topic("orders.yml", STRANGE.replace("\n", line_break))
    text = added(topic, one) if one.id not in means(STRANGE) else changed(topic, one.id, one)
    assert plain(means(text)[one.id]) == plain(one)
    assert line_break == "\n" or "\n" not in text.replace("\r\n", "")
    assert from_json(json.loads(json.dumps(to_json(one)))) == one


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=FOUND)
@given(before=entries(), after=entries())
def test_any_entry_becomes_any_other(before: Entry, after: Entry) -> None:
    after = replace(after, id=before.id)
    topic = Topic("orders.yml", added(Topic("orders.yml", "topic: Orders\nentries: []\n"), before))
    text = changed(topic, before.id, after)
    assert plain(means(text)[before.id]) == plain(after)
    back = changed(Topic("orders.yml", text), before.id, before)
    assert plain(means(back)[before.id]) == plain(before)


def test_saving_what_stands_there_changes_no_byte_however_it_is_written() -> None:
    for text in (STRANGE, STRANGE.replace("\n", "\r\n")):
        for name, entry in means(text).items():
            assert changed(Topic("orders.yml", text), name, entry) == text


@pytest.mark.parametrize(
    ("name", "change", "gone", "come"),
    [
        (
            "first",
            {"title": "And now?"},
            ['  title:   "Where is it?"   # quoted'],
            ['  title: "And now?"   # quoted'],
        ),
        (
            "first",
            {"answer": "Ask."},
            ["  answer: Look at the link.   # short"],
            ["  answer: Ask.   # short"],
        ),
        (
            "first",
            {"phrasings": ("where is it",)},
            ['  phrasings: [where is it, "gone: where"]'],
            ['  phrasings: ["where is it"]'],
        ),
        ("third", {"phrasings": ("three", "drei", "trois")}, [], ["  - trois"]),
        ("third", {"phrasings": ("drei",)}, ["  - three   # a phrasing"], []),
        ("third", {"state": "draft"}, ["  state: live"], ["  state: draft"]),
        ("third", {"url": "https://a.example/"}, [], ["  url: https://a.example/"]),
        ("third", {"answer": "One\n\n- three"}, ["    - two"], ["    - three"]),
        (
            "first",
            {"answer": "One.\nTwo."},
            ["  answer: Look at the link.   # short"],
            ["  answer: |-   # short", "    One.", "    Two."],
        ),
    ],
)
def test_a_change_touches_its_own_lines_alone(
    name: str, change: dict[str, object], gone: list[str], come: list[str]
) -> None:
    entry = replace(means(STRANGE)[name], **change)  # type: ignore[arg-type]
    text = changed(Topic("orders.yml", STRANGE), name, entry)
    assert [row for row in rows(STRANGE) if row not in rows(text)] == gone
    assert [row for row in rows(text) if row not in rows(STRANGE)] == come


def test_each_field_is_added_and_taken_away_again_byte_for_byte() -> None:
    entry = means(STRANGE)["third"]
    for key in (
        "visible",
        "valid_until",
        "review_by",
        "related",
        "media",
        "languages",
        "steps",
        "must_answer",
    ):
        text = changed(Topic("orders.yml", STRANGE), "third", replace(entry, **{key: getattr(FULL, key)}))
        assert getattr(means(text)["third"], key) == getattr(FULL, key)
        assert set(rows(STRANGE)) <= set(rows(text))
        assert changed(Topic("orders.yml", text), "third", entry) == STRANGE, key


def test_an_entry_leaves_with_the_comment_right_above_it() -> None:
    text = without(Topic("orders.yml", STRANGE), "first")
    assert text is not None
    assert "# at the margin" not in text
    assert set(rows(text)) < set(rows(STRANGE))
    assert set(means(text)) == {"second", "third"}
    assert (
        taken(Topic("orders.yml", STRANGE), "first")
        == STRANGE[STRANGE.index("# at") : STRANGE.index("\n\n\n- {")]
    )


@contextmanager
def shop() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "faq").mkdir()
        (folder / "faq" / "orders.yml").write_bytes(b"\xef\xbb\xbf" + STRANGE.encode())
        yield folder


def test_an_entry_moves_with_its_comment_and_others_follow_its_new_name() -> None:
    with shop() as data:
        orders = data / "faq" / "orders.yml"
        first = means(STRANGE)["first"]
        save(data, replace(means(STRANGE)["third"], related=("first",)))
        save(data, replace(first, id="where", file="", topic="Where & when"), known_as="first")
        moved = (data / "faq" / "where-when.yml").read_text()
        assert "  # at the margin\n  - id: where\n" in moved
        assert '    title:   "Where is it?"   # quoted' in moved
        assert means(orders.read_text("utf-8-sig"))["third"].related == ("where",)
        assert orders.read_bytes().startswith(b"\xef\xbb\xbf# Kept")
        rename_topic(data, "where-when.yml", "Where?")
        assert topics(data) == {"orders.yml": "Orders", "where-when.yml": "Where?"}
        remove(data, "", "where")
        assert list(topics(data)) == ["orders.yml"], "a topic without entries goes"
        remove(data, "orders.yml", "second")
        remove(data, "orders.yml", "third")
        assert means(orders.read_text()) == {}, "the last topic stays"
        with pytest.raises(KeyError):
            remove(data, "", "third")


def test_an_id_that_is_taken_is_refused_and_nothing_is_written() -> None:
    with shop() as data:
        first = means(STRANGE)["first"]
        with pytest.raises(ContentError, match="`first` is already taken"):
            add(data, first)
        with pytest.raises(ContentError, match="`second` is already taken"):
            save(data, replace(first, id="second"), known_as="first")
        with pytest.raises(ContentError, match="holds a brace"):
            save(data, replace(first, answer="See {this}."))
        assert (data / "faq" / "orders.yml").read_text("utf-8-sig") == STRANGE


def test_what_is_written_as_json_is_changed_as_json() -> None:
    told = json.dumps(
        {"topic": "Orders", "entries": [plain(one) for one in means(STRANGE).values()]}, indent=1
    )
    entry = replace(means(STRANGE)["first"], title="Now?")
    text = changed(Topic("orders.yml", told), "first", entry)
    assert json.loads(text)["entries"][0]["title"] == "Now?"
    text = added(Topic("orders.yml", text), replace(FULL, topic="Orders"))
    assert json.loads(text)["entries"][3] == plain(FULL)
    left = without(Topic("orders.yml", text), "second")
    assert left is not None
    assert [one["id"] for one in json.loads(left)["entries"]] == ["first", "third", "open-a-parcel"]


def test_a_snapshot_gives_the_same_content_back() -> None:
    from content.entries import load

    content = load(DATA)
    restored = restore(json.loads(json.dumps(take(DATA))))
    assert restored.entries == tuple(replace(one, file=Path(one.file).name) for one in content.entries)
    assert (restored.talk, restored.words) == (content.talk, content.words)
    with pytest.raises(ValueError, match="version 2; version 1 is read"):
        restore({"version": 2})
