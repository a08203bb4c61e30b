"""What a ledger knew of two countries by the end of a day, gathered for a note: what may be told, the rest counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from servanda.analysis.material import OPEN, Material, Whole
from servanda.ledger.headings import headings_of
from servanda.ledger.pair_records import extent_about, newest_of
from servanda.ledger.snapshot import Snapshot
from servanda.ledger.store import Ledger
from servanda.ledger.wanted import Wanted
from servanda.ledger.who import actors_named
from servanda.records import Event, Figure, Heading, Record, Undertaking

# Of what a note chooses among: more of each than it has room for, since words that say little give way to others.
_MOST_OF_A_STEP = 16
_MOST_LATE = 16
_MOST_EVENTS = 200
_MOST_FIGURES = 1_000


def gather(ledger: Ledger, snapshot: Snapshot, pair: tuple[str, str], *, sector: str | None = None) -> Material:
    """What the ledger knew of a pair by the day of the snapshot: what was published later is not in the note."""
    today = snapshot.today
    met = newest_of(ledger, "event", pair, sector=sector, until=today, most=_MOST_EVENTS)
    told = newest_of(ledger, "figure", pair, sector=sector, until=today, most=_MOST_FIGURES)
    events = [entry.record for entry in met.entries if isinstance(entry.record, Event)]
    figures = [entry.record for entry in told.entries if isinstance(entry.record, Figure)]
    wanted = Wanted(pair=pair, sector=sector, begun=today)
    threads = _chosen(snapshot, wanted)
    shown: list[Record] = [*events, *figures, *(act for thread in threads for act in thread.acts)]
    names = {name for record in shown for name in _named(record)}
    headings = {doc: one.record for doc, one in headings_of(ledger, {record.doc for record in shown}).items()}
    documents = {doc: heading for doc, heading in headings.items() if isinstance(heading, Heading)}
    days = {doc: heading.published for doc, heading in documents.items()}
    return Material(
        documents=documents,
        events=events,
        figures=figures,
        undertakings=threads,
        actors=ledger.ask(lambda connection: actors_named(connection, sorted(names))),
        whole=Whole(
            counts=_counts(snapshot, wanted),
            dues=snapshot.dues(wanted, OPEN),
            read=extent_about(ledger, pair, sector=sector, until=today, others=days),
            older={"older_events": met.older, "older_figures": told.older},
        ),
    )


def _chosen(snapshot: Snapshot, wanted: Wanted) -> list[Undertaking]:
    """The undertakings that may be told of, those with the newest evidence first: at each step, and of what is late."""
    late = snapshot.pressing(wanted, _MOST_LATE, OPEN, longest=True)
    lines = {line.id: line for line in (*snapshot.weightiest(wanted, _MOST_OF_A_STEP), *late)}
    return snapshot.whole(sorted(lines.values(), key=lambda one: (one.last, one.thread, one.part), reverse=True))


def _counts(snapshot: Snapshot, wanted: Wanted) -> Counter[tuple[str, str]]:
    """How many undertakings stand at a step and are late, silent or neither."""
    counts: Counter[tuple[str, str]] = Counter()
    for alike in snapshot.alike(wanted):
        counts[alike.status, alike.attention] += alike.times
    return counts


def _named(record: Record) -> Iterator[str]:
    """Who is named in a record, and where it took place."""
    for slot in ("by", "to", "organisers", "participants"):
        yield from getattr(record, slot, ())
    yield from (name for slot in ("said_by", "place") if (name := getattr(record, slot, None)))
