"""What an entry, small talk and the whole of the content are, and how large each part may be."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from content.source import Problem

ID_LENGTH, TITLE_LENGTH, URL_LENGTH = 60, 120, 500
PHRASING_LENGTH = 300  # longer than a question; a story does not teach a question's words
ANSWER_LENGTH = 2_000  # half of what one message may hold
ALT_LENGTH = 300  # what a picture shows, in a sentence or two
LABEL_LENGTH = 80  # a choice is a button
STEP_LENGTH = 1_000  # what one step says; a longer one is an entry of its own
FEW = 8  # fewer phrasings than this are learnt badly
MANY = 20_000  # a thousand entries of ten phrasings with room to spare; a check and a training stay quick
PHRASINGS_MOST = 500  # of one entry in one language; more drown the other entries
MEDIA_MOST, RELATED_MOST, LANGUAGES_MOST = 10, 20, 40
MUST_MOST = 100  # questions that staff test one entry with
CHOICES_MOST, STEPS_DEEP = 6, 5  # more choices or levels than this is not a path that people follow

VERDICTS = {"helpful": True, "not_helpful": False}
REASONS = ("asked", "no_answer", "sensitive")
STATES = ("live", "draft")
VISIBLE = ("all", "agents")
ENDS = ("helped", "person")


@dataclass(frozen=True)
class Media:
    """A picture or a film by its https address; `alt` says what it shows to those who cannot see it."""

    url: str
    alt: str


@dataclass(frozen=True)
class Step:
    """A choice after an answer: its label, what it says, then its own choices or how it `ends`."""

    label: str
    text: str
    media: tuple[Media, ...] = ()
    steps: tuple["Step", ...] = ()
    ends: str = ""


@dataclass(frozen=True)
class Translation:
    """An entry in another language."""

    title: str
    answer: str
    phrasings: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """A question with its phrasings, and its answer in small Markdown.

    `url` is https, or empty: then our own page shows the entry. `line` is where it begins. The days are
    inclusive. `languages` maps a language's code to the entry in it.
    """

    id: str
    title: str
    url: str
    answer: str
    phrasings: tuple[str, ...]
    topic: str
    file: str
    line: int = 1
    state: str = "live"
    visible: str = "all"
    valid_from: date | None = None
    valid_until: date | None = None
    review_by: date | None = None
    related: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    languages: dict[str, Translation] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    must_answer: tuple[str, ...] = ()
    must_not_answer: tuple[str, ...] = ()

    @property
    def taught(self) -> bool:
        """Whether the bot learns it: it is no draft, and not for agents alone."""
        return self.state == "live" and self.visible == "all"

    @property
    def examples(self) -> tuple[str, ...]:
        """All that is taught as meaning this entry: titles and phrasings, in every language."""
        told = [self.title, *self.phrasings]
        for one in self.languages.values():
            told += [one.title, *one.phrasings]
        return tuple(dict.fromkeys(told))


@dataclass(frozen=True)
class Talk:
    """Something people say that is no question: it gets a reply, hands over for a reason, or is a verdict."""

    id: str
    phrasings: tuple[str, ...]
    reply: str = ""
    handoff: str | None = None
    verdict: bool | None = None
    line: int = 1


@dataclass(frozen=True)
class Content:
    """All that stands in a folder: what the bot is taught, drafts, and what only agents see.

    `words` maps a talk item's id to the words that mean it, whatever else is said.
    """

    entries: tuple[Entry, ...] = ()
    talk: tuple[Talk, ...] = ()
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def taught(self) -> tuple[Entry, ...]:
        """The entries that the bot learns."""
        return tuple(entry for entry in self.entries if entry.taught)


class ContentError(Exception):
    """The content has errors, so nothing can be taught from it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep what is wrong, in `problems`."""
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def normalise(text: str) -> str:
    """Reduce a phrasing to what makes it the same as another: its words, whatever case and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    return " ".join(re.findall(r"\w+", folded))
