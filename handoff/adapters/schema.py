"""The tables. Alembic's migrations lead here; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Times are ms since 1970 UTC throughout: one comparison in SQL, Python and the browser.

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("visitor", String(36), nullable=False),
    Column("number", Integer, nullable=False),  # the visitor's first, second, … conversation
    Column("status", String(16), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("customer_seq", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("agent", String(36)),
    Column("team", String(64)),
    Column("returned", Integer, nullable=False),  # 0 before 1: returned customers first
    Column("waiting_since", BigInteger),
    Column("due_at", BigInteger),
    Column("state", Text, nullable=False),  # the folded state as JSON; the columns above repeat what SQL asks
    UniqueConstraint("visitor", "number"),
)
Index("ix_conversations_line", conversations.c.status, conversations.c.team, conversations.c.returned,
      conversations.c.waiting_since)  # fmt: skip
Index("ix_conversations_agent", conversations.c.agent)
Index("ix_conversations_due_at", conversations.c.due_at)

events = Table(
    "events",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("conversation", String(36), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("prev_customer", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("speaker", Text, nullable=False),  # who did it, as JSON
    Column("client_id", String(64)),
    Column("fact", Text, nullable=False),  # what stays for ever
    Column("body", Text),  # what erasure empties: words, titles, pages
    UniqueConstraint("conversation", "seq"),
)

# Each changing call, once: repeating it finds its answer here.
calls = Table(
    "calls",
    metadata,
    Column("sender", String(40), primary_key=True),
    Column("client_id", String(64), primary_key=True),
    Column("conversation", String(36)),
    Column("answer", Text, nullable=False),
    sqlite_with_rowid=False,
)

teams = Table(
    "teams",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("created_at", BigInteger, nullable=False),
)

agents = Table(
    "agents",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("avatar", Text),
    Column("available", Boolean, nullable=False),
    Column("label", String(120)),
    Column("created_at", BigInteger, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("agent", String(36), ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True),
    Column("team", String(64), ForeignKey("teams.name"), primary_key=True),
)

# Sign-ins. Only a hash of the token is kept, so that a copy of the database opens nothing.
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent", String(36), ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

# One row for each living connection of an agent, renewed in batches; it lapses by itself.
leases = Table(
    "leases",
    metadata,
    Column("connection", String(64), primary_key=True),
    Column("agent", String(36), nullable=False, index=True),
    Column("until", BigInteger, nullable=False),
)

# Which model is live is a row here, not a file name: the newest one.
releases = Table(
    "releases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("model", String(255), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Column("note", Text),
)
