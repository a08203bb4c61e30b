"""Things found in a text, in order of place, with those of a stretch at hand: asked often, so their places are kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, TypeVar

from servanda.reading.view import HasStart

Placed = TypeVar("Placed", bound=HasStart)


class Ordered(Generic[Placed]):
    """Found things, sorted by place."""

    __slots__ = ("starts", "things")

    def __init__(self, things: Sequence[Placed]) -> None:
        """Keep the things, which are in order, and their places."""
        self.things = things
        self.starts = [thing.start for thing in things]

    def within(self, start: int, end: int) -> Sequence[Placed]:
        """Those that start in the stretch."""
        first = bisect_left(self.starts, start)
        return self.things[first : bisect_left(self.starts, end, first)]

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the first of those that start in the stretch and of the first behind it."""
        first = bisect_left(self.starts, start)
        return first, bisect_left(self.starts, end, first)
