"""Teams' settings, capacity, ranks in the queue, mail, waits, and who runs the deadlines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _ranks()
    _people()
    _mail()
    op.create_table(
        "holdings",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_holdings")),
    )
    op.create_table(
        "waits",
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("staffed", sa.Integer(), nullable=False),
        sa.Column("low_ms", sa.BigInteger(), nullable=True),
        sa.Column("high_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("conversation", "queued_at", name=op.f("pk_waits")),
    )
    op.create_index("ix_waits_recent", "waits", ["team", "ended_at"])
    op.create_table(
        "losses",
        sa.Column("agent", sa.String(length=36), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("agent", "conversation", name=op.f("pk_losses")),
    )


def _ranks() -> None:
    """0 stays returned; 1, which was everybody else, becomes 2: urgent ones go between them."""
    op.drop_index("ix_conversations_line", "conversations")
    op.alter_column("conversations", "returned", new_column_name="rank")
    op.execute("UPDATE conversations SET rank = 2 WHERE rank = 1")
    op.create_index("ix_conversations_line", "conversations", ["status", "team", "rank", "waiting_since"])


def _people() -> None:
    op.add_column("teams", sa.Column("settings", sa.Text(), server_default="{}", nullable=False))
    op.add_column("agents", sa.Column("capacity", sa.Integer(), nullable=True))
    op.add_column("agents", sa.Column("wrapping_until", sa.BigInteger(), nullable=True))
    op.add_column("agents", sa.Column("idle_since", sa.BigInteger(), nullable=True))


def _mail() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mails_message_id")),
    )
    op.create_index(op.f("ix_mails_conversation"), "mails", ["conversation"])
    op.create_index("ix_mails_state", "mails", ["state", "due_at"])
    op.create_index("ix_mails_address", "mails", ["address", "created_at"])
    op.create_table(
        "links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("visitor", sa.String(length=36), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("redeemed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_conversation"), "links", ["conversation"])
    op.create_table(
        "confirmations",
        sa.Column("visitor", sa.String(length=36), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("visitor", "address", name=op.f("pk_confirmations")),
    )
