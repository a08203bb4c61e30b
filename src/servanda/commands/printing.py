"""What `servanda read` prints: records as JSON lines, as tables, or as texts with their records marked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO

import msgspec

from servanda.commands.inputs import Tally, read_inputs
from servanda.commands.output import as_text, open_console, open_output
from servanda.records import LISTS, AnyRecord, Reading, to_json


def print_readings(
    names: Sequence[str], known: Mapping[str, str | None], *, layout: str | None, kinds: Sequence[str], out: str | None
) -> int:
    """The exit code, once every input was read and its records are printed, or its failure told."""
    layout = layout or ("table" if out is None and sys.stdout.isatty() else "jsonl")
    tally = Tally(read_inputs(names, known))
    with open_output(out) as file:
        _PRINTERS[layout](tally, frozenset(kinds), file)
    return 1 if tally.failed else 0


def _print_jsonl(readings: Iterable[Reading], kinds: frozenset[str], file: IO[bytes]) -> None:
    for reading in readings:
        file.writelines(to_json(record) + b"\n" for record in reading if not kinds or record.kind in kinds)
        file.flush()


def _print_tables(readings: Iterable[Reading], kinds: frozenset[str], file: IO[bytes]) -> None:
    with as_text(file) as text:
        console = open_console(text)
        for reading in readings:
            console.print(_table(reading, kinds))


def _table(reading: Reading, kinds: frozenset[str]) -> object:
    """One document's records for a person: what each says, and the words that say it."""
    from rich.table import Table
    from rich.text import Text

    from servanda.exchange.rows import summary_of

    table = Table(title=Text(summary_of(reading.heading)), title_justify="left", expand=False, pad_edge=False, box=None)
    for name, style in (("kind", "bold"), ("says", ""), ("words", "dim"), ("sure", "")):
        table.add_column(name, style=style, overflow="fold", ratio=None)
    for record in reading:
        if record.kind != "document" and (not kinds or record.kind in kinds):
            words = Text(" ".join(record.quote.split()))
            table.add_row(record.kind, Text(summary_of(record)), words, f"{record.confidence:.2f}")
    return table


def _print_marked(readings: Iterable[Reading], kinds: frozenset[str], file: IO[bytes]) -> None:
    from servanda.exchange.marked import marked_page

    for piece in marked_page(_only(reading, kinds) for reading in readings):
        file.write(piece.encode())
        file.flush()


def _only(reading: Reading, kinds: frozenset[str]) -> Reading:
    """The reading with records of these kinds alone; all of them when no kind is asked for."""
    left: dict[str, tuple[AnyRecord, ...]] = {slot: () for kind, slot in LISTS.items() if kinds and kind not in kinds}
    return msgspec.structs.replace(reading, **left)


_PRINTERS: dict[str, Callable[[Iterable[Reading], frozenset[str], IO[bytes]], None]] = {
    "jsonl": _print_jsonl,
    "table": _print_tables,
    "html": _print_marked,
}
