"""Numbers for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from handoff.ports import Bot, Holding
from handoff.web.connections import Connections


class Metrics:
    content_type = CONTENT_TYPE_LATEST

    def __init__(
        self,
        connections: Connections,
        bot: Bot,
        holding: Holding,
        adrift: Callable[[], int],
        release: Callable[[], int | None] = lambda: None,
    ) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        pages = Gauge(
            "handrail_connections", "Open Socket.IO connections", ["namespace"], registry=self._registry
        )
        for namespace in ("/customer", "/agent"):
            pages.labels(namespace).set_function(_counting(connections, namespace))
        up = Gauge("handrail_bot_up", "Whether the bot answers", registry=self._registry)
        up.set_function(lambda: 1 if bot.state == "ok" else 0)
        self._hits = Counter(
            "handrail_wait_estimate_hits",
            "Waits within the first range their customer was shown",
            ["team"],
            registry=self._registry,
        )
        self._misses = Counter(
            "handrail_wait_estimate_misses",
            "Waits outside the first range their customer was shown",
            ["team"],
            registry=self._registry,
        )

        holds = Gauge(
            "handrail_holds_deadlines", "Whether this process runs the deadlines", registry=self._registry
        )
        holds.set_function(lambda: 1 if holding.held else 0)
        nobodys = Gauge(
            "handrail_adrift_conversations",
            "Open conversations without owner or deadline, or with one that passed without effect",
            registry=self._registry,
        )
        nobodys.set_function(adrift)
        live = Gauge(
            "handrail_live_release", "The release whose content people see; 0: none", registry=self._registry
        )
        live.set_function(lambda: release() or 0)

    def judged(self, team: str, held: bool) -> None:
        """A wait ended whose customer had been shown a range."""
        (self._hits if held else self._misses).labels(team).inc()

    def text(self) -> bytes:
        return generate_latest(self._registry)


def _counting(connections: Connections, namespace: str) -> Callable[[], float]:
    return lambda: len(connections.of(namespace))
