"""How Alembic reaches the database: through the connection, and in the transaction, of ``sql/migrate.py``."""

from alembic import context

from bookbytes_adapters.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
