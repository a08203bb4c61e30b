"""${message}."""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Change the tables of the revision before into those of this one."""
    ${upgrades if upgrades else "op.execute('')"}
