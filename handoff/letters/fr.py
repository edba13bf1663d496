"""Every word of our mails in French."""

from __future__ import annotations

from datetime import datetime

CODE = "fr"


def subject(reference: str) -> str:
    return f"Votre question ({reference})"


def received(due: datetime | None) -> str:
    by = f" au plus tard le {when(due)}" if due else ""
    return f"Nous avons bien reçu votre question. Une personne vous répondra par e-mail{by}."


def reply(agent: str | None) -> str:
    return f"{agent} vous a répondu :" if agent else "Nous vous avons répondu :"


def told(agent: str | None) -> str:
    return (
        f"{agent} a du nouveau sur votre question :"
        if agent
        else "Nous avons du nouveau sur votre question :"
    )


CLOSED = "Votre question est close. S'il reste quelque chose, le lien la rouvre."
NEW_LINK = "Voici le nouveau lien que vous avez demandé."
TRANSCRIPT = "Voici votre conversation, en page web et en texte brut."
TOO_LONG = (
    "Votre conversation est trop longue pour un e-mail. Le lien l'ouvre ; vous pouvez l'y enregistrer "
    "dans un fichier."
)
CONFIRM = (
    "Quelqu'un a demandé l'envoi à cette adresse d'une conversation avec nous. Si c'était vous, le lien "
    "confirme que l'adresse est la vôtre et ouvre la conversation ; la copie suivra."
)
YOU_WROTE = "Vous avez écrit :"
CONTINUE = "Continuer la conversation"
LINK_LASTS = (
    "Le lien fonctionne une seule fois, pendant 7 jours. Il donne accès à toute votre conversation : "
    "merci de ne pas le transmettre."
)
ANSWER_HERE = "Vous pouvez aussi répondre à cet e-mail."
ANSWER_THERE = "Répondez par le lien : les e-mails à cette adresse ne sont pas lus."
NOT_YOU = (
    "Vous ne nous avez pas écrit ? Quelqu'un a alors saisi votre adresse par erreur. Vous n'avez rien à "
    "faire ; n'ouvrez pas le lien."
)
NOW_ANSWERED = "Vous avez demandé : {question}\n\nNous avons maintenant une réponse : {title}\n{link}"
NOW_SOLVED = "Ce problème est résolu : {title}\n\nMerci de nous avoir dit qu’il vous touchait aussi."
"""What staff are offered to send, filled in for each customer."""


def when(at: datetime) -> str:
    return f"{at:%d/%m/%Y, %H:%M} UTC"
