"""Things found in a text, in order of place, with those of a stretch at hand: asked often, so their places are kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, TypeVar

from servanda.reading.view import HasStart

Placed = TypeVar("Placed", bound=HasStart)


class Ordered(Generic[Placed]):
    """Found things, sorted by place."""

    __slots__ = ("_starts", "things")

    def __init__(self, things: Sequence[Placed]) -> None:
        """Keep the things, which are in order, and their places."""
        self.things = things
        self._starts = [thing.start for thing in things]

    def within(self, start: int, end: int) -> Sequence[Placed]:
        """Those that start in the stretch."""
        first = bisect_left(self._starts, start)
        return self.things[first : bisect_left(self._starts, end, first)]
