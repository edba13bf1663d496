"""An entry as the studio's pages read and send it, and the version that says whether it changed meanwhile."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Any, Literal

import orjson
from pydantic import AfterValidator, ConfigDict, Field

from content.entries import Entry, Media, Step, Translation
from handoff.web.fields import Payload

LONGEST = 20_000
"""Characters of one text that a request may carry; what an entry may hold is said by the content's checks."""

MOST = 2_000
"""Items of one list, likewise."""

Text = Annotated[str, Field(max_length=LONGEST)]
Lines = Annotated[list[Annotated[str, Field(max_length=LONGEST)]], Field(max_length=MOST)]
Id = Annotated[str, Field(max_length=80)]


def _day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise ValueError("must be a day, as in 2026-12-31") from None


Day = Annotated[str | None, Field(max_length=10), AfterValidator(_day)]


class WrittenMedia(Payload):
    url: Text = ""
    alt: Text = ""


class WrittenStep(Payload):
    """``ends``: "helped", "person", or null where ``steps`` follow."""

    label: Text = ""
    text: Text = ""
    media: Annotated[list[WrittenMedia], Field(max_length=20)] = Field(default_factory=list)
    steps: Annotated[list[WrittenStep], Field(max_length=20)] = Field(default_factory=list)
    ends: Literal["helped", "person"] | None = None


class WrittenTranslation(Payload):
    title: Text = ""
    answer: Text = ""
    phrasings: Lines = Field(default_factory=list)
    url: Text = ""


class WrittenEntry(Payload):
    """What the editor sends. Unknown fields are refused: a page must not silently lose what it sends."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: Id = ""
    title: Text = ""
    topic: Text = ""
    url: Text = ""
    answer: Text = ""
    phrasings: Lines = Field(default_factory=list)
    state: Literal["live", "draft"] = "live"
    visible: Literal["all", "agents"] = "all"
    valid_from: Day = None
    valid_until: Day = None
    review_by: Day = None
    related: Annotated[list[Id], Field(max_length=200)] = Field(default_factory=list)
    media: Annotated[list[WrittenMedia], Field(max_length=100)] = Field(default_factory=list)
    languages: Annotated[
        dict[Annotated[str, Field(max_length=35)], WrittenTranslation], Field(max_length=50)
    ] = Field(default_factory=dict)
    steps: Annotated[list[WrittenStep], Field(max_length=20)] = Field(default_factory=list)
    must_answer: Lines = Field(default_factory=list)
    must_not_answer: Lines = Field(default_factory=list)


def told(entry: Entry) -> dict[str, Any]:
    """Everything of an entry but where it stands."""
    return {
        "id": entry.id,
        "title": entry.title,
        "topic": entry.topic,
        "url": entry.url,
        "answer": entry.answer,
        "phrasings": list(entry.phrasings),
        "state": entry.state,
        "visible": entry.visible,
        "valid_from": _iso(entry.valid_from),
        "valid_until": _iso(entry.valid_until),
        "review_by": _iso(entry.review_by),
        "related": list(entry.related),
        "media": _media(entry.media),
        "languages": {
            language: {
                "title": one.title,
                "answer": one.answer,
                "phrasings": list(one.phrasings),
                "url": one.url,
            }
            for language, one in entry.languages.items()
        },
        "steps": [_step(step) for step in entry.steps],
        "must_answer": list(entry.must_answer),
        "must_not_answer": list(entry.must_not_answer),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _media(media: tuple[Media, ...]) -> list[dict[str, str]]:
    return [{"url": one.url, "alt": one.alt} for one in media]


def _step(step: Step) -> dict[str, Any]:
    return {
        "label": step.label,
        "text": step.text,
        "media": _media(step.media),
        "steps": [_step(one) for one in step.steps],
        "ends": step.ends or None,
    }


def version_of(wire: dict[str, Any]) -> str:
    """The same for the same entry, wherever its comments and line breaks stand. 16 characters."""
    return hashlib.sha256(orjson.dumps(wire, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def entry_of(written: WrittenEntry, file: str) -> Entry:
    """What the editor sent, as the content room has it; not checked yet. White space around texts goes."""
    return Entry(
        id=written.id.strip(),
        title=one_line(written.title),
        url=written.url.strip(),
        answer=_text(written.answer),
        phrasings=_lines(written.phrasings),
        topic=one_line(written.topic),
        file=file,
        state=written.state,
        visible=written.visible,
        valid_from=date.fromisoformat(written.valid_from) if written.valid_from else None,
        valid_until=date.fromisoformat(written.valid_until) if written.valid_until else None,
        review_by=date.fromisoformat(written.review_by) if written.review_by else None,
        related=tuple(dict.fromkeys(one.strip() for one in written.related)),
        media=_written_media(written.media),
        languages={
            language.strip(): Translation(
                title=one_line(one.title),
                answer=_text(one.answer),
                phrasings=_lines(one.phrasings),
                url=one.url.strip(),
            )
            for language, one in written.languages.items()
        },
        steps=tuple(_written_step(step) for step in written.steps),
        must_answer=_lines(written.must_answer),
        must_not_answer=_lines(written.must_not_answer),
    )


def _written_media(media: list[WrittenMedia]) -> tuple[Media, ...]:
    return tuple(Media(one.url.strip(), one_line(one.alt)) for one in media)


def _written_step(step: WrittenStep) -> Step:
    return Step(
        label=one_line(step.label),
        text=_text(step.text),
        media=_written_media(step.media),
        steps=tuple(_written_step(one) for one in step.steps),
        ends=step.ends or "",
    )


def _text(text: str) -> str:
    """As it will be read again: with plain line ends, nothing hanging over them."""
    return "\n".join(
        line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()


def one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(lines: list[str]) -> tuple[str, ...]:
    """Without empty ones: whoever leaves a line empty means nothing by it."""
    return tuple(filter(None, (one_line(line) for line in lines)))
