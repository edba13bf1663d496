"""Forgets every turn: the service keeps the conversation, and a tracker that grows makes each turn dearer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.core.tracker_store import TrackerStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rasa.core.brokers.broker import EventBroker
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker


class Forgetful(TrackerStore):
    """A tracker store, named in endpoints.yml, that stores nothing."""

    def __init__(
        self, domain: Domain | None, host: Any = None, event_broker: EventBroker | None = None, **_: Any
    ) -> None:
        """Take what Rasa passes; there is no host."""
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep nothing."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Know nobody, so that each turn begins with a fresh tracker."""

    async def keys(self) -> Iterable[str]:
        """List nobody."""
        return []
