"""The draft is trained beside the traffic: one at a time, told as it goes, and the live model stays."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from handoff.core.errors import NotNow, Unavailable
from handoff.ports import Agent
from handoff.studio.training import FOLDER, INTERRUPTED, Training
from tests.cast import CLEO, SUE, until

TRAINER = Path(__file__).with_name("trainer.py")


async def nothing_against_it() -> str | None:
    return None


def training(tmp_path: Path, how: str, **given: Any) -> Training:
    models = tmp_path / "models"
    models.mkdir(exist_ok=True)
    (models / "live.tar.gz").write_bytes(b"the live model")
    given = {"refusal": nothing_against_it, **given}
    command = (sys.executable, str(TRAINER), how)
    ticks = iter(range(1_000_000, 10_000_000, 500))
    return Training(
        tmp_path / "data", models, tmp_path / "logs", lambda: next(ticks), command=command, **given
    )


async def ended(one: Training) -> dict[str, Any]:
    assert one._task is not None
    await asyncio.wait_for(one._task, 20)
    return await one.state()


async def reached(one: Training, stage: str) -> dict[str, Any]:
    await until(lambda: one._state and one._state.get("left_s") and one._state["stage"] == stage, stage, 20)
    return await one.state()


async def test_cleo_trains_and_the_candidate_says_who_made_it(tmp_path: Path) -> None:
    heard: list[tuple[dict[str, Any], Agent]] = []
    one = training(tmp_path, "trains", trained=lambda candidate, by: heard.append((candidate, by)))
    assert (await one.state())["state"] == "idle"
    begun = await one.begin(CLEO)
    assert (begun["state"], begun["by"]["name"]) == ("running", CLEO.name)
    done = await ended(one)
    assert done["state"] == "done"
    assert done["candidate"]["name"] == "20261122-120000-feedc0de"
    assert done["candidate"]["by"] == {"id": CLEO.id, "name": CLEO.name}
    assert heard == [(done["candidate"], CLEO)]


async def test_a_second_start_joins_the_first_and_the_course_is_told(tmp_path: Path) -> None:
    one = training(tmp_path, "waits")
    await one.begin(CLEO)
    state = await reached(one, "reading")
    assert (state["share"], state["left_s"]) == (0.1, 9.0)
    again = await one.begin(SUE)
    assert again["by"]["name"] == CLEO.name
    elsewhere = training(tmp_path, "trains")
    assert (await elsewhere.begin(SUE))["by"]["name"] == CLEO.name
    with pytest.raises(NotNow):
        await elsewhere.cancel()
    await one.cancel()


async def test_what_is_cancelled_ends_at_once_and_can_be_started_again(tmp_path: Path) -> None:
    one = training(tmp_path, "waits")
    await one.begin(CLEO)
    await reached(one, "reading")
    async with asyncio.timeout(3):
        assert (await one.cancel())["state"] == "cancelled"
    assert (await one.begin(CLEO))["state"] == "running"
    await one.stop()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("full", "The disk is full. Free some room and train again; nothing was changed."),
        ("broken", "Nothing was trained: the content has errors."),
        ("killed", "ended from outside"),
        ("stumbles", "training.log"),
    ],
)
async def test_what_fails_says_why_and_the_live_model_stays(tmp_path: Path, how: str, said: str) -> None:
    one = training(tmp_path, how)
    await one.begin(CLEO)
    failed = await ended(one)
    assert failed["state"] == "failed"
    assert said in failed["sentence"]
    assert [problem["line"] for problem in failed["problems"]] == ([6] if how == "broken" else [])
    assert (tmp_path / "models" / "live.tar.gz").read_bytes() == b"the live model"


async def test_after_a_restart_a_training_that_ran_is_known_to_be_gone(tmp_path: Path) -> None:
    one = training(tmp_path, "waits")
    await one.begin(CLEO)
    await reached(one, "reading")
    kept = tmp_path / "models" / FOLDER / "training.json"
    state = kept.read_text()
    await one.stop()
    assert (await one.state())["sentence"] == INTERRUPTED
    kept.write_text(state)  # as a service that was killed leaves it
    after = training(tmp_path, "trains")
    found = await after.state()
    assert (found["state"], found["sentence"]) == ("failed", INTERRUPTED)
    await after.begin(CLEO)
    assert (await ended(after))["state"] == "done"


async def test_where_the_files_are_not_nothing_is_trained(tmp_path: Path) -> None:
    async def elsewhere() -> str | None:
        return "Entries are edited on the machine “north”."

    one = training(tmp_path, "trains", refusal=elsewhere)
    with pytest.raises(NotNow, match="north"):
        await one.begin(CLEO)
    assert (await one.state())["state"] == "idle"


async def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    one = training(tmp_path, "trains")
    (tmp_path / "models" / FOLDER).write_text("a file where the folder belongs")
    with pytest.raises(Unavailable, match="could not be started"):
        await one.begin(CLEO)


async def test_a_candidate_that_somebody_removed_is_none(tmp_path: Path) -> None:
    one = training(tmp_path, "trains")
    await one.begin(CLEO)
    await ended(one)
    (tmp_path / "models" / "20261122-120000-feedc0de.tar.gz").unlink()
    assert (await one.state())["state"] == "idle"
