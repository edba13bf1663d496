"""The network between a page and the service: two directions, each in order, either of which can be cut."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.simulation.pages import Page
    from tests.simulation.service import Service


@dataclass(eq=False, slots=True)
class Link:
    """One connection. After a cut the page is gone at once, while the service may go on reading what had been
    sent, and notices later; after a crash it is the other way round."""

    sid: str
    page: Page
    service: Service
    up: deque[tuple[int, str, dict[str, Any]]] = field(default_factory=deque)
    down: deque[str] = field(default_factory=deque)
    page_there: bool = True
    service_there: bool = True

    def write(self, frame: str) -> None:
        """The service's end: what is written to nobody is lost."""
        if self.page_there and self.service_there and not self.service.loop.dead:
            self.down.append(frame)
