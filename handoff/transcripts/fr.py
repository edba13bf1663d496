"""Every word of a transcript in French."""

from __future__ import annotations

CODE = "fr"
DIRECTION = "ltr"

TITLE = "Conversation"
YOU = "Vous"
CUSTOMER = "Client"
ASSISTANT = "Assistant (automatisé)"
SYSTEM = "Système"
NOTE = "Note interne"
BY_MAIL = "par e-mail"
EMPTY = "Rien n’a encore été écrit."
ERASED = "(effacé)"
SUGGESTED = "Est-ce l’une de ces questions ?"
KNOWN_ISSUE = "Problème connu"
STEP = "Étape essayée"
HELPED = "Cela a répondu à la question."
NOT_HELPED = "Cela n’a pas répondu à la question."
RETURNED_TO_BOT = "De retour auprès de l’assistant automatisé."

HANDOFF = {
    "asked": "Une personne a été demandée.",
    "unsatisfied": "La réponse n’a pas aidé, une personne prend donc le relais.",
    "no_answer": "L’assistant n’a pas de bonne réponse à cela, une personne prend donc le relais.",
    "repeated": "Un essai suffit : une personne prend le relais.",
    "bot_unavailable": "L’assistant n’est pas disponible, une personne prend donc le relais.",
    "sensitive": "Ceci est l’affaire d’une personne.",
    "rule": "Ceci est l’affaire d’une personne.",
    "agent": "Une personne prend le relais.",
}
QUEUED = {
    "handoff": "Dans la file d’attente pour une personne.",
    "agent_lost": "De nouveau dans la file, en tête.",
    "released": "De nouveau dans la file, en tête.",
    "transferred": "En tête de la file d’une autre équipe.",
    "overflow": "Une autre équipe vient en renfort.",
}
LEFT = {
    "lost": "La connexion de {name} a été perdue.",
    "idle": "{name} n’a pas répondu depuis un moment et est parti·e.",
    "released": "{name} est parti·e et a rendu la conversation à l’équipe.",
    "transferred": "{name} est parti·e et a transmis la conversation.",
    "taken_over": "{name} est parti·e ; une autre personne de l’équipe prend le relais.",
    "returned": "{name} est parti·e.",
}
RESOLVED = {
    "solved": "La conversation a été fermée.",
    "restarted": "La conversation a été fermée par le client.",
    "idle": "La conversation a été fermée après un long silence.",
}
REOPENED = "La conversation est de nouveau ouverte."


def reference(reference: str, saved: str, zone: str) -> str:
    return f"{reference} · enregistré {saved} · toutes les heures : {zone}"


def agent(name: str) -> str:
    return f"{name}, service client"


def joined(name: str) -> str:
    return f"{name} a rejoint la conversation et peut la lire."


def reply_by(due: str, address: str | None) -> str:
    return f"Une réponse {f'à {address} ' if address else ''}est promise avant {due}."


def call_at(slot: str, phone: str | None) -> str:
    return f"Un appel {f'au {phone} ' if phone else ''}est promis pour {slot}."


def rated(score: int) -> str:
    return f"Note : {score} sur 5."
