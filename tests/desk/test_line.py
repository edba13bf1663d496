"""The line in memory: the same numbers SQL would count, whatever came late, twice, or never."""

from __future__ import annotations

import random
import uuid

import pytest

from handoff.adapters.memory import MemoryLog
from handoff.core.conversation import Conversation, Status, changed
from handoff.core.queue import Standing, place, standing
from handoff.desk.line import Line
from handoff.desk.telling import moved, standing_from
from handoff.ports import Transaction
from tests.cast import MIA, NOON, TEAM


def somebody(rng: random.Random, *, team: str = TEAM, since: int | None = None) -> Conversation:
    """One who waits."""
    return Conversation(
        str(uuid.UUID(int=rng.getrandbits(128))),
        MIA.id,
        1,
        status=Status.QUEUED,
        team=team,
        revision=1,
        waiting_since=NOON + rng.randrange(50) if since is None else since,
        returned=rng.random() < 0.2,
        urgent=rng.random() < 0.2,
    )


def left(one: Conversation) -> Conversation:
    return changed(one, status=Status.WITH_AGENT, revision=one.revision + 1)


def counted(waiting: list[Conversation], team: str = TEAM) -> dict[str, int]:
    """Everybody's number, counted one by one."""
    line = sorted((one for one in waiting if one.team == team), key=place)
    return {one.id: number for number, one in enumerate(line, 1)}


async def stored(log: MemoryLog, *conversations: Conversation) -> None:
    def work(tx: Transaction) -> None:
        for one in conversations:
            known = tx.conversation(one.id)
            tx.append(known, changed(one, number=hash(one.id)), [])

    await log.transact(work)


def test_everybody_has_the_number_that_counting_gives(rng: random.Random) -> None:
    line, waiting = Line(), list[Conversation]()
    for _ in range(400):
        if waiting and rng.random() < 0.4:
            gone = waiting.pop(rng.randrange(len(waiting)))
            line.moved(standing(left(gone)))
            assert line.position(gone.id) is None
        else:
            waiting.append(somebody(rng, team=rng.choice((TEAM, "returns"))))
            line.moved(standing(waiting[-1]))
        for team in (TEAM, "returns"):
            numbers = counted(waiting, team)
            assert {id: line.position(id) for id in numbers} == numbers
            assert line.count(team) == len(numbers)
            assert [one.standing.conversation for one in line.first(team, 5)] == list(numbers)[:5]


def test_somebody_who_changes_teams_stands_in_one_line_only(rng: random.Random) -> None:
    line, mia = Line(), somebody(rng)
    line.moved(standing(mia))
    line.moved(standing(changed(mia, team="returns", revision=2)))
    assert (line.count(TEAM), line.count("returns")) == (0, 1)
    assert line.teams == ["returns"]


def test_hints_may_come_twice_and_in_any_order(rng: random.Random) -> None:
    mia = somebody(rng)
    gone = left(mia)
    back = changed(mia, returned=True, revision=3)
    hints = [standing(one) for one in (mia, gone, back) for _ in range(2)]
    for _ in range(50):
        line = Line()
        rng.shuffle(hints)
        for hint in hints:
            line.moved(hint)
        assert line.standing(mia.id) == standing(back)
    line = Line()
    line.moved(standing(gone))
    line.moved(standing(mia))
    assert line.position(mia.id) is None, "a hint from before she was taken does not bring her back"


def test_the_teams_whose_line_moved_are_told_once(rng: random.Random) -> None:
    line, mia = Line(), somebody(rng)
    line.moved(standing(mia))
    assert line.stirred() == {TEAM}
    line.moved(standing(changed(mia, revision=2)))
    assert line.stirred() == set(), "she spoke, and stands where she stood"
    line.moved(standing(changed(mia, team="returns", revision=3)))
    assert line.stirred() == {TEAM, "returns"}


def test_the_first_of_several_teams_come_in_the_order_of_their_places(rng: random.Random) -> None:
    line = Line()
    waiting = [somebody(rng, team=rng.choice("abc")) for _ in range(60)]
    for one in waiting:
        line.moved(standing(one))
    whole = [one.id for one in sorted(waiting, key=place)]
    assert [one.standing.conversation for one in line.first_of(None, 100, 100)] == whole
    assert [one.standing.conversation for one in line.first_of(None, 100, 7)] == whole[:7]
    few = line.first_of(["a", "nobody"], 3, 100)
    assert [one.position for one in few] == [1, 2, 3]
    assert {one.standing.team for one in few} == {"a"}


async def test_a_line_that_missed_changes_is_found_out_and_mended(rng: random.Random) -> None:
    log, line = MemoryLog(), Line()
    early, late, gone = (somebody(rng, since=NOON + number) for number in range(3))
    await stored(log, early, gone)
    await line.fill(log)
    assert await line.check(log)
    await stored(log, changed(gone, status=Status.WITH_AGENT), late)
    assert not await line.check(log), "the same number waits, but others"
    assert await line.fill(log) == {TEAM}
    assert await line.check(log)
    assert line.position(gone.id) is None
    assert {line.position(early.id), line.position(late.id)} == {1, 2}


async def test_what_moves_while_the_lines_are_read_is_newer_than_what_was_read(rng: random.Random) -> None:
    mia, max_ = somebody(rng), somebody(rng)
    line = Line()

    class Slow(MemoryLog):
        """Mia is taken and Max comes just after SQL was asked."""

        async def standings(self) -> list[Standing]:
            found = await super().standings()
            line.moved(standing(changed(left(mia), revision=2)))
            line.moved(standing(max_))
            return found

    log = Slow()
    await stored(log, mia)
    await line.fill(log)
    assert (line.position(mia.id), line.position(max_.id)) == (None, 1)


def test_a_standing_travels_between_services_unchanged(rng: random.Random) -> None:
    for one in (somebody(rng), left(somebody(rng))):
        told = list(moved(standing(one)))
        told[4] = list(told[4]) if told[4] else None  # as JSON brings it
        assert standing_from(told) == standing(one)
    for nonsense in (None, "support", [1, 2], ["a", "b", "c", None, None]):
        with pytest.raises((TypeError, ValueError)):
            standing_from(nonsense)


def test_the_longest_wait_need_not_be_the_first_in_line() -> None:
    line = Line()
    assert line.longest("support") is None
    for number, (rank, since) in enumerate([(2, 100), (1, 300), (0, 200), (2, 50), (1, 400)]):
        line.moved(Standing(str(number), "mia", 1, "support", (rank, since, str(number))))
    assert line.longest("support") == 50
