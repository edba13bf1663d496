"""Entries beside the reply: found by words and meaning, and held back once if the customer knows them."""

from __future__ import annotations

import pytest

from handoff.core.errors import Conflict
from handoff.core.events import Kind
from handoff.desk.giving import Giving
from handoff.desk.suggesting import Suggester
from handoff.ports import Known
from tests.cast import ADA, MIA, once
from tests.desk.conftest import Crossing


class Shelf:
    async def entries(self) -> dict[str, Known]:
        written = {
            "shipping": ("What does shipping cost?", "Free over 50."),
            "returns": ("How do I return a lamp?", "Within 30 days."),
            "costs": ("Who pays for a return?", "We pay the shipping cost."),
        }
        return {
            id: Known(id, title, f"https://shop.example/{id}", "", text)
            for id, (title, text) in written.items()
        }


class Reader:
    """A bot that finds the same entries near to everything."""

    def __init__(self, *near: str) -> None:
        self.near = list(near)

    async def suggest(self, _text: str) -> list[str]:
        return self.near


async def search(crossing: Crossing, query: str, *near: str) -> list[str]:
    id = await crossing.held_by(ADA)
    suggester = Suggester(crossing.log, Reader(*near), Shelf(), Giving(crossing.clock))  # type: ignore[arg-type]
    found = await crossing.log.conversation(id)
    assert found is not None
    return [one["entry"] for one in await suggester.search(found, query)]


@pytest.mark.parametrize(
    ("query", "near", "found"),
    [
        ("shipping cost", (), ["shipping", "costs"]),
        ("RETURN", (), ["returns", "costs"]),
        ("ship", ("returns",), ["shipping", "costs", "returns"]),
        ("send it back", ("returns", "unknown"), ["returns"]),
        ("?!", ("costs",), ["costs"]),
    ],
)
async def test_words_find_entries_and_then_meaning_does(
    crossing: Crossing, query: str, near: tuple[str, ...], found: list[str]
) -> None:
    assert await search(crossing, query, *near) == found


async def held_after_a_refusal(crossing: Crossing) -> str:
    said = await crossing.say("returns?")
    id = str(said["conversation"])
    answer = next(e for e in await crossing.log.events(id, 0, 100) if e.kind is Kind.BOT_ANSWERED)
    await crossing.customers.feedback(MIA, once(), answer.seq, helpful=False)
    await crossing.agents.take(ADA, once(), id)
    return id


async def test_an_answer_the_customer_refused_goes_out_only_anyway(crossing: Crossing) -> None:
    id = await held_after_a_refusal(crossing)
    again = once()
    with pytest.raises(Conflict, match=r"has refused “.+” already") as refusal:
        await crossing.agents.say(ADA, again, id, "Read this.", "returns")
    assert refusal.value.extra["refused"] is True
    await crossing.agents.say(ADA, once(), id, "Read that.", "shipping")
    await crossing.agents.say(ADA, again, id, "Read this.", "returns", anyway=True)
    said = [e for e in await crossing.log.events(id, 0, 100) if e.kind is Kind.AGENT_SAID]
    assert [e.data["entry"] for e in said] == ["shipping", "returns"]


async def test_an_answer_the_customer_was_only_shown_is_held_back_too(crossing: Crossing) -> None:
    said = await crossing.say("returns?")
    await crossing.person()
    await crossing.agents.take(ADA, once(), str(said["conversation"]))
    with pytest.raises(Conflict, match=r"has been shown “.+” already"):
        await crossing.agents.say(ADA, once(), str(said["conversation"]), "Read this.", "returns")
