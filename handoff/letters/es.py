"""Every word of our mails in Spanish."""

from __future__ import annotations

from datetime import datetime

CODE = "es"


def subject(reference: str) -> str:
    return f"Su consulta ({reference})"


def received(due: datetime | None) -> str:
    by = f", a más tardar el {when(due)}" if due else ""
    return f"Tenemos su consulta. Una persona le responderá por correo{by}."


def reply(agent: str | None) -> str:
    return f"{agent} le ha respondido:" if agent else "Le hemos respondido:"


def told(agent: str | None) -> str:
    return f"{agent} tiene novedades sobre su pregunta:" if agent else "Tenemos novedades sobre su pregunta:"


CLOSED = "Su consulta se ha cerrado. Si queda algo pendiente, el enlace la vuelve a abrir."
NEW_LINK = "Aquí tiene el nuevo enlace que pidió."
TRANSCRIPT = "Aquí tiene su conversación, como página y como texto sin formato."
TOO_LONG = (
    "Su conversación es demasiado larga para un correo. El enlace la abre; allí puede guardarla como archivo."
)
CONFIRM = (
    "Alguien pidió que se enviara a esta dirección una conversación con nosotros. Si fue usted, el enlace "
    "confirma que la dirección es suya y abre la conversación; la copia llegará después."
)
YOU_WROTE = "Usted escribió:"
CONTINUE = "Continuar la conversación"
LINK_LASTS = (
    "El enlace funciona una vez, durante 7 días. Da acceso a toda su conversación, así que no lo comparta."
)
ANSWER_HERE = "También puede responder a este correo."
ANSWER_THERE = "Responda a través del enlace: los correos a esta dirección no se leen."
NOT_YOU = (
    "¿No nos escribió usted? Entonces alguien tecleó su dirección por error. No tiene que hacer nada; no "
    "abra el enlace."
)
NOW_ANSWERED = "Usted preguntó: {question}\n\nAhora tenemos una respuesta: {title}\n{link}"
NOW_SOLVED = "Esto ya está resuelto: {title}\n\nGracias por decirnos que también le afectaba."
"""What staff are offered to send, filled in for each customer."""


def when(at: datetime) -> str:
    return f"{at:%d/%m/%Y, %H:%M} UTC"
