"""Whether there was room for somebody who began to wait: such waits are of another kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("waits", sa.Column("free", sa.Integer(), server_default="0", nullable=False))
