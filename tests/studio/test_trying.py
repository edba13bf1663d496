"""A candidate is asked by one child, which is kept while somebody tries and goes by itself."""

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from handoff.core.errors import Unavailable
from handoff.studio import trying
from handoff.studio.trying import Trying
from tests.cast import until

TRIER = Path(__file__).with_name("trier.py")
Making = Callable[..., Trying]


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[Making]:
    known: list[Trying] = []

    def make(how: str = "answers", idle_s: float = 300) -> Trying:
        known.append(Trying(tmp_path / "trying.log", (sys.executable, str(TRIER), how), idle_s))
        return known[-1]

    yield make
    for one in known:
        await one.stop()


async def test_one_child_answers_until_another_candidate_is_asked(made: Making) -> None:
    one = made()
    first = await one.ask(Path("a.tar.gz"), "how long can I return it")
    assert (first["model"], first["asked"]) == ("a.tar.gz", "how long can I return it")
    process = one._process
    await one.ask(Path("a.tar.gz"), "and shoes")
    assert one._process is process
    assert (await one.ask(Path("b.tar.gz"), "and hats"))["model"] == "b.tar.gz"
    assert process is not None
    assert process.returncode is not None


async def test_nobody_asks_any_more_and_it_goes(made: Making) -> None:
    one = made(idle_s=0.05)
    await one.ask(Path("a.tar.gz"), "how long can I return it")
    await until(lambda: one._process is None, "the child to go")
    assert (await one.ask(Path("a.tar.gz"), "and shoes"))["asked"] == "and shoes"


@pytest.mark.parametrize(("how", "said"), [("broken", "no model that can be asked"), ("dies", "Try again")])
async def test_what_cannot_be_asked_is_said_and_tried_afresh(made: Making, how: str, said: str) -> None:
    one = made(how)
    for _ in range(2):
        with pytest.raises(Unavailable, match=said):
            await one.ask(Path("a.tar.gz"), "how long can I return it")
        assert one._process is None


async def test_a_child_that_hangs_is_let_go(made: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "ANSWERS_S", 0.05)
    one = made("hangs")
    with pytest.raises(Unavailable):
        await one.ask(Path("a.tar.gz"), "how long can I return it")
    assert one._process is None
