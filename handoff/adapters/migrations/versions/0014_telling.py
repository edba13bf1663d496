"""Whom we told that there is an answer now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "tellings",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("entry", sa.String(length=200), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("messages", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
    )
    op.create_index(op.f("ix_tellings_subject"), "tellings", ["subject"])
    op.create_table(
        "to_tell",
        sa.Column("telling", sa.String(length=36), nullable=False),
        sa.Column("visitor", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("telling", "visitor", name=op.f("pk_to_tell")),
        sa.ForeignKeyConstraint(
            ["telling"], ["tellings.id"], name=op.f("fk_to_tell_telling_tellings"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_to_tell_due_at"), "to_tell", ["due_at"])
    op.create_table(
        "told",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("visitor_hash", sa.String(length=64), nullable=False),
        sa.Column("telling", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("mail", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("subject", "visitor_hash", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_telling"), "told", ["telling"])
