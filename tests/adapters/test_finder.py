"""Finding conversations: in memory, on SQLite, on PostgreSQL. The same is found, by those who may see it."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from handoff.adapters.finder import SqlFinder
from handoff.adapters.index import SqlIndex
from handoff.adapters.memory import MemoryFinder, MemoryLog
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.events import Draft, Kind, Role, Speaker
from handoff.core.folding import record
from handoff.core.search import Marks, Search, Sight, mark
from handoff.core.words import terms, words
from handoff.ports import Finder, Index, Log, Transaction
from tests.adapters.conftest import EVERY, SQL, Place
from tests.cast import ADA, ADA_HOLDS, NOON, SUE, TEAM

ALL = Sight(SUE.id, None)
THEIRS = Sight(ADA.id, (TEAM,))
DAY = 24 * 3_600_000


@dataclass
class Archive:
    """Conversations written straight into a log, and what finds them."""

    log: Log
    finder: Finder
    index: Index
    place: Place
    last: dict[str, Conversation] = field(default_factory=dict)

    async def tell(self, name: str, *said: str, at: int = NOON, **state: Any) -> str:
        """A conversation, or more of one; the customer says it."""
        drafts = [Draft(Kind.CUSTOMER_SAID, Speaker(Role.CUSTOMER, name), {"text": one}) for one in said]
        return await self.write(name, drafts, at, **state)

    async def write(self, name: str, drafts: list[Draft], at: int = NOON, **state: Any) -> str:
        id = str(uuid.uuid5(uuid.NAMESPACE_OID, name))
        before = self.last.get(name)
        first = changed(Conversation(id, id, 1), started_at=at)
        after, events = record(before or first, drafts, at)
        after = changed(after, **({"team": TEAM, "status": Status.RESOLVED} | state))

        def work(tx: Transaction) -> Conversation:
            return tx.append(before, after, events)

        self.last[name] = await self.log.transact(work)
        return id

    async def caught_up(self) -> None:
        while await self.index.follow():
            """On."""

    async def find(self, query: str = "", sight: Sight = ALL, **more: Any) -> list[str]:
        await self.caught_up()
        found, _ = await self.finder.find(Search(terms=terms(query), **more), sight)
        names = {one.id: name for name, one in self.last.items()}
        return [names[one.conversation] for one in found]


@pytest.fixture
async def archive(place: Place) -> AsyncIterator[Archive]:
    if isinstance(place.log, MemoryLog):
        finder = MemoryFinder(place.log)
        yield Archive(place.log, finder, finder, place)
        return
    assert place.engine is not None
    index = SqlIndex(place.engine, place.log._writer, place.clock)  # type: ignore[attr-defined]
    yield Archive(place.log, SqlFinder(place.engine), index, place)


everywhere = pytest.mark.parametrize("place", EVERY, indirect=True)


@everywhere
async def test_every_word_must_be_somewhere_in_the_conversation(archive: Archive) -> None:
    await archive.tell("parcel", "Where is my parcel?", "The blue shoes, I mean.")
    await archive.tell("refund", "A refund for my parcel, please", at=NOON + 1)
    assert await archive.find("parcel") == ["refund", "parcel"]
    assert await archive.find("SHOES parcel") == ["parcel"]
    assert await archive.find("shoe") == ["parcel"]
    assert await archive.find("hoes") == []
    assert await archive.find() == ["refund", "parcel"]


@everywhere
async def test_what_is_said_later_is_found_and_brings_it_to_the_top(archive: Archive) -> None:
    await archive.tell("one", "First")
    await archive.tell("two", "Second", at=NOON + 5)
    assert await archive.find() == ["two", "one"]
    await archive.tell("one", "Žižek and 東京都", at=NOON + 10)
    assert await archive.find() == ["one", "two"]
    assert await archive.find("zizek first") == ["one"]
    assert await archive.find("京都") == ["one"]


@everywhere
async def test_who_the_customer_is_can_be_searched_for(archive: Archive) -> None:
    await archive.tell("mia", "Hello", customer_name="Mia Möller", email="mia@shop.example")
    await archive.tell("max", "I am not Mia", customer_name="Max")
    assert await archive.find("moller") == ["mia"]
    assert await archive.find("mia@shop.example") == ["mia"]
    assert await archive.find(names=terms("mia")) == ["mia"]
    await archive.tell("mia", "Call me Zoe", customer_name="Zoe", email=None)
    assert await archive.find(names=terms("mia")) == []


@everywhere
async def test_filters_are_ands_of_ors(archive: Archive) -> None:
    ada, handoff = Speaker(Role.AGENT, ADA.id, ADA.name), {"reason": "asked", "note": {"orders": []}}
    joined = Draft(Kind.AGENT_JOINED, ada, {"agent": ADA_HOLDS.wire(), "team": TEAM})
    await archive.write(
        "held",
        [Draft(Kind.HANDOFF_REQUESTED, ada, handoff), joined],
        status=Status.WITH_AGENT,
        agent=ADA_HOLDS,
    )
    answered = {
        "entry": "returns/how",
        "title": "Returns",
        "text": "Send it back.",
        "url": None,
        "model": "m",
    }
    await archive.write("answered", [Draft(Kind.BOT_ANSWERED, Speaker(Role.BOT), answered)], score=2)
    await archive.write(
        "mailed", [Draft(Kind.CUSTOMER_SAID, Speaker(Role.CUSTOMER, "x"), {"text": "Hi", "channel": "mail"})]
    )

    async def by(*groups: tuple[tuple[str, str], ...]) -> set[str]:
        marks = tuple(tuple(mark(letter, value) for letter, value in group) for group in groups)
        return set(await archive.find(marks=marks))

    assert await by(((Marks.AGENT, ADA.id),)) == {"held"}
    assert await by(((Marks.REASON, "asked"), (Marks.REASON, "rule"))) == {"held"}
    assert await by(((Marks.ENTRY, "returns/how"),)) == {"answered"}
    assert await by(((Marks.RATING, "1"), (Marks.RATING, "2"))) == {"answered"}
    assert await by(((Marks.CHANNEL, "mail"),)) == {"mailed"}
    assert await by(((Marks.STATUS, "resolved"),)) == {"answered", "mailed"}
    assert await by(((Marks.STATUS, "resolved"),), ((Marks.CHANNEL, "mail"),)) == {"mailed"}
    assert await by(((Marks.TAG, 'no "tag" OR *'),)) == set()
    await archive.tell("held", "Tag it", status=Status.WITH_AGENT, agent=ADA_HOLDS, tags=("VIP", "late"))
    assert await by(((Marks.TAG, "vip"),)) == {"held"}
    await archive.tell("held", "No more", status=Status.WITH_AGENT, agent=ADA_HOLDS, tags=("late",))
    assert await by(((Marks.TAG, "vip"),)) == set()
    assert await by(((Marks.AGENT, ADA.id),)) == {"held"}, "what happened once stays so"


@everywhere
async def test_a_mark_that_is_true_no_more_finds_nothing(archive: Archive) -> None:
    await archive.tell("mia", "Hello", status=Status.QUEUED)
    waiting = ((mark(Marks.STATUS, "queued"),),)
    assert await archive.find(marks=waiting) == ["mia"]
    await archive.tell("mia", "Thanks", status=Status.RESOLVED)
    assert await archive.find(marks=waiting) == []


@everywhere
async def test_days_take_in_all_that_was_under_way(archive: Archive) -> None:
    await archive.tell("before", "Hello", at=NOON - 2 * DAY)
    await archive.tell("long", "Hello", at=NOON - 2 * DAY)
    await archive.tell("long", "Still here", at=NOON + 2 * DAY)
    await archive.tell("within", "Hello", at=NOON)
    await archive.tell("after", "Hello", at=NOON + DAY)
    assert await archive.find(since=NOON, until=NOON + DAY) == ["long", "within"]
    assert await archive.find("hello", since=NOON + DAY) == ["long", "after"]
    assert await archive.find("hello", until=NOON) == ["long", "before"]


@everywhere
async def test_agents_find_their_teams_conversations_and_no_others(archive: Archive) -> None:
    await archive.tell("ours", "parcel")
    await archive.tell("theirs", "parcel", team="sales")
    await archive.tell("with the bot", "parcel", status=Status.WITH_BOT)
    await archive.tell("nobody's", "parcel", team=None)
    await archive.tell("held", "parcel", team="sales", status=Status.WITH_AGENT, agent=ADA_HOLDS)
    assert set(await archive.find("parcel", THEIRS)) == {"ours", "held"}
    assert set(await archive.find("", THEIRS)) == {"ours", "held"}
    assert len(await archive.find("parcel")) == 5
    assert await archive.find("parcel", Sight(ADA.id, ())) == ["held"]


@everywhere
async def test_pages_follow_each_other_without_a_gap(archive: Archive) -> None:
    for number in range(25):
        await archive.tell(f"{number}", "parcel", at=NOON + number)
    await archive.caught_up()
    for best in (False, True):
        seen, search = list[str](), Search(terms("parcel"), best=best, limit=10)
        while True:
            page, more = await archive.finder.find(search, ALL)
            seen += [one.conversation for one in page]
            if not more:
                break
            last = page[-1].number
            search = Search(
                terms("parcel"),
                best=best,
                limit=10,
                skip=len(seen) if best else 0,
                before=None if best else last,
            )
        assert len(seen) == len(set(seen)) == 25


@everywhere
async def test_the_best_comes_first_if_asked_for(archive: Archive) -> None:
    await archive.tell("often", "parcel parcel parcel")
    await archive.tell("named", "Hello", customer_name="Parcel Smith")
    await archive.tell("once", "The parcel, among so many other things that are said here", at=NOON + 9)
    await archive.tell("begins", "parcels", at=NOON + 9)
    assert await archive.find("parcel", best=True) == ["often", "named", "once", "begins"]


@everywhere
async def test_a_query_is_only_words(archive: Archive) -> None:
    await archive.tell("mia", "Where is my parcel?")
    for query in ['"parcel', "par*cel NEAR", "'; DROP TABLE documents --", "a:* & !b", "\x00", "🙂" * 99]:
        await archive.find(query)
        assert await archive.find("parcel") == ["mia"]


@everywhere
async def test_the_same_is_found_whatever_was_said(archive: Archive, rng: random.Random) -> None:
    """Against the meaning of a search told in one line each."""
    known = ["parcel", "Päckchen", "東京都", "京", "re", "refund", "refunds", "order-1177", "ﷺ", "Ω"]
    said: dict[str, list[str]] = {}
    for number in range(60):
        name = str(rng.randrange(20))
        some = rng.choices(known, k=rng.randrange(1, 4))
        said[name] = said.get(name, []) + some
        await archive.tell(name, " ".join(some), at=NOON + number)
        if rng.random() < 0.3:
            await archive.caught_up()
    for query in (*known, "pack refund", "東京 1177", "都", "ref"):
        wanted = {
            name
            for name, some in said.items()
            if all(any(term.fits(word) for word in words(" ".join(some))) for term in terms(query))
        }
        assert set(await archive.find(query, limit=100)) == wanted, query


@pytest.mark.parametrize("place", SQL, indirect=True)
async def test_what_is_emptied_is_gone_from_the_index_in_the_same_moment(archive: Archive) -> None:
    id = await archive.tell("mia", "My name is Zanzibarwitz", customer_name="Quetzalcoatl")
    await archive.tell("max", "Zanzibarwitz, I heard of them")
    assert set(await archive.find("zanzibarwitz")) == {"mia", "max"}
    engine = archive.place.engine
    assert engine is not None
    with engine.begin() as db:
        db.execute(text("UPDATE events SET body = NULL WHERE conversation = :id"), {"id": id})
    found, _ = await archive.finder.find(Search(terms("zanzibarwitz")), ALL)
    assert [one.conversation for one in found] != [id]
    assert len(found) == 1
    assert await archive.find("zanzibarwitz") == ["max"]
    assert "mia" in await archive.find()
    with engine.begin() as db:
        db.execute(text("UPDATE events SET body = NULL"))
    await archive.caught_up()
    with engine.begin() as db:
        kept = db.execute(text("SELECT words FROM documents")).all()
        assert not any("zanzibar" in row[0] for row in kept)
        if engine.dialect.name == "sqlite":
            blobs = db.execute(text("SELECT block FROM documents_words_data")).all()
            assert not any(b"zanzibar" in row[0] for row in blobs), "also what the index is made of"


@pytest.mark.parametrize("place", SQL, indirect=True)
async def test_a_conversation_that_is_removed_is_not_found(archive: Archive) -> None:
    id = await archive.tell("mia", "parcel")
    assert await archive.find("parcel") == ["mia"]
    assert archive.place.engine is not None
    with archive.place.engine.begin() as db:
        db.execute(text("DELETE FROM conversations WHERE id = :id"), {"id": id})
        assert db.execute(text("SELECT COUNT(*) FROM documents")).scalar() == 0


@pytest.mark.parametrize("place", [SQL[1]], indirect=True)
async def test_what_another_service_commits_late_is_not_passed_by(archive: Archive) -> None:
    """Its events got their numbers before those that are in the log already."""
    await archive.tell("mia", "parcel")
    await archive.tell("max", "parcel", at=NOON)
    engine = archive.place.engine
    assert engine is not None
    with engine.begin() as db:
        db.execute(text("UPDATE events SET id = id + 5, at = at"))
        db.execute(text("DELETE FROM followers"))
    assert await archive.find("parcel") == []
    archive.place.clock.now += 60_000
    assert set(await archive.find("parcel")) == {"mia", "max"}


@pytest.mark.parametrize("place", [SQL[0]], indirect=True)
async def test_a_conversation_without_end_keeps_its_newest_words(archive: Archive, monkeypatch: Any) -> None:
    monkeypatch.setattr("handoff.core.search.MOST_CHARACTERS", 300)
    await archive.tell("mia", "needle", customer_name="Mia")
    for number in range(40):
        await archive.tell("mia", f"haystack{number}")
        await asyncio.sleep(0)
        await archive.caught_up()
    assert await archive.find("needle") == []
    assert await archive.find("haystack39") == ["mia"]
