"""What our mails to staff say: invitations, new passwords, and that customers wait. In English for now."""

from __future__ import annotations

from handoff.core.mail import Mail, MailKind

STAFF = (MailKind.INVITATION, MailKind.WAY_IN, MailKind.ALERT)

Paragraph = tuple[str, str | None]
"""Words, and the address they lead to if they are a link."""


def subject(mail: Mail) -> str:
    match mail.kind:
        case MailKind.INVITATION:
            return "Your invitation to Handrail"
        case MailKind.WAY_IN:
            return "A new password for Handrail"
    return f"{customers(mail)}, and nobody is signed in"


def paragraphs(mail: Mail, token: str, pages: str) -> list[Paragraph]:
    """``pages`` is where our pages are. Tokens stand behind a #, so that no server's log keeps them."""
    match mail.kind:
        case MailKind.INVITATION:
            return [
                (f"{mail.content.get('by')} invites you to answer customers with Handrail.", None),
                ("Create your account", f"{pages}/console#invited={token}"),
                ("The link works once, for 72 hours.", None),
                ("You don't know what this is about? Then you need not do anything.", None),
            ]
        case MailKind.WAY_IN:
            return [
                ("Somebody, probably you, asked for a new password for Handrail.", None),
                ("Set a new password", f"{pages}/console#password={token}"),
                ("The link works once, for an hour. With it, every other sign-in of yours ends.", None),
                ("It was not you? Then you need not do anything: your password stays as it is.", None),
            ]
    minutes = mail.content.get("minutes")
    return [
        (
            f"{customers(mail)} for a person, the longest for {minutes} min, and no colleague is signed in.",
            None,
        ),
        ("Open the console", f"{pages}/console"),
        ("An administrator can change when this mail is sent, and to whom.", f"{pages}/settings/alert"),
    ]


def customers(mail: Mail) -> str:
    waiting = mail.content.get("waiting", 1)
    return "1 customer waits" if waiting == 1 else f"{waiting} customers wait"
