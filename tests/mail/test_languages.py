"""Mails in every language: whole, in their own words, with the zone beside each time."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime

import pytest

from handoff.core.disclosure import DISCLOSURES
from handoff.letters import en
from handoff.letters.languages import LANGUAGES, Words, words_for

NAMES = [name for name in vars(en) if name.isupper() and name != "CODE"]


def test_mails_speak_what_the_widget_speaks() -> None:
    assert set(LANGUAGES) == set(DISCLOSURES)


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=list(LANGUAGES))
def test_every_language_says_all_that_english_says(words: Words) -> None:
    said = [getattr(words, name) for name in NAMES]
    assert all(said), words.CODE
    assert len(set(said)) == len(said)
    if words is not en:
        assert not set(said) & {getattr(en, name) for name in NAMES}
    for name in ("subject", "received", "reply"):
        assert inspect.signature(getattr(words, name)) == inspect.signature(getattr(en, name))


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=list(LANGUAGES))
def test_what_differs_from_mail_to_mail_is_said(words: Words) -> None:
    assert "AB12CD" in words.subject("AB12CD")
    assert "Ada" in words.reply("Ada")
    assert "None" not in words.reply(None) + words.received(None)
    due = words.received(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    assert "24" in due
    assert "09:30 UTC" in due
    assert words.received(None) != due


def test_a_region_does_not_matter_and_a_stranger_reads_english() -> None:
    assert words_for("DE-ch").CODE == "de"
    assert words_for("fi").CODE == words_for(None).CODE == "en"
