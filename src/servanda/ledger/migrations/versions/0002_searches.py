"""Follow-up searches that found nothing: what makes silence mean something."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table of searches."""
    op.create_table(
        "searches",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("searched_on", sa.String, nullable=False),
        sa.Column("recorded_at", sa.String, nullable=False),
    )
    op.create_index("searches_act", "searches", ["act"])
