"""Finding an undertaking by its id, by a beginning of it, or by the id that one of its acts could have given it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from sqlalchemy import Connection, select

from servanda.errors import NotFoundError
from servanda.ledger.filters import begins
from servanda.ledger.groups import joined, undertakings
from servanda.ledger.kept_threads import threads_of
from servanda.ledger.prefixes import PREFIXES
from servanda.ledger.schema import records
from servanda.ledger.undertakings import Surroundings, identity_of, undertakings_of
from servanda.records import Undertaking

_MOST_BEGUN = 20
_MOST_NEAR = 20_000


def find_undertaking(connection: Connection, id: str, around: Surroundings) -> Undertaking:
    """The undertaking of that id, of a beginning that only it has, or of the id that one of its acts could have given.

    The last is of a thread that was founded anew, as when the document of its first act has changed. `NotFoundError`
    names the ids that look like it.
    """
    table = undertakings.c
    found = connection.execute(select(table.id, table.thread).where(table.id == id)).all()
    if not found:
        beginning = select(table.id, table.thread).where(*begins(table.id, id.lower())).order_by(table.id)
        found = connection.execute(beginning.limit(_MOST_BEGUN)).all()
    numbers = {row.thread for row in found} or _by_act(connection, id)
    if len(numbers) != 1:
        alike = () if found else tuple(connection.scalars(select(table.id).limit(_MOST_NEAR)))
        raise NotFoundError(not_found(id, [row.id for row in found], alike))
    threads = threads_of(connection, numbers)
    listed = [undertaking for thread in threads.values() for undertaking in undertakings_of(thread, around)]
    if not listed:
        raise NotFoundError(not_found(id, (), ()))
    return next((one for one in listed if one.id == id), listed[0])


def _by_act(connection: Connection, id: str) -> set[int]:
    """The thread of the act that could have given the id."""
    act = f"{PREFIXES['act']}-{id.partition('-')[2].partition('.')[0]}"
    if identity_of(act) != id.partition(".")[0]:
        return set()
    query = select(joined.c.thread).join(records, records.c.key == joined.c.record).where(records.c.id == act)
    return set(connection.scalars(query))


def not_found(id: str, found: Iterable[str], known: Iterable[str]) -> str:
    """What is told of an id that nothing has, or that begins several."""
    if begun := sorted(found):
        return f"{id!r} begins several ids: {', '.join(begun[:5])}; write more of the one that is meant"
    near = get_close_matches(id, known, n=3, cutoff=0.5)
    return f"nothing has the id {id!r}" + (f"; near: {', '.join(near)}" if near else "")
