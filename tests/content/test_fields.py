"""Every further field of an entry: what it takes, and the sentence for what it does not."""

import json
import time
from datetime import date
from pathlib import Path

import pytest

from content.entries import load
from content.shape import ContentError
from content.snapshot import from_json, to_json
from tests.content.conftest import PHRASINGS, only, told, topic, written
from tests.written import FULL

STEP = "{label: Yes, text: Good., ends: helped}"


def problem(folder: Path, **changes: object) -> str:
    topic(folder, written(**changes))
    (said,) = (line for line in told(folder) if ": error: " in line)
    return said.removeprefix("faq/orders.yml:")


def test_a_draft_may_lack_what_an_entry_needs_and_is_not_taught(data: Path) -> None:
    topic(data, written(), "  - id: begun\n    title: Begun\n    state: draft")
    assert told(data) == []
    content = load(data)
    assert [entry.taught for entry in content.entries] == [True, False]
    assert [entry.id for entry in content.taught] == ["track"]


def test_what_only_agents_see_is_not_taught_and_needs_no_phrasings(data: Path) -> None:
    topic(data, written(), "  - {id: inside, title: How we pack, visible: agents, answer: In paper.}")
    assert told(data) == []
    assert [entry.id for entry in load(data).taught] == ["track"]


def test_an_entry_without_an_address_is_shown_on_our_own_page(data: Path) -> None:
    topic(data, written(url=None))
    assert load(data).entries[0].url == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": "done"}, "16: error: `state` is one of live, draft, not `done`."),
        ({"state": "[live]"}, "16: error: `state` should be text."),
        ({"visible": "staff"}, "16: error: `visible` is one of all, agents, not `staff`."),
        ({"valid_from": "tomorrow"}, "16: error: `valid_from` should be a day like 2026-12-31, not"),
        ({"valid_until": "2026-02-30"}, "16: error: `valid_until` should be a day like 2026-12-31"),
        ({"review_by": "2026-2-3"}, "16: error: `review_by` should be a day like 2026-12-31"),
        ({"review_by": ["2026-02-03"]}, "17: error: `review_by` should be text."),
        (
            {"valid_from": "2096-02-02", "valid_until": "2096-02-01"},
            "17: error: `valid_until` lies before `valid_from`.",
        ),
        ({"related": "other"}, "16: error: `related` should be a list, one `- …` a line."),
        ({"related": ["Not an id"]}, "17: error: The id should be small letters, digits and `-`"),
        (
            {"related": [f"other-{n}" for n in range(21)]},
            "37: error: `related` holds 21; at most 20 are read.",
        ),
        ({"media": "https://a.example/x.png"}, "16: error: `media` should be a list"),
        ({"media": ["https://a.example/x.png"]}, "17: error: A medium should be `key: value` lines"),
        (
            {"media": ["{url: http://a.example/x.png, alt: x}"]},
            "17: error: The medium's url should begin with https",
        ),
        ({"media": ["{url: https://a.example/x.png}"]}, "17: error: A medium has no `alt`."),
        (
            {"media": ["{url: 'https://a.example/x', alt: ''}"]},
            "17: error: `alt`, which says what it shows, is empty.",
        ),
        ({"languages": "de"}, "16: error: `languages` should be a language's code with the entry in it"),
        (
            {"languages": "{german: {title: A, answer: B}}"},
            "16: error: `german` is not the code of a language.",
        ),
        (
            {"languages": "{PT-br: {title: A, answer: B}}"},
            "16: error: `PT-br` is not the code of a language; it is written `pt-BR`.",
        ),
        (
            {"languages": "{de: Hallo}"},
            "16: error: `de` should be `key: value` lines, with `title`, `answer`.",
        ),
        ({"languages": "{de: {title: Wo?}}"}, "16: error: `de` has no `answer`."),
        (
            {"languages": "{de: {title: Wo?, answer: Da., state: draft}}"},
            "16: error: `state` is not known in `de`",
        ),
        (
            {"languages": "{de: {title: Wo?, answer: 'Da ${HOME}'}}"},
            "16: error: The answer in `de` holds a brace",
        ),
        (
            {"languages": "{de: {title: Wo?, answer: Da.}, de: {title: Wo?, answer: Da.}}"},
            "16: error: `de` stands twice in `languages`.",
        ),
        ({"steps": "{label: Yes}"}, "16: error: `steps` should be a list"),
        (
            {"steps": ["{label: Yes, text: Good.}"]},
            "17: error: A step has no `steps` and no `ends`, so it leads nowhere.",
        ),
        (
            {"steps": ["{label: Yes, text: Good., ends: never}"]},
            "17: error: `ends` is one of helped, person, not `never`.",
        ),
        (
            {"steps": [f"{{label: Yes, text: Good., ends: helped, steps: [{STEP}]}}"]},
            "17: error: A step has both `steps` and `ends`; keep one.",
        ),
        ({"steps": ["{label: '', text: Good., ends: helped}"]}, "17: error: A step's label is empty."),
        ({"steps": [STEP, STEP]}, "17: error: Two choices of the same step have the same label."),
        (
            {"steps": [STEP.replace("Yes", str(n)) for n in range(7)]},
            "23: error: `steps` holds 7; at most 6 are read.",
        ),
        (
            {"steps": ["{label: Yes, text: '[it](http://a.example)', ends: helped}"]},
            "17: error: A link in a step's text leads to `http://a.example`",
        ),
        ({"must_answer": "where is it"}, "16: error: `must_answer` should be a list"),
        ({"must_answer": ["/restart"]}, "17: error: A line of `must_answer` cannot begin with `/`"),
        (
            {"must_not_answer": ["x" * 301]},
            "17: error: A line of `must_not_answer` is longer than 300 characters.",
        ),
        (
            {"must_not_answer": [f"is it {n}" for n in range(101)]},
            "117: error: `must_not_answer` holds 101; at most 100 are read.",
        ),
        (
            {"phrasings": [f"{text} {n}" for n in range(63) for text in PHRASINGS]},
            "507: error: An entry has at most 500 phrasings.",
        ),
        ({"title": '"\\u202Eegap siht"'}, "4: error: The title holds a character that cannot be seen."),
        ({"title": '"a\\0b"'}, "4: error: The title holds a character that cannot be seen."),
        (
            {"answer": "'{slot].__class__}'"},
            "15: error: The answer holds a brace or `${…}`, which Rasa would expand.",
        ),
    ],
)
def test_what_is_wrong_in_a_field_is_named_with_its_line(
    data: Path, changes: dict[str, object], sentence: str
) -> None:
    assert problem(data, **changes).startswith(sentence)


def test_steps_end_after_five_choices(data: Path) -> None:
    step = STEP
    for _ in range(5):
        step = f"{{label: Yes, text: Good., steps: [{step}]}}"
    assert problem(data, steps=[step]) == "17: error: Steps go at most 5 choices deep."
    assert "Steps go" not in "".join(told_of(data, step.replace(f"steps: [{STEP}]", "ends: helped")))


def told_of(data: Path, step: str) -> list[str]:
    topic(data, written(steps=[step]))
    return told(data)


def test_a_million_characters_are_refused_in_a_moment(data: Path) -> None:
    topic(data, written(answer="x" * 900_000))
    assert only(data).endswith("The answer is longer than 2,000 characters.")
    began = time.perf_counter()
    with pytest.raises(ContentError, match="longer than 2,000"):
        from_json({"id": "x", "title": "X", "answer": "[x](" * 250_000, "phrasings": ["x"]})
    assert time.perf_counter() - began < 5, "nothing looks for links in it"


def test_typographic_spaces_and_joined_emoji_are_text(data: Path) -> None:
    topic(data, written(answer="Combien\u00a0? 10\u202f€ pour \U0001f468\u200d\U0001f469\u200d\U0001f467."))
    assert told(data) == []


def test_an_entry_with_everything_is_read_from_json_as_it_was(data: Path) -> None:
    assert from_json(json.loads(json.dumps(to_json(FULL)))) == FULL
    assert from_json(
        {"id": "x", "title": "X", "state": "draft", "valid_from": "2026-03-01"}
    ).valid_from == date(2026, 3, 1)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "text",
        {"id": 1},
        {"id": "x", "title": ["X"], "answer": {"a": 1}, "phrasings": "p"},
        {"id": "x", "title": "X", "answer": "A", "phrasings": [["x"], {}, 1, None]},
        {"id": "x", "title": "X", "answer": "A", "phrasings": ["x"], "languages": {"de": None}},
        {"id": "x", "title": "X", "answer": "A", "phrasings": ["x"], "steps": {"steps": [[[[]]]]}},
        {"id": "x", "title": "X", "answer": "A", "phrasings": ["x"], "__class__": "x"},
        {"id": "x", "title": "X", "answer": "A", "phrasings": ["x"], "topic": 4},
    ],
)
def test_json_of_the_wrong_make_is_refused_with_sentences(sent: object) -> None:
    with pytest.raises(ContentError, match=r"error: "):
        from_json(sent)
