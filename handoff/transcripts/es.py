"""Every word of a transcript in Spanish."""

from __future__ import annotations

CODE = "es"
DIRECTION = "ltr"

TITLE = "Conversación"
YOU = "Usted"
CUSTOMER = "Cliente"
ASSISTANT = "Asistente (automático)"
SYSTEM = "Sistema"
NOTE = "Nota interna"
BY_MAIL = "por correo"
EMPTY = "Todavía no se ha escrito nada."
ERASED = "(borrado)"
SUGGESTED = "¿Se trata de alguna de estas?"
KNOWN_ISSUE = "Incidencia conocida"
STEP = "Paso probado"
HELPED = "Esto respondió a la pregunta."
NOT_HELPED = "Esto no respondió a la pregunta."
RETURNED_TO_BOT = "De vuelta con el asistente automático."

HANDOFF = {
    "asked": "Se pidió hablar con una persona.",
    "unsatisfied": "La respuesta no ayudó, así que se encarga una persona.",
    "no_answer": "El asistente no tiene una buena respuesta, así que se encarga una persona.",
    "repeated": "Un intento basta: se encarga una persona.",
    "bot_unavailable": "El asistente no está disponible, así que se encarga una persona.",
    "sensitive": "Esto es asunto para una persona.",
    "rule": "Esto es asunto para una persona.",
    "agent": "Se encarga una persona.",
}
QUEUED = {
    "handoff": "En la cola para hablar con una persona.",
    "agent_lost": "De nuevo en la cola, en primer lugar.",
    "released": "De nuevo en la cola, en primer lugar.",
    "transferred": "En primer lugar en la cola de otro equipo.",
    "overflow": "Ayuda otro equipo.",
}
LEFT = {
    "lost": "Se perdió la conexión de {name}.",
    "idle": "{name} no respondió durante un tiempo y se ha ido.",
    "released": "{name} se ha ido y ha devuelto la conversación al equipo.",
    "transferred": "{name} se ha ido y ha pasado la conversación.",
    "taken_over": "{name} se ha ido; se encarga otra persona del equipo.",
    "returned": "{name} se ha ido.",
}
RESOLVED = {
    "solved": "La conversación se cerró.",
    "restarted": "El cliente cerró la conversación.",
    "idle": "La conversación se cerró tras un largo silencio.",
}
REOPENED = "La conversación está abierta de nuevo."


def reference(reference: str, saved: str, zone: str) -> str:
    return f"{reference} · guardado {saved} · todas las horas: {zone}"


def agent(name: str) -> str:
    return f"{name}, equipo de atención"


def joined(name: str) -> str:
    return f"{name} se ha unido y puede ver esta conversación."


def reply_by(due: str, address: str | None) -> str:
    return f"Se ha prometido una respuesta {f'a {address} ' if address else ''}antes de {due}."


def call_at(slot: str, phone: str | None) -> str:
    return f"Se ha prometido una llamada {f'al {phone} ' if phone else ''}para {slot}."


def rated(score: int) -> str:
    return f"Valoración: {score} de 5."
