"""Every word of our mails in Estonian."""

from __future__ import annotations

from datetime import datetime

CODE = "et"


def subject(reference: str) -> str:
    return f"Teie küsimus meile ({reference})"


def received(due: datetime | None) -> str:
    by = f" hiljemalt: {when(due)}" if due else ""
    return f"Teie küsimus on meie käes. Inimene vastab teile e-postiga{by}."


def reply(agent: str | None) -> str:
    return f"{agent} vastas teile:" if agent else "Vastasime teile:"


def told(agent: str | None) -> str:
    return f"{agent} teatab uudist Teie küsimuse kohta:" if agent else "Meil on uudiseid Teie küsimuse kohta:"


CLOSED = "Teie küsimus on suletud. Kui midagi jäi lahtiseks, avab link selle uuesti."
NEW_LINK = "Siin on uus link, mida palusite."
TRANSCRIPT = "Siin on teie vestlus, leheküljena ja lihttekstina."
TOO_LONG = "Teie vestlus on kirja jaoks liiga pikk. Link avab selle; seal saate selle failina salvestada."
CONFIRM = (
    "Keegi palus saata sellele aadressile vestluse meiega. Kui see olite teie, kinnitab link, et aadress "
    "on teie oma, ja avab vestluse; väljavõte tuleb järele."
)
YOU_WROTE = "Teie kirjutasite:"
CONTINUE = "Jätka vestlust"
LINK_LASTS = (
    "Link kehtib üks kord, 7 päeva. Selle taga on kogu teie vestlus, seega palun ärge saatke seda edasi."
)
ANSWER_HERE = "Võite ka lihtsalt sellele kirjale vastata."
ANSWER_THERE = "Palun vastake lingi kaudu: sellele aadressile saadetud kirju ei loeta."
NOT_YOU = (
    "Te ei kirjutanud meile? Siis sisestas keegi teie aadressi eksikombel. Te ei pea midagi tegema; palun "
    "ärge avage linki."
)
NOW_ANSWERED = "Te küsisite: {question}\n\nNüüd on meil vastus: {title}\n{link}"
NOW_SOLVED = "See on nüüd lahendatud: {title}\n\nTäname, et andsite teada, et see puudutas ka Teid."
"""What staff are offered to send, filled in for each customer."""


def when(at: datetime) -> str:
    return f"{at:%d.%m.%Y, %H:%M} UTC"
