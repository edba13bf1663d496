"""How Alembic reaches the database: through the engine the service opened."""

from __future__ import annotations

from alembic import context

from handoff.adapters.schema import metadata

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,  # SQLite alters tables by copying them
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
