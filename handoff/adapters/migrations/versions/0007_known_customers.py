"""Customers who have said who they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("visitor", sa.String(length=36), nullable=False),
        sa.Column("identified_at", sa.BigInteger(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("visitor", name=op.f("pk_customers")),
    )
    op.create_table(
        "retired_visitors",
        sa.Column("visitor", sa.String(length=36), nullable=False),
        sa.Column("became", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("visitor", name=op.f("pk_retired_visitors")),
    )
