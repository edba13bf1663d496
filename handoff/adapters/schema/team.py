"""Who works here, and what they set."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from handoff.adapters.schema.metadata import metadata

teams = Table(
    "teams",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("created_at", BigInteger, nullable=False),
    Column("settings", Text, nullable=False, server_default="{}"),  # skills, hours, limits, as JSON
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
    Column("capacity", Integer),  # conversations held at once; null: no limit set
    Column("wrapping_until", BigInteger),  # after a resolution: time for notes
    Column("idle_since", BigInteger),  # last let go of a conversation: who is longest idle is next
    Column(
        "disabled_at", BigInteger
    ),  # can't sign in any more, and gets no customers; null: an account in use
    Column("seen_at", BigInteger),  # last signed in, came or went
    Column("since", BigInteger),  # last came, left, or said whether they are available
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

# Words agents send often. An empty team means everybody: null would not be kept apart by the constraint.
canned = Table(
    "canned",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("team", String(64), nullable=False),
    Column("shortcut", String(32), nullable=False),
    Column("title", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("closing", Boolean, nullable=False),  # offered when a conversation is resolved
    UniqueConstraint("team", "shortcut"),
)

# Colleagues to be. The account is made by whoever follows the link; only a hash of its token is kept.
invitations = Table(
    "invitations",
    metadata,
    Column("id", String(36), primary_key=True),  # also the id of the mail that carries the link, if one does
    Column("email", String(254), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("team", String(64), nullable=False),
    Column("invited_by", String(120), nullable=False),  # a name, for the letter
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

# Links that set a new password; gone once used.
password_links = Table(
    "password_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent", String(36), ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

# Settings of the whole site, as JSON: the widget's look, the alert.
site = Table(
    "site",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# Where the widget is seen: a row for each site and day, with the last page and time.
sightings = Table(
    "sightings",
    metadata,
    Column("origin", String(255), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("page", String(500), nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)
