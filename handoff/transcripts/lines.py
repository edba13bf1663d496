"""What happened, line by line: each with its speaker as the service knows them, never as the words claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handoff.core.conversation import Status
from handoff.core.events import Event, Kind, Role, ms
from handoff.transcripts.languages import Words

HOLDS = {
    Kind.QUEUED: Status.QUEUED,
    Kind.AGENT_JOINED: Status.WITH_AGENT,
    Kind.RETURNED_TO_BOT: Status.WITH_BOT,
    Kind.FOLLOW_UP_LEFT: Status.FOLLOW_UP,
    Kind.RESOLVED: Status.RESOLVED,
}
"""Who holds the customer from such an event on: the pattern of the rail."""

NOTES = (Kind.NOTE_ADDED, Kind.WHISPERED)


@dataclass(frozen=True, slots=True)
class Line:
    """``text`` is the small Markdown people write where somebody speaks, our own sentence where the system
    does. ``joint``: somebody else takes hold here. ``note``: customers never see it. ``at`` in ms."""

    at: int
    status: Status
    role: Role
    speaker: str
    text: str
    name: str | None = None
    title: str | None = None
    url: str | None = None
    joint: bool = False
    note: bool = False

    @property
    def spoken(self) -> bool:
        return self.role is not Role.SYSTEM or self.note


@dataclass(frozen=True, slots=True)
class Transcript:
    """``made_at`` in ms; ``customer`` is what they are called; ``pages`` is where relative links lead."""

    conversation: str
    events: Sequence[Event]
    words: Words
    zone: ZoneInfo
    made_at: int
    customer: str
    pages: str = ""

    @property
    def reference(self) -> str:
        """The number that our mails name, too."""
        return self.conversation[:6].upper()

    @property
    def name(self) -> str:
        """Of the file, without its ending."""
        day = self._wall(self.made_at).partition(" ")[0]
        return f"conversation-{self.reference}-{day}"

    @property
    def about(self) -> str:
        return self.words.reference(self.reference, self.clock(self.made_at), self.zone.key)

    def clock(self, at: int) -> str:
        """``2026-01-31 09:30``, which nobody reads as another day, whichever way lines run."""
        return f"\u2066{self._wall(at)}\u2069" if self.words.DIRECTION == "rtl" else self._wall(at)

    def _wall(self, at: int) -> str:
        return f"{datetime.fromtimestamp(at / 1000, UTC).astimezone(self.zone):%Y-%m-%d %H:%M}"

    def lines(self) -> list[Line]:
        found: list[Line] = []
        status = Status.WITH_BOT
        for event in self.events:
            before, status = status, HOLDS.get(event.kind, status)
            line = self._line(event, status, joint=status is not before)
            if line is not None:
                found += [line, *self._after(event, status)]
        return found

    def _line(self, event: Event, status: Status, *, joint: bool) -> Line | None:
        data, words = event.data, self.words
        if event.kind in NOTES:
            by = event.by.name or words.SYSTEM
            return Line(event.at, status, Role.SYSTEM, f"{words.NOTE} · {by}", self._text(data), note=True)
        if event.kind is Kind.BOT_ANSWERED:
            url = data.get("url")
            url = f"{self.pages}{url}" if url and url.startswith("/") else url
            beside = [*map(self._issue, data.get("issues") or ()), *map(_medium, data.get("media") or ())]
            text = "\n\n".join([self._text(data), *beside])
            return self._said(event, status, text, title=data.get("title"), url=url, joint=joint)
        if event.kind is Kind.BOT_SUGGESTED:
            titles = "\n".join(f"- {one['title']}" for one in data.get("entries", ()))
            return self._said(event, status, f"{words.SUGGESTED}\n\n{titles}", joint=joint)
        if event.kind in (Kind.CUSTOMER_SAID, Kind.BOT_SAID, Kind.AGENT_SAID, Kind.TOLD):
            return self._said(event, status, self._text(data), url=data.get("link"), joint=joint)
        if event.kind is Kind.FOLLOW_UP_LEFT and data.get("text"):
            return self._said(event, status, self._text(data), joint=joint)
        sentence = self._sentence(event)
        return Line(event.at, status, Role.SYSTEM, words.SYSTEM, sentence, joint=joint) if sentence else None

    def _after(self, event: Event, status: Status) -> list[Line]:
        """A form is the customer's words and what we promised on them; a rating may have a comment; to a step
        that was chosen the assistant has words."""
        if event.kind is Kind.FOLLOW_UP_LEFT and event.data.get("text"):
            return [Line(event.at, status, Role.SYSTEM, self.words.SYSTEM, self._promised(event))]
        if event.kind is Kind.RATED and event.data.get("comment"):
            return [self._said(event, status, str(event.data["comment"]))]
        if event.kind is Kind.STEP_TAKEN and event.data.get("text") != "":
            text = self._text(event.data)
            return [Line(event.at, status, Role.BOT, self.words.ASSISTANT, text)]
        return []

    def _said(
        self,
        event: Event,
        status: Status,
        text: str,
        *,
        title: str | None = None,
        url: str | None = None,
        joint: bool = False,
    ) -> Line:
        by_mail = event.data.get("channel") == "mail" and event.data.get("mail") in (None, "sending")
        speaker = self._speaker(event) + (f", {self.words.BY_MAIL}" if by_mail else "")
        name = event.by.name if event.by.role is Role.AGENT else None
        return Line(event.at, status, event.by.role, speaker, text, name, title, url, joint)

    def _speaker(self, event: Event) -> str:
        if event.by.role is Role.CUSTOMER:
            return self.customer
        return self.words.agent(event.by.name or "") if event.by.role is Role.AGENT else self.words.ASSISTANT

    def _text(self, data: Mapping[str, object]) -> str:
        text = data.get("text")
        return self.words.ERASED if text is None else str(text)

    def _issue(self, issue: Mapping[str, Any]) -> str:
        """What was known to be out of order when the answer was given, and stood on its card."""
        told = f"{self.words.KNOWN_ISSUE}: {issue['title']}"
        return f"{told}\n{issue['text']}" if issue.get("text") else told

    def _sentence(self, event: Event) -> str | None:
        """A kind that says nothing to a reader has none."""
        if event.kind is Kind.FOLLOW_UP_LEFT:
            return self._promised(event)
        write = _SENTENCES.get(event.kind)
        return write(self.words, event.data) if write else None

    def _promised(self, event: Event) -> str:
        data = event.data
        if data.get("slot"):
            return self.words.call_at(self.clock(ms(data["slot"])), data.get("phone"))
        return self.words.reply_by(self.clock(ms(data["due"])), data.get("email"))


def _medium(medium: Mapping[str, Any]) -> str:
    """A picture by its address, under what is to be seen on it."""
    alt = " ".join(str(medium.get("alt") or "").split())
    return f"{alt}: {medium.get('url', '')}" if alt else str(medium.get("url", ""))


def _reason(sentences: Mapping[str, str], data: Mapping[str, Any], otherwise: str) -> str:
    return sentences.get(str(data.get("reason")), sentences[otherwise])


_SENTENCES: dict[Kind, Callable[[Words, Mapping[str, Any]], str | None]] = {
    Kind.CONVERSATION_STARTED: lambda _words, data: data.get("disclosure") or None,
    Kind.FEEDBACK_GIVEN: lambda words, data: words.HELPED if data.get("helpful") else words.NOT_HELPED,
    Kind.STEP_TAKEN: lambda words, data: f"{words.STEP}: {' › '.join(map(str, data.get('trail', ())))}",
    Kind.HANDOFF_REQUESTED: lambda words, data: _reason(words.HANDOFF, data, "agent"),
    Kind.QUEUED: lambda words, data: _reason(words.QUEUED, data, "handoff"),
    Kind.AGENT_JOINED: lambda words, data: words.joined(data["agent"]["name"]),
    Kind.AGENT_LEFT: lambda words, data: _reason(words.LEFT, data, "returned").replace(
        "{name}", data["agent"]["name"]
    ),
    Kind.RETURNED_TO_BOT: lambda words, _data: words.RETURNED_TO_BOT,
    Kind.RESOLVED: lambda words, data: _reason(words.RESOLVED, data, "solved"),
    Kind.REOPENED: lambda words, _data: words.REOPENED,
    Kind.RATED: lambda words, data: words.rated(int(data["score"])),
}
"""An agent's own word for closing, or a newer version's reason, gets the sentence that is true of all."""


def zone_of(name: str | None) -> ZoneInfo:
    """A browser names its zone; one that nobody knows is read in UTC."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
