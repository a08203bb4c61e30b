"""An index by how sure the reader was, so that the few records that wait for a person are found among all."""

from alembic import op

revision = "0007"
down_revision = "0006"

_SURE = {
    "sqlite": "json_extract(body, '$.confidence')",
    "postgresql": "CAST(json_extract_path_text(CAST(body AS JSON), 'confidence') AS FLOAT)",
}


def upgrade() -> None:
    """Add the index."""
    sure = _SURE[op.get_bind().dialect.name]
    op.execute(f"CREATE INDEX records_unsure ON records (kind, ({sure}))")
