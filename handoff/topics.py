"""What the content is about: the topics a team may be good at."""

from __future__ import annotations


def known_topics() -> frozenset[str] | None:
    """The topics of all entries, as far as they can be read; None where there is no content."""
    from content.entries import read
    from content.places import DATA

    if not DATA.is_dir():
        return None
    return frozenset(entry.topic for entry in read(DATA, []).entries) or None
