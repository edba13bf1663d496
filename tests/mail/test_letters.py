"""What our mails say and look like, whatever stands in them."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from handoff.core.mail import Mail, MailKind
from handoff.letters.staff import STAFF
from handoff.letters.writing import House, letter
from tests.cast import NOON
from tests.mail.sink import plain, rich

HOUSE = House("Shop <help@shop.example>", "https://chat.shop.example", reads_replies=False)
CONVERSATION = "92f0384d-2d79-5b67-a3d6-21b20cc7c384"
SAID = {"agent": "Ada", "text": "Thirty days."}
MAIL = Mail("m-1", CONVERSATION, 1, "mia@home.example", MailKind.REPLY, SAID, "<m-1@x>", NOON, NOON)


def written(kind: MailKind = MailKind.REPLY, house: House = HOUSE, **content: Any) -> EmailMessage:
    mail = replace(
        MAIL, kind=kind, content={**MAIL.content, **content} if kind is MailKind.REPLY else content
    )
    return letter(mail, "TOKEN", (), house)


ABOUT_NONE = (*STAFF, MailKind.ANSWERED)
"""Mails that are about no conversation."""


@pytest.mark.parametrize("kind", [kind for kind in MailKind if kind not in ABOUT_NONE])
def test_every_mail_leads_back_into_the_conversation(kind: MailKind) -> None:
    message = written(kind)
    assert "https://chat.shop.example/resume/TOKEN" in plain(message)
    assert 'href="https://chat.shop.example/resume/TOKEN"' in rich(message)
    assert message["Subject"] == "Your question to us (92F038)"


@pytest.mark.parametrize("locale", ["en", "de", "es", "fr", "et", "ar", "ja", "pt-BR", None])
def test_an_answer_to_a_public_question_is_told_by_the_way_there_alone(locale: str | None) -> None:
    message = written(MailKind.ANSWERED, locale=locale, path="/help/returns#question-7")
    assert "https://chat.shop.example/help/returns#question-7" in plain(message)
    assert "TOKEN" not in plain(message) + rich(message)
    assert "92F038" not in message["Subject"]


def test_the_first_mail_says_when_somebody_replies() -> None:
    message = written(MailKind.RECEIVED, due="2026-11-24T10:00:00.000Z")
    assert "by Tuesday 24 November 2026, 10:00 UTC" in plain(message)
    assert "somebody typed your address by mistake" in plain(message)
    assert "by e-mail." in plain(written(MailKind.RECEIVED, due=None))


def test_a_reply_says_whose_words_they_are() -> None:
    assert plain(written()).startswith("Ada has replied to you:\n\nThirty days.\n")


def test_markdown_is_shown_as_it_was_meant() -> None:
    message = written(text="**Thirty** days, see [the page](https://shop.example/returns).")
    assert "<strong>Thirty</strong> days" in rich(message)
    assert '<a href="https://shop.example/returns"' in rich(message)
    assert "**Thirty** days" in plain(message)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://spy.example/pixel.png)",
        "<style>*{display:none}</style>",
        "<a href='https://x' onclick='alert(1)'>x</a>",
        "\n\n<form action=https://x><input></form>",
    ],
)
def test_nothing_in_a_mail_runs_loads_or_asks(hostile: str) -> None:
    for message in (written(text=hostile), written(quote=hostile), written(agent=hostile)):
        html = rich(message)
        tags = {part.split(">")[0].split()[0] for part in html.split("<")[1:]}
        known = {"!doctype", "html", "head", "meta", "body", "p", "br", "a", "blockquote", "code", "pre"}
        assert {tag.strip("/") for tag in tags} <= known
        assert 'href="javascript' not in html
        assert "<img" not in html


def test_what_the_customer_wrote_is_quoted_and_cut() -> None:
    message = written(quote="My kettle leaks.\nSince Monday.")
    assert "> My kettle leaks.\n> Since Monday." in plain(message)
    long = plain(written(quote="x" * 5_000))
    assert long.count("x") < 1_100
    assert " …" in long


def test_who_reads_no_replies_says_so() -> None:
    deaf, listening = written(), written(house=replace(HOUSE, reads_replies=True))
    assert "mail to this address is not read" in plain(deaf)
    assert deaf["Reply-To"] is None
    assert "You can also simply answer this mail." in plain(listening)
    assert listening["Reply-To"] == "Shop <help@shop.example>"


def test_a_language_without_words_of_ours_is_written_to_in_english() -> None:
    for locale in ("en-GB", "tlh", None, ""):
        assert plain(written(locale=locale)).startswith("Ada has replied")


def test_words_of_every_script_arrive_unharmed() -> None:
    text = "Schöne Grüße — 你好, שלום, 👋🏽 and a very long line " + "é" * 2_000
    message = written(text=text)
    arrived = message_from_bytes(bytes(message), policy=default)
    assert isinstance(arrived, EmailMessage)
    assert text in plain(arrived)
    assert all(len(line) <= 998 for line in bytes(message).splitlines())
