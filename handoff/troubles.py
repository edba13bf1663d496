"""What stops a start: one line for a person, who can mend it."""

from __future__ import annotations

WRONG_SET_UP = 78
"""Exit code (sysexits' EX_CONFIG): starting again would not help, so the supervisor does not try."""


class Trouble(Exception):
    """The sentence says what is wrong and what would be right. Empty: a child has said it already."""


class SettingsTrouble(Trouble):
    """A setting, a port, a folder."""


class DatabaseTrouble(Trouble):
    """The database can't be used, or must not be."""
