"""Groups by number, and the keys that lead to them, as the rules of joining see them; a ledger keeps them in tables.

A key is a number made of a text: names, words and codes of any length take eight bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Generic, TypeVar

from servanda.ledger.recent import Recent

Group = TypeVar("Group")
_BYTES = 8


@lru_cache(maxsize=32_768)
def number_of(text: str) -> int:
    """The text as a whole number of 63 bits: two texts of a ledger share one hardly ever, and then are candidates."""
    return int.from_bytes(blake2b(text.encode(), digest_size=_BYTES).digest(), "big") >> 1


class Pool(Generic[Group]):
    """Groups in memory; `changed` are those that a keeper would have to write down."""

    def __init__(self) -> None:
        self.held: Recent[int, Group] = Recent()
        self.changed: set[int] = set()
        self.ways: Recent[int, list[int]] = Recent()
        self.free = 1

    def look(self, keys: Iterable[int]) -> None:
        """Have at hand where these keys lead: all are, in memory."""

    def have(self, numbers: Iterable[int]) -> None:
        """Have these groups at hand: all are, in memory."""

    def get(self, number: int) -> Group | None:
        """The group of that number; None for one that was dissolved."""
        return self.held.get(number)

    def under(self, key: int) -> Sequence[int]:
        """The numbers of the groups to which the key leads, in the order in which they were founded."""
        return self.ways.get(key, ())

    def found(self, group: Group) -> int:
        """The number of a new group."""
        number, self.free = self.free, self.free + 1
        self.held[number] = group
        self.changed.add(number)
        return number

    def lead(self, key: int, number: int, most: int) -> None:
        """Let the key lead to the group, unless it leads to so many that it is everybody's."""
        known = self.under(key)
        if number not in known and len(known) <= most:
            self.ways.setdefault(key, []).append(number)
            self.led(key, number)

    def redirect(self, key: int, number: int) -> None:
        """Let the key lead to this group and to no other."""
        for gone in self.ways.get(key, ()):
            self.left(key, gone)
        self.ways[key] = [number]
        self.led(key, number)

    def led(self, key: int, number: int) -> None:
        """Take note that a key leads to a group since now: nothing to do in memory."""

    def left(self, key: int, number: int) -> None:
        """Take note that a key leads to a group no longer: nothing to do in memory."""

    def change(self, number: int) -> Group:
        """The group of that number, which is about to be changed."""
        self.changed.add(number)
        return self.held[number]
