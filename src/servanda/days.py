"""The days that an ISO 8601 value stands for: `2025-Q3` is 1 July to 30 September 2025."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

Day = datetime.date
_VALUE = re.compile(r"(\d{4})(?:-(?:Q([1-4])|[HS]([12])|(\d\d)(?:-(\d\d))?))?(?:T.*)?")
ONE_DAY = datetime.timedelta(days=1)


@lru_cache(maxsize=4096)
def days_of(value: str | None) -> tuple[Day | None, Day | None]:
    """First and last day of a date, month, quarter, half-year, year or interval; None where it is open or unknown."""
    if not value:
        return None, None
    first, slash, last = value.partition("/")
    return _bounds(first)[0], _bounds(last if slash else first)[1]


def first_day(value: str | None) -> Day | None:
    """The first day that an ISO 8601 value stands for."""
    return days_of(value)[0]


def last_day(value: str | None) -> Day | None:
    """The last day that an ISO 8601 value stands for."""
    return days_of(value)[1]


def _bounds(value: str) -> tuple[Day | None, Day | None]:
    match = _VALUE.fullmatch(value)
    if not match:
        return None, None
    year, quarter, half, month, day = (int(group) if group else 0 for group in match.groups())
    if not 1 <= year < datetime.MAXYEAR:
        return None, None
    if quarter or half:
        length = 3 if quarter else 6
        return _months(year, (quarter or half) * length - length + 1, length)
    if not day:
        return _months(year, month or 1, 1 if month else 12)
    try:
        exact = Day(year, month, day)
    except ValueError:
        return None, None
    return exact, exact


def _months(year: int, month: int, count: int) -> tuple[Day | None, Day | None]:
    if not 1 <= month <= 12:
        return None, None
    after = month + count
    return Day(year, month, 1), Day(year + (after > 12), after - 12 if after > 12 else after, 1) - ONE_DAY
