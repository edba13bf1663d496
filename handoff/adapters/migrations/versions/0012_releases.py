"""What each release holds: its content, its model, who made it live and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("releases", sa.Column("kind", sa.String(length=16), nullable=True))
    op.add_column("releases", sa.Column("author", sa.Text(), nullable=True))
    op.add_column("releases", sa.Column("parent", sa.Integer(), nullable=True))
    op.add_column("releases", sa.Column("restores", sa.Integer(), nullable=True))
    op.add_column("releases", sa.Column("sha256", sa.String(length=64), nullable=True))
    op.add_column("releases", sa.Column("scores", sa.Text(), nullable=True))
    op.add_column("releases", sa.Column("entries", sa.Integer(), nullable=True))
    op.add_column("releases", sa.Column("snapshot", sa.Text(), nullable=True))
    op.add_column("releases", sa.Column("client_id", sa.String(length=36), nullable=True))
    op.create_index("uq_releases_parent", "releases", ["parent"], unique=True)
    op.create_index("uq_releases_client_id", "releases", ["client_id"], unique=True)
    op.create_table(
        "model_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_model_files")),
    )
    op.create_table(
        "model_chunks",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "number", name=op.f("pk_model_chunks")),
    )
    op.create_table(
        "release_requests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("release", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_requests")),
    )
    op.create_table(
        "bots",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bots")),
    )
