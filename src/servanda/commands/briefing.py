"""What `servanda brief` does: asks the ledger for all that is about a pair, and prints the note about it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import IO

from servanda.analysis.briefing import write_note
from servanda.analysis.gathering import gather
from servanda.analysis.note import Note
from servanda.commands.output import as_text, open_output
from servanda.days import last_day
from servanda.errors import UsageError
from servanda.exchange.note_page import note_as_html
from servanda.exchange.note_text import note_as_markdown, note_as_text
from servanda.ledger.snapshot import Snapshot
from servanda.ledger.store import open_ledger


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
        material = gather(opened, Snapshot(opened, day), pair, sector=sector)
    note = write_note(material, pair, sector=sector, lang=lang, today=day)
    with open_output(out) as file:
        _WRITERS[layout](note, file)


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
