"""Settings of mail: whole or not at all, and a wrong one is a sentence without the password."""

from __future__ import annotations

import pytest

from handoff.servers import IMAP_PORTS, SMTP_PORTS, Server, server_of
from handoff.settings import load
from handoff.troubles import SettingsTrouble

SMTP = "smtp://ada:s3cret@mail.example"
FROM = "Shop <Help@Shop.Example>"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("HANDRAIL_"):
            monkeypatch.delenv(name)


def test_mail_has_a_server_and_a_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDRAIL_SMTP_URL", SMTP)
    monkeypatch.setenv("HANDRAIL_MAIL_FROM", FROM)
    settings = load()
    assert settings.mail_from == "Shop <help@shop.example>"
    assert settings.mail_domain == "shop.example"


def test_without_settings_no_mail_goes_out() -> None:
    assert load().mail_domain is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SMTP_URL": SMTP}, "HANDRAIL_MAIL_FROM is missing"),
        ({"MAIL_FROM": FROM}, "HANDRAIL_SMTP_URL is missing"),
        ({"INBOX_URL": "imaps://a:s3cret@mail.example"}, "without HANDRAIL_SMTP_URL"),
        (
            {"SMTP_URL": "http://mail.example", "MAIL_FROM": FROM},
            "SMTP_URL: must begin with smtp:// or smtps://",
        ),
        ({"SMTP_URL": "smtp://", "MAIL_FROM": FROM}, "SMTP_URL: must name a host"),
        ({"SMTP_URL": "smtp://ada:s3cret@:25", "MAIL_FROM": FROM}, "SMTP_URL: must name a host"),
        (
            {"SMTP_URL": "smtp://ada@mail.example", "MAIL_FROM": FROM},
            "SMTP_URL: has a user without a password",
        ),
        ({"SMTP_URL": "smtp://ada:s3cret?x@mail.example", "MAIL_FROM": FROM}, "SMTP_URL: "),
        (
            {"SMTP_URL": "smtp://ada:s3cret@mail.example:s3cret", "MAIL_FROM": FROM},
            "SMTP_URL: is not an address",
        ),
        ({"SMTP_URL": SMTP, "MAIL_FROM": "nobody"}, "MAIL_FROM: can't be an e-mail address"),
        ({"SMTP_URL": SMTP, "MAIL_FROM": "Shop <>"}, "MAIL_FROM: can't be an e-mail address"),
        ({"SMTP_URL": SMTP, "MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "MAIL_FROM: can't be"),
        (
            {"SMTP_URL": SMTP, "MAIL_FROM": FROM, "INBOX_URL": "pop3://x"},
            "INBOX_URL: must begin with imap://",
        ),
    ],
)
def test_a_wrong_one_is_a_sentence(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], told: str) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"HANDRAIL_{name}", value)
    with pytest.raises(SettingsTrouble) as refused:
        load()
    sentence = str(refused.value)
    assert told in sentence
    assert "s3cret" not in sentence
    assert "\n" not in sentence


def test_what_an_address_says() -> None:
    assert server_of("smtp://mail.example", SMTP_PORTS) == Server("mail.example", 587, secure=False)
    assert server_of("smtps://a%40b:p%2Fq@mail.example", SMTP_PORTS) == Server(
        "mail.example", 465, secure=True, user="a@b", password="p/q"
    )
    assert server_of("imaps://a:b@[::1]:1993/Support%20in", IMAP_PORTS) == Server(
        "::1", 1993, secure=True, user="a", password="b", path="Support in"
    )
    assert "p/q" not in repr(server_of("smtps://a:p%2Fq@mail.example", SMTP_PORTS))


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("localhost.example", False),
    ],
)
def test_which_machine_is_this_one(host: str, here: bool) -> None:
    assert Server(host, 25, secure=False).here is here
