"""What conversations are found by, in full text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("conversation", sa.String(length=36), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_documents")),
        sa.UniqueConstraint("conversation", name=op.f("uq_documents_conversation")),
    )
    stale = sa.text("seq < 0")
    op.create_index("ix_documents_stale", "documents", ["seq"], sqlite_where=stale, postgresql_where=stale)
    op.create_table(
        "followers",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_followers")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(sa.text(statement.replace(":", r"\:")))


# Words are worked out in Python, the same for both databases; ``ascii`` splits them at the spaces and folds
# nothing. Without positions (``detail=none``) the index is a quarter as large.
# Whatever empties an event's body empties what was taken from it in the same transaction.
SQLITE = [
    """CREATE VIRTUAL TABLE documents_words USING fts5(words, marks, content='documents',
        content_rowid='number', tokenize='ascii', detail=none, columnsize=0, prefix='3')""",
    """CREATE TRIGGER documents_added AFTER INSERT ON documents BEGIN
        INSERT INTO documents_words (rowid, words, marks) VALUES (new.number, new.words, new.marks);
    END""",
    """CREATE TRIGGER documents_removed AFTER DELETE ON documents BEGIN
        INSERT INTO documents_words (documents_words, rowid, words, marks)
            VALUES ('delete', old.number, old.words, old.marks);
    END""",
    """CREATE TRIGGER documents_changed AFTER UPDATE ON documents BEGIN
        INSERT INTO documents_words (documents_words, rowid, words, marks)
            VALUES ('delete', old.number, old.words, old.marks);
        INSERT INTO documents_words (rowid, words, marks) VALUES (new.number, new.words, new.marks);
    END""",
    """CREATE TRIGGER documents_emptied AFTER UPDATE OF body ON events BEGIN
        UPDATE documents SET seq = -1, words = '', marks = '' WHERE conversation = old.conversation;
    END""",
    """CREATE TRIGGER documents_gone AFTER DELETE ON conversations BEGIN
        DELETE FROM documents WHERE conversation = old.id;
    END""",
]

POSTGRESQL = [
    """ALTER TABLE documents ADD COLUMN found tsvector GENERATED ALWAYS AS
        (array_to_tsvector(string_to_array(words, ' ') || string_to_array(marks, ' '))) STORED""",
    "CREATE INDEX ix_documents_found ON documents USING gin (found)",
    """CREATE FUNCTION documents_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE documents SET seq = -1, words = '', marks = '' WHERE conversation = OLD.conversation;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER documents_emptied AFTER UPDATE OF body ON events
        FOR EACH ROW EXECUTE FUNCTION documents_emptied()""",
    """CREATE FUNCTION documents_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        DELETE FROM documents WHERE conversation = OLD.id;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER documents_gone AFTER DELETE ON conversations
        FOR EACH ROW EXECUTE FUNCTION documents_gone()""",
]
