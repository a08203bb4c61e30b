"""Run by alembic: the migrations, on the connection that `ledger/schema.py` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
