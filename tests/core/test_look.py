"""The widget's look: whether words on the brand's colour can be read, and what a site may choose."""

from __future__ import annotations

import random

import pytest

from handoff.core.errors import BadRequest
from handoff.core.look import Look, checked, legibility


def test_contrast_is_what_wcag_says() -> None:
    assert round(legibility("#000000").contrast, 2) == 21
    assert round(legibility("#767676").contrast, 2) == 4.54
    assert (legibility("#ffff00").words, legibility("#1f5fa8").words) == ("#000000", "#ffffff")


def test_a_colour_that_works_is_its_own_nearest() -> None:
    assert legibility("#1f5fa8").nearest == "#1f5fa8"


def test_the_nearest_colour_always_works_and_is_near(rng: random.Random) -> None:
    for _ in range(300):
        color = f"#{rng.randrange(2**24):06x}"
        found = legibility(color)
        again = legibility(found.nearest)
        assert again.readable, f"{color} → {found.nearest}"
        if not found.readable:
            far = max(
                abs(int(color[at : at + 2], 16) - int(found.nearest[at : at + 2], 16)) for at in (1, 3, 5)
            )
            assert far <= 64, f"{color} → {found.nearest}"


def test_a_colour_on_which_words_cannot_be_read_is_refused_with_one_that_works() -> None:
    with pytest.raises(BadRequest, match="nearest colour that works is #") as refused:
        checked(Look(color="#e8590c"))
    assert refused.value.extra["field"] == "color"
    assert checked(Look(color=refused.value.extra["nearest"])).color == refused.value.extra["nearest"]


@pytest.mark.parametrize(
    ("look", "field"),
    [
        (Look(color="red"), "color"),
        (Look(side="top"), "side"),
        (Look(lang="xx"), "lang"),
        (Look(title="x" * 81), "title"),
        (Look(greeting="a\u202eb"), "greeting"),
    ],
)
def test_a_wrong_look_names_its_field(look: Look, field: str) -> None:
    with pytest.raises(BadRequest) as refused:
        checked(look)
    assert refused.value.extra["field"] == field


def test_nothing_written_is_as_it_comes() -> None:
    assert checked(Look(title="  ", label="\t")).chosen() == {}
    assert checked(Look(title=" How  are you? ")).chosen() == {"title": "How are you?"}
