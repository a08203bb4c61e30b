"""What a reader's own sureness is worth: the share of records as sure that were right, on known dispatches."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

from servanda.data import load_table

Points = tuple[tuple[float, float], ...]


@cache
def points_of(kind: str) -> Points:
    """Pairs (sureness, share that was right) of a kind of record, rising; `bench/calibrate.py` writes them."""
    table = load_table("confidence")
    return tuple((float(sure), float(right)) for sure, right in table.get(kind, ()))


@lru_cache(maxsize=4096)
def calibrated(kind: str, sure: float) -> float:
    """The confidence of a record of this kind that a reader is so sure of, between the measured points on a line."""
    return between(points_of(kind), sure)


def between(points: Points, sure: float) -> float:
    """The value at a place of a broken line; level beyond its ends, the place itself where there is no line.

    >>> between(((0.5, 0.6), (0.9, 0.8)), 0.7)
    0.7
    """
    if not points:
        return sure
    if sure <= points[0][0]:
        return points[0][1]
    for (low, right_low), (high, right_high) in pairwise(points):
        if sure <= high:
            return round(right_low + (right_high - right_low) * (sure - low) / (high - low), 3)
    return points[-1][1]
