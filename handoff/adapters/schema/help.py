"""What readers of the help pages leave there."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from handoff.adapters.schema.metadata import metadata

# What readers said of a help page, each once. The hash is of entry and reader: it follows nobody further.
help_votes = Table(
    "help_votes",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("visitor_hash", String(64), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("language", String(35), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What was missing on a page, in readers' words. ``conversation``: the follow-up, where there is an address.
help_comments = Table(
    "help_comments",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("entry", String(200), nullable=False, index=True),
    Column("language", String(35), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("conversation", String(36), index=True),
    Column("done_at", BigInteger),
    Column("owner", Text),  # id and name, as JSON
    Column("body", Text),  # the text, as JSON; erasure empties it
)

# Searches on the help pages, by day and by nobody.
help_searches = Table(
    "help_searches",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("language", String(35), primary_key=True),
    Column("query", String(200), primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("found", Integer, nullable=False),  # how many entries, the last time
    Column("clicked", Integer, nullable=False),
)

# Questions that customers asked beneath an entry, for everybody to read once somebody of ours has.
public_questions = Table(
    "public_questions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("entry", String(200), nullable=False),
    Column("language", String(35), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),  # pending, approved, rejected
    Column("decided_at", BigInteger),
    Column("decided_by", Text),  # id and name, as JSON
    Column("reason", Text),
    Column("told_at", BigInteger),  # when the asker was told of an answer
    Column("body", Text),  # text and name, as JSON; erasure empties it
    Column("contact", Text),  # the asker's address, as JSON; emptied once it was used
)
Index("ix_public_questions_entry", public_questions.c.entry, public_questions.c.state)
Index("ix_public_questions_state", public_questions.c.state, public_questions.c.at)

public_answers = Table(
    "public_answers",
    metadata,
    Column("id", String(36), primary_key=True),
    Column(
        "question",
        String(36),
        ForeignKey("public_questions.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("author", Text),  # id, name and role, as JSON; null: a customer's
    Column("decided_at", BigInteger),
    Column("decided_by", Text),  # id and name, as JSON
    Column("reason", Text),
    Column("body", Text),  # text and name, as JSON; erasure empties it
)

# Who found a question or an answer useful, or reported it, each once.
public_marks = Table(
    "public_marks",
    metadata,
    Column("item", String(36), primary_key=True),
    Column("kind", String(8), primary_key=True),  # useful, report
    Column("visitor_hash", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
)
