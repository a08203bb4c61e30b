"""What a ledger held at a moment, joined by the rules of today: made anew for the question, of all that was known."""

from __future__ import annotations

from sqlalchemy import Connection, and_, or_, select

from servanda.ledger.entries import entries_in_order
from servanda.ledger.filters import known
from servanda.ledger.identity import resolve
from servanda.ledger.joining import join_acts
from servanda.ledger.kept_threads import searched_in
from servanda.ledger.listening import Listening
from servanda.ledger.naming import namings
from servanda.ledger.rulings import actor_rulings, thread_rulings
from servanda.ledger.schema import documents, facets, records
from servanda.ledger.undertakings import Joined
from servanda.records import Entry


def joined_at(connection: Connection, known_at: str) -> Joined:
    """The threads that all acts make which were held at that moment, under the rulings that held."""
    mentions = entries_in_order(connection, "actor", known_at)
    identities = resolve(mentions, actor_rulings(connection, known_at))
    rulings = thread_rulings(connection, known_at)
    threads = join_acts(_acts(connection, known_at), namings(mentions, identities), rulings)
    return Joined(threads, _listening(connection, known_at), searched_in(connection))


def _acts(connection: Connection, known_at: str) -> list[Entry]:
    """All acts with the sides of those who act, in the order in which their documents were first recorded."""
    sides: dict[int, tuple[str, ...]] = {}
    for record, code in connection.execute(_SIDES):
        sides[record] = (*sides.get(record, ()), code.partition(":")[2])
    return entries_in_order(connection, "act", known_at, sides)


_SIDES = select(facets.c.record, facets.c.code).where(facets.c.code.between("side:", "side;"))


def _listening(connection: Connection, known_at: str) -> Listening:
    """What was read about which countries and sectors, and when."""
    heading = and_(records.c.kind == "document", *known(known_at))
    days = select(records.c.key, documents.c.published).join(documents).where(heading)
    codes = select(facets.c.record, facets.c.code).where(
        or_(facets.c.code.between("party:", "party;"), facets.c.code.between("sector:", "sector;")),
        facets.c.record.in_(select(records.c.key).where(records.c.kind == "document")),
    )
    return Listening(
        [(row[0], row[1]) for row in connection.execute(days)], [(row[0], row[1]) for row in connection.execute(codes)]
    )
