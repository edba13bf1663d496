"""Exit codes that processes of Handrail tell each other."""

from __future__ import annotations

WRONG_SET_UP = 78
"""sysexits EX_CONFIG: starting again would not help, so the supervisor does not try."""
