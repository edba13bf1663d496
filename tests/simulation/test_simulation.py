"""Thousands of short histories: whatever people, networks and clocks do, the promises hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from tests.simulation.history import FAULT, FINISH, Result, live, repeat
from tests.simulation.mistakes import MISTAKES
from tests.simulation.run import history_seed, quietly
from tests.simulation.shrink import is_machinery, shrink, told
from tests.simulation.world import Action, World

PARTS = 16
"""Pieces that workers share among them."""

HISTORIES = 128
LENGTH = 130

MOST = 400
"""Histories within which a planted mistake has to show."""

FEW = 20
"""Acts of people, bot, clock and faults in a shrunk story; what merely arrives is not counted."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_promise_holds_after_every_step(
    part: int, seed: int, record_property: Callable[[str, object], None]
) -> None:
    counts: Counter[str] = Counter()
    with quietly():
        for number in range(part * HISTORIES, (part + 1) * HISTORIES):
            found = live(history_seed(seed, number), LENGTH)
            counts.update(found.world.counts)
            counts.update(histories=1, steps=found.world.steps)
            if found.broken is not None:
                again = f"python -m tests.simulation --seed {seed} --history {number} --length {LENGTH}"
                story = told(shrink(found))
                pytest.fail(f"{found.broken}\nrepeat it: {again}\n{story}", pytrace=False)
    assert counts["acknowledged messages"] > HISTORIES, "people got something done"
    for name, count in counts.items():
        record_property(f"simulated {name}", count)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found_and_told_in_a_few_sentences(mistake: str, seed: int) -> None:
    parts, promises = MISTAKES[mistake]
    broken = (
        one
        for number in range(MOST)
        if (one := live(history_seed(seed, number), 300, parts)).broken is not None
    )
    # Now and then chance has tied a history together so that it does not fall apart; the next one does.
    stories = []
    with quietly():
        for found in islice(broken, 3):
            short = shrink(found, parts, most=1_200)
            assert short.broken is not None
            assert short.broken.promise in promises, told(short)
            stories.append(short)
            if len(acts_of(short)) <= FEW:
                return
    assert stories, f"nothing was noticed in {MOST} histories"
    pytest.fail("\n\n".join(map(told, stories)), pytrace=False)


def acts_of(short: Result) -> list[object]:
    return [action for action in short.actions if not is_machinery(action)]


def test_a_seed_replays_exactly_in_another_process(repo: Path) -> None:
    def digest(hash_seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": hash_seed}
        code = "from tests.simulation.run import digest; print(digest('7 7', 400))"
        done = subprocess.run([sys.executable, "-c", code], cwd=repo, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert digest("1") == digest("2")


def test_a_history_and_the_list_of_its_actions_are_the_same(seed: int) -> None:
    with quietly():
        found = live(history_seed(seed, 1), 400)
        again = repeat(found.actions, found.world)
    tables = found.world.stored.tables
    assert again.world.stored.tables.events == tables.events
    assert again.world.stored.tables.conversations == tables.conversations


def test_a_page_that_repeats_a_restart_stays_on_what_another_page_began_since() -> None:
    """Its answer names a conversation it never saw, and which is not the newest any more."""
    story: list[Action] = [("Mia/1", "connects", 0), FINISH, ("Mia/1", "says", 0), FINISH]
    story += [("Mia/2", "connects", 0), FINISH, ("Mia/2", "starts again", 0), ("Mia/2", "up", 0)]
    story += [(FAULT, "cut", 1), FINISH, ("Mia/1", "starts again", 0), FINISH]
    with quietly():
        setting = World(cast=("Mia/1", "Mia/2"))
        setting.end()
        ended = repeat(story, setting)
    assert ended.broken is None
    assert len(ended.world.stored.tables.conversations) == 3
    assert ended.world.counts["calls sent again"] == 1
