"""Settings of a ledger, and judgements that wait until another account confirms them."""

import sqlalchemy as sa
from alembic import op

from servanda.ledger.schema import String

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the two tables, empty."""
    op.create_table(
        "proposals",
        sa.Column("judgement", sa.Integer, sa.ForeignKey("judgements.key"), primary_key=True),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, String, nullable=False) for name in ("at", "account", "name", "value")),
    )
