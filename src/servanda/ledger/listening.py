"""How well we listen: how many documents about some countries and sectors were read in a window of days.

Each document is under every combination of none, one or two of its countries with none or one of its sectors, by day,
so that the newest of them are found at once; more than `_ENOUGH` are not counted.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, combinations
from typing import Any, Protocol

from sqlalchemy import Connection, select

from servanda.days import first_day
from servanda.ledger.dialects import run
from servanda.ledger.schema import documents
from servanda.status import windows

Day = datetime.date
Answers = dict[tuple[object, ...], int]
_IN_DAYS = "day BETWEEN ? AND ?"
_MOST_KNOWN = 20_000  # answers, before all are let go
_MOST_PARTIES = 12  # of one document: a summit of more is about none of its pairs


class Listens(Protocol):
    """What tells how well we listen."""

    def heard(self, parties: Iterable[str], sectors: Iterable[str], since: Day, until: Day) -> int:
        """Documents of these days that are about all the parties and any of the sectors."""


class Listening:
    """The documents of a ledger in one state, in memory."""

    def __init__(self, documents: Iterable[tuple[int, str | None]], codes: Iterable[tuple[int, str]]) -> None:
        self._days = {key: first_day(published) for key, published in documents}
        self._by_code: dict[str, set[int]] = {}
        for key, code in codes:
            self._by_code.setdefault(code, set()).add(key)
        self._found: dict[tuple[frozenset[str], frozenset[str]], list[Day]] = {}

    def heard(self, parties: Iterable[str], sectors: Iterable[str], since: Day, until: Day) -> int:
        """Documents of these days that are about all the parties and any of the sectors."""
        days = self._about(frozenset(parties), frozenset(sectors))
        return bisect_right(days, until) - bisect_left(days, since)

    def _about(self, parties: frozenset[str], sectors: frozenset[str]) -> list[Day]:
        if (known := self._found.get((parties, sectors))) is None:
            keys = set(self._days)
            for party in parties:
                keys &= self._by_code.get(f"party:{party}", set())
            if sectors:
                keys &= set().union(*(self._by_code.get(f"sector:{sector}", set()) for sector in sectors))
            known = self._found[parties, sectors] = sorted(day for key in keys if (day := self._days[key]))
        return known


class KeptListening:
    """What the ledger's tables tell of it, or told at a moment; the same question is asked of them once."""

    def __init__(self, connection: Connection, known_at: str | None = None, found: Answers | None = None) -> None:
        """Ask by this connection; `found` are answers of the same state of the ledger, and takes more."""
        self._connection = connection
        self._upto = None if known_at is None else _newest(connection, known_at)
        self._found: Answers = {} if found is None else found

    def heard(self, parties: Iterable[str], sectors: Iterable[str], since: Day, until: Day) -> int:
        """Documents of these days that are about all the parties and any of the sectors, as far as it matters."""
        question = tuple(sorted(set(parties))), tuple(sorted(set(sectors))), since, until
        found = self._found.get(question)
        if found is None:
            if len(self._found) >= _MOST_KNOWN:
                self._found.clear()
            found = self._found[question] = self._count(*question)
        return found

    def _count(self, parties: tuple[str, ...], sectors: tuple[str, ...], since: Day, until: Day) -> int:
        """Plain SQL, since a page may ask thousands of times: making the question would cost more than its answer."""
        codes = [code_of(parties[:2], sector) for sector in sectors or ("",)]
        days = since.isoformat(), until.isoformat()
        values: list[Any] = [*codes, *days]
        query = f"SELECT DISTINCT document FROM listened WHERE code IN ({', '.join('?' * len(codes))}) AND {_IN_DAYS}"  # noqa: S608
        if self._upto is not None:
            query, values = f"{query} AND document <= ?", [*values, self._upto]
        for party in parties[2:]:
            query += f" AND document IN (SELECT document FROM listened WHERE code = ? AND {_IN_DAYS})"  # noqa: S608
            values += [code_of((party,), ""), *days]
        found = run(self._connection, f"{query} LIMIT ?", (*values, windows().heard))
        return len(found.all())


def _newest(connection: Connection, known_at: str) -> int:
    """The key of the last document that was recorded by that moment; they are numbered as they come."""
    query = select(documents.c.key).where(documents.c.recorded_at <= known_at).order_by(documents.c.key.desc()).limit(1)
    return int(connection.execute(query).scalar() or 0)


def codes_listened(parties: Iterable[str], sectors: Iterable[str]) -> Iterator[str]:
    """The codes under which a document about these is found."""
    known = sorted(set(parties))
    pairs = combinations(known, 2) if len(known) <= _MOST_PARTIES else ()
    for some in chain([()], ((party,) for party in known), pairs):
        for sector in ("", *sorted(set(sectors))):
            yield code_of(some, sector)


def code_of(parties: tuple[str, ...], sector: str) -> str:
    """The code of none, one or two countries in order, with a sector or none."""
    return f"{' '.join(parties)}|{sector}"
