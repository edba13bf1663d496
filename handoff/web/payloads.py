"""What calls over a socket may carry, customers' and agents'."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, Field, model_validator

from handoff.core.records import LONGEST_TAG, MOST_TAGS
from handoff.core.steps import DEEPEST
from handoff.identity import inert
from handoff.web.fields import (
    Comment,
    Email,
    Moment,
    Note,
    Once,
    Payload,
    Phone,
    Seq,
    Uuid,
    Words,
    Zone,
    plain_url,
    printable,
    reachable,
    with_offset,
)


class Page(Payload):
    url: Annotated[str, Field(max_length=2_000), AfterValidator(plain_url)]
    title: str = Field("", max_length=300)


class CustomerAuth(Payload):
    token: str | None = Field(None, max_length=1_000)
    identity: Any = None
    page: Page | None = None
    locale: str | None = Field(None, max_length=35, pattern=r"^[A-Za-z0-9-]+$")
    time_zone: Zone = None


class AgentAuth(Payload):
    token: str | None = Field(None, max_length=1_000)


class Identify(Once):
    identity: Any


class Say(Once):
    text: Words


class Feedback(Once):
    answer: int = Field(ge=1, le=2**53 - 1)
    helpful: bool


class Step(Once):
    """A guided step of an answer: the numbers of the choices that lead there, from 0."""

    answer: int = Field(ge=1, le=2**53 - 1)
    path: list[Annotated[int, Field(ge=0, le=99)]] = Field(min_length=1, max_length=DEEPEST)


class Choose(Once):
    suggestion: int = Field(ge=1, le=2**53 - 1)
    entry: str | None = Field(max_length=200)


class Unhelped(Once):
    """About an entry read before the first word; ``question`` is what was searched for."""

    entry: str = Field(max_length=200)
    question: Words | None = None
    helpful: bool | None = None


class Affected(Once):
    issue: Uuid


class Rate(Once):
    score: int = Field(ge=1, le=5)
    comment: Comment = None
    repeated: bool | None = None
    knew_who: bool | None = None


class Read(Payload):
    seq: Seq


class Sync(Payload):
    after: Seq
    conversation: Uuid | None = None


class Nothing(Payload):
    pass


class About(Payload):
    conversation: Uuid


class AgentOnce(Once, About):
    reason: Annotated[str | None, Field(max_length=200)] = None


class AgentSay(Once, About):
    text: Words
    entry: str | None = Field(None, max_length=100)


class AgentSays(AgentSay):
    """``anyway``: though the customer has been shown that entry before."""

    anyway: bool = False


class Suggest(About):
    """``query``: words of the agent's, to search all entries by, instead of the customer's."""

    query: Annotated[str | None, Field(max_length=200)] = None


class Take(Once):
    conversation: Uuid | None = None


class Transfer(Once, About):
    """To one agent or to one team."""

    to_agent: Uuid | None = None
    to_team: Annotated[str | None, Field(max_length=64)] = None
    note: Note = None

    @model_validator(mode="after")
    def _one(self) -> Transfer:
        if (self.to_agent is None) == (self.to_team is None):
            raise ValueError("name one of to_agent and to_team")
        return self


class Assign(Transfer):
    """As a transfer; nobody is asked, so the shorter names are understood too."""

    to_agent: Uuid | None = Field(None, validation_alias=AliasChoices("to_agent", "agent"))
    to_team: Annotated[str | None, Field(max_length=64)] = Field(
        None, validation_alias=AliasChoices("to_team", "team")
    )


class Watch(About):
    on: bool = True


class FollowUp(Once):
    email: Email
    text: Words
    phone: Phone = None
    slot: Moment = None


class MailTranscript(Once):
    email: Annotated[str, Field(max_length=254), AfterValidator(reachable)] | None = None
    conversation: Uuid | None = None
    zone: Zone = None


class AgentRead(Read, About):
    pass


class AgentSync(About):
    after: Seq


def _tag(text: str) -> str:
    """One line in lower case, so that nobody tags the same thing twice."""
    name = inert(text, LONGEST_TAG).lower()
    if not name:
        raise ValueError("a tag has at least one letter")
    return name


Tag = Annotated[str, Field(max_length=200), AfterValidator(_tag)]


class Tags(Once, About):
    add: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)
    remove: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)


class Availability(Payload):
    available: bool
    label: Annotated[str, Field(max_length=60), AfterValidator(printable)] | None = None


class Viewing(Payload):
    conversation: Uuid | None = None


class Plan(Once, About):
    """A follow-up that an agent makes or moves."""

    due: Annotated[str, Field(max_length=40), AfterValidator(with_offset)]
    owner: Literal["me", "team"] = "me"
    email: Email | None = None
    note: Note = None


class OthersAvailability(Availability):
    """Of a colleague, by a supervisor."""

    agent: Uuid
