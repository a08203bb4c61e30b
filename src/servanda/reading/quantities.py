"""Quantities: sums of money, shares, counts, physical amounts and ranks, with how exact the words are."""

from __future__ import annotations

from typing import NamedTuple

from servanda.reading.view import View


class Quantity(NamedTuple):
    """A stretch of the normal text that states an amount; `kind` is `money`, `percent`, `count`, `physical`, `times` or `rank`."""

    start: int
    end: int
    kind: str
    value: float | None
    value_max: float | None
    unit: str
    approx: str
    magnitude: float | None = None


def find_quantities(view: View) -> list[Quantity]:
    """Every quantity of the text, in order."""
    return []
