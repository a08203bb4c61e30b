"""Things found in a text, in order of place, with those of a stretch at hand: asked often, so their places are kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Protocol, TypeVar


class HasStart(Protocol):
    """Anything that has a place in the text."""

    @property
    def start(self) -> int:
        """Offset of its first character in the normal text."""


Placed = TypeVar("Placed", bound=HasStart)


class Ordered(list[Placed]):
    """Found things, sorted by place; they are not changed once they are put in order."""

    __slots__ = ("starts",)

    def __init__(self, things: Iterable[Placed] = ()) -> None:
        """Keep the things, which are in order, and their places."""
        super().__init__(things)
        self.starts = [thing.start for thing in self]

    def within(self, start: int, end: int) -> list[Placed]:
        """Those that start in the stretch."""
        first = bisect_left(self.starts, start)
        return self[first : bisect_left(self.starts, end, first)]

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the first of those that start in the stretch and of the first behind it."""
        first = bisect_left(self.starts, start)
        return first, bisect_left(self.starts, end, first)
