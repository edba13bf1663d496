"""Writes a mail: plain text for every reader, the same in simple HTML for most."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

import nh3
from markdown_it import MarkdownIt

from handoff.core.mail import Mail, MailKind
from handoff.letters import public, staff
from handoff.letters.languages import RIGHT_TO_LEFT, Words, words_for

LONGEST_QUOTE = 1_000
"""Enough to know again what one wrote; the conversation has the rest."""

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
_TAGS = {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "a", "blockquote"}


LARGEST_FILES = 5_000_000
"""Characters; encoded they grow, and many servers take no more than ten million bytes."""


@dataclass(frozen=True, slots=True)
class File:
    """What goes with a mail: ``kind`` is the part of its type after ``text/``."""

    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class House:
    """Who writes (``Shop <help@shop.example>``), where the pages are, whether replies by mail are read."""

    sender: str
    pages: str
    reads_replies: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph: ``said`` is an agent's Markdown, ``quoted`` what the customer wrote."""

    text: str
    said: bool = False
    quoted: bool = False
    link: str | None = None


def letter(
    mail: Mail, token: str, earlier: Sequence[str], house: House, files: Sequence[File] = ()
) -> EmailMessage:
    """The mail as it is sent. ``earlier`` are the message ids of the conversation's mails before it. The same
    mail gives the same letter, however often it is sent."""
    too_long = sum(len(file.text) for file in files) > LARGEST_FILES
    words = words_for(mail.content.get("locale"))
    message = EmailMessage(policy=SMTP)
    _head(message, mail, words, earlier, house)
    if mail.kind is MailKind.ANSWERED:
        parts = [Part(text, link=link) for text, link in public.paragraphs(mail, house.pages)]
    elif mail.kind in staff.STAFF:
        parts = [Part(text, link=link) for text, link in staff.paragraphs(mail, token, house.pages)]
    else:
        said = [Part(words.TOO_LONG)] if too_long else _parts(mail, words)
        parts = [*said, *_way_back(mail, words, f"{house.pages}/resume/{token}", house)]
    message.set_content(_plain(parts), cte="quoted-printable")
    message.add_alternative(_html(parts, words), subtype="html", cte="quoted-printable")
    message.set_boundary(f"={mail.id}=")  # else drawn anew each time
    if files and not too_long:
        for file in files:
            message.add_attachment(file.text, subtype=file.kind, filename=file.name, cte="base64")
        message.set_boundary(f"={mail.id}=files=")
    return message


def _head(message: EmailMessage, mail: Mail, words: Words, earlier: Sequence[str], house: House) -> None:
    """Nothing a visitor typed but the address stands in a header; the library refuses line breaks there."""
    name, address = parseaddr(house.sender)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=mail.address)
    if house.reads_replies:
        message["Reply-To"] = Address(name, addr_spec=address)
    subject = _subject(mail, words)
    message["Subject"] = f"Re: {subject}" if earlier else subject
    message["Date"] = format_datetime(datetime.fromtimestamp(mail.created_at // 1000, UTC))
    message["Message-ID"] = mail.message_id
    if earlier:
        message["In-Reply-To"] = earlier[-1]
        message["References"] = " ".join(dict.fromkeys((earlier[0], *earlier[-9:])))
    # Absence notes and other machines are not to answer.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"


def _subject(mail: Mail, words: Words) -> str:
    if mail.kind is MailKind.ANSWERED:
        return public.subject(mail)
    if mail.kind in staff.STAFF:
        return staff.subject(mail)
    return words.subject(mail.conversation[:6].upper())


def _parts(mail: Mail, words: Words) -> list[Part]:
    quote = mail.content.get("quote")
    quoted = [Part(words.YOU_WROTE), Part(_cut(quote), quoted=True)] if quote else []
    return [*_message(mail, words), *quoted]


def _message(mail: Mail, words: Words) -> list[Part]:
    match mail.kind:
        case MailKind.RECEIVED:
            due = mail.content.get("due")
            return [Part(words.received(datetime.fromisoformat(due) if due else None))]
        case MailKind.REPLY:
            said = Part(mail.content.get("text", ""), said=True)
            return [Part(words.reply(mail.content.get("agent"))), said]
        case MailKind.TOLD:
            said = Part(mail.content.get("text", ""), said=True)
            return [Part(words.told(mail.content.get("agent"))), said]
    own = {
        MailKind.CLOSED: words.CLOSED,
        MailKind.LINK: words.NEW_LINK,
        MailKind.TRANSCRIPT: words.TRANSCRIPT,
        MailKind.CONFIRM: words.CONFIRM,
    }
    if mail.kind in own:
        return [Part(own[mail.kind])]
    raise ValueError(f"{mail.kind} is written elsewhere")


def _way_back(mail: Mail, words: Words, link: str, house: House) -> list[Part]:
    parts = [Part(words.CONTINUE, link=link), Part(words.LINK_LASTS)]
    parts.append(Part(words.ANSWER_HERE if house.reads_replies else words.ANSWER_THERE))
    to_a_stranger = mail.kind in (MailKind.RECEIVED, MailKind.CONFIRM) or mail.content.get("stranger")
    return [*parts, Part(words.NOT_YOU)] if to_a_stranger else parts


def _plain(parts: Sequence[Part]) -> str:
    return "\n\n".join(_plain_part(part) for part in parts) + "\n"


def _plain_part(part: Part) -> str:
    if part.link:
        return f"{part.text}:\n{part.link}"
    if part.quoted:
        return "\n".join(f"> {line}" for line in part.text.splitlines())
    return part.text


def _html(parts: Sequence[Part], words: Words) -> str:
    body = "\n".join(_html_part(part) for part in parts)
    direction = ' dir="rtl"' if words.CODE in RIGHT_TO_LEFT else ""
    return (
        f'<!doctype html>\n<html lang="{words.CODE}"{direction}><head><meta charset="utf-8"></head>\n'
        f'<body style="font:15px/22px system-ui,sans-serif;max-width:36em">\n{body}\n</body></html>\n'
    )


def _html_part(part: Part) -> str:
    if part.said:
        # Markdown first, and then only what is known to be harmless: neither has to be trusted alone.
        return nh3.clean(
            _markdown.render(part.text),
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        ).strip()
    text = html.escape(part.text).replace("\n", "<br>\n")
    if part.link:
        return f'<p><a href="{html.escape(part.link)}">{text}</a></p>'
    return f"<blockquote>{text}</blockquote>" if part.quoted else f"<p>{text}</p>"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rstrip() + " …"
