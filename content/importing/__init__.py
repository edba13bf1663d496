"""Takes entries in: from a table, from JSON, from our own archive, from a help centre's export.

`read` looks at a file and gives entries with problems; nothing in a file is trusted, opened or run. `plan`
says what would become of each beside what stands there; `carry_out` does it. All that is new is a draft.
"""

from content.importing.kinds import BYTES_MOST, Imported, read
from content.importing.planning import Planned, carry_out, plan, standing

__all__ = ["BYTES_MOST", "Imported", "Planned", "carry_out", "plan", "read", "standing"]
