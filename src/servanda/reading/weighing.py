"""Weighing: for which code the signs of a text speak most; what each sign counts for stands in a table of `data/`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import fsum

from servanda.data import load_table

Vote = tuple[str, str, float]  # a code, a sign that speaks for it, and how strongly: 0 to 1


def weights_of(table: str) -> Mapping[str, float]:
    """What each sign of a table counts for."""
    return load_table(table)


def likeliest(weights: Mapping[str, float], found: Mapping[str, Collection[str]]) -> str:
    """The value whose signs weigh most together, the first of several alike; an unknown sign weighs nothing.

    The sum is exact: a set of signs has another order in another run, which must not turn the scales.
    """
    return max(found, key=lambda value: fsum(weights.get(sign, 0.0) for sign in found[value]))


def strongest(table: str, votes: Iterable[Vote]) -> tuple[str | None, float]:
    """The code for which most is said, the first of several alike, with the sum of it; None where nothing is said.

    >>> strongest("viewpoint", [("PE", "dateline", 1.0), ("KE", "title", 1.0), ("KE", "agency", 0.5)])
    ('KE', 1.075)
    """
    weights, found = weights_of(table), dict[str, float]()
    for code, sign, value in votes:
        found[code] = found.get(code, 0.0) + weights[sign] * value
    best = max(found, key=found.__getitem__, default=None)
    return best, found[best] if best else 0.0
