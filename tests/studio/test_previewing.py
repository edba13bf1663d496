"""What would change is worked out once, kept beside the candidate, and holds no customer's words."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, update

from handoff.adapters import schema as t
from handoff.adapters.past_questions import PastQuestions
from handoff.settings import Settings
from handoff.storage import open_database
from handoff.studio.previewing import Previewing, Served
from tests.cast import NOON, until

PREVIEWER = Path(__file__).with_name("previewer.py")
ASKED = ("can i return it", "can i return it", "is it wool")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_database(Settings(home=tmp_path_factory.mktemp("home")))
    with engine.begin() as db:
        for number, text in enumerate(ASKED):
            row = {"conversation": f"c{number}", "seq": 1, "at": NOON, "became": "unanswered", "text": text}
            db.execute(insert(t.questions).values(chosen=False, agent_ms=0, placed=False, **row))
    yield engine
    engine.dispose()


class LiveHere:
    """A live model."""

    def name(self) -> str:
        return "live"

    def opened(self) -> Served:
        return Served(Path("live.tar.gz"), {"coverage": 0.7})


def previewing(tmp_path: Path, engine: Engine, how: str = "compares") -> Previewing:
    models, data = tmp_path / "models", tmp_path / "data"
    (data / "faq").mkdir(parents=True, exist_ok=True)
    (data / "faq" / "orders.yml").write_text("topic: Orders\nentries: []\n")
    command = (sys.executable, str(PREVIEWER), how)
    return Previewing(
        data, models, tmp_path, lambda: NOON, PastQuestions(engine), LiveHere(), command=command
    )


async def worked_out(one: Previewing) -> dict[str, Any]:
    await one.begin("new")
    await until(lambda: one._task is None or one._task.done(), "the preview", 20)
    return await one.state("new")


def test_each_question_is_asked_once_and_the_newest_first(engine: Engine) -> None:
    found = PastQuestions(engine).newest(10)
    assert [(one.text, one.times, one.was) for one in found] == [
        ("is it wool", 1, "unanswered"),
        ("can i return it", 2, "unanswered"),
    ]
    assert len(PastQuestions(engine).newest(1)) == 1


async def test_a_preview_is_worked_out_and_then_known_at_once(tmp_path: Path, engine: Engine) -> None:
    one = previewing(tmp_path, engine)
    assert await worked_out(one) == {"state": "done"}
    again = previewing(tmp_path, engine, "refuses")
    assert await worked_out(again) == {"state": "done"}  # nothing was asked again
    shown = again.shown("new")
    assert shown is not None
    answered = next(change for change in shown["changes"] if change["change"] == "answered")
    assert shown["scores"]["before"]["coverage"] == 0.7
    assert (answered["count"], answered["asked"]) == (2, 3)
    assert [row["text"] for row in answered["rows"]] == ["can i return it", "is it wool"]


async def test_no_words_of_customers_stay_in_files_and_what_is_erased_is_not_shown(
    tmp_path: Path, engine: Engine
) -> None:
    one = previewing(tmp_path, engine)
    await worked_out(one)
    kept = [file for file in (tmp_path / "models").rglob("*") if file.is_file()]
    assert kept
    assert not any(b"wool" in file.read_bytes() for file in kept)
    with engine.begin() as db:
        db.execute(update(t.questions).where(t.questions.c.text == ASKED[2]).values(text=None))
    shown = one.shown("new")
    assert shown is not None
    texts = [row["text"] for change in shown["changes"] for row in change["rows"]]
    assert texts == ["can i return it", None]


async def test_a_preview_does_not_hold_once_staff_change_a_test(tmp_path: Path, engine: Engine) -> None:
    one = previewing(tmp_path, engine)
    await worked_out(one)
    (tmp_path / "data" / "faq" / "orders.yml").write_text("topic: Orders\nentries: [] # another test\n")
    assert one.known("new") is None


async def test_what_cannot_be_compared_is_said_and_cancelling_ends_it(tmp_path: Path, engine: Engine) -> None:
    refused = await worked_out(previewing(tmp_path, engine, "refuses"))
    assert refused == {"state": "failed", "sentence": "This is no model that can be asked."}
    one = previewing(tmp_path, engine, "waits")
    await one.begin("new")
    await until(lambda: one._state.get("share") == 0.5, "its course", 20)
    await one.cancel()
    assert await one.state("new") == {"state": "idle"}
    assert not list((tmp_path / "models").rglob("*.jsonl"))
