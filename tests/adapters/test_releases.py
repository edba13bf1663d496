"""Releases and models in SQL: each follows one other, whoever writes beside, and half a model is none."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from handoff.adapters.database import connect
from handoff.adapters.model_files import PIECE, ModelFiles
from handoff.adapters.releases import Bot, Releases
from handoff.core.errors import BadRequest, Conflict, Refusal
from handoff.core.releases import By, Release, Wanted, approving, declining, follows
from tests.adapters.conftest import SQL

CLEO, SUE, ANN = By("cleo", "Cleo"), By("sue", "Sue"), By("ann", "Ann")
WANTED = Wanted("/models/m-1.tar.gz", "f" * 64, "published", CLEO, "A note", "0" * 64, "{}", {"asked": 3}, 2)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def releases(engine: Engine) -> Releases:
    clock = itertools.count(1)
    return Releases(engine, lambda: next(clock))


@pytest.mark.parametrize("database_url", SQL, indirect=True)
def test_of_many_who_publish_at_once_each_follows_one_other(releases: Releases) -> None:
    def publish(number: int) -> Release | None:
        try:
            return releases.publish(lambda live: WANTED if live is None or live.id < 4 else _refuse(live))
        except Refusal:
            return None

    with ThreadPoolExecutor(6) as pool:
        made = [one for one in pool.map(publish, range(6)) if one is not None]
    kept = releases.newest(10)
    assert {one.id for one in made} == {one.id for one in kept}
    parents = [one.parent for one in kept if one.parent is not None]
    assert len(parents) == len(set(parents))
    assert kept[0].scores == {"asked": 3}


def _refuse(live: Release) -> Wanted:
    follows(live, None)
    return WANTED


@pytest.mark.parametrize("database_url", SQL, indirect=True)
def test_a_request_is_decided_once(releases: Releases) -> None:
    asked = releases.ask(WANTED, None, lambda _: None)
    assert releases.request_snapshot(asked.id) == "{}"

    def approve(by: By) -> str:
        try:
            done = releases.decide(asked.id, by, lambda found, live: ("approved", approving(found, live, by)))
            return str(done.decision)
        except Conflict:
            return "late"

    def decline(by: By) -> str:
        try:
            return str(releases.decide(asked.id, by, lambda found, _: (declining(found, by), None)).decision)
        except Conflict:
            return "late"

    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(approve, SUE), pool.submit(decline, ANN), pool.submit(decline, CLEO)]
        said = sorted(one.result() for one in answers)
    assert said.count("late") == 2
    live = releases.live()
    assert (live is not None) == ("approved" in said)
    assert releases.requests() == []
    if live is not None:
        assert (live.has_content, live.author) == (True, CLEO)


@pytest.mark.parametrize("database_url", SQL, indirect=True)
def test_a_model_is_kept_once_by_whoever_and_given_back_byte_for_byte(engine: Engine, tmp_path: Path) -> None:
    files, body = ModelFiles(engine, lambda: 1), bytes(range(256)) * (PIECE // 100)
    sha256 = hashlib.sha256(body).hexdigest()
    model = tmp_path / "m-1.tar.gz"
    model.write_bytes(body)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: files.keep(model, sha256), range(3)))
    assert b"".join(files.pieces(sha256)) == body
    assert (files.size(sha256), files.name(sha256)) == (len(body), "m-1.tar.gz")
    files.drop(sha256)
    assert (files.size(sha256), files.piece(sha256, 0)) == (None, None)
    with pytest.raises(BadRequest, match="changed while it was read"):
        files.keep(model, "1" * 64)
    assert files.piece("1" * 64, 0) is None
    with pytest.raises(BadRequest, match="can't be read"):
        files.keep(tmp_path / "gone.tar.gz", "2" * 64)


@pytest.mark.parametrize("database_url", SQL, indirect=True)
def test_models_that_nobody_goes_back_to_are_let_go(
    engine: Engine, releases: Releases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoff.adapters.releases.KEPT_MODELS", 2)
    files, hashes = ModelFiles(engine, lambda: 1), []
    for number in range(4):
        model = tmp_path / f"m-{number}.tar.gz"
        model.write_bytes(model.name.encode())
        hashes.append(hashlib.sha256(model.name.encode()).hexdigest())
        files.keep(model, hashes[-1])
        wanted = Wanted(str(model), "f" * 64, "published", CLEO, "A note", hashes[-1])
        if number == 0:
            releases.ask(wanted, None, lambda _: None)
        else:
            releases.publish(lambda _, wanted=wanted: wanted)  # type: ignore[misc]
    assert releases.unused_models() == [hashes[1]], "one is asked for, two are the newest"


@pytest.mark.parametrize("database_url", SQL, indirect=True)
def test_bots_that_said_nothing_for_a_while_are_not_counted(releases: Releases) -> None:
    for seen, name in ((100, "one"), (900, "two"), (1_000, "one")):
        releases.heard(Bot(name, None, seen, None))
    assert [one.name for one in releases.bots(950)] == ["one"]
    releases.heard(Bot("three", None, 1_000 + 24 * 3600 * 1000, "Damaged."))
    assert [one.name for one in releases.bots(0)] == ["one", "three"]
