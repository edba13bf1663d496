"""Who customers are, what is kept of them beside their conversations, and what they were told."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text

from handoff.adapters.schema.metadata import metadata

# Who a visitor is, where the site has said so.
customers = Table(
    "customers",
    metadata,
    Column("visitor", String(36), primary_key=True),
    Column("identified_at", BigInteger, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("body", Text),  # id, name, address, attributes, as JSON; erasure empties it
)

# Visitors who have said who they are since: their old token opens nothing any more.
retired_visitors = Table(
    "retired_visitors",
    metadata,
    Column("visitor", String(36), primary_key=True),
    Column("became", String(36), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What many customers run into now. ``entries`` is a JSON list of those whose answers carry it.
known_issues = Table(
    "known_issues",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("title", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("entries", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
)

# Whom it affects, each visitor once. The hash is of issue and visitor: it follows nobody from one to another.
affected = Table(
    "affected",
    metadata,
    Column("issue", String(36), ForeignKey("known_issues.id", ondelete="CASCADE"), primary_key=True),
    Column("visitor_hash", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# What agents wrote about a customer, kept across conversations.
customer_notes = Table(
    "customer_notes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("visitor", String(36), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("author", Text, nullable=False),  # id, name, avatar, as JSON
    Column("body", Text),  # the text, as JSON; erasure empties it
)

# Pages a customer had open while their conversation was; the newest of each conversation.
page_visits = Table(
    "page_visits",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation", String(36), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("left_at", BigInteger),
    Column("body", Text),  # address and title, as JSON; erasure empties it
)

# Tags that were ever used, to be suggested.
tags = Table(
    "tags",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("used_at", BigInteger, nullable=False),
)

# Visitors who are kept out.
blocked_visitors = Table(
    "blocked_visitors",
    metadata,
    Column("visitor", String(36), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("author", Text, nullable=False),  # id, name, avatar, as JSON
    Column("body", Text),  # reason and name, as JSON; erasure empties it
)

# What staff sent to customers who had asked. Its id is the call's, so that pressing twice is once.
tellings = Table(
    "tellings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("subject", String(80), nullable=False, index=True),  # gap:ID, release:ID or issue:ID
    Column("at", BigInteger, nullable=False),
    Column("author", Text, nullable=False),  # id, name, avatar, as JSON
    Column("entry", String(200)),
    Column("title", Text, nullable=False),
    Column("messages", Text, nullable=False),  # by language, as JSON; "" is everybody else's
    Column("total", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)

# Who still waits for it. A row is gone in the transaction that tells them.
to_tell = Table(
    "to_tell",
    metadata,
    Column("telling", String(36), ForeignKey("tellings.id", ondelete="CASCADE"), primary_key=True),
    Column("visitor", String(36), primary_key=True),
    Column("subject", String(80), nullable=False),
    Column("due_at", BigInteger, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("body", Text, nullable=False),  # text, question and address, as JSON
)

# Who was told of what, each once. The hash is of subject and visitor: it follows nobody from one to another.
told = Table(
    "told",
    metadata,
    Column("subject", String(80), primary_key=True),
    Column("visitor_hash", String(64), primary_key=True),
    Column("telling", String(36), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("mail", String(16)),  # sending, limited, off; null: no address
)
