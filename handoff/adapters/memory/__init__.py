"""In-memory twins of every adapter. Shipped, because tests and simulations are users too."""

from handoff.adapters.memory.beats import Always, MemoryBeats
from handoff.adapters.memory.bot import MemoryBot, MemoryCatalogue
from handoff.adapters.memory.clock import MemoryClock
from handoff.adapters.memory.fanout import MemoryFanout
from handoff.adapters.memory.finder import MemoryFinder
from handoff.adapters.memory.log import MemoryLog
from handoff.adapters.memory.presence import Account, MemoryPresence
from handoff.adapters.memory.tables import Tables
from handoff.adapters.memory.transaction import MemoryTransaction

__all__ = [
    "Account",
    "Always",
    "MemoryBeats",
    "MemoryBot",
    "MemoryCatalogue",
    "MemoryClock",
    "MemoryFanout",
    "MemoryFinder",
    "MemoryLog",
    "MemoryPresence",
    "MemoryTransaction",
    "Tables",
]
