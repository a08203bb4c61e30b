"""What a currency was worth in another in a month or year, from a table that comes with Servanda; never a live call."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from functools import cache
from statistics import fmean

import msgspec

from servanda.data import load_text
from servanda.days import days_of

# The bases of the table and who publishes their rates; building/rates.py says more.
_PUBLISHERS = {"EUR": "European Central Bank", "USD": "World Bank"}
_MONTHS = 12
_YEAR = len("2024")


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How much of `into` one unit of `currency` was worth on the mean of a period, and by whose rates."""

    currency: str
    into: str
    period: str
    worth: float
    publishers: tuple[str, ...]


def find_rate(currency: str, into: str, period: str | None) -> Rate | None:
    """The rate of a period: of a whole year, or of its months where the table has them all, else of its year.

    None where neither is there: a period that is open, longer than a year, or unknown has no rate.

    >>> rate = find_rate("CNY", "USD", "2024")
    >>> round(rate.worth, 4), rate.publishers
    (0.139, ('European Central Bank',))
    """
    months = list(_months_of(period or ""))
    if not months:
        return None
    yearly = _worth(currency, into, months[0][:_YEAR])
    monthly = [_worth(currency, into, month) for month in months]
    known = [worth for worth in monthly if worth]
    if yearly and (len(months) == _MONTHS or len(known) < len(months)):
        worth, told = yearly, months[0][:_YEAR]
    elif len(known) == len(months):
        worth, told = fmean(known), period or ""
    else:
        return None
    return Rate(currency=currency, into=into, period=told, worth=worth, publishers=_publishers(currency, into))


def _publishers(currency: str, into: str) -> tuple[str, ...]:
    """Whose rates lie on the way from one currency to the other."""
    of_dollar = _currencies("USD")
    bases = ["USD"] * bool({currency, into} & of_dollar) + ["EUR"] * bool({currency, into} - of_dollar - {"USD"})
    return tuple(_PUBLISHERS[base] for base in bases or ["EUR"])


def known_currencies() -> tuple[str, ...]:
    """The currencies that have rates, by their codes."""
    return tuple(sorted({"EUR", *(currency for base in _PUBLISHERS for currency in _currencies(base))}))


def _months_of(period: str) -> Iterator[str]:
    """The months of a period within one year, as YYYY-MM."""
    first, last = days_of(period)
    if first is None or last is None or first.year != last.year:
        return
    for month in range(first.month, last.month + 1):
        yield datetime.date(first.year, month, 1).isoformat()[:7]


def _worth(currency: str, into: str, period: str) -> float | None:
    """What one unit was worth in a month or year, by way of the euro."""
    of, to = _per_euro(currency, period), _per_euro(into, period)
    return to / of if of and to else None


def _per_euro(currency: str, period: str) -> float | None:
    if currency == "EUR":
        return 1.0
    base = next(_bases_of(currency), None)
    worth = _table().get((base or "", currency, period))
    if worth is None or base == "EUR":
        return worth
    dollars = _per_euro("USD", period)
    return worth * dollars if dollars else None


def _bases_of(currency: str) -> Iterator[str]:
    """The base in which the table tells a currency; none for the euro itself."""
    yield from (base for base in _PUBLISHERS if currency in _currencies(base))


@cache
def _currencies(base: str) -> frozenset[str]:
    return frozenset(currency for told, currency, _ in _table() if told == base)


@cache
def _table() -> dict[tuple[str, str, str], float]:
    """Worth by base, currency and period."""
    text = load_text("rates.csv")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {(row["base"], row["currency"], row["period"]): float(row["worth"]) for row in csv.DictReader(lines)}
