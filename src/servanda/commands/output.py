"""Where output goes: the terminal, a pipe, or a file that is whole or not there."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from servanda.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from servanda.ledger.store import Ledger

_WIDE = 200  # columns of a table that nobody's window limits


@contextmanager
def open_output(out: str | None) -> Iterator[IO[bytes]]:
    """The standard output, or a file that appears under its name only when all was written."""
    if out is None or out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    if not path.parent.is_dir():
        raise UsageError(f"{out}: no such folder to write into")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def as_text(file: IO[bytes]) -> Iterator[IO[str]]:
    """A byte stream as a text stream in UTF-8 that passes each line on at once, and leaves the byte stream open."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=True)
    try:
        yield text
    finally:
        text.detach()


def open_console(file: IO[str]) -> Console:
    """A console for tables: as wide as the window on a terminal, wide and without colour elsewhere."""
    from rich.console import Console

    if file.isatty():
        return Console(file=file, highlight=False)
    return Console(file=file, width=int(os.environ.get("COLUMNS", _WIDE)), no_color=True, highlight=False)


def tell_behind(ledger: Ledger) -> None:
    """Say in one line on the error stream that joining is due, where it is: answers lack what is not joined."""
    if told := ledger.behind():
        click.echo(f"servanda: {ledger.database.name}: {told}", err=True)
