"""The first words: that this is a machine, and that a person can be asked for. Exact in each language.

The widget shows the same words until the service has said them; a test compares the two.
"""

from __future__ import annotations

DISCLOSURES: dict[str, str] = {
    "en": "You're chatting with an automated assistant, not a person. Ask for a person at any time.",
    "de": (
        "Sie chatten mit einem automatischen Assistenten, nicht mit einem Menschen. "
        "Sie können jederzeit nach einem Menschen fragen."
    ),
    "es": (
        "Está chateando con un asistente automático, no con una persona. "
        "Puede pedir hablar con una persona en cualquier momento."
    ),
    "fr": (
        "Vous discutez avec un assistant automatisé, pas avec une personne. "
        "Vous pouvez demander à parler à une personne à tout moment."
    ),
    "et": "Vestlete automaatse assistendiga, mitte inimesega. Inimest võite paluda igal ajal.",
    "ar": "تجري هذه الدردشة مع مساعد آلي وليس مع شخص. يمكنكم طلب التحدث إلى شخص في أي وقت.",
    "ja": "お話ししているのは自動アシスタントで、人ではありません。いつでも担当者をお呼びいただけます。",
}


def disclosure(locale: str | None) -> str:
    """``de-CH`` is told in ``de``; a language we have no words in, in English."""
    return DISCLOSURES.get((locale or "").split("-")[0].lower(), DISCLOSURES["en"])
