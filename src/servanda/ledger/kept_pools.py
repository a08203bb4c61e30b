"""Pools of groups as a ledger keeps them: read when asked for, written when a batch is done, never all held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Table, bindparam, delete, func, select

from servanda.ledger.dialects import run
from servanda.ledger.groups import met
from servanda.ledger.pools import Group, Pool
from servanda.ledger.rows import insertion
from servanda.ledger.signals import Rarity

_ASKED_AT_ONCE = 900
_MOST_HELD = 8_000  # groups, and ten times as many keys, that are held before the older ones are let go
_Value = TypeVar("_Value")
Values = tuple[Any, ...]  # of a row, in the order of its table's columns


def batches(values: Iterable[_Value], size: int = _ASKED_AT_ONCE) -> Iterator[list[_Value]]:
    """The values in lists of at most that many."""
    left = iter(values)
    while batch := list(islice(left, size)):
        yield batch


class KeptPool(Pool[Group]):
    """Groups of one table, whose states are read by `read`, and the keys of another that lead to them."""

    def __init__(self, connection: Connection, groups: Table, keys: Table, read: Callable[[str], Group]) -> None:
        super().__init__()
        self._connection, self._groups, self._keys, self._read = connection, groups, keys, read
        self._led: list[tuple[int, int]] = []
        self._left: list[tuple[int, int]] = []

    @property
    def _way(self) -> Column[Any]:
        return list(self._keys.columns)[1]

    def forget(self) -> None:
        """Let go of all that is held, as somebody else has written."""
        self.held.clear()
        self.ways.clear()
        self.free = self._connection.execute(select(func.coalesce(func.max(self._groups.c.key), 0) + 1)).scalar_one()

    def look(self, keys: Iterable[int]) -> None:
        """Read where these keys lead."""
        for asked in batches(self.ways.missing(keys)):
            self.ways.update((key, []) for key in asked)
            for key, number in chosen(self._connection, self._keys, ("key", self._way.name), asked):
                self.ways[key].append(number)

    def have(self, numbers: Iterable[int]) -> None:
        """Read these groups."""
        for asked in batches(self.held.missing(numbers)):
            rows = chosen(self._connection, self._groups, ("key", "state"), asked)
            self.held.update((key, self._read(state)) for key, state in rows)

    def under(self, key: int) -> Sequence[int]:
        """The numbers of the groups to which the key leads."""
        if key not in self.ways:
            self.look((key,))
        return self.ways[key]

    def led(self, key: int, number: int) -> None:
        """Take note that a key leads to a group since now."""
        self._led.append((key, number))

    def left(self, key: int, number: int) -> None:
        """Take note that a key leads to a group no longer."""
        self._left.append((key, number))

    def dissolve(self, number: int) -> None:
        """Take a group out; keys that led to it find nobody."""
        self.held.drop(number)
        self.changed.discard(number)
        self._connection.execute(delete(self._groups).where(self._groups.c.key == number))

    def write(self, row_of: Callable[[int, Group], Values]) -> None:
        """Write down what was changed; `row_of` tells a group's row."""
        rows = [row_of(number, self.held[number]) for number in sorted(self.changed)]
        put(self._connection, self._groups, rows)
        if self._left:
            gone = self._keys.c.key == bindparam("of"), self._way == bindparam("to")
            self._connection.execute(delete(self._keys).where(*gone), [{"of": k, "to": n} for k, n in self._left])
        if self._led:
            add(self._connection, self._keys, sorted(set(self._led)))
        self.changed.clear()
        self._led, self._left = [], []
        self.held.age(_MOST_HELD)
        self.ways.age(10 * _MOST_HELD)


class KeptRarity(Rarity):
    """In how many documents each word was met, as the ledger keeps it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def forget(self, documents: int) -> None:
        """Let go of all that is held; so many documents were read before."""
        self.met.clear()
        self.documents = documents

    def have(self, keys: Iterable[int]) -> None:
        """Read how often these were met."""
        for asked in batches(self.met.missing(keys)):
            self.met.update(dict.fromkeys(asked, 0))
            self.met.update(chosen(self._connection, met, ("key", "documents"), asked))

    def write(self) -> None:
        """Write down what was changed."""
        put(self._connection, met, [(key, self.met[key]) for key in sorted(self.changed)])
        self.changed.clear()
        self.met.age(10 * _MOST_HELD)


def chosen(
    connection: Connection, table: Table, columns: tuple[str, str], keys: Iterable[int]
) -> Sequence[tuple[int, Any]]:
    """Two columns of the rows of these keys, in order.

    By the driver itself: it is asked some five times for each document, and half the time would go by around it.
    """
    told, among = ", ".join(columns), ",".join(map(str, keys))
    query = f"SELECT {told} FROM {table.name} WHERE key IN ({among}) ORDER BY {told}"  # noqa: S608
    cursor = connection.connection.cursor()
    try:
        cursor.execute(query)
        return cursor.fetchall()
    finally:
        cursor.close()


def put(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write rows of a table with a single key, whether they are there or not."""
    told = ", ".join(f"{column.name} = excluded.{column.name}" for column in table.columns if column.name != "key")
    _write(connection, table, rows, f" ON CONFLICT (key) DO UPDATE SET {told}")


def add(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write rows that are not there."""
    _write(connection, table, rows, "")


def _write(connection: Connection, table: Table, rows: Sequence[Values], otherwise: str) -> None:
    """Plain SQL, since rows of a thousand documents are many."""
    if rows:
        run(connection, insertion(table) + otherwise, rows)
