"""What tests may ask for: a browser, a PostgreSQL of their own, the shared data, a seed to repeat."""

import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.async_api import Browser, Page, async_playwright

from scripts import chromium
from tests.provision.postgres import Cluster, running_cluster

ROOT = Path(__file__).resolve().parent.parent
SIMULATED = "simulated "
"""How the properties begin that simulations record: figures to be added up and printed at the end."""
# Without these Chromium looks for its maker's servers at every start, which tests neither need nor want.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "alone: measures time or memory, or freezes what tests share; runs by itself"
    )
    # Workers of pytest-xdist inherit the environment, so that all share the seed that is printed.
    os.environ.setdefault("SEED", str(random.SystemRandom().randrange(1_000_000)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much was simulated, added up over all workers."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, value in getattr(report, "user_properties", ()):
            if name.startswith(SIMULATED):
                counts[name.removeprefix(SIMULATED)] += value
    if counts:
        told = ", ".join(f"{count:,} {name}" for name, count in counts.most_common())
        terminalreporter.write_line(f"simulated: {told}, 0 broken promises")


def pytest_report_header() -> str:
    return f"seed: {os.environ['SEED']} (SEED={os.environ['SEED']} repeats it)"


@pytest.fixture(scope="session")
def seed() -> int:
    """The run's seed, as its first lines print it."""
    return int(os.environ["SEED"])


@pytest.fixture
def rng(seed: int, request: pytest.FixtureRequest) -> random.Random:
    """Random numbers that depend on the run's seed and the test alone, not on the order of tests."""
    return random.Random(f"{seed} {request.node.nodeid}")


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real customers' data, which lies beside the repository where there is any."""
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("no shared/data beside the repository, so no real customers' data")
    return data


def missing(remedy: str) -> NoReturn:
    """Skip where that was allowed, else fail: a test that never ran proves nothing."""
    if os.environ.get("HANDRAIL_ALLOW_MISSING") == "1":
        pytest.skip(remedy)
    pytest.fail(remedy, pytrace=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of this run's own, on a Unix socket, gone afterwards."""
    with running_cluster(missing) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_url(postgres: Cluster) -> str:
    """SQLAlchemy's address of one database, shared by the run's tests."""
    return postgres.url("handrail")


@pytest.fixture
def fresh_postgres_url(postgres: Cluster) -> Iterator[str]:
    """SQLAlchemy's address of an empty database that only this test uses."""
    with postgres.database() as url:
        yield url


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """A Chromium that starts on this machine."""
    path = chromium.find()
    if path is None:
        missing(chromium.REMEDY)
    return path


@pytest.fixture
async def browser(chromium_path: Path) -> AsyncIterator[Browser]:
    """A headless browser of this test's own; each of its contexts is a person with an empty profile."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to sandbox for root
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium_path, args=[*QUIET, *sandbox])
        yield started
        await started.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page whose scripts must not throw."""
    opened = await browser.new_page()
    thrown: list[str] = []
    opened.on("pageerror", lambda error: thrown.append(str(error)))
    yield opened
    assert thrown == []
