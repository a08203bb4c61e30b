"""What `servanda brief` does: asks the ledger for all that is about a pair, and prints the note about it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import IO

from servanda.analysis.briefing import Material, write_note
from servanda.analysis.note import Note
from servanda.commands.output import as_text, open_output
from servanda.days import last_day
from servanda.errors import UsageError
from servanda.exchange.note_page import note_as_html
from servanda.exchange.note_text import note_as_markdown, note_as_text
from servanda.ledger.filters import Filter
from servanda.ledger.store import Ledger, open_ledger
from servanda.records import Event, Figure, Heading


def print_note(
    pair: tuple[str, str],
    *,
    layout: str,
    out: str | None,
    ledger: str,
    sector: str | None,
    lang: str,
    today: str | None,
) -> None:
    """Print the note about a pair of countries, as of `today` (an ISO 8601 date, else the day of the clock)."""
    if pair[0] == pair[1]:
        raise UsageError(f"a note is about two countries; {pair[0]} was named twice")
    day = last_day(today) or datetime.datetime.now(datetime.UTC).date()
    with open_ledger(ledger, create=False, read_only=True) as opened:
        material = gather(opened, pair, sector, day)
    note = write_note(material, pair, sector=sector, lang=lang, today=day)
    with open_output(out) as file:
        _WRITERS[layout](note, file)


def gather(ledger: Ledger, pair: tuple[str, str], sector: str | None, today: datetime.date) -> Material:
    """What the ledger knew of a pair by the end of a day: what was published later is not in the note."""
    asked = Filter(pair=pair, sector=sector, until=today.isoformat())
    about = {entry.record.doc for entry in ledger.documents(asked)}
    # A meeting has no sector of its own: it is about that of its document.
    met = [entry.record for entry in ledger.events(Filter(pair=pair, until=asked.until)) if entry.record.doc in about]
    figures = [entry.record for entry in ledger.figures(asked)]
    undertakings = ledger.undertakings(asked, today=today)
    acts = (act for undertaking in undertakings for act in undertaking.acts)
    return Material(
        documents=_headings(ledger, about.union(record.doc for record in (*met, *figures, *acts))),
        events=[record for record in met if isinstance(record, Event)],
        figures=[record for record in figures if isinstance(record, Figure)],
        undertakings=undertakings,
    )


def _headings(ledger: Ledger, docs: set[str]) -> dict[str, Heading]:
    """What is known of the documents that the note cites, by their ids."""
    records = (ledger.get(doc).proofs[0].entry.record for doc in sorted(docs))
    return {record.doc: record for record in records if isinstance(record, Heading)}


def _write_text(write: Callable[[Note], str]) -> Callable[[Note, IO[bytes]], None]:
    def written(note: Note, file: IO[bytes]) -> None:
        with as_text(file) as text:
            text.write(write(note))

    return written


def _write_docx(note: Note, file: IO[bytes]) -> None:
    from servanda.exchange.office import write_docx

    write_docx(note, file)


_WRITERS: dict[str, Callable[[Note, IO[bytes]], None]] = {
    "text": _write_text(note_as_text),
    "markdown": _write_text(note_as_markdown),
    "html": _write_text(note_as_html),
    "docx": _write_docx,
}
