"""The ledger that a desk shows: opened for each question; what was asked of it is remembered until it changes."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from servanda.ledger.address import find_database
from servanda.ledger.database import Database
from servanda.ledger.snapshot import Memory, Snapshot
from servanda.ledger.store import Ledger, open_ledger

_KEPT = 4  # days of which answers are kept: today, and those that somebody looks back from


class Shelf:
    """One ledger, to which nothing but judgements is added."""

    def __init__(self, address: str | Path | Database) -> None:
        self.database = find_database(address)
        self._seen: Hashable = None
        self._days: dict[datetime.date, Memory] = {}
        self._lock, self._writing = Lock(), Lock()

    def open(self) -> Ledger:
        """The ledger, for one thread and one question; `LedgerError` when it is not there or cannot be read."""
        return open_ledger(self.database, create=False, read_only=True)

    @contextmanager
    def open_for_writing(self) -> Iterator[Ledger]:
        """The ledger, for a judgement: the only thing that a desk adds to it.

        One after the other: a ledger has one writer, and whoever waits here is not told that it is busy.
        """
        with self._writing, open_ledger(self.database, create=False) as ledger:
            yield ledger

    def snapshot(self, ledger: Ledger, today: datetime.date) -> Snapshot:
        """The undertakings of the ledger as of that day, with what was asked of it before in the state it is in."""
        stamp = self.database.stamp()
        with self._lock:
            if stamp != self._seen:
                self._seen, self._days = stamp, {}
            memory = self._days.get(today)
            if memory is None:
                while len(self._days) >= _KEPT:
                    del self._days[next(iter(self._days))]
                memory = self._days[today] = {}
        return Snapshot(ledger, today, memory)
