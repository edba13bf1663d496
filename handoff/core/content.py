"""Who may do what with the content."""

from __future__ import annotations

WRITES = frozenset({"content", "supervisor", "admin"})
"""Roles that write, train and publish. Agents read, so that they see what is being done."""

READS = WRITES | {"agent"}
