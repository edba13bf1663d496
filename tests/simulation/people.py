"""What people do, as tables of acts: a new call of the service is a few lines here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from handoff.core.bot import UNAVAILABLE, BotReply
from handoff.core.events import iso
from handoff.ports import Agent
from tests.cast import answer, guided
from tests.simulation.pages import AgentsPage, CustomersPage, Page
from tests.simulation.promises.private import CARD, SECRET
from tests.simulation.world import World

P = TypeVar("P", bound=Page)


@dataclass(frozen=True, slots=True)
class Act(Generic[P]):
    """``weight`` says how often; ``do`` gets a number that settles the details and says what was done, or
    None where it does not apply; ``fits`` says when somebody would think of it."""

    weight: int
    do: Callable[[P, int], str | None]
    fits: Callable[[P], object] = lambda _page: True


QUESTIONS = (
    "Can I return this?",
    "Where is my parcel?",
    "That did not help.",
    f"My card is {CARD}.",
    "Are you there?",
)


def _says(page: CustomersPage, number: int) -> str:
    text = QUESTIONS[number % len(QUESTIONS)]
    page.send("say", {"text": text})
    return f"says “{text}”"


def _asks(name: str, sentence: str) -> Callable[[CustomersPage, int], str]:
    def do(page: CustomersPage, _number: int) -> str:
        page.send(name, {})
        return sentence

    return do


def _judges(page: CustomersPage, number: int) -> str | None:
    answers = page.answers()
    if not answers:
        return None
    helpful = number % 3 == 0
    judged = answers[-1 - number // 3 % min(2, len(answers))]
    page.send("feedback", {"answer": judged, "helpful": helpful})
    return f"finds answer {judged} {'helpful' if helpful else 'no help'}"


def _chooses(page: CustomersPage, number: int) -> str | None:
    """One of the titles, none of them or, one time in nine, what was not offered."""
    offers = page.suggestions()
    if not offers:
        return None
    offer = offers[-1 - number % 9 // 8 % len(offers)]
    entries = [one["entry"] for one in offer["entries"]]
    entry = [*entries, None, "returns" if number % 9 == 0 else None][number // 9 % (len(entries) + 2)]
    page.send("choose", {"suggestion": offer["seq"], "entry": entry})
    return f"chooses {entry or 'none'} of {offer['seq']}"


PATHS = ([0], [1], [0, 0], [0, 1], [2])
"""The steps of a guided answer, and one that it has not."""


def _tries_a_step(page: CustomersPage, number: int) -> str | None:
    guided = page.guided()
    if not guided:
        return None
    answer, path = guided[-1 - number % 7 // 6 % len(guided)], PATHS[number // 7 % len(PATHS)]
    page.send("step", {"answer": answer, "path": path})
    return f"tries step {path} of {answer}"


def _read_before(page: CustomersPage, number: int) -> str:
    """An entry of the home view that did not help, or not enough."""
    entry = ("returns", "shipping", "payment")[number % 3]
    payload: dict[str, object] = {"entry": entry, "helpful": False if number // 3 % 2 else None}
    if number % 2:
        payload["question"] = "How long does it take?"
    page.send("unhelped", payload)
    return f"read about {entry} and needs a person"


def _rates(page: CustomersPage, number: int) -> str | None:
    if not _over(page):
        return None
    score = 1 + number % 5
    page.send("rate", {"score": score})
    return f"gives {score} of 5"


def _leaves_a_follow_up(page: CustomersPage, number: int) -> str:
    text = f"Please write to me. {number % 7}"
    page.send("follow_up", {"email": f"{page.person.lower()}@mail.example", "text": text})
    return "leaves a follow-up"


def _over(page: CustomersPage) -> bool:
    return bool(page.log.events) and page.log.events[-1]["kind"] in ("resolved", "rated")


CUSTOMER_ACTS: dict[str, Act[CustomersPage]] = {
    "says": Act(8, _says),
    "asks for a person": Act(3, _asks("person", "asks for a person")),
    "asks for the bot": Act(2, _asks("bot", "asks for the bot")),
    "starts again": Act(1, _asks("restart", "starts again")),
    "judges": Act(16, _judges, CustomersPage.answers),
    "chooses": Act(16, _chooses, CustomersPage.suggestions),
    "tries a step": Act(40, _tries_a_step, CustomersPage.guided),
    "read before": Act(1, _read_before),
    "rates": Act(12, _rates, _over),
    "leaves a follow-up": Act(1, _leaves_a_follow_up),
    "reads": Act(12, lambda _page, _number: None),
}


def _some(cards: dict[str, object] | dict[str, dict[str, object]], number: int) -> str | None:
    ids = list(cards)
    return ids[number % len(ids)] if ids else None


def _takes_next(page: AgentsPage, _number: int) -> str:
    page.take(None)
    return "takes who is next"


def _takes(page: AgentsPage, number: int) -> str | None:
    """One of the cards shown, or one that she knows from before: somebody may have been faster."""
    wanted = _some(dict.fromkeys([*page.queue.cards, *page.threads]), number)
    if wanted is None:
        return None
    page.take(wanted)
    return f"takes {page.world.whose(wanted)}"


def _about(name: str, sentence: str, *, text: str | None = None) -> Callable[[AgentsPage, int], str | None]:
    """An act on a conversation she holds or, one time in eight, on one she knows from before."""

    def do(page: AgentsPage, number: int) -> str | None:
        known = page.threads if number % 8 == 0 else page.mine.cards
        about = _some(dict.fromkeys(known), number // 8)
        if about is None:
            return None
        payload: dict[str, object] = {"conversation": about}
        if text is not None:
            payload["text"] = f"{text} {number % 100}"
        page.send(name, payload, about)
        return f"{sentence} ({page.world.whose(about)})"

    return do


def _transfers(page: AgentsPage, number: int) -> str | None:
    """To a colleague or to a team; one time in eight what she does not hold, and sometimes to herself."""
    about = _some(dict.fromkeys(page.threads if number % 8 == 0 else page.mine.cards), number // 8)
    if about is None:
        return None
    payload: dict[str, object] = {"conversation": about, "note": f"Please, {SECRET}."}
    if number % 5:
        to = _colleague(page, number // 16)
        payload["to_agent"] = to.id
        page.send("transfer", payload, about)
        return f"offers {page.world.whose(about)} to {to.name}"
    team = page.world.stored.teams[number // 16 % len(page.world.stored.teams)].name
    payload["to_team"] = team
    page.send("transfer", payload, about)
    return f"offers {page.world.whose(about)} to {team}"


def _colleague(page: AgentsPage, number: int) -> Agent:
    """One who may be there and, one time in eight, any: herself, or somebody who is not."""
    everybody = list(page.world.colleagues.values())
    there = [one.identity for one in page.world.agents() if one.person != page.person]
    among = everybody if number % 8 == 0 else there or everybody
    return among[number // 8 % len(among)]


def _on_offer(name: str) -> Callable[[AgentsPage, int], str | None]:
    """What was offered to her, or what she offered."""

    def do(page: AgentsPage, number: int) -> str | None:
        mine = page.mine.cards if name == "decline" and number % 4 == 0 else {}
        about = _some(dict.fromkeys([*page.offers.cards, *mine]), number // 4)
        if about is None:
            return None
        page.send(name, {"conversation": about}, about)
        return f"{name}s {page.world.whose(about)}"

    return do


def _takes_up(page: AgentsPage, number: int) -> str | None:
    about = _some(dict.fromkeys(page.follow_ups.cards), number)
    if about is None:
        return None
    page.take(about)
    return f"takes {page.world.whose(about)}'s follow-up"


def _assigns(page: AgentsPage, number: int) -> str | None:
    known = _some(dict.fromkeys([*page.queue.cards, *page.threads]), number // 4)
    if known is None:
        return None
    payload: dict[str, object] = {"conversation": known}
    if number % 4:
        to = _colleague(page, number // 32)
        payload["to_agent"] = to.id
    else:
        payload["to_team"] = page.world.stored.teams[number // 32 % len(page.world.stored.teams)].name
    page.send("assign", payload, known)
    return f"assigns {page.world.whose(known)}"


def _plans(page: AgentsPage, number: int) -> str | None:
    """Puts off a customer of hers, or a follow-up that may be hers."""
    about = _some(dict.fromkeys([*page.mine.cards, *page.follow_ups.cards]), number)
    if about is None:
        return None
    plan: dict[str, object] = {
        "conversation": about,
        "due": iso(page.world.clock() + (1 + number % 50) * 3_600_000),
        "owner": ("me", "team")[number % 2],
    }
    if number % 3:
        plan["email"] = "somebody@mail.example"
    page.send("follow_up", plan, about)
    return f"puts off {page.world.whose(about)}"


def _watches(page: AgentsPage, number: int) -> str | None:
    known = _some(dict.fromkeys([*page.queue.cards, *page.threads]), number)
    if known is None:
        return None
    page.call("watch", {"conversation": known}, lambda _answer: None)
    return f"watches {page.world.whose(known)}"


def _tells(page: AgentsPage, number: int) -> str | None:
    """Somebody she knows of, of something they may have heard of: as the studio does it, by two at once."""
    about = _some(dict.fromkeys(page.threads), number // 3)
    if about is None or page.world.service is None:
        return None
    page.world.service.tells(page.identity, about, f"gap:{number % 3}")
    return f"has {page.world.whose(about)} told of gap {number % 3}"


def _status(page: AgentsPage, number: int) -> str:
    available = number % 3 != 0
    page.call("status", {"available": available}, lambda _answer: None)
    return "is available" if available else "goes away"


def _holds(page: AgentsPage) -> object:
    return page.mine.cards


def _supervises(page: AgentsPage) -> object:
    return page.identity.teams is None and page.threads


def _later_words(page: AgentsPage, number: int) -> str | None:
    """To somebody whose follow-up she has, or has not."""
    about = _some(dict.fromkeys(page.follow_ups.cards), number)
    if about is None:
        return None
    name = ("say", "resolve", "release")[number % 3]
    payload: dict[str, object] = {"conversation": about}
    if name == "say":
        payload["text"] = f"By mail {number % 100}"
    page.send(name, payload, about)
    return f"{name}s {page.world.whose(about)}'s follow-up"


def _sees_waiting(page: AgentsPage) -> object:
    return page.queue.cards


def _knows(page: AgentsPage) -> object:
    return page.threads


AGENT_ACTS: dict[str, Act[AgentsPage]] = {
    "takes who is next": Act(16, _takes_next, _sees_waiting),
    "takes": Act(8, _takes, _sees_waiting),
    "takes blindly": Act(1, _takes_next),
    "answers": Act(16, _about("say", "answers", text="Let me look."), _holds),
    "leaves a note": Act(5, _about("note", "leaves a note", text=f"Careful, {SECRET}."), _knows),
    "releases": Act(2, _about("release", "releases"), _holds),
    "gives back to the bot": Act(2, _about("to_bot", "gives back to the bot"), _holds),
    "resolves": Act(7, _about("resolve", "resolves"), _holds),
    "changes status": Act(1, _status),
    "transfers": Act(10, _transfers, _holds),
    "accepts": Act(10, _on_offer("accept"), lambda page: page.offers.cards),
    "declines": Act(3, _on_offer("decline"), lambda page: page.offers.cards or page.mine.cards),
    "takes a follow-up": Act(6, _takes_up, lambda page: page.follow_ups.cards),
    "plans a follow-up": Act(3, _plans, lambda page: page.mine.cards or page.follow_ups.cards),
    "answers later": Act(6, _later_words, lambda page: page.follow_ups.cards),
    "takes over": Act(4, _about("take_over", "takes over"), _supervises),
    "assigns": Act(5, _assigns, _supervises),
    "whispers": Act(4, _about("whisper", "whispers", text=f"Smile, {SECRET}."), _supervises),
    "watches": Act(2, _watches, _supervises),
    "tells": Act(3, _tells, _supervises),
    "drinks a coffee": Act(2, lambda _page, _number: None),
}


def _answer(entry: str, said: BotReply | None = None) -> BotReply:
    said = said or answer(entry)
    return BotReply(
        texts=said.texts, answer=said.answer, entities=({"value": SECRET},), note={"order": SECRET}
    )


def _suggest(*entries: str) -> BotReply:
    return BotReply(
        suggested=tuple({"entry": one, "title": one.title()} for one in entries),
        model="m-1",
        entities=({"value": SECRET},),
    )


REPLIES: tuple[tuple[str, BotReply], ...] = (
    ("answers with returns", _answer("returns")),
    ("answers with shipping", _answer("shipping")),
    ("guides with payment", _answer("payment", guided("payment"))),
    ("answers with warranty", _answer("warranty")),
    ("guides with returns", _answer("returns", guided("returns"))),
    ("guides with repairs", _answer("repairs", guided("repairs"))),
    ("suggests some", _suggest("shipping", "payment", "warranty")),
    ("suggests others", _suggest("returns", "shipping")),
    ("chats", BotReply(("Hello!",))),
    ("hears a yes", BotReply(helpful=True)),
    ("hears a no", BotReply(helpful=False)),
    ("gives up", BotReply(handoff="no_answer")),
    ("finds it sensitive", BotReply(handoff="sensitive", note={"order": SECRET})),
    ("says nothing at all", BotReply()),
    ("is out of order", UNAVAILABLE),
)


def bot_replies(world: World, number: int) -> str | None:
    """The bot's reply to one of the questions it was asked."""
    pending = world.service.bot.pending() if world.service else []
    if not pending:
        return None
    said, reply = REPLIES[number % len(REPLIES)]
    pending[number // len(REPLIES) % len(pending)].set_result(reply)
    return said
