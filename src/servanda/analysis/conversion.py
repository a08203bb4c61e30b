"""Figures in one currency: those of another are converted at the rate of their period, and say so."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from servanda.analysis.rates import Rate, find_rate
from servanda.records import Figure


class Conversion(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as it was told, the same in another currency, and the rate between them."""

    told: Figure
    converted: Figure
    rate: Rate


def convert_figures(figures: Iterable[Figure], into: str) -> tuple[list[Figure], list[Conversion]]:
    """The figures with all sums in one currency where that can be known, and what was converted.

    What the document itself converts is taken as it says. A sum whose period has no rate stays in its own currency; a
    converted sum is told to be about right, since the rate is a mean.
    """
    found: list[Figure] = []
    conversions: list[Conversion] = []
    for figure in figures:
        conversion = _conversion(figure, into)
        if conversion:
            conversions.append(conversion)
        found.append(conversion.converted if conversion else figure)
    return found, conversions


def _conversion(figure: Figure, into: str) -> Conversion | None:
    if figure.value is None or figure.unit == into or (figure.converted and figure.converted.unit == into):
        return None
    rate = find_rate(figure.unit, into, figure.period)
    if rate is None:
        return None
    converted = msgspec.structs.replace(
        figure,
        value=figure.value * rate.worth,
        value_max=figure.value_max * rate.worth if figure.value_max is not None else None,
        unit=into,
        approx="about" if figure.approx == "exact" else figure.approx,
        converted=None,
    )
    return Conversion(told=figure, converted=converted, rate=rate)
