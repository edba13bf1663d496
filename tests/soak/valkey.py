"""``python -m tests.soak.valkey``: Valkey paused shortly and long, and killed, between two services."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import NoReturn

from tests.adapters.test_wire import Valkey
from tests.live.pair import catch_up, pair, paused, restarted
from tests.provision.postgres import running_cluster
from tests.replay.compare import settled

GOAL_S = 0.1
OUTAGES: dict[str, Callable[[Valkey], Awaitable[None]]] = {
    "paused 0.3 s": partial(paused, seconds=0.3),
    "paused 4 s": partial(paused, seconds=4),
    "paused 30 s": partial(paused, seconds=30),
    "killed, back after 1 s": partial(restarted, seconds=1),
    "killed, back after 10 s": partial(restarted, seconds=10),
}


async def soak(home: Path, url: str) -> bool:
    """Prints how long each page took to catch up. True: nothing was missed, and all were in time."""
    in_time = True
    async with pair(home, url) as both:
        mia, ada = await both.meet()
        for name, outage in OUTAGES.items():
            seconds = await catch_up(mia, ada, partial(outage, both.valkey))
            in_time &= seconds <= GOAL_S
            print(f"  {name:<24} caught up after {seconds * 1000:6.0f} ms", flush=True)
        compared = await settled(both.here, [mia], [ada])
    print(f"  lost {compared.lost}, doubled {compared.doubled}, reordered {compared.reordered}", flush=True)
    return in_time and not (compared.lost or compared.doubled or compared.reordered)


def main() -> int:
    with (
        tempfile.TemporaryDirectory(prefix="handrail-soak-") as folder,
        running_cluster(_missing) as cluster,
        cluster.database() as url,
    ):
        return 0 if asyncio.run(soak(Path(folder) / "pair", url)) else 1


def _missing(remedy: str) -> NoReturn:
    raise SystemExit(remedy)


if __name__ == "__main__":
    raise SystemExit(main())
