"""Every word of our mails in English. Other languages are files of the same shape beside this one."""

from __future__ import annotations

from datetime import datetime

CODE = "en"


def subject(reference: str) -> str:
    return f"Your question to us ({reference})"


def received(due: datetime | None) -> str:
    by = f" by {when(due)}" if due else ""
    return f"We have your question. A person will reply to you by e-mail{by}."


def reply(agent: str | None) -> str:
    return f"{agent} has replied to you:" if agent else "We have replied to you:"


def told(agent: str | None) -> str:
    return f"{agent} has news on what you asked:" if agent else "We have news on what you asked:"


CLOSED = "Your question has been closed. If something is still open, the link opens it again."
NEW_LINK = "Here is the new link you asked for."
TRANSCRIPT = "Here is the transcript of your conversation, as a page and as plain text."
TOO_LONG = "Your conversation is too long for a mail. The link opens it; there you can save it as a file."
CONFIRM = (
    "Somebody asked for a transcript of a conversation with us to be sent to this address. If it was you, "
    "the link confirms that the address is yours, opens the conversation, and the transcript follows."
)
YOU_WROTE = "You wrote:"
CONTINUE = "Continue the conversation"
LINK_LASTS = (
    "The link works once, for 7 days. Your whole conversation is behind it, so please don't pass it on."
)
ANSWER_HERE = "You can also simply answer this mail."
ANSWER_THERE = "Please answer through the link: mail to this address is not read."
NOT_YOU = (
    "You didn't write to us? Then somebody typed your address by mistake. You need not do anything; please "
    "don't open the link."
)
NOW_ANSWERED = "You asked: {question}\n\nWe have an answer now: {title}\n{link}"
NOW_SOLVED = "This is solved now: {title}\n\nThank you for telling us that it was yours, too."
"""What staff are offered to send, filled in for each customer."""


def when(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}, {at:%H:%M} UTC"
