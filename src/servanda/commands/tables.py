"""Rows as a table for a person's eye: as wide as the window, colour on a terminal, words wrapped where they must.

Own code, not rich's tables: those take a millisecond a row, and a ledger lists ten thousand.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import IO, NamedTuple

import click
from rich.cells import cell_len, chop_cells

PIPED = 110  # columns where there is no window
_LINES = 3  # of one cell; what is longer ends in "…"
_GAP = "  "


class Column(NamedTuple):
    """A column's name, the style of its cells, and its share of the room that is left; 0 is as wide as its cells."""

    name: str
    share: int = 0
    style: str | None = None


def write_table(columns: Sequence[Column], rows: Iterable[Sequence[str]], file: IO[str]) -> None:
    """Write the rows under the columns' names; a line break in a cell stays, a column without any value is left out."""
    listed = [[list(map(_flat, cell.split("\n"))) if cell else [] for cell in row] for row in rows]
    filled = [place for place in range(len(columns)) if any(row[place] for row in listed)]
    columns = [columns[place] for place in filled]
    listed = [[row[place] for place in filled] for row in listed]
    widths = _widths(columns, listed, width_of(file))
    is_coloured = has_colour(file)
    names = [click.style(column.name.ljust(width), bold=True) for column, width in zip(columns, widths, strict=True)]
    if not is_coloured:
        names = [column.name.ljust(width) for column, width in zip(columns, widths, strict=True)]
    file.write(_GAP.join(names).rstrip() + "\n")
    for row in listed:
        file.writelines(_lines(row, columns, widths, is_coloured))


def width_of(file: IO[str]) -> int:
    """How many columns a table may take there."""
    if file.isatty():
        return max(40, shutil.get_terminal_size().columns)
    columns = os.environ.get("COLUMNS", "")
    return max(40, int(columns)) if columns.isdecimal() else PIPED


def has_colour(file: IO[str]) -> bool:
    """Whether colour is wanted there: on a terminal, unless NO_COLOR is set."""
    return file.isatty() and not os.environ.get("NO_COLOR")


def wrapped(text: str, width: int, most: int | None = None) -> list[str]:
    """The text on lines of that width, broken between words where it can be; no more than so many."""
    if _width(text) <= width:
        return [text]
    lines = list(_broken(text, width))
    if most and len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width)]
    return lines


def _flat(text: str) -> str:
    """The text on one line, without what a terminal would obey."""
    if text.isprintable():
        return text
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _width(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _broken(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if _width(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = chop_cells(word, width) or [""]
        yield from full
    yield line


def _cut(line: str, width: int) -> str:
    while _width(line) > width - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Sequence[str]]], room: int) -> list[int]:
    """The columns' widths: cells decide where nothing is shared, the rest is shared out."""
    widest = [
        max([_width(column.name), *(_width(line) for row in rows for line in row[place])])
        for place, column in enumerate(columns)
    ]
    room -= len(_GAP) * (len(columns) - 1)
    left = room - sum(width for width, column in zip(widest, columns, strict=True) if not column.share)
    shares = sum(column.share for column in columns)
    widths = list(widest)
    for place in sorted(range(len(columns)), key=lambda place: widest[place]):
        if share := columns[place].share:
            widths[place] = max(min(widest[place], left * share // shares), 8)
            left, shares = left - widths[place], shares - share
    return widths


def _lines(
    row: Sequence[Sequence[str]], columns: Sequence[Column], widths: Sequence[int], is_coloured: bool
) -> Iterator[str]:
    cells = [
        [piece for line in cell for piece in wrapped(line, width, _LINES)]
        for cell, width in zip(row, widths, strict=True)
    ]
    for pieces in zip_longest(*cells, fillvalue=""):
        padded = [piece + " " * (width - _width(piece)) for piece, width in zip(pieces, widths, strict=True)]
        if is_coloured:
            padded = list(map(_styled, pieces, padded, columns))
        yield _GAP.join(padded).rstrip() + "\n"


def _styled(piece: str, padded: str, column: Column) -> str:
    style = _STYLES.get(piece, column.style) if piece else None
    if style is None:
        return padded
    return click.style(padded, dim=True) if style == "dim" else click.style(padded, fg=style)


# Words that a table shows in a colour of their own, wherever they stand.
_STYLES: Mapping[str, str] = {
    "delivered": "green",
    "delivered_part": "green",
    "started": "green",
    "committed": "cyan",
    "agreed": "cyan",
    "suspended": "yellow",
    "cancelled": "red",
    "declined": "red",
    "overdue": "red",
    "stalled": "red",
    "dormant": "yellow",
    "quiet": "yellow",
    "not_watched": "dim",
}
