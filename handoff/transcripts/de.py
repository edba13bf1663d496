"""Every word of a transcript in German."""

from __future__ import annotations

CODE = "de"
DIRECTION = "ltr"

TITLE = "Gespräch"
YOU = "Sie"
CUSTOMER = "Kunde"
ASSISTANT = "Assistent (automatisch)"
SYSTEM = "System"
NOTE = "Interne Notiz"
BY_MAIL = "per E-Mail"
EMPTY = "Es wurde noch nichts geschrieben."
ERASED = "(gelöscht)"
SUGGESTED = "Geht es um eines davon?"
KNOWN_ISSUE = "Bekannte Störung"
STEP = "Versuchter Schritt"
HELPED = "Das hat die Frage beantwortet."
NOT_HELPED = "Das hat die Frage nicht beantwortet."
RETURNED_TO_BOT = "Wieder beim automatischen Assistenten."

HANDOFF = {
    "asked": "Es wurde um einen Menschen gebeten.",
    "unsatisfied": "Die Antwort hat nicht geholfen, deshalb übernimmt ein Mensch.",
    "no_answer": "Der Assistent hat darauf keine gute Antwort, deshalb übernimmt ein Mensch.",
    "repeated": "Ein Versuch ist genug: Ein Mensch übernimmt.",
    "bot_unavailable": "Der Assistent ist nicht erreichbar, deshalb übernimmt ein Mensch.",
    "sensitive": "Das ist etwas für einen Menschen.",
    "rule": "Das ist etwas für einen Menschen.",
    "agent": "Ein Mensch übernimmt.",
}
QUEUED = {
    "handoff": "In der Warteschlange für einen Menschen.",
    "agent_lost": "Wieder in der Warteschlange, ganz vorn.",
    "released": "Wieder in der Warteschlange, ganz vorn.",
    "transferred": "Ganz vorn in der Warteschlange eines anderen Teams.",
    "overflow": "Ein anderes Team hilft aus.",
}
LEFT = {
    "lost": "Die Verbindung von {name} ist abgebrochen.",
    "idle": "{name} hat eine Weile nicht geantwortet und ist gegangen.",
    "released": "{name} ist gegangen und hat das Gespräch dem Team zurückgegeben.",
    "transferred": "{name} ist gegangen und hat das Gespräch weitergegeben.",
    "taken_over": "{name} ist gegangen; eine andere Person aus dem Team übernimmt.",
    "returned": "{name} ist gegangen.",
}
RESOLVED = {
    "solved": "Das Gespräch wurde geschlossen.",
    "restarted": "Das Gespräch wurde von der Kundenseite geschlossen.",
    "idle": "Das Gespräch wurde nach langem Schweigen geschlossen.",
}
REOPENED = "Das Gespräch ist wieder offen."


def reference(reference: str, saved: str, zone: str) -> str:
    return f"{reference} · gespeichert {saved} · alle Zeiten: {zone}"


def agent(name: str) -> str:
    return f"{name}, Kundenservice"


def joined(name: str) -> str:
    return f"{name} ist dazugekommen und sieht dieses Gespräch."


def reply_by(due: str, address: str | None) -> str:
    return f"Eine Antwort {f'an {address} ' if address else ''}ist bis {due} versprochen."


def call_at(slot: str, phone: str | None) -> str:
    return f"Ein Anruf {f'unter {phone} ' if phone else ''}ist für {slot} versprochen."


def rated(score: int) -> str:
    return f"Bewertet mit {score} von 5."
