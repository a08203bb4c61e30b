"""Where acts belonged before, so that what was known on a day is asked of the tables."""

import datetime

import sqlalchemy as sa
from alembic import op

from servanda.ledger.schema import String

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table, empty: what a ledger that has something told before now is not in it."""
    op.add_column("joined", sa.Column("since", String))
    op.add_column("joining", sa.Column("told_from", String))
    op.create_table(
        "parted",
        sa.Column("record", sa.Integer, sa.ForeignKey("records.key"), primary_key=True, autoincrement=False),
        sa.Column("until", String, primary_key=True),
        sa.Column("thread", sa.Integer, nullable=False),
        sa.Column("founder", String, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        *(sa.Column(name, String) for name in ("why", "sides", "since")),
    )
    op.create_index("parted_thread", "parted", ["thread"])
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
    op.execute(sa.text("UPDATE joining SET told_from = :now").bindparams(now=now))
