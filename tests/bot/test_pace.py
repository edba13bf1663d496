"""A training says how far it is from what was measured, and never goes back."""

from typing import Any

import pytest

from bot.pace import STAGES, Pace, expected, of_before

ENTRIES = 1_000


def passed(pace: Pace, stages: dict[str, float], now: float = 0.0) -> tuple[list[dict[str, Any]], float]:
    """Let stages pass, each in so many seconds; gives what is told at each one's beginning and half."""
    told = []
    for stage, seconds in stages.items():
        pace.reach(stage, 0, now)
        told.append(pace.told(0, 0, now))
        told.append(pace.told(0, 0, now + seconds / 2))
        now += seconds
    return told, now


def test_on_the_machine_it_was_measured_on_the_time_left_is_right_from_the_start() -> None:
    stages = {stage: expected(stage, ENTRIES) for stage in STAGES}
    told, end = passed(Pace(ENTRIES, 0.0), stages)
    assert told[0]["left_s"] == pytest.approx(end, rel=0.05)
    assert told[0]["share"] == 0
    assert [line["share"] for line in told] == sorted(line["share"] for line in told)
    assert 0.9 < told[-1]["share"] < 1


def test_a_slow_machine_is_found_out_after_its_first_stages() -> None:
    stages = {stage: 5 * expected(stage, ENTRIES) for stage in STAGES}
    pace = Pace(ENTRIES, 0.0)
    told, end = passed(pace, stages)
    halfway = next(line for line in told if line["stage"] == "rehearsing")
    gone = sum(stages[stage] for stage in ("checking", "reading", "encoding"))
    assert halfway["left_s"] == pytest.approx(end - gone, rel=0.5)
    assert [line["share"] for line in told] == sorted(line["share"] for line in told)


def test_what_it_took_here_before_says_what_it_takes_now() -> None:
    first = Pace(ENTRIES, 0.0)
    stages = {stage: 3 * expected(stage, ENTRIES) for stage in STAGES}
    _, end = passed(first, stages)
    first.end(end)
    again = Pace(ENTRIES, 0.0, of_before(first.kept()))
    told, _ = passed(again, stages)
    assert told[0]["left_s"] == pytest.approx(end, rel=0.05)


def test_within_a_stage_what_is_done_says_more_than_what_was_expected() -> None:
    pace = Pace(ENTRIES, 0.0)
    pace.reach("encoding", 1_000, 10.0)
    told = pace.told(500, 1_000, 70.0)
    assert told["done"] == 500
    later = sum(expected(stage, ENTRIES) for stage in STAGES[STAGES.index("encoding") + 1 :])
    assert told["left_s"] >= 60 + later * 0.5


@pytest.mark.parametrize(
    "damaged", [None, [], {"took": 3}, {"took": {"naps": 1.0}, "things": {}, "phrasings": 1},
                {"took": {"reading": -1}, "things": {}, "phrasings": 1}]
)  # fmt: skip
def test_a_damaged_memory_is_no_memory(damaged: Any) -> None:
    assert of_before(damaged) == {}
