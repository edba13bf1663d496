"""Every word of a transcript in Estonian."""

from __future__ import annotations

CODE = "et"
DIRECTION = "ltr"

TITLE = "Vestlus"
YOU = "Teie"
CUSTOMER = "Klient"
ASSISTANT = "Assistent (automaatne)"
SYSTEM = "Süsteem"
NOTE = "Sisemine märkus"
BY_MAIL = "e-postiga"
EMPTY = "Veel pole midagi kirjutatud."
ERASED = "(kustutatud)"
SUGGESTED = "Kas küsimus on üks neist?"
KNOWN_ISSUE = "Teadaolev rike"
STEP = "Proovitud samm"
HELPED = "See vastas küsimusele."
NOT_HELPED = "See ei vastanud küsimusele."
RETURNED_TO_BOT = "Tagasi automaatse assistendi juures."

HANDOFF = {
    "asked": "Paluti inimest.",
    "unsatisfied": "Vastusest polnud abi, seega võtab üle inimene.",
    "no_answer": "Assistendil pole sellele head vastust, seega võtab üle inimene.",
    "repeated": "Ühest katsest piisab: üle võtab inimene.",
    "bot_unavailable": "Assistent pole saadaval, seega võtab üle inimene.",
    "sensitive": "See on inimese asi.",
    "rule": "See on inimese asi.",
    "agent": "Üle võtab inimene.",
}
QUEUED = {
    "handoff": "Järjekorras inimese juurde.",
    "agent_lost": "Taas järjekorras, kõige ees.",
    "released": "Taas järjekorras, kõige ees.",
    "transferred": "Teise meeskonna järjekorras, kõige ees.",
    "overflow": "Appi tuleb teine meeskond.",
}
LEFT = {
    "lost": "Ühendus katkes: {name}.",
    "idle": "{name} ei vastanud mõnda aega ja on lahkunud.",
    "released": "{name} on lahkunud ja andis vestluse meeskonnale tagasi.",
    "transferred": "{name} on lahkunud ja andis vestluse edasi.",
    "taken_over": "{name} on lahkunud; üle võtab kolleeg.",
    "returned": "{name} on lahkunud.",
}
RESOLVED = {
    "solved": "Vestlus suleti.",
    "restarted": "Klient sulges vestluse.",
    "idle": "Vestlus suleti pärast pikka vaikust.",
}
REOPENED = "Vestlus on taas avatud."


def reference(reference: str, saved: str, zone: str) -> str:
    return f"{reference} · salvestatud {saved} · kõik kellaajad: {zone}"


def agent(name: str) -> str:
    return f"{name}, klienditugi"


def joined(name: str) -> str:
    return f"{name} on liitunud ja näeb seda vestlust."


def reply_by(due: str, address: str | None) -> str:
    return f"Vastus {f'aadressile {address} ' if address else ''}on lubatud hiljemalt {due}."


def call_at(slot: str, phone: str | None) -> str:
    return f"Kõne {f'numbrile {phone} ' if phone else ''}on lubatud: {slot}."


def rated(score: int) -> str:
    return f"Hinne: {score} viiest."
