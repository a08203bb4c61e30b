"""The ledger that a desk shows: opened for each question, its undertakings joined once and kept until it changes."""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from pathlib import Path
from threading import Event, Lock, Thread

from servanda.errors import LedgerBusyError, ServandaError
from servanda.ledger.address import find_database
from servanda.ledger.database import Database
from servanda.ledger.identity import Identities
from servanda.ledger.snapshot import Snapshot
from servanda.ledger.store import Ledger, open_ledger
from servanda.ledger.undertakings import Joined
from servanda.ledger.who import WhoIsWho

_PATIENCE = 8.0  # seconds that the first readers wait for the undertakings
_ADVICE = "some seconds for each thousand documents; try again in a moment"
_KEPT = 4  # days of which the undertakings are kept: today, and those that somebody looks back from


class Shelf:
    """One ledger, to which nothing but judgements is added.

    Joining takes a second for some hundreds of documents. When the ledger has changed, readers see what was known
    before until the new is joined beside; nobody waits but the first.
    """

    def __init__(self, address: str | Path | Database) -> None:
        self.database = find_database(address)
        self._joined: tuple[Hashable, Joined] | None = None
        self._days: dict[datetime.date, Snapshot] = {}
        self._who: WhoIsWho | None = None
        self._is_joining = False
        self._lock = Lock()
        self._done = Event()
        self._fault: ServandaError | None = None

    def open(self) -> Ledger:
        """The ledger, for one thread and one question; `LedgerError` when it is not there or cannot be read."""
        return open_ledger(self.database, create=False, read_only=True)

    def begin(self) -> None:
        """Begin to join the undertakings, so that they are there when the first reader asks."""
        self._look(self.database.stamp())

    def open_for_writing(self) -> Ledger:
        """The ledger, for a judgement: the only thing that a desk adds to it."""
        return open_ledger(self.database, create=False)

    def snapshot(self, today: datetime.date) -> Snapshot:
        """The undertakings as of that day; `LedgerBusyError` while a large ledger is first being joined."""
        self._look(self.database.stamp())
        with self._lock:
            kept = self._days.get(today)
        if kept:
            return kept
        if self._joined is None:
            self._done.wait(_PATIENCE)
        if self._joined is None:
            raise self._fault or LedgerBusyError(f"{self.database.name}: its undertakings are being joined; {_ADVICE}")
        return self._days.get(today) or self._on(today)

    def _look(self, stamp: Hashable) -> None:
        """Begin to join anew when the ledger has changed, unless somebody does already."""
        with self._lock:
            is_new = (self._joined is None or self._joined[0] != stamp) and not self._is_joining
            if is_new:
                self._is_joining, self._fault = True, None
                self._done.clear()
        if is_new:
            Thread(target=self._renew, args=(stamp,), daemon=True).start()

    def _renew(self, stamp: Hashable) -> None:
        """Join anew; moved away or locked meanwhile, the next question tells its reader."""
        try:
            self._join(stamp)
        except ServandaError as error:
            self._fault = error
        finally:
            with self._lock:
                self._is_joining = False
            self._done.set()

    def _join(self, stamp: Hashable) -> None:
        with self.open() as ledger:
            joined = ledger.joined()
        with self._lock:
            days = list(self._days)[-_KEPT:]
        snapshots = {day: Snapshot(joined.on(day), day) for day in days}
        with self._lock:
            self._joined, self._days, self._who = (stamp, joined), snapshots, None

    def _on(self, today: datetime.date) -> Snapshot:
        assert self._joined is not None
        joined = self._joined[1]
        snapshot = Snapshot(joined.on(today), today)
        with self._lock:
            if self._joined[1] is joined:
                self._days[today] = snapshot
                while len(self._days) > _KEPT:
                    del self._days[next(iter(self._days))]
        return snapshot

    def who(self) -> WhoIsWho:
        """Who is who, as far as acts were joined by it."""
        with self._lock:
            if self._who is None and self._joined is not None:
                self._who = WhoIsWho(self._joined[1].identities)
            return self._who or WhoIsWho(Identities())
