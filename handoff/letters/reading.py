"""Reads a mail that came in: who wrote, to which of ours, and their own words without quotes and signature.

Mails are written by anybody, and what takes them apart are parsers and patterns that a hostile one may keep
busy for ever. So this runs as a process of its own, which ``apart.py`` starts, limits and ends.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.policy import default
from email.utils import parseaddr

from handoff.core.mail import LONGEST_WORDS, Incoming
from handoff.masking import masked

READ_AT_MOST = 60_000
"""Characters looked at for somebody's own words: they stand before what they quote."""
ATTACHMENTS_NAMED = 20
MEMORY_BYTES = 1024**3
CPU_S = 20

LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "da", "sv", "cs"]
"""In which mail programs introduce a quote and people take their leave."""

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_BULK = {"bulk", "junk", "list", "auto_reply"}


@dataclass(frozen=True, slots=True)
class Head:
    """What decides whether the rest is fetched at all."""

    references: tuple[str, ...]
    report: bool


def head(raw: bytes) -> Head:
    """From the header lines alone, which are cheap to read."""
    message = BytesHeaderParser(policy=default).parsebytes(raw)
    return Head(_references(message), message.get_content_type() == "multipart/report")


def read(raw: bytes) -> Incoming:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    text = _clean(_own_words(_body(message)))
    return Incoming(
        message_id=_header(message, "Message-ID")[:255],
        sender=parseaddr(_header(message, "From"))[1].strip().lower()[:254],
        references=_references(message),
        text=text[:LONGEST_WORDS],
        attachments=tuple(_attachments(message))[:ATTACHMENTS_NAMED],
        cut=len(text) > LONGEST_WORDS,
        automatic=_automatic(message),
        bounced=_bounced(message),
    )


def _header(message: Message, name: str) -> str:
    """Half of what is wrong with mails in the world is wrong in their headers."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except Exception:  # noqa: BLE001 - the library has raised most kinds there are on some header or other
        return ""


def _references(message: EmailMessage) -> tuple[str, ...]:
    """The message it answers first, then the thread from its end."""
    answered = _MESSAGE_ID.findall(_header(message, "In-Reply-To"))
    thread = _MESSAGE_ID.findall(_header(message, "References"))
    return tuple(dict.fromkeys([*answered, *reversed(thread)]))[:50]


def _automatic(message: EmailMessage) -> bool:
    """RFC 3834, and what machines said before it."""
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or _header(message, "Precedence").lower() in _BULK
        or bool(_header(message, "X-Autoreply") or _header(message, "X-Autorespond"))
        or bool(_header(message, "List-Id"))
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
    )


def _bounced(message: EmailMessage) -> tuple[str, str] | None:
    """A delivery report (RFC 3464) that says for good: the message id of what was returned, and why."""
    if message.get_content_type() != "multipart/report":
        return None
    failed, why, returned = False, "", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in _blocks(part):
                failed = failed or _header(block, "Action").lower() == "failed"
                why = why or _header(block, "Diagnostic-Code") or _header(block, "Status")
        elif kind == "text/rfc822-headers":
            returned = returned or _message_id(message_from_bytes(_bytes(part), policy=default))
        elif kind == "message/rfc822":
            returned = returned or "".join(_message_id(block) for block in _blocks(part)[:1])
    return (returned, why.partition(";")[2].strip() or why or "returned") if failed and returned else None


def _blocks(part: Message) -> list[Message]:
    blocks = part.get_payload()
    return [block for block in blocks if isinstance(block, Message)] if isinstance(blocks, list) else []


def _message_id(message: Message) -> str:
    found = _MESSAGE_ID.search(_header(message, "Message-ID"))
    return found[0] if found else ""


def _body(message: EmailMessage) -> str:
    """Plain text where there is some, else what HTML says."""
    part = message.get_body(("plain", "html"))
    if not isinstance(part, Message):
        return ""
    text = _bytes(part).decode(_charset(part), "replace")[: READ_AT_MOST * 10]
    return (text if part.get_content_subtype() == "plain" else _text_of(text))[:READ_AT_MOST]


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str:
    name = part.get_content_charset("utf-8")
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return "utf-8"
    return name


def _text_of(html: str) -> str:
    """As a reader sees it, without what mail programs mark as quoted."""
    from inscriptis import Inscriptis
    from lxml.html import HTMLParser, document_fromstring

    if not html.strip():
        return ""
    tree = document_fromstring(html.encode(), parser=HTMLParser(encoding="utf-8", no_network=True))
    for quoted in tree.xpath("//blockquote|//*[contains(@class,'gmail_quote')]|//*[@id='divRplyFwdMsg']"):
        quoted.drop_tree()
    return str(Inscriptis(tree).get_text())


def _own_words(text: str) -> str:
    from mailparser_reply import EmailReplyParser

    replies = EmailReplyParser(languages=LANGUAGES).read(text).replies
    own = (replies[0].body or "") if replies else ""
    lines = own.splitlines()
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">")):
        lines.pop()  # a quote that nothing introduces
    return "\n".join(lines)


def _clean(text: str) -> str:
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return masked(re.sub(r"\n{3,}", "\n\n", kept).strip())


def _attachments(message: EmailMessage) -> Iterator[str]:
    with contextlib.suppress(KeyError, AttributeError):  # a multipart that is none
        for part in message.iter_attachments():
            name = part.get_filename() or part.get_content_type()
            yield " ".join(_clean(name).split())[:100]


def limit() -> None:
    """What the parsers may take of the machine."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    limit()
    sys.stdout.write(json.dumps(asdict(read(sys.stdin.buffer.read()))))
