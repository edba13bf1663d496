"""A transcript as a page of its own: readable without us, printable, with the rail, and without a script."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from xml.etree.ElementTree import Element, SubElement, tostring

from handoff.core.events import Role
from handoff.transcripts import marks
from handoff.transcripts.lines import Line, Transcript
from handoff.transcripts.look import LOOK

POLICY = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(LOOK.encode()).digest()).decode()}'"
"""Also written into the page, which holds wherever the file is opened."""


def as_page(transcript: Transcript) -> str:
    words = transcript.words
    page = Element("html", {"lang": words.CODE, "dir": words.DIRECTION})
    head = SubElement(page, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width"})
    SubElement(head, "meta", {"name": "robots", "content": "noindex"})
    SubElement(head, "title").text = f"{words.TITLE} {transcript.reference}"
    SubElement(head, "style").text = LOOK
    main = SubElement(SubElement(page, "body"), "main")
    SubElement(main, "h1").text = words.TITLE
    SubElement(main, "p", {"class": "about"}).text = transcript.about
    lines = transcript.lines()
    if not lines:
        SubElement(main, "p").text = words.EMPTY
    log = SubElement(main, "ol") if lines else main
    for line in lines:
        _line(log, transcript, line)
    return f"<!doctype html>\n{tostring(page, encoding='unicode', method='html')}\n"


def _line(log: Element, transcript: Transcript, line: Line) -> None:
    kinds = ["row", line.status.value, "note" if line.note else line.role.value]
    row = SubElement(log, "li", {"class": " ".join([*kinds, *(["joint"] if line.joint else [])])})
    if line.spoken and not line.note:
        _face(row, line)
    said = SubElement(row, "div", {"class": "said"})
    who = SubElement(said, "p", {"class": "speaker"})
    # A customer's name runs as it is written; our own words run as their language does.
    way = "auto" if line.role is Role.CUSTOMER else transcript.words.DIRECTION
    SubElement(who, "bdi", {"dir": way}).text = line.speaker
    marks.say(who, " · ")
    at = datetime.fromtimestamp(line.at / 1000, UTC).isoformat(timespec="seconds")
    SubElement(who, "time", {"datetime": at}).text = transcript.clock(line.at)
    bubble = SubElement(said, "div", {"class": "bubble", "dir": "auto"})
    if not line.spoken:
        SubElement(bubble, "p").text = line.text
        return
    if line.title:
        SubElement(bubble, "p", {"class": "title"}).text = line.title
    marks.write(bubble, line.text)
    if line.url:
        there = SubElement(bubble, "p", {"class": "more"})
        marks.link(there, line.url).text = line.url


def _face(row: Element, line: Line) -> None:
    """Initials for a person, a square tile for the assistant: a photo would have to be fetched."""
    if line.role is Role.BOT:
        SubElement(row, "span", {"class": "tile", "aria-hidden": "true"}).text = "▫"
    elif line.role is Role.AGENT:
        SubElement(row, "span", {"class": "face", "aria-hidden": "true"}).text = initials(line.name or "")


def initials(name: str) -> str:
    parts = name.split()
    return "".join(part[0] for part in dict.fromkeys([*parts[:1], *parts[-1:]])).upper()
