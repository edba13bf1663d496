"""Every word of a transcript in English. It is a record: it speaks of everybody, to nobody."""

from __future__ import annotations

CODE = "en"
DIRECTION = "ltr"

TITLE = "Conversation"
YOU = "You"
CUSTOMER = "Customer"
ASSISTANT = "Assistant (automated)"
SYSTEM = "System"
NOTE = "Internal note"
BY_MAIL = "by e-mail"
EMPTY = "Nothing has been said yet."
ERASED = "(erased)"
SUGGESTED = "Is it one of these?"
KNOWN_ISSUE = "Known issue"
STEP = "Step tried"
HELPED = "This answered the question."
NOT_HELPED = "This did not answer the question."
RETURNED_TO_BOT = "Back with the automated assistant."

HANDOFF = {
    "asked": "A person was asked for.",
    "unsatisfied": "The answer did not help, so a person takes over.",
    "no_answer": "The assistant has no good answer to this, so a person takes over.",
    "repeated": "One try is enough: a person takes over.",
    "bot_unavailable": "The assistant is not available, so a person takes over.",
    "sensitive": "This is something for a person.",
    "rule": "This is something for a person.",
    "agent": "A person takes over.",
}
QUEUED = {
    "handoff": "In line for a person.",
    "agent_lost": "Back in line, at the front.",
    "released": "Back in line, at the front.",
    "transferred": "At the front of another team's line.",
    "overflow": "Another team helps out.",
}
LEFT = {
    "lost": "{name}'s connection was lost.",
    "idle": "{name} did not answer for a while and has left.",
    "released": "{name} has left and handed this back to the team.",
    "transferred": "{name} has left and passed this on.",
    "taken_over": "{name} has left; a colleague takes over.",
    "returned": "{name} has left.",
}
RESOLVED = {
    "solved": "The conversation was closed.",
    "restarted": "The customer closed the conversation.",
    "idle": "The conversation was closed after a long silence.",
}
REOPENED = "The conversation is open again."


def reference(reference: str, saved: str, zone: str) -> str:
    return f"{reference} · saved {saved} · all times: {zone}"


def agent(name: str) -> str:
    return f"{name}, support team"


def joined(name: str) -> str:
    return f"{name} has joined, and can see this conversation."


def reply_by(due: str, address: str | None) -> str:
    return f"A reply is promised {f'to {address} ' if address else ''}by {due}."


def call_at(slot: str, phone: str | None) -> str:
    return f"A call is promised {f'to {phone} ' if phone else ''}at {slot}."


def rated(score: int) -> str:
    return f"Rated {score} of 5."
