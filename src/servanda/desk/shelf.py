"""The ledger that a desk shows: opened for each question; what was asked of it is remembered until it changes."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from threading import Lock
from time import monotonic

from servanda.ledger.address import find_database
from servanda.ledger.database import Database
from servanda.ledger.memory import Memory
from servanda.ledger.snapshot import Snapshot
from servanda.ledger.store import Ledger, open_ledger

_KEPT = 4  # states and days of which answers are kept: those that were asked of last


class Shelf:
    """One ledger, to which nothing but judgements is added."""

    def __init__(self, address: str | Path | Database, rest: float = 0.0) -> None:
        """A state of the ledger that is shown to readers is shown for at least `rest` seconds."""
        self.database = find_database(address)
        self._rest = rest
        self._shown: tuple[Hashable, float] = (None, -inf)  # a state, and since when
        self._memories: dict[tuple[Hashable, datetime.date], Memory] = {}
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

    def snapshot(self, ledger: Ledger, today: datetime.date, *, is_newest: bool = True) -> Snapshot:
        """The undertakings of the ledger as of that day, with what was asked of it before in the state it is in.

        Where the `is_newest` state is not asked for, it is one that may have been left some seconds ago: while a ledger
        is written without pause, its pages need not be made anew for each reader.
        """
        newest = self.database.stamp()
        with self._lock:
            state = newest if is_newest else self._state(newest)
            memory = self._memories.pop((state, today), None) or Memory()
            self._memories[state, today] = memory
            while len(self._memories) > _KEPT:
                del self._memories[next(iter(self._memories))]
        return Snapshot(ledger, today, memory)

    def _state(self, newest: Hashable) -> Hashable:
        """The state that readers are shown: the newest, unless they have been shown another for a moment only."""
        state, since = self._shown
        if state != newest and monotonic() - since >= self._rest:
            self._shown = newest, monotonic()
        return self._shown[0]
