"""What people wrote, without what tells who they are: before it is shown as content or taught."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

HIDDEN = "…"
"""Stands for what was taken out. Punctuation: the bot reads over it."""

LONGEST = 300
"""Characters of a phrasing: longer ones tell a story and teach no words."""

LONGEST_ANSWER = 1_900
"""Characters of an answer that is begun with: an entry's may have a few more."""

WORDS = (2, 40)
"""A phrasing has so many at least, and at most."""

ALIKE = 0.75
"""Share of two phrasings' words that are the same, from which on one of them is enough."""

_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\w)[#+(]?(?:\d[\s().\-/]{0,3}){4,30}\d(?!\w)")
_MARKED = re.compile(r"(?<!\w)(?:#\s?\d{1,20}|[A-Z]{1,6}[-/]?\d{3,12}(?:[-/][A-Z0-9]{1,12}){0,3})(?!\w)")
_STREET = re.compile(
    r"(?<!\w)(?:\d{1,5}[a-z]?,?\s+(?:[A-Z][\w'’-]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Way|Square)"
    r"|[A-ZÄÖÜ][\w-]*(?:straße|strasse|str\.|weg|platz|gasse|allee)\s+\d{1,4}[a-z]?"
    r"|\d{1,4},?\s+(?:rue|avenue|boulevard|place)\s+(?:\w+\s?){1,4}"
    r"|(?:calle|avenida|plaza)\s+(?:\w+\s){0,3}\w+,?\s+\d{1,4})(?!\w)"
)
_INTRODUCED = re.compile(
    r"(?i:\b(my name is|i am called|my name’s|my name's|ich heiße|ich heisse|mein name ist"
    r"|je m['’]appelle|me llamo|mi nombre es|minu nimi on"
    r"|mr\.?|mrs\.?|ms\.?|dr\.?|herr|frau|señora?|madame|monsieur))"
    r"\s+[^\W\d_][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]+)?"
)
_I_AM = re.compile(
    r"\b((?i:this is|i am|i['’]m|it['’]s)|Ich bin|Hier ist|Je suis|Soy)"
    r"\s+[A-ZÀ-Þ][a-zà-ÿ'’-]+\s+[A-ZÀ-Þ][a-zà-ÿ'’-]+"
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\n\s*\n\s*")
_HIDDEN_AGAIN = re.compile(r"…(?:[\s,.;:-]*…)+")

_HELLO = (
    r"hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|liebe[r]?"
    r"|bonjour|bonsoir|hola|buenos días|buenas tardes|tere"
)
_GREETING = re.compile(
    rf"^\s*(?:(?i:{_HELLO})(?!\w)(?:\s+(?:there|again|…|[A-ZÀ-Þ][\w'’-]*)){{0,3}}\s*[,!.:–-]*\s*"
    r"|(?i:(?:thanks|thank you)(?: so much| very much)?"
    r"(?: for (?:writing|waiting|your message|reaching out))?)"
    r"\s*[,!.]+\s*)"
)
_BYE = (
    r"(?:(?:best|kind|warm)?\s*(?:regards|wishes)|best|cheers|yours|sincerely|thanks|many thanks"
    r"|viele grüße|liebe grüße|mit freundlichen grüßen|cordialement|saludos)"
)
_CLOSING = re.compile(rf"(?:\n|(?<=[.!?])\s)\s*{_BYE}\s*[,!.]?\s*(?:\n?\s*[^\n]{{0,60}})?\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def without_names(text: str, names: Iterable[str]) -> str:
    """Without these people's names, whole or in parts, as names are written."""
    parts: dict[str, None] = {}
    for name in names:
        whole = " ".join(name.split())[:120]
        if len(whole) > 1:
            parts[whole] = None
            parts.update(dict.fromkeys(part for part in whole.split() if len(part) > 1))
    for part in sorted(parts, key=len, reverse=True):
        written = {part, part.title(), part.upper()} | ({part.lower()} if " " in part else set())
        text = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(written)))})(?!\w)", HIDDEN, text)
    return text


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Without addresses, numbers, links and names. ``names``: of those who are known to be in it."""
    text = _BREAKS.sub("\n\n", _SPACES.sub(" ", text[:8_000]))
    for pattern in (_MAIL, _LINK, _STREET, _MARKED, _NUMBER):
        text = pattern.sub(HIDDEN, text)
    text = _INTRODUCED.sub(lambda found: f"{found[1]} {HIDDEN}", text)
    text = _I_AM.sub(lambda found: f"{found[1]} {HIDDEN}", text)
    return _HIDDEN_AGAIN.sub(HIDDEN, without_names(text, names))


def phrasing(text: str, names: Iterable[str] = ()) -> str | None:
    """A customer's words as they may be taught; None: they teach nothing."""
    text = " ".join(_GREETING.sub("", masked(text, names)).split()).strip(" ,;:-–")
    words = _WORD.findall(text)
    if len(text) > LONGEST or not WORDS[0] <= len(words) <= WORDS[1]:
        return None
    return text


def phrasings(texts: Iterable[str], known: Sequence[str] = (), most: int = 12) -> list[str]:
    """The first of those that differ enough from each other and from ``known``."""
    seen = [_words(text) for text in known]
    chosen: list[str] = []
    for text in texts:
        words = _words(text)
        if words and all(_alike(words, other) < ALIKE for other in seen):
            seen.append(words)
            chosen.append(text)
            if len(chosen) == most:
                break
    return chosen


def answer(text: str, names: Iterable[str] = ()) -> str:
    """An agent's words as an answer may begin: without greeting, names and signature."""
    text = masked(text, names)
    for _ in range(3):
        text = _GREETING.sub("", text, count=1)
    text = _CLOSING.sub("", text).strip(" \n,–-")
    if len(text) > LONGEST_ANSWER:
        text = text[:LONGEST_ANSWER].rsplit(" ", 1)[0] + HIDDEN
    return text[:1].upper() + text[1:]


def most_typical(texts: Sequence[str]) -> str:
    """The one that has most in common with the others; of two the longer one."""
    words = [_words(text) for text in texts]
    points = [
        (sum(_alike(mine, other) for place, other in enumerate(words) if place != own), len(texts[own]), -own)
        for own, mine in enumerate(words)
    ]
    return texts[-max(points)[2]] if texts else ""


def title(text: str, longest: int = 100) -> str:
    """A question as an entry's title."""
    first = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0].strip()
    if len(first) > longest:
        first = first[: longest - 1].rsplit(" ", 1)[0] + HIDDEN
    return first[:1].upper() + first[1:]


def slug(text: str, taken: Iterable[str], longest: int = 40) -> str:
    """An entry's id made of a title's words: small letters, digits, hyphens; never one that is taken."""
    plain = (
        unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    )
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    telling = [word for word in words if word not in _SMALL] or words
    made = ""
    for word in telling[:6]:
        if len(made) + len(word) + 1 > longest:
            break
        made = f"{made}-{word}" if made else word
    made, taken = made or "question", set(taken)
    return next(name for number in range(1, len(taken) + 2)
                if (name := made if number == 1 else f"{made}-{number}") not in taken)  # fmt: skip


_SMALL = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be by can could did do does for from get has have hello hi how i if in is it its
        me my of on or please so that the there this to want was we were what when where which who why will
        with would you your""",
    )
)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
