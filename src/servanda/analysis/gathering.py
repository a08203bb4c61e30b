"""What a ledger knew of two countries by the end of a day, gathered for a note."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from servanda.analysis.material import Material
from servanda.days import first_day
from servanda.ledger.filters import Filter
from servanda.ledger.headings import headings_of
from servanda.ledger.store import Ledger
from servanda.ledger.who import actors_named
from servanda.records import Event, Figure, Heading, Record, Undertaking


def gather(
    ledger: Ledger,
    pair: tuple[str, str],
    today: datetime.date,
    *,
    sector: str | None = None,
    undertakings: Iterable[Undertaking] | None = None,
) -> Material:
    """What the ledger knew of a pair by the end of a day: what was published later is not in the note.

    Whoever has the pair's undertakings at hand gives them; else the ledger joins them.
    """
    asked = Filter(pair=pair, sector=sector, until=today.isoformat())
    about = {entry.record.doc for entry in ledger.documents(asked)}
    # A meeting has no sector of its own: it is about that of its document.
    met = [entry.record for entry in ledger.events(Filter(pair=pair, until=asked.until)) if entry.record.doc in about]
    figures = [entry.record for entry in ledger.figures(asked)]
    threads = ledger.undertakings(asked, today=today) if undertakings is None else _begun(undertakings, today)
    acts = [act for undertaking in threads for act in undertaking.acts]
    docs = about.union(record.doc for record in (*met, *figures, *acts))
    names = {name for record in (*met, *figures, *acts) for name in _named(record)}
    headings = {doc: entry.record for doc, entry in headings_of(ledger, docs).items()}
    return Material(
        documents={doc: heading for doc, heading in headings.items() if isinstance(heading, Heading)},
        events=[record for record in met if isinstance(record, Event)],
        figures=[record for record in figures if isinstance(record, Figure)],
        undertakings=threads,
        actors=ledger.ask(lambda connection: actors_named(connection, sorted(names))),
    )


def _named(record: Record) -> Iterator[str]:
    """Who is named in a record, and where it took place."""
    for slot in ("by", "to", "organisers", "participants"):
        yield from getattr(record, slot, ())
    yield from (name for slot in ("said_by", "place") if (name := getattr(record, slot, None)))


def _begun(undertakings: Iterable[Undertaking], today: datetime.date) -> list[Undertaking]:
    """Those that were heard of by that day."""
    return [u for u in undertakings if (begin := first_day(u.since)) is None or begin <= today]
