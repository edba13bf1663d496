"""What may be saved as a canned response."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handoff.core.canned import PLACEHOLDERS, Canned, checked, shared_address
from handoff.core.errors import Refusal


def response(shortcut: str = "hi", title: str = "Greeting", text: str = "Hello {customer.name}") -> Canned:
    return checked("1", shortcut, title, text, None, False)


def test_what_is_typed_after_the_slash_is_the_same_in_capitals() -> None:
    assert response(shortcut=" /Grüße-2 ").shortcut == "grüsse-2"


@pytest.mark.parametrize("shortcut", ["", "/", "two words", "a/b", "x" * 33, "{x}", "\u202ehi"])
def test_a_shortcut_is_letters_and_digits(shortcut: str) -> None:
    with pytest.raises(Refusal, match="shortcut: letters, digits"):
        response(shortcut=shortcut)


@pytest.mark.parametrize("title", ["", "  ", "x" * 81, "a\x00b", "\u202eGreeting"])
def test_a_title_is_one_readable_line(title: str) -> None:
    with pytest.raises(Refusal, match="title: 1 to 80"):
        response(title=title)


def test_every_placeholder_may_stand_in_a_text() -> None:
    text = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert response(text=text).text == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hi {customer.nmae}", r"did you mean \{customer\.name\}\?"),
        ("{agent.__class__}", "nothing is known as"),
        ("{ password }", r"there are \{customer\.name\}, "),
        (" \n ", "write what is to be inserted"),
    ],
)
def test_what_nobody_could_fill_in_is_refused(text: str, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        response(text=text)


@pytest.mark.parametrize("text", ['Send us {"order": 1}', "{}", "{0}", "{{", "100 % {", "a{b c}d"])
def test_other_braces_are_just_text(text: str) -> None:
    assert response(text=text).text == text


@pytest.mark.parametrize(
    ("urls", "shared"),
    [
        (["https://shop.example/help/a", "https://shop.example/help/b"], "https://shop.example/help/"),
        (["https://shop.example/help/a", "https://shop.example/about"], "https://shop.example/"),
        (["https://shop.example/a", "https://other.example/a"], None),
        (["https://shop.example/help/returns"], "https://shop.example/help/"),
        (["https://shop.example", "https://shop.example/help"], None),
        ([], None),
    ],
)
def test_the_help_pages_lie_where_all_entries_do(urls: list[str], shared: str | None) -> None:
    assert shared_address(urls) == shared


def test_the_console_fills_the_same_placeholders(repo: Path) -> None:
    names = re.search(r"const names = \[(.*?)\];", (repo / "console/composing/canned.ts").read_text())
    assert names is not None
    assert re.findall(r'"(.+?)"', names[1]) == list(PLACEHOLDERS)
