"""A transcript as plain text. Who speaks stands at the margin, words never do: none passes for a speaker."""

from __future__ import annotations

from collections.abc import Iterator

from handoff.transcripts.lines import Line, Transcript

INDENT = "    "


def as_text(transcript: Transcript) -> str:
    lines = transcript.lines()
    parts = [f"{transcript.words.TITLE}\n{transcript.about}"]
    parts += ["\n".join(_line(transcript, line)) for line in lines]
    return "\n\n".join(parts if lines else [*parts, transcript.words.EMPTY]) + "\n"


def _line(transcript: Transcript, line: Line) -> Iterator[str]:
    yield f"{transcript.clock(line.at)} · {_one_line(line.speaker)}"
    for words in (line.title, line.text, line.url):
        # Whatever any program takes for the end of a line is followed by our indent.
        yield from (f"{INDENT}{part}" for part in (words or "").splitlines())


def _one_line(name: str) -> str:
    return " ".join(name.split())
