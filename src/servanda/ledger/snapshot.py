"""The undertakings of a ledger as of a day, asked of its tables: lists by page, counts, and what moved or is late.

Of an undertaking its row tells what lists and counts need (`Line`); only those that are shown are read whole, with
their acts. What is counted over many is remembered as long as the ledger stays as it is.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, Select, and_, func, select

from servanda.ledger.groups import joined, moves, undertakings
from servanda.ledger.kept_pools import batches
from servanda.ledger.kept_threads import searched_in, threads_of
from servanda.ledger.lines import Ear, Line
from servanda.ledger.listening import Answers
from servanda.ledger.memory import Memory
from servanda.ledger.schema import records
from servanda.ledger.seeking import find_undertaking
from servanda.ledger.store import Ledger
from servanda.ledger.tallies import Like, PairTally, alike_in, attentions_in, late_pairs_in, pairs_in
from servanda.ledger.undertakings import Surroundings, undertakings_of
from servanda.ledger.wanted import (
    EVERYTHING,
    HEARD,
    UNHEARD,
    Pair,
    Wanted,
    calendar,
    codes_of,
    count_by_codes,
    count_that_fit,
    dues_of,
    places_of,
    pressing_rows,
    rows_of,
    rows_that_fit,
    weightiest_rows,
)
from servanda.records import Step, Undertaking
from servanda.status import CLOSED, LATE, Attention, Status

if TYPE_CHECKING:
    AnyRow = Row[*tuple[Any, ...]]
    AnySelect = Select[*tuple[Any, ...]]

_Answer = TypeVar("_Answer")


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A step that an undertaking reached on a day, and where it stood before."""

    date: str
    undertaking: Undertaking
    step: Step
    before: str | None = None


class Snapshot:
    """The undertakings of a ledger on a day, those with the newest evidence first."""

    def __init__(self, ledger: Ledger, today: datetime.date, memory: Memory | None = None) -> None:
        self.today = today
        self._ledger = ledger
        self._memory = memory or Memory()

    def remember(self, question: str, answer: Callable[[], _Answer]) -> _Answer:
        """The answer to a question about the ledger in this state, which is asked of it once."""
        return self._memory.remember(question, answer)

    # lists

    def lines(self, wanted: Wanted = EVERYTHING, *, limit: int | None = None, after: int = 0) -> list[Line]:
        """The undertakings that fit; `after` leaves out the first so many."""
        query = rows_that_fit(wanted, self.today)
        is_told = wanted.attention not in HEARD
        if is_told:
            query = query.limit(limit).offset(after)
        left = 0 if is_told else after
        return self._ledger.ask(lambda connection: self._lines(connection, query, wanted, limit, left))

    def _lines(
        self, connection: Connection, query: AnySelect, wanted: Wanted, limit: int | None, after: int
    ) -> list[Line]:
        ear = self._ear(connection)
        found = (ear.line(row) for row in connection.execute(query))
        fit = (line for line in found if wanted.attention in (None, line.attention))
        return list(islice(fit, after, None if limit is None else after + limit))

    def newest_open(self, wanted: Wanted, limit: int) -> list[Line]:
        """Those that fit and are not closed, the newest evidence first."""
        query = rows_that_fit(wanted, self.today).where(undertakings.c.status.not_in(CLOSED)).limit(limit)
        return self._ledger.ask(lambda connection: self._lines(connection, query, EVERYTHING, None, 0))

    def weightiest(self, wanted: Wanted, most: int) -> list[Line]:
        """At each step so many of those that fit: of which most acts tell, then the newest."""
        query = weightiest_rows(wanted, self.today, most)
        return self._ledger.ask(lambda connection: self._lines(connection, query, EVERYTHING, None, 0))

    def pressing(
        self, wanted: Wanted, limit: int, statuses: Collection[str] = (), *, longest: bool = False
    ) -> list[Line]:
        """Those that fit and are late, by kind, then the highest step, then the newest, or the `longest` not heard of.

        Only those at some steps, where `statuses` tell them.
        """
        then = undertakings.c.last_day if longest else undertakings.c.overdue_from.desc()
        query = pressing_rows(wanted, self.today, statuses).order_by(then, undertakings.c.id)

        def read(connection: Connection) -> list[Line]:
            ear = self._ear(connection)
            found = (ear.line(row) for row in connection.execute(query))
            return list(islice((line for line in found if line.attention in LATE), limit))

        return self._ledger.ask(read)

    def dues(self, wanted: Wanted, statuses: Collection[str]) -> list[str]:
        """The different days by which what fits and stands at these steps is to be done."""
        return self._ledger.ask(lambda connection: list(connection.scalars(dues_of(wanted, statuses))))

    def _ear(self, connection: Connection) -> Ear:
        """How well we listen, with all that was asked of this state of the ledger before."""
        return Ear(connection, self.today, self.remember("heard", Answers))

    def find(self, wanted: Wanted = EVERYTHING, *, limit: int | None = None, after: int = 0) -> list[Undertaking]:
        """The undertakings that fit, whole."""
        return self.whole(self.lines(wanted, limit=limit, after=after))

    def whole(self, lines: Iterable[Line]) -> list[Undertaking]:
        """The undertakings of these lines with all their acts, in their order."""
        wanted = list(lines)

        def read(connection: Connection) -> dict[str, Undertaking]:
            around = self._around(connection)
            threads = threads_of(connection, (line.thread for line in wanted)).values()
            return {found.id: found for thread in threads for found in undertakings_of(thread, around)}

        by_id = self._ledger.ask(read) if wanted else {}
        return [by_id[line.id] for line in wanted if line.id in by_id]

    def _around(self, connection: Connection) -> Surroundings:
        return Surroundings(self._ear(connection), searched_in(connection), self.today)

    def get(self, id: str) -> Undertaking:
        """The undertaking of that id, of a beginning that only it has, or of an id that one of its acts could give."""
        return self._ledger.ask(lambda connection: find_undertaking(connection, id, self._around(connection)))

    def of_acts(self, acts: Iterable[str]) -> dict[str, Line]:
        """The undertakings to which the acts of these ids belong, by act; an act of an older version is in none."""
        asked = list(dict.fromkeys(acts))
        return self._ledger.ask(lambda connection: self._of_acts(connection, asked))

    def of_act(self, act: str) -> Line | None:
        """The undertaking to which the act of that id belongs; None for an act of an older version."""
        return self.of_acts((act,)).get(act)

    def _of_acts(self, connection: Connection, asked: list[str]) -> dict[str, Line]:
        ear, found = self._ear(connection), dict[str, Line]()
        for some in batches(asked):
            query = rows_of(self.today).add_columns(records.c.id.label("act"))
            query = query.join(joined, joined.c.thread == undertakings.c.thread)
            query = query.join(records, records.c.key == joined.c.record).where(records.c.id.in_(some))
            for row in connection.execute(query.order_by(undertakings.c.part)):
                found.setdefault(row.act, ear.line(row))
        return found

    # counts

    def alike(self, wanted: Wanted) -> list[Like]:
        """Those that fit, as many as are alike together; the newest evidence first."""
        return self._ledger.ask(lambda connection: alike_in(self._ear(connection), wanted))

    def places(self, wanted: Wanted) -> list[tuple[tuple[str, ...], tuple[str, ...], int]]:
        """The names of places in what fits, with its parties, and how many undertakings have just these."""
        rows = self._ledger.ask(lambda connection: connection.execute(places_of(wanted)).all())
        return [(tuple(row.places.split("\n")), tuple(row.parties.split()), row.times) for row in rows]

    def count(self, wanted: Wanted = EVERYTHING) -> int:
        """How many undertakings fit; where codes and a step are all that is asked, by what is filed under the code."""
        codes = codes_of(wanted)
        if codes and not (wanted.attention or wanted.worth or wanted.standing or wanted.begun):
            return self._ledger.ask(lambda connection: count_by_codes(connection, codes, wanted.status))
        return self._ledger.ask(lambda connection: self._count(connection, wanted))

    def _count(self, connection: Connection, wanted: Wanted) -> int:
        if wanted.attention not in HEARD:
            return int(connection.execute(count_that_fit(wanted, self.today)).scalar_one())
        return attentions_in(self._ear(connection), wanted)[wanted.attention]

    def attentions(self) -> Counter[str]:
        """How many of all undertakings are late or silent, by their attention."""
        found = self.remember("attentions", lambda: self._ledger.ask(lambda c: attentions_in(self._ear(c), EVERYTHING)))
        return Counter({kind.value: found[kind] for kind in LATE if found[kind]})

    def pairs(self) -> list[PairTally]:
        """The pairs of countries of which one act names both, those with most undertakings first."""
        return self.remember("pairs", lambda: self._ledger.ask(pairs_in))

    def late_by_pair(self) -> Counter[Pair]:
        """How many undertakings of each pair of countries are late."""
        return self.remember("late by pair", lambda: self._ledger.ask(lambda c: late_pairs_in(self._ear(c))))

    # what moved, and what is late

    def moves_since(self, day: datetime.date, *, limit: int | None = None, after: int = 0) -> list[Move]:
        """The steps that were reached on that day or later, newest first."""
        order = (moves.c.day.desc(), moves.c.thread.desc(), moves.c.part, moves.c.number.desc())
        same = and_(moves.c.thread == undertakings.c.thread, moves.c.part == undertakings.c.part)
        told = (moves.c.day, moves.c.number, moves.c.before)
        query = rows_of(self.today).add_columns(*told).join(moves, same).where(moves.c.day >= day.isoformat())
        query = query.order_by(*order).limit(limit).offset(after)

        def read(connection: Connection) -> list[tuple[AnyRow, Line]]:
            ear = self._ear(connection)
            return [(row, ear.line(row)) for row in connection.execute(query)]

        rows = self._ledger.ask(read)
        by_id = {one.id: one for one in self.whole(line for _, line in rows)}
        return [
            Move(date=row.day, undertaking=by_id[row.id], step=by_id[row.id].steps[row.number], before=row.before)
            for row, _ in rows
        ]

    def count_moves(self, day: datetime.date) -> int:
        """How many steps were reached on that day or later."""
        query = select(func.count()).where(moves.c.day >= day.isoformat())
        return self._ledger.ask(lambda connection: connection.execute(query).scalar_one())

    def due_until(self, day: datetime.date, limit: int) -> list[Undertaking]:
        """The open undertakings whose stated day lies ahead, but not behind that one, the nearest first."""
        told, until = calendar(self.today), (day + datetime.timedelta(days=1)).isoformat()
        is_ahead = and_(undertakings.c.overdue_from > self.today.isoformat(), undertakings.c.overdue_from <= until)
        query = rows_of(self.today).where(undertakings.c.due.is_not(None), is_ahead, told != Attention.CLOSED.value)
        query = query.order_by(undertakings.c.overdue_from, undertakings.c.id).limit(limit)

        def read(connection: Connection) -> list[Line]:
            ear = self._ear(connection)
            return [ear.line(row) for row in connection.execute(query)]

        return self.whole(self._ledger.ask(read))

    def late(self, limit: int) -> list[Undertaking]:
        """Those that are past their day or silent: by what it is, then the highest step, then what fell due last."""
        return self.whole(self._ledger.ask(lambda connection: list(islice(self._late(connection, limit), limit))))

    def _late(self, connection: Connection, limit: int) -> Iterator[Line]:
        ear = self._ear(connection)
        told = calendar(self.today)
        for attention in LATE:
            for rank in reversed(range(len(Status))):
                query = rows_of(self.today).where(undertakings.c.rank == rank, told == attention.value)
                if attention is Attention.OVERDUE:
                    query = query.where(undertakings.c.overdue_from <= self.today.isoformat())
                query = query.order_by(undertakings.c.overdue_from.desc(), undertakings.c.id)  # what is news first
                rows = connection.execute(query if attention.value in UNHEARD else query.limit(limit))
                yield from (line for row in rows if (line := ear.line(row)).attention == attention.value)
