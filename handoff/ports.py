"""What the desk needs from the outside world. Real adapters and in-memory twins fulfil the same contracts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Protocol, TypeVar

from handoff.core.bot import BotReply
from handoff.core.conversation import Conversation
from handoff.core.events import Event
from handoff.core.identity import Profile
from handoff.core.mail import Link, Mail, MailKind
from handoff.core.people import Colleague
from handoff.core.queue import Place, Standing
from handoff.core.records import Block, CustomerNote, Visit
from handoff.core.search import Document, Search, Sight
from handoff.core.teams import Team
from handoff.core.told import Waiting
from handoff.core.waits import Note, Staffing, Wait

T = TypeVar("T")

Answer = dict[str, Any]
"""What a call is acknowledged with, beside ``ok``."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A customer as their token proves them."""

    id: str

    @property
    def known(self) -> bool:
        """Not made up by us but worked out from who the site says they are: the id's version tells."""
        return self.id[14:15] == "5"


@dataclass(frozen=True, slots=True)
class Agent:
    """A signed-in colleague. ``teams`` is None for those who see every team."""

    id: str
    name: str
    email: str
    role: str
    teams: tuple[str, ...] | None
    avatar: str | None = None

    def sees(self, team: str | None) -> bool:
        return self.teams is None or team in self.teams


class Mailroom(Protocol):
    """Mail to be sent, links in it, and whose address is whose: part of a transaction."""

    @property
    def domain(self) -> str | None:
        """What our mails' ids end in; None: no mail goes out of this installation."""

    def put(self, mail: Mail) -> None: ...

    def mailed(self, address: str, since: int, kind: MailKind | None = None) -> int:
        """Mails written to this address since then, of this kind (None: of any)."""

    def others(self, visitor: str, address: str, since: int) -> int:
        """How many other addresses this visitor had mail written to since then."""

    def confirmed(self, visitor: str, address: str) -> bool: ...

    def confirm(self, visitor: str, address: str, at: int) -> None: ...

    def last_words(self, conversation: str) -> tuple[str | None, str | None]:
        """What the customer said last, and by which channel (None: on a page)."""

    def claim(self, now: int, until: int) -> Mail | None:
        """A mail that is due, counted as tried. It is due again at ``until`` unless something is said of it:
        the process may die between sending it and saying so."""

    def find(self, id: str) -> Mail | None: ...

    def newest(self, conversation: str, address: str, kind: MailKind) -> Mail | None:
        """The newest mail of this kind from this conversation to this address."""

    def earlier(self, mail: Mail) -> list[str]:
        """The message ids of the conversation's mails before this one, oldest first."""

    def sent(self, id: str, at: int) -> None: ...

    def later(self, id: str, due_at: int, trouble: str) -> None: ...

    def failed(self, id: str, trouble: str) -> bool:
        """Never to be tried again. False: that was known."""

    def keep_link(self, link: Link) -> None:
        """A link that was kept before stays as it was, but for a longer life."""

    def link(self, token_hash: str) -> Link | None: ...

    def redeem(self, token_hash: str, at: int) -> bool:
        """Once; False: it was redeemed before."""


@dataclass(frozen=True, slots=True)
class LineSum:
    """How many wait, and the sums of their ranks and times: the same for two lines, they are one."""

    count: int = 0
    ranks: int = 0
    sinces: int = 0

    def plus(self, place: Place, sign: int) -> LineSum:
        """With one more (1) or one less (-1) at that place."""
        return LineSum(self.count + sign, self.ranks + sign * place[0], self.sinces + sign * place[1])


class Undelivered(Exception):
    """A mail did not leave. ``for_good``: it never will. ``everybody``: no other would have either, now."""

    def __init__(self, trouble: str, *, for_good: bool = False, everybody: bool = False) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.for_good = for_good
        self.everybody = everybody


class Postman(Protocol):
    """Takes mails to the mail server."""

    async def send(self, message: EmailMessage, address: str) -> None:
        """Raises ``Undelivered``. It may arrive twice when we die right after; its id is the same then."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A customer an agent lost, when (ms) and why (``lost``, ``idle``)."""

    conversation: str
    at: int
    reason: str


class Unreachable(Exception):
    """The mailbox can't be read now; the next look begins anew."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail that nobody has read yet. ``head`` are its header lines, ``size`` its bytes."""

    uid: str
    size: int
    head: bytes


class Inbox(Protocol):
    """The mailbox that replies arrive in. Blocking; everything raises ``Unreachable``."""

    def unread(self) -> list[Envelope]:
        """Those not shown before, oldest first. Marks nothing."""

    def whole(self, uid: str) -> bytes:
        """The mail as it came; empty when it is gone."""

    def done(self, uid: str) -> None:
        """Mark it as read."""

    def again(self) -> None:
        """Forget which were shown: something went wrong with one of them."""

    def close(self) -> None: ...


class Customers(Protocol):
    """What is known of customers beside their conversations: part of a transaction."""

    def profile(self, visitor: str) -> Profile | None: ...

    def keep_profile(self, visitor: str, profile: Profile, at: int) -> None: ...

    def hand_over(self, conversation: Conversation, visitor: str, number: int) -> None:
        """Make it another visitor's, under this number, with the answers its calls got, the links that lead
        to it and the addresses confirmed by them. ``append`` the row, in which it is so, right after."""

    def renumber(self, conversation: Conversation, number: int) -> None:
        """Another place among its visitor's conversations. ``append`` right after."""

    def retire(self, visitor: str, became: str, at: int) -> None:
        """Nobody speaks as this visitor any more: they have said who they are."""

    def retired(self, visitor: str) -> bool: ...

    def conversations_of(self, visitor: str, limit: int) -> list[Conversation]:
        """Newest first."""

    def notes(self, visitor: str) -> list[CustomerNote]:
        """About this customer, oldest first."""

    def note(self, id: str) -> CustomerNote | None: ...

    def keep_note(self, note: CustomerNote) -> None:
        """One that is kept already stays as it is."""

    def remove_note(self, id: str) -> None: ...

    def visits(self, conversation: str) -> list[Visit]:
        """Oldest first."""

    def keep_visit(self, visit: Visit) -> None:
        """One that is kept already stays as it is; of more than ``MOST_VISITS`` the oldest go."""

    def left(self, visit: str, at: int) -> None: ...

    def tags(self, limit: int) -> list[str]:
        """Tags in use, those used last first."""

    def use_tags(self, tags: Sequence[str], at: int) -> None: ...

    def keep_out(self, block: Block) -> None:
        """In place of what was said of this visitor before."""

    def let_in(self, visitor: str) -> bool:
        """False: they were not kept out."""

    def kept_out(self) -> list[Block]:
        """Newest first, those whose time is over among them."""


class Tellings(Protocol):
    """Customers who are about to be told that there is an answer now: part of a transaction."""

    def claim(self, telling: str, visitor: str) -> Waiting | None:
        """Taken from those who wait, as who they are by now; None: somebody else did."""

    def first(self, waiting: Waiting, at: int) -> bool:
        """Written down that they hear of this subject. False: they have, whoever they were then."""

    def mailed(self, waiting: Waiting, posting: str) -> None:
        """What becomes of the mail."""

    def failed(self, telling: str) -> None:
        """One customer could not be told."""


class Transaction(Protocol):
    """One atomic piece of work. When ``Log.transact`` returns, all it wrote is durable, or nothing."""

    @property
    def mailroom(self) -> Mailroom: ...

    @property
    def customers(self) -> Customers: ...

    @property
    def tellings(self) -> Tellings: ...

    def conversation(self, id: str) -> Conversation | None: ...

    def latest(self, visitor: str) -> Conversation | None:
        """The visitor's newest conversation."""

    def next_in_line(self, teams: Sequence[str] | None) -> Conversation | None:
        """Who has waited longest in these teams (None: in any)."""

    def held_by(self, agent: str) -> list[Conversation]: ...

    def teams(self) -> Sequence[Team]:
        """Every team, oldest first."""

    def colleagues(self, team: str) -> list[Colleague]:
        """The team's agents who have a living connection."""

    def everybody(self) -> list[Colleague]:
        """All who may hold a conversation, there or not, by name."""

    def colleague(self, id: str, *, claiming: bool = False) -> Colleague | None:
        """One agent, connected or not; None for content staff and for nobody. ``claiming``: nobody else gives
        them a customer until this transaction ends, so that capacity holds across processes."""

    def room(self, agent: str) -> int | None:
        """How many more this agent can hold; None: no limit is set. Nobody else gives them a customer until
        this transaction ends."""

    def let_go(self, agent: str, wrapping_until: int | None) -> None:
        """The agent has one customer less from now on, and perhaps notes to finish."""

    def lost(self, agent: str, conversation: str, reason: str) -> None:
        """A customer was taken from an agent who was gone or silent; they hear of it when they are back."""

    def losses(self, agent: str) -> list[Loss]:
        """What this agent lost and was not told of before the last minute; told with this."""

    def set_available(self, agent: str, available: bool, label: str | None) -> None: ...

    def follow_ups(self, team: str) -> list[Conversation]:
        """The team's open follow-ups in which the customer is waiting, those due first."""

    def is_connected(self, agent: str) -> bool:
        """With a living connection."""

    def done(self, sender: str, client_id: str) -> Answer | None:
        """The answer this call got before, if it was made before."""

    def remember(self, sender: str, client_id: str, conversation: str | None, answer: Answer) -> None: ...

    def append(
        self, before: Conversation | None, after: Conversation, events: Sequence[Event]
    ) -> Conversation:
        """Write events and the folded row, expecting ``before.revision``; ``None``: a new conversation.
        Returns the row as stored. A row that changed meanwhile makes the whole work run again."""


class Log(Protocol):
    """The event log: the truth."""

    async def transact(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` in one transaction and return its result once that is durable. It may run more than
        once and in another thread, so it touches nothing but the transaction. Raises what it raises;
        ``Unavailable`` when the database fails."""

    async def written(self) -> None:
        """Something small was made durable. ``Unavailable`` where nothing can be: a full disk still reads."""

    async def conversation(self, id: str) -> Conversation | None: ...

    async def latest(self, visitor: str) -> Conversation | None: ...

    async def has_become_known(self, visitor: str) -> bool:
        """Whether they have said who they are since: this visitor is nobody any more."""

    async def events(self, conversation: str, after: int, limit: int) -> list[Event]:
        """Events with ``seq > after``, in order, at most ``limit``."""

    async def conversations(self, ids: Sequence[str]) -> list[Conversation]:
        """Those of them that exist, in no order."""

    async def waiting(self, teams: Sequence[str] | None) -> list[Conversation]:
        """Queued conversations, first in line first. As long as the queue: for those who need all of it."""

    async def standings(self) -> list[Standing]:
        """Where everybody who waits stands, in no order."""

    async def line_sums(self) -> Mapping[str, LineSum]:
        """What tells each team's line from another, for teams with a line; cheap enough to ask often."""

    async def held(self, agent: str) -> list[Conversation]: ...

    async def with_agents(self, limit: int) -> list[Conversation]:
        """What any agent holds, the longest here first, at most ``limit``."""

    async def follow_ups(self, teams: Sequence[str] | None, agent: str) -> list[Conversation]:
        """Open follow-ups of these teams (None: of all) and those this agent owns, due first."""

    async def offered(self) -> list[Conversation]:
        """Conversations whose transfer waits for a yes."""

    async def held_heads(self, agents: Sequence[str]) -> Mapping[str, list[tuple[str, int]]]:
        """What each of these agents holds, with its ``seq``."""

    async def heads(self, conversations: Sequence[str]) -> Mapping[str, tuple[int, int]]:
        """``seq`` and ``customer_seq`` of each."""

    async def left_behind(self, conversations: Sequence[str]) -> set[str]:
        """Those of them whose customer has begun another since."""

    async def due(self, now: int, limit: int) -> list[str]:
        """Conversations whose deadline has passed, most overdue first."""

    async def adrift(self, limit: int) -> list[str]:
        """Open conversations that nobody owns or that have no deadline. There should be none."""

    async def abandoned(self) -> list[str]:
        """Agents who hold a conversation and have no living connection."""

    async def retired(self) -> list[str]:
        """Conversations and follow-ups held under an account that is disabled or gone."""


class Finder(Protocol):
    """All conversations by their words and marks. What was said a moment ago may be found a moment later."""

    async def find(self, search: Search, sight: Sight) -> tuple[list[Document], bool]:
        """In the order asked for, and whether there are more. ``words`` and ``marks`` may be left empty."""

    async def said(self, conversations: Sequence[str]) -> list[Event]:
        """The newest of what was said in each of them, with words, newest first."""


class Index(Protocol):
    """What a ``Finder`` finds, kept up beside the log and never on anybody's way."""

    async def follow(self) -> int:
        """One bounded step after the log: how many conversations were taken in; 0: it is up to date."""


EVERYWHERE = "*"
"""Stands for the team of those who belong to none and may help in every one."""


class Waits(Protocol):
    """How long people waited and what they had been told: statistics, never on anybody's way."""

    async def write(self, notes: Sequence[Note]) -> tuple[list[Note], list[tuple[str, bool]]]:
        """All at once. Returns the notes that fit no wait (yet: another process may be late), and for each
        wait that ended and can be judged its team and whether the range shown held."""

    async def recent(self, team: str, since: int) -> list[Wait]:
        """The newest finished waits, as many as estimates look at."""

    async def accuracy(self, since: int) -> Mapping[str, tuple[int, int]]:
        """For each team the waits that kept to the first range shown, and those that did not."""

    async def ended(self, team: str, since: int) -> tuple[int, int]:
        """Waits that ended since then (ms): with an agent, and in any other way."""

    async def staffing(self) -> Mapping[str, Staffing]:
        """Who is there now, by team; under ``EVERYWHERE`` those who belong to none and see all."""


class Presence(Protocol):
    """Agents' connections as leases: they lapse by themselves when a process dies."""

    async def connect(self, agent: str, connection: str) -> None: ...

    async def disconnect(self, connection: str) -> None: ...

    async def renew(self, connections: Mapping[str, str]) -> None:
        """Connection → agent of all that live here. One that lapsed and was swept away meanwhile is back."""

    async def is_connected(self, agent: str) -> bool: ...

    async def set_status(self, agent: str, available: bool, label: str | None) -> None: ...

    async def status(self, agent: str) -> tuple[bool, str | None]: ...

    async def since(self) -> Mapping[str, int]:
        """When (ms) each agent last came, left, or said whether they are available; nothing where unknown."""

    async def staff(self, teams: Sequence[str] | None = None) -> list[Mapping[str, str | None]]:
        """``{name, avatar}`` of the available agents with a living connection who serve one of these teams
        (None: any)."""


class Bot(Protocol):
    """The bot, reached one turn at a time."""

    @property
    def state(self) -> str:
        """``ok``, ``starting`` or ``down``."""

    async def ask(
        self, sender: str, text: str, locale: str | None, awaiting: str | None, refused: Sequence[str]
    ) -> BotReply:
        """Never raises: down, slow or nonsense is a reply that brings a person."""

    async def suggest(self, text: str) -> list[str]:
        """Ids of the entries nearest to these words, the best first. Empty without a bot; never raises."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry as people see it. ``text`` is its answer, ``topic`` the name of what it is about, ``asked``
    how people ask for it; ``url`` may be empty, ``release`` says which release it is from (None: from files).

    ``languages``: by code ``{title, answer, url, phrasings}``. ``visible``: ``all`` or ``agents``. It is
    shown from ``valid_from`` to before ``valid_until`` (ms, None: always). ``media``: ``{url, alt}``;
    ``steps``: ``{label, text, media, steps, ends}``."""

    id: str
    title: str
    url: str
    topic: str = ""
    text: str = ""
    asked: str = ""
    languages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    visible: str = "all"
    valid_from: int | None = None
    valid_until: int | None = None
    related: tuple[str, ...] = ()
    media: tuple[Mapping[str, str], ...] = ()
    steps: tuple[Mapping[str, Any], ...] = ()
    release: int | None = None

    @property
    def public(self) -> bool:
        """For customers too, not for agents alone."""
        return self.visible != "agents"

    def valid(self, now: int) -> bool:
        """Whether it is shown now (ms)."""
        began = self.valid_from is None or self.valid_from <= now
        return began and (self.valid_until is None or now < self.valid_until)

    def shown(self, now: int) -> bool:
        """Whether customers see it now (ms)."""
        return self.public and self.valid(now)


class Catalogue(Protocol):
    """What the bot is taught, as far as others name it."""

    async def entries(self) -> Mapping[str, Known]:
        """By id, in the content's order."""


class Fanout(Protocol):
    """Live hints to open pages, on this process and every other. Losing one is never losing a fact."""

    def tell(self, topic: str, name: str, payload: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Tenure:
    """One uninterrupted time of holding. ``idle_ms`` is how long nobody was seen to hold it before; None:
    that can't be known, because this process was not watching."""

    idle_ms: int | None


class Holding(Protocol):
    """Something that only one of many processes does at a time."""

    @property
    def held(self) -> Tenure | None:
        """None while another process does it. Asked before each piece of work: a process that was frozen
        learns here, before it does anything, that it may have been replaced."""


class Clock(Protocol):
    def __call__(self) -> int:
        """Now, in ms since 1970 UTC."""
