"""Live hints between two services over a real Valkey, and what happens while it is away."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from handoff.adapters import fanout
from handoff.adapters.fanout import Wire
from handoff.supervisor import valkey_program
from tests.cast import until


class Valkey:
    """A Valkey of the test's own on a Unix socket."""

    def __init__(self, home: Path) -> None:
        self.socket = home / "v.sock"
        self.url = f"unix://{self.socket}"
        self._home = home
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            valkey_program(), "--port", "0", "--unixsocket", str(self.socket), "--dir", str(self._home),
            "--save", "", "--appendonly", "no", "--loglevel", "warning",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        redis = Redis.from_url(self.url)
        try:
            end = asyncio.get_running_loop().time() + 10
            while True:
                with contextlib.suppress(RedisError, OSError):
                    if await redis.ping():
                        return
                assert asyncio.get_running_loop().time() < end, "Valkey did not start"
                await asyncio.sleep(0.01)
        finally:
            await redis.aclose()

    async def kill(self) -> None:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    def freeze(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    async def say(self, words: bytes) -> None:
        redis = Redis.from_url(self.url)
        await redis.publish(fanout.CHANNEL, words)
        await redis.aclose()


class Service:
    """One process's end of the wire, and what its pages would have seen."""

    def __init__(self, url: str | None) -> None:
        self.seen: list[tuple[str, str, Any]] = []
        self.interruptions = 0
        self.wire = Wire(url, lambda *hint: self.seen.append(hint), self._interrupted)

    def _interrupted(self) -> None:
        self.interruptions += 1


@pytest.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[Valkey]:
    server = Valkey(tmp_path)
    await server.start()
    yield server
    await server.kill()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five times as quick to greet, to wonder and to give up."""
    for name in ("GREET_S", "QUIET_S", "GONE_S"):
        monkeypatch.setattr(fanout, name, getattr(fanout, name) / 5)


@pytest.fixture
async def services(valkey: Valkey) -> AsyncIterator[tuple[Service, Service]]:
    one, two = Service(valkey.url), Service(valkey.url)
    async with running(one), running(two):
        await until(lambda: one.wire._others and two.wire._others, "both have greeted each other")
        # Whoever is new is told that hints from before may lack; that is over when it was said to both.
        await until(lambda: one.interruptions and two.interruptions, "both know that they must look")
        yield one, two


@contextlib.asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    task = asyncio.create_task(service.wire.run())
    yield
    assert not task.done(), "nothing ends the wire"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_hint_reaches_the_pages_of_both_services_once_and_in_order(
    services: tuple[Service, Service],
) -> None:
    one, two = services
    for number in range(300):
        one.wire.tell("visitor:mia", "event", {"seq": number})
    hints = [("visitor:mia", "event", {"seq": n}) for n in range(300)]
    assert one.seen == hints, "its own pages at once, without Redis"
    await until(lambda: len(two.seen) >= 300, "the other service heard")
    assert two.seen == hints


async def test_nonsense_on_the_channel_is_left_alone(
    services: tuple[Service, Service], valkey: Valkey
) -> None:
    one, two = services
    for words in (
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"null",
        b'{"from": "x", "hint": 5}',
        b'{"from": "x", "hint": []}',
    ):
        await valkey.say(words)
    await valkey.say(b'{"from": ["x"], "hint": ["a", "b", 1]}')
    one.wire.tell("visitor:mia", "event", 1)
    await until(lambda: ("visitor:mia", "event", 1) in two.seen, "hints still arrive")


async def test_a_valkey_that_died_and_came_back_means_everybody_is_told_how_far_they_are(
    services: tuple[Service, Service], valkey: Valkey
) -> None:
    one, two = services
    await valkey.kill()
    await until(lambda: not one.wire.up and not two.wire.up, "both noticed")
    one.interruptions = two.interruptions = 0
    one.wire.tell("visitor:mia", "event", {"seq": 1})
    assert ("visitor:mia", "event", {"seq": 1}) in one.seen, "losing Redis is no reason to keep quiet here"
    await valkey.start()
    await until(lambda: one.wire.up and two.wire.up, "both are back")
    await until(lambda: one.interruptions and two.interruptions, "both tell how far everybody is")
    await until(lambda: one.wire._others and two.wire._others, "both have greeted each other again")
    two.wire.tell("visitor:mia", "event", {"seq": 2})
    await until(lambda: ("visitor:mia", "event", {"seq": 2}) in one.seen, "hints arrive again")


async def test_a_valkey_that_is_back_at_once_is_an_interruption_all_the_same(
    services: tuple[Service, Service], valkey: Valkey
) -> None:
    """A driver that mends its connection in silence would hide what was missed meanwhile."""
    one, two = services
    for _ in range(3):
        one.interruptions = two.interruptions = 0
        await valkey.kill()
        await valkey.start()
        await until(lambda: one.interruptions and two.interruptions, "both tell how far everybody is")


async def test_a_frozen_valkey_is_down_and_everybody_is_told_once_it_thaws(
    impatient: None, services: tuple[Service, Service], valkey: Valkey
) -> None:
    one, two = services
    valkey.freeze()
    await until(lambda: not one.wire.up and not two.wire.up, "its silence to be noticed")
    one.wire.tell("visitor:mia", "event", {"seq": 1})
    one.interruptions = two.interruptions = 0
    valkey.thaw()
    await until(lambda: one.wire.up and two.wire.up, "both are back")
    await until(lambda: one.interruptions and two.interruptions, "both tell how far everybody is")


async def test_a_short_pause_of_valkey_loses_no_hint(
    services: tuple[Service, Service], valkey: Valkey
) -> None:
    one, two = services
    valkey.freeze()
    for number in range(300):
        one.wire.tell("visitor:mia", "event", {"seq": number})
    await until(lambda: len(one.wire._outgoing) < 300, "some are on their way")
    valkey.thaw()
    await until(lambda: len(two.seen) >= 300, "the other service heard")
    assert two.seen == [("visitor:mia", "event", {"seq": n}) for n in range(300)]


async def test_whoever_missed_hints_because_there_were_too_many_hears_that_they_lack(
    services: tuple[Service, Service], valkey: Valkey
) -> None:
    one, two = services
    one.interruptions = two.interruptions = 0
    for number in range(fanout.WAITING + 200):  # all before anything can be published
        one.wire.tell("visitor:mia", "event", {"seq": number})
    await until(lambda: two.interruptions, "the other looks into SQL")
    newest = {"seq": fanout.WAITING + 199}
    await until(lambda: two.seen and two.seen[-1][2] == newest, "and hears what was kept", 30)
    assert len(two.seen) <= fanout.WAITING
    assert one.interruptions == 0


async def test_whoever_is_new_hears_that_hints_from_before_lack(
    services: tuple[Service, Service], valkey: Valkey
) -> None:
    """What was committed while two services did not know each other was told by neither to the other."""
    late = Service(valkey.url)
    async with running(late):
        await until(lambda: late.interruptions >= 2, "both tell the newcomer")


async def test_a_service_that_dies_leaves_the_others_looking_for_what_it_did_not_tell(
    impatient: None, services: tuple[Service, Service], valkey: Valkey
) -> None:
    one, two = services
    third = Service(valkey.url)
    async with running(third):
        await until(lambda: third.wire._me in one.wire._others, "it is known")
        await until(lambda: third.wire._me in two.wire._others, "it is known")
        one.interruptions = two.interruptions = 0
    await until(lambda: one.interruptions and two.interruptions, "both look into SQL")


async def test_a_service_without_redis_tells_its_own_pages() -> None:
    alone = Service(None)
    await alone.wire.run()
    alone.wire.tell("visitor:mia", "event", 1)
    assert alone.seen == [("visitor:mia", "event", 1)]
    assert not alone.wire.up


async def test_a_redis_that_was_never_there_costs_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "GREET_S", 0.001)
    lonely = Service(f"unix://{tmp_path / 'nobody.sock'}")
    trying = asyncio.create_task(lonely.wire.run())
    await until(lambda: lonely.interruptions >= 3, "it keeps trying")
    for number in range(20_000):
        lonely.wire.tell("visitor:mia", "event", number)
    assert len(lonely.wire._outgoing) <= fanout.WAITING
    assert not trying.done()
    trying.cancel()
    await asyncio.gather(trying, return_exceptions=True)
