"""What readers leave on help pages, on both databases: each once, also when all come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, insert

from handoff.adapters import schema
from handoff.adapters.community import Community
from handoff.adapters.help_feedback import HelpFeedback
from handoff.adapters.memory import MemoryClock
from handoff.core.community import MOST_PENDING, State, Writer
from handoff.core.errors import NotFound, TooMany
from handoff.core.mail import DAY_MS
from tests.adapters.conftest import SQL
from tests.cast import NOON

CLEO = Writer("cleo", "Cleo", "content")
pytestmark = pytest.mark.parametrize("database_url", SQL, indirect=True)


def numbered(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012}"


def test_who_clicks_often_counts_once(engine: Engine) -> None:
    kept = HelpFeedback(engine, MemoryClock(NOON))

    def vote(n: int) -> None:
        kept.vote("returns", f"reader {n % 3}", helpful=n % 3 > 0, language="en")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(vote, range(18)))
    assert [(one["yes"], one["no"]) for one in kept.counts()] == [(2, 1)]


def test_searches_are_counted_by_day_and_those_in_vain_listed(engine: Engine) -> None:
    clock = MemoryClock(NOON)
    kept = HelpFeedback(engine, clock)
    for query, found in (("kayak", 0), ("kayak", 0), ("canoe", 0), ("return", 3)):
        kept.searched(query, "en", found)
    kept.clicked("return", "en")
    clock.now += DAY_MS
    kept.searched("canoe", "en", 0)
    kept.searched("canoe", "en", 0)
    assert [(one["query"], one["asked"]) for one in kept.in_vain()] == [("canoe", 3), ("kayak", 2)]


def test_a_question_goes_its_way(engine: Engine) -> None:
    kept = Community(engine, MemoryClock(NOON), "shop.example")
    for _ in range(2):
        kept.ask(numbered(1), "returns", "en", "Tape?", None, "mia@home.example", "/help/returns")
    with pytest.raises(NotFound):
        kept.propose(numbered(2), numbered(1), "Any.", "Max")
    kept.decide(numbered(1), CLEO, approve=True, text="Which tape?", reason=None)
    kept.propose(numbered(2), numbered(1), "Any.", "Max")
    assert [one.text for one in kept.to_review(State.PENDING)] == ["Which tape?"], "for its answer"
    kept.answer(numbered(1), CLEO, "Strong tape.")
    kept.decide(numbered(2), CLEO, approve=True, text=None, reason=None)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: kept.mark(numbered(2), "useful", f"reader {n % 2}"), range(8)))
    shown = kept.shown("returns", "en")
    assert [(a.text, a.useful) for a in shown[0].answers] == [("Strong tape.", 0), ("Any.", 2)]
    assert kept.shown("returns", "de") == []
    with engine.connect() as db:
        assert db.exec_driver_sql("SELECT COUNT(*) FROM mails").scalar() == 1


def test_a_flood_of_questions_stops_before_it_buries_those_who_read(engine: Engine) -> None:
    kept = Community(engine, MemoryClock(NOON), None)
    rows = [
        {"id": numbered(n), "entry": "returns", "language": "en", "at": NOON, "state": "pending"}
        for n in range(MOST_PENDING)
    ]
    with engine.begin() as db:
        db.execute(insert(schema.public_questions), rows)
    with pytest.raises(TooMany):
        kept.ask(numbered(MOST_PENDING), "returns", "en", "More?", None, None, "/help/returns")
    assert kept.pending() == MOST_PENDING
