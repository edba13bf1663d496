"""What is read from mails that come in, well-formed or not."""

from __future__ import annotations

import random
from email.message import EmailMessage

import pytest

from handoff.letters import apart
from handoff.letters.reading import head, read

OURS = "<92f0384d-2d79-5b67-a3d6-21b20cc7c384@shop.example>"


DIRT = [b"", b"\0", b"\r\n", b"=?", b";", b"\xff", b'"', b"<"]


def mail(text: str = "It leaks.", *, html: str | None = None, **headers: str) -> bytes:
    message = EmailMessage()
    given = {"From": "Mia <Mia@Home.example>", "Message-ID": "<1@home.example>", "In-Reply-To": OURS}
    for name, value in {
        **given,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }.items():
        message[name] = value
    if html is None:
        message.set_content(text)
    else:
        message.set_content(html, subtype="html")
    return bytes(message)


QUOTED = "Thanks, that works.\n\nOn Tue, 24 Nov 2026 at 10:00, Shop <help@shop.example> wrote:\n> Ada has\n"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("It leaks.", "It leaks."),
        (QUOTED, "Thanks, that works."),
        ("Danke!\n\nAm 24.11.2026 um 10:00 schrieb Shop <help@shop.example>:\n> Ada hat\n", "Danke!"),
        ("Ok\n\n-- \nMia Musterfrau\nACME Inc.\n", "Ok"),
        ("Sure\n\nSent from my iPhone\n", "Sure"),
        ("It leaks > 5 litres\na day.", "It leaks > 5 litres\na day."),
        ("Mine\n\n> only\n> a quote\n", "Mine"),
        ("Two\n\n\n\n\nparagraphs", "Two\n\nparagraphs"),
        ("", ""),
        ("My card is 4111 1111 1111 1111", "My card is •••• 1111"),
        ("Bell\a and null\0 gone", "Bell and null gone"),
    ],
)
def test_somebodys_own_words(text: str, own: str) -> None:
    assert read(mail(text)).text == own


def test_who_wrote_and_what_it_answers() -> None:
    told = read(mail(References="<0@x> <9@x> " + OURS))
    assert (told.sender, told.message_id) == ("mia@home.example", "<1@home.example>")
    assert told.references == (OURS, "<9@x>", "<0@x>")
    assert not told.automatic
    assert told.bounced is None


def test_html_is_read_as_a_reader_sees_it() -> None:
    html = (
        "<html><head><style>p{color:red}</style></head><body><p>Hello <b>Ada</b>,</p><p>it leaks.</p>"
        "<script>alert(1)</script><blockquote type=cite>Thirty days.</blockquote></body></html>"
    )
    told = read(mail(html=html))
    assert "Hello Ada," in told.text
    assert "it leaks." in told.text
    for not_theirs in ("alert", "color", "Thirty", "<"):
        assert not_theirs not in told.text


def test_a_long_mail_is_cut_and_says_so() -> None:
    told = read(mail("word " * 2_000))
    assert len(told.text) == 4_000
    assert told.cut
    assert not read(mail("x" * 4_000)).cut


def test_attachments_are_named_and_not_read() -> None:
    message = EmailMessage()
    message["From"] = "mia@home.example"
    message.set_content("See the photo.")
    message.add_attachment(b"\xff" * 1_000, maintype="image", subtype="jpeg", filename="ket tle.jpg")
    message.add_attachment("hello", filename="notes.txt")
    told = read(bytes(message))
    assert told.text == "See the photo."
    assert told.attachments == ("ket tle.jpg", "notes.txt")


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<news.example>"},
        {"Return_Path": "<>"},
    ],
)
def test_what_machines_send_is_told_from_what_people_write(header: dict[str, str]) -> None:
    assert read(mail(**header)).automatic
    assert not read(mail(Auto_Submitted="no")).automatic


def bounce(action: str = "failed", returned: str = "message/rfc822", of: str = OURS) -> bytes:
    return f"""From: MAILER-DAEMON@mail.example
Message-ID: <b@mail.example>
Return-Path: <>
Content-Type: multipart/report; report-type=delivery-status; boundary=X

--X
Content-Type: text/plain

Sorry.
--X
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; mia@home.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--X
Content-Type: {returned}

Message-ID: {of}
Subject: Your question

text
--X--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_returned_mail_of_ours_is_known_by_its_id(returned: str) -> None:
    told = read(bounce(returned=returned))
    assert told.bounced == (OURS, "550 5.1.1 No such user")
    assert told.automatic
    assert head(bounce()).report


def test_a_mail_that_is_only_late_has_not_failed() -> None:
    assert read(bounce("delayed")).bounced is None


def test_no_mail_is_too_broken_to_be_read(rng: random.Random) -> None:
    """Whatever comes, something is made of it or it is refused in one piece; nothing hangs."""
    whole = [mail(QUOTED), mail(html="<p>x</p>"), bounce()]
    for _ in range(300):
        raw = bytearray(rng.choice(whole))
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(len(raw))
            raw[at : at + rng.randrange(3)] = rng.choice(
                [b"", b"\0", b"\r\n", b"=?", b";", b"\xff", b'"', b"<"]
            )
        told = read(bytes(raw))
        assert len(told.text) <= 4_000
        head(bytes(raw))


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n", b"\xff\xfe", b"From: \r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\nx"]
)
def test_next_to_nothing_is_read_as_nothing(raw: bytes) -> None:
    assert read(raw).sender == ""
    assert read(raw).references == ()


async def test_a_process_of_its_own_reads_the_same() -> None:
    assert await apart.read(mail(QUOTED)) == read(mail(QUOTED))
    assert await apart.read(bounce()) == read(bounce())


async def test_a_mail_that_keeps_the_reader_busy_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST_S", 0.01)
    assert await apart.read(mail()) is None
