"""Conversations, what waits on them, and the mail they send."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from handoff.adapters.schema.metadata import metadata

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
    Column("rank", Integer, nullable=False),  # lower first: returned, urgent, everybody else
    Column("waiting_since", BigInteger),
    Column("due_at", BigInteger),
    Column("state", Text, nullable=False),  # the folded state as JSON; the columns above repeat what SQL asks
    UniqueConstraint("visitor", "number"),
)
Index("ix_conversations_line", conversations.c.status, conversations.c.team, conversations.c.rank,
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

# What conversations are found by: kept up after the log, emptied with it. SQLite has its full-text table
# ``documents_words`` beside it, PostgreSQL a column ``found``; both are made by the migration and follow by
# themselves.
documents = Table(
    "documents",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("conversation", String(36), nullable=False, unique=True),
    Column("started_at", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),  # the last event taken in; -1: something was emptied, begin anew
    Column("words", Text, nullable=False),
    Column("marks", Text, nullable=False),
)
Index(
    "ix_documents_stale",
    documents.c.seq,
    sqlite_where=documents.c.seq < 0,
    postgresql_where=documents.c.seq < 0,
)

# How far those have come who follow the log.
followers = Table(
    "followers",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("position", BigInteger, nullable=False),  # the id of the last event taken in
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

# Which process runs what only one may run at a time. A holder's beat that stands still is a holder who died.
holdings = Table(
    "holdings",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("beat", BigInteger, nullable=False),
)

# Mail to be sent, written in the transaction that decided it.
mails = Table(
    "mails",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation", String(36), nullable=False, index=True),
    Column("seq", Integer),  # the event it carries, if it carries one
    Column("address", String(254), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("content", Text, nullable=False),  # what the words are made of, as JSON; erasure empties it
    Column("message_id", String(255), nullable=False, unique=True),
    Column("state", String(16), nullable=False),  # waiting, sent, failed
    Column("tries", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("trouble", Text),
)
Index("ix_mails_state", mails.c.state, mails.c.due_at)
Index("ix_mails_address", mails.c.address, mails.c.created_at)

# Links in mails that resume a conversation. Only a hash of the token is kept.
links = Table(
    "links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("conversation", String(36), nullable=False, index=True),
    Column("visitor", String(36), nullable=False),
    Column("address", String(254), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("redeemed_at", BigInteger),
)

# Addresses whose owner has come back through a link.
confirmations = Table(
    "confirmations",
    metadata,
    Column("visitor", String(36), primary_key=True),
    Column("address", String(254), primary_key=True),
    Column("confirmed_at", BigInteger, nullable=False),
)

# How long people waited and what they had been told: what estimates are made of and judged by.
waits = Table(
    "waits",
    metadata,
    Column("conversation", String(36), primary_key=True),
    Column("queued_at", BigInteger, primary_key=True, autoincrement=False),
    Column("team", String(64), nullable=False),
    Column("position", Integer, nullable=False),  # on arrival; 1 is first
    Column("staffed", Integer, nullable=False),  # agents available on arrival
    Column("free", Integer, nullable=False, server_default="0"),  # conversations they had room for then
    Column("low_ms", BigInteger),  # the range shown first; null: none was
    Column("high_ms", BigInteger),
    Column("ended_at", BigInteger),
    Column("taken", Boolean),  # else they left the queue another way
)
Index("ix_waits_recent", waits.c.team, waits.c.ended_at)

# Customers an agent lost, to be told of when they are back.
losses = Table(
    "losses",
    metadata,
    Column("agent", String(36), primary_key=True),
    Column("conversation", String(36), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("told_at", BigInteger),
)
