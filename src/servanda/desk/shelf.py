"""The ledger that a desk shows: opened for each question, its undertakings joined once and kept until it changes."""

from __future__ import annotations

import datetime
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

from servanda.errors import LedgerError, ServandaError
from servanda.ledger.snapshot import Snapshot
from servanda.ledger.store import Ledger, open_ledger

Stamp = tuple[tuple[int, int, int], ...]
_KEPT = 3  # days of which the undertakings are kept: today, and those that somebody looks back from


class Shelf:
    """One ledger file, never written to.

    Joining takes a second for some ten thousand acts. When the file has changed, readers see what was known before
    until the new is joined beside; nobody waits but the first.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: dict[datetime.date, tuple[Stamp, Snapshot]] = {}
        self._joining: set[datetime.date] = set()
        self._lock = Lock()
        self._first = Lock()

    def open(self) -> Ledger:
        """The ledger, for one thread and one question; `LedgerError` when it is not there or cannot be read."""
        return open_ledger(self.path, create=False, read_only=True)

    def snapshot(self, today: datetime.date) -> Snapshot:
        """The undertakings as of that day."""
        stamp = self._stamp()
        with self._lock:
            kept = self._kept.get(today)
            is_new = kept is not None and kept[0] != stamp and today not in self._joining
            if is_new:
                self._joining.add(today)
        if is_new:
            Thread(target=self._renew, args=(today, stamp), daemon=True).start()
        if kept:
            return kept[1]
        with self._first:  # readers who come while the first one waits are not to join it all again
            with self._lock:
                kept = self._kept.get(today)
            return kept[1] if kept else self._join(today, stamp)

    def begin(self, today: datetime.date) -> None:
        """Join the undertakings of that day in a thread of its own."""
        Thread(target=self._begin, args=(today,), daemon=True).start()

    def _begin(self, today: datetime.date) -> None:
        with suppress(ServandaError):  # the first question tells its reader
            self.snapshot(today)

    def _renew(self, today: datetime.date, stamp: Stamp) -> None:
        try:
            self._join(today, stamp)
        except ServandaError:
            return  # moved away or locked meanwhile: the next question tells its reader
        finally:
            with self._lock:
                self._joining.discard(today)

    def _join(self, today: datetime.date, stamp: Stamp) -> Snapshot:
        with self.open() as ledger:
            snapshot = Snapshot(ledger.undertakings(today=today), today)
        with self._lock:
            self._kept[today] = (stamp, snapshot)
            while len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return snapshot

    def _stamp(self) -> Stamp:
        """What changes whenever somebody has written: identity, time and size of the file and of its log."""
        found = []
        for path in (self.path, self.path.with_name(f"{self.path.name}-wal")):
            try:
                told = path.stat()
            except OSError as error:
                if path == self.path:
                    raise LedgerError(f"{path}: {error.strerror}; the ledger was moved or removed") from error
                continue
            if told.st_size:
                found.append((told.st_ino, told.st_mtime_ns, told.st_size))
        return tuple(found)
