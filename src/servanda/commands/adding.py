"""What `servanda add` does: reads inputs one by one, keeps what they say, and shows how far it is."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click

from servanda.commands.inputs import Tally, read_unknown
from servanda.ledger.store import open_ledger
from servanda.records import Document, Reading

if TYPE_CHECKING:
    from rich.progress import Progress

_TOLD = {"new": "new", "version": "changed", "same": "already known"}


class _Count:
    """The documents of a run on their way into the ledger: counted, and shown as they pass."""

    def __init__(self, tally: Tally[Reading | Document], progress: Progress | None) -> None:
        self.documents = self.records = 0
        self._tally = tally
        self._progress = progress
        self._begin = monotonic()
        self._task = progress.add_task("", total=None, told="") if progress else None

    def __iter__(self) -> Iterator[Reading | Document]:
        for one in self._tally:
            self.documents += 1
            if isinstance(one, Reading):
                self.records += sum(1 for _ in one) - 1
            if self._progress and self._task is not None:
                self._progress.update(self._task, advance=1, told=self.told())
            yield one

    def told(self) -> str:
        """How many documents came, how many records were read, how fast, and how many inputs failed."""
        seconds = max(monotonic() - self._begin, 1e-6)
        rate = f"{self.documents / seconds:.0f} documents/s"
        return f"{self.documents} documents, {self.records} records, {rate}, {self._tally.failed} failed"


def add_inputs(names: Sequence[str], known: Mapping[str, str | None], *, ledger: str) -> int:
    """The exit code, once every input was read and is kept, or its failure told."""
    became: Counter[str] = Counter()
    with open_ledger(ledger) as opened, _shown() as progress:
        tally: Tally[Reading | Document] = Tally(read_unknown(names, known, opened.knows))
        count = _Count(tally, progress)
        became.update(added for _, added in opened.add_all(count))
    parts = ", ".join(f"{became[added]} {told}" for added, told in _TOLD.items() if became[added])
    click.echo(f"{opened.database.name}: {count.told()}" + (f" ({parts})" if parts else ""))
    return 1 if tally.failed else 0


@contextmanager
def _shown() -> Iterator[Progress | None]:
    """A progress line on a terminal; nothing where the output goes elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.fields[told]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress
