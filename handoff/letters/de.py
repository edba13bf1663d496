"""Every word of our mails in German."""

from __future__ import annotations

from datetime import datetime

CODE = "de"


def subject(reference: str) -> str:
    return f"Ihre Frage an uns ({reference})"


def received(due: datetime | None) -> str:
    by = f" bis {when(due)}" if due else ""
    return f"Wir haben Ihre Frage. Ein Mensch antwortet Ihnen per E-Mail{by}."


def reply(agent: str | None) -> str:
    return f"{agent} hat Ihnen geantwortet:" if agent else "Wir haben Ihnen geantwortet:"


def told(agent: str | None) -> str:
    return f"{agent} hat Neues zu Ihrer Frage:" if agent else "Wir haben Neues zu Ihrer Frage:"


CLOSED = "Ihre Frage ist abgeschlossen. Ist noch etwas offen, öffnet der Link sie wieder."
NEW_LINK = "Hier ist der neue Link, um den Sie gebeten haben."
TRANSCRIPT = "Hier ist Ihr Gespräch, als Seite und als reiner Text."
TOO_LONG = (
    "Ihr Gespräch ist zu lang für eine E-Mail. Der Link öffnet es; dort können Sie es als Datei speichern."
)
CONFIRM = (
    "Jemand hat darum gebeten, ein Gespräch mit uns an diese Adresse zu senden. Wenn Sie das waren, "
    "bestätigt der Link, dass die Adresse Ihnen gehört, und öffnet das Gespräch; die Abschrift folgt."
)
YOU_WROTE = "Sie schrieben:"
CONTINUE = "Gespräch fortsetzen"
LINK_LASTS = (
    "Der Link gilt einmal und 7 Tage lang. Dahinter steht Ihr ganzes Gespräch, geben Sie ihn also bitte "
    "nicht weiter."
)
ANSWER_HERE = "Sie können auch einfach auf diese E-Mail antworten."
ANSWER_THERE = "Bitte antworten Sie über den Link: E-Mails an diese Adresse werden nicht gelesen."
NOT_YOU = (
    "Sie haben uns nicht geschrieben? Dann hat jemand Ihre Adresse aus Versehen eingegeben. Sie müssen "
    "nichts tun; bitte öffnen Sie den Link nicht."
)
NOW_ANSWERED = "Sie fragten: {question}\n\nJetzt haben wir eine Antwort: {title}\n{link}"
NOW_SOLVED = "Das ist jetzt behoben: {title}\n\nDanke, dass Sie uns gesagt haben, dass es auch Sie betrifft."
"""What staff are offered to send, filled in for each customer."""


def when(at: datetime) -> str:
    return f"{at:%d.%m.%Y, %H:%M} UTC"
