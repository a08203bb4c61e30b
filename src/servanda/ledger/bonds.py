"""What is wrong with what was joined: records in no group, members that no longer hold, places that do not follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from servanda.ledger import groups
from servanda.ledger.binding import state_of
from servanda.ledger.filters import known
from servanda.ledger.kept_pools import batches
from servanda.ledger.kept_threads import first_version, searched_in, threads_of
from servanda.ledger.placing import placed
from servanda.ledger.schema import documents, records

_KINDS = (("act", groups.joined, "undertaking"), ("actor", groups.mentioned, "actor"))
_AT_ONCE = 500  # threads


def bond_faults(connection: Connection) -> Iterator[str]:
    """All faults of what was joined so far."""
    upto = state_of(connection).upto
    for kind, table, group in _KINDS:
        holds = select(records.c.key).join(documents).where(records.c.kind == kind, *known(None))
        same = (first_version.c.doc == documents.c.doc) & (first_version.c.version == 1)
        due = holds.join(first_version, same).where(first_version.c.key <= upto)
        loose = select(records.c.id).where(records.c.key.in_(due), records.c.key.not_in(select(table.c.record)))
        yield from (f"{id}: it belongs to no {group}" for id in connection.scalars(loose))
        gone = select(records.c.id).join(table, table.c.record == records.c.key).where(records.c.key.not_in(holds))
        yield from (f"{id}: it no longer holds, and belongs to an {group}" for id in connection.scalars(gone))
    yield from _misplaced(connection)


def _misplaced(connection: Connection) -> Iterator[str]:
    """Undertakings whose rows are not what their acts say."""
    searched = searched_in(connection)
    numbers = sorted(connection.scalars(select(groups.threads.c.key)))
    for some in batches(numbers, _AT_ONCE):
        for table, rows in zip(groups.placings, placed(threads_of(connection, some), searched), strict=True):
            wanted = {_plain(table, row) for row in rows}
            held = {tuple(row) for row in connection.execute(select(table).where(table.c.thread.in_(some)))}
            for thread in sorted({row[0] for row in wanted ^ held}):
                yield f"undertaking of thread {thread}: its row of {table.name} is not what its acts say"


def _plain(table: Table, row: dict[str, Any]) -> Sequence[Any]:
    """A row as the table holds it, all columns in order."""
    return tuple(row.get(str(column.name)) for column in table.columns)
