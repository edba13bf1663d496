"""Help pages: feedback, searches, public questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    _feedback()
    op.create_table(
        "help_searches",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("query", sa.String(length=200), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("clicked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "language", "query", name=op.f("pk_help_searches")),
    )
    _community()


def _feedback() -> None:
    op.create_table(
        "help_votes",
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("visitor_hash", sa.String(length=64), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry", "visitor_hash", name=op.f("pk_help_votes")),
    )
    op.create_table(
        "help_comments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_comments")),
    )
    op.create_index(op.f("ix_help_comments_entry"), "help_comments", ["entry"])
    op.create_index(op.f("ix_help_comments_conversation"), "help_comments", ["conversation"])


def _community() -> None:
    op.create_table(
        "public_questions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("entry", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_questions")),
    )
    op.create_index("ix_public_questions_entry", "public_questions", ["entry", "state"])
    op.create_index("ix_public_questions_state", "public_questions", ["state", "at"])
    op.create_table(
        "public_answers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question"],
            ["public_questions.id"],
            name=op.f("fk_public_answers_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_answers")),
    )
    op.create_index(op.f("ix_public_answers_question"), "public_answers", ["question"])
    op.create_table(
        "public_marks",
        sa.Column("item", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("visitor_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("item", "kind", "visitor_hash", name=op.f("pk_public_marks")),
    )
