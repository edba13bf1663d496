"""From a history that broke a promise to the shortest one that still does, told in sentences."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.simulation.history import FINISH, MACHINERY, Result, repeat
from tests.simulation.promises.promise import Broken
from tests.simulation.service import Parts
from tests.simulation.world import Action

Actions = list[Action]
Fails = Callable[[Actions], bool]


def shrink(found: Result, parts: Parts | None = None, most: int = 3_000) -> Result:
    """The short history, told. It breaks the same promise in the same way, names and numbers aside. After
    ``most`` attempts what was reached has to do."""
    assert found.broken is not None
    wanted = _likeness(found.broken)
    attempts = iter(range(most))

    def fails(tried: Actions) -> bool:
        if next(attempts, None) is None:
            return False
        again = repeat(tried, found.world, parts, rest=found.resting).broken
        return again is not None and _likeness(again) == wanted

    shortest, before = found.actions, None
    while before != shortest:
        before = shortest
        for simpler in (_calm(shortest), _calmer(shortest)):
            if simpler != shortest and len(_acts(simpler)) <= len(_acts(shortest)) and fails(simpler):
                shortest = simpler
        shortest = _without(shortest, fails)
        shortest = _plainer(_restful(shortest, fails), fails)
    return repeat(shortest, found.world, parts, narrating=True)


def _likeness(broken: Broken) -> str:
    """The promise and the first words of what was seen."""
    words = re.sub(r"\S*[0-9]\S*", "", broken.what).split()
    return f"{broken.promise}: {' '.join(words[:4])}"


def _acts(actions: Actions) -> Actions:
    return [action for action in actions if action != FINISH]


def _restful(actions: Actions, fails: Fails) -> Actions:
    """Each run of small steps replaced by the arrival of everything, where that will do."""
    at = 0
    while at < len(actions):
        end = at
        while end < len(actions) and is_machinery(actions[end]):
            end += 1
        if end - at > 1:
            simpler = [*actions[:at], FINISH, *actions[end:]]
            if fails(simpler):
                actions, end = simpler, at + 1
        at = end + 1
    return actions


def is_machinery(action: Action) -> bool:
    """What merely arrives or goes on, as against what somebody does."""
    return (action[0], action[1]) in MACHINERY or action[1] in ("up", "down")


def _calm(actions: Actions) -> Actions:
    """Everything under way arrives, between any two acts of people."""
    calm: Actions = []
    for action in actions:
        if not is_machinery(action):
            calm.append(action)
        elif not calm or calm[-1] != FINISH:
            calm.append(FINISH)
    return calm


def _calmer(actions: Actions) -> Actions:
    """The same after each act."""
    acts = [action for action in _calm(actions) if action != FINISH]
    return [one for act in acts for one in (act, FINISH)]


def _without(actions: Actions, fails: Fails) -> Actions:
    """Delta debugging: leave out ever smaller pieces for as long as it still fails."""
    size = max(1, len(actions) // 2)
    while True:
        at = 0
        while at < len(actions):
            shorter = actions[:at] + actions[at + size :]
            if fails(shorter):
                actions = shorter
            else:
                at += size
        if size == 1:
            return actions
        size = max(1, size // 2)


def _plainer(actions: Actions, fails: Fails) -> Actions:
    """The first of several, wherever it does not matter which."""
    for at, (who, what, number) in enumerate(actions):
        if number and (who, what) in MACHINERY:
            plain = [*actions[:at], (who, what, 0), *actions[at + 1 :]]
            if fails(plain):
                actions = plain
    return actions


def told(result: Result) -> str:
    """The story of a broken promise, a sentence a line."""
    lines = [line for line in result.world.story if line]
    return "\n".join([f"Broken after {len(result.actions)} actions. {result.broken}", *lines])
