"""What customers asked and were not helped with, by meaning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=True),
        sa.Column("became", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("entry", sa.String(length=200), nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("helpful", sa.Boolean(), nullable=True),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("agent_ms", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.Column("gap", sa.Integer(), nullable=True),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("review", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("conversation", "seq", name=op.f("uq_questions_conversation_seq")),
    )
    sorted_in = sa.text("gap IS NOT NULL")
    op.create_index(
        "ix_questions_gap", "questions", ["gap", "at"], sqlite_where=sorted_in, postgresql_where=sorted_in
    )
    op.create_index("ix_questions_entry", "questions", ["entry", "at"])
    new = sa.text("gap IS NULL AND became <> 'answered'")
    op.create_index("ix_questions_new", "questions", ["at"], sqlite_where=new, postgresql_where=new)
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("touched", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("central", NUMBER, nullable=True),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("centre", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("nearest", sa.Text(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("agent_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=True),
        sa.Column("last_at", sa.BigInteger(), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
    )
    op.create_index("ix_gaps_ranked", "gaps", ["state", "score"])
    op.create_index("ix_gaps_stale", "gaps", ["stale"])
    op.create_table(
        "gap_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("gap", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_changes")),
    )
    op.create_index("ix_gap_changes_gap", "gap_changes", ["gap"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(sa.text(statement.replace(":", r"\:")))


# Whatever empties an event's body empties the question taken from it, and all that was made of its words, in
# the same transaction; its gap is then described anew.
_EMPTY = """UPDATE gaps SET stale = {yes}, centre = NULL WHERE id IN
        (SELECT gap FROM questions WHERE conversation = {old}.conversation AND seq = {old}.seq);
        UPDATE questions SET text = NULL, vector = NULL
        WHERE conversation = {old}.conversation AND seq = {old}.seq;"""
_GONE = """UPDATE gaps SET stale = {yes}, centre = NULL WHERE id IN
        (SELECT gap FROM questions WHERE conversation = {old}.id);
        DELETE FROM questions WHERE conversation = {old}.id;"""

SQLITE = [
    f"""CREATE TRIGGER questions_emptied AFTER UPDATE OF body ON events
        WHEN EXISTS (SELECT 1 FROM questions WHERE conversation = old.conversation AND seq = old.seq)
        BEGIN {_EMPTY.format(yes=1, old="old")} END""",  # noqa: S608 - nothing comes from outside
    f"CREATE TRIGGER questions_gone AFTER DELETE ON conversations BEGIN {_GONE.format(yes=1, old='old')} END",
]

POSTGRESQL = [
    f"""CREATE FUNCTION questions_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        {_EMPTY.format(yes="true", old="OLD")} RETURN NULL; END $$""",
    """CREATE TRIGGER questions_emptied AFTER UPDATE OF body ON events
        FOR EACH ROW EXECUTE FUNCTION questions_emptied()""",
    f"""CREATE FUNCTION questions_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        {_GONE.format(yes="true", old="OLD")} RETURN NULL; END $$""",
    """CREATE TRIGGER questions_gone AFTER DELETE ON conversations
        FOR EACH ROW EXECUTE FUNCTION questions_gone()""",
]
