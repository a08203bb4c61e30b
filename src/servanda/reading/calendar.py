"""What the slots of a named time stand for, as an ISO 8601 value, seen from the day of publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from servanda.days import ONE_DAY, days_of
from servanda.reading import calendar_days as days
from servanda.reading import calendar_lengths as lengths
from servanda.reading import calendar_months as months
from servanda.reading import calendar_weeks as weeks
from servanda.reading import calendar_years as years
from servanda.reading.clock import Clock, Slots, Told, full_year

_WEEK = 7 * ONE_DAY


def value_of(gives: str, slots: Slots, clock: Clock) -> Told | None:
    """The time that a rule of this kind gives; None where it cannot be known."""
    return _GIVES[gives](replace(slots, values=_spread(slots.values)), clock)


def _spread(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The slots with day, month and year apart, where a date without year or the last of several days is one word."""
    spread = dict(values)
    if feast := spread.pop("feast", None):
        spread["month"], spread["day"] = map(int, feast.split("-"))
    for prefix in ("", "last_"):
        if (pair := spread.pop(f"{prefix}daymonth", None)) is not None:
            spread[f"{prefix}day"], spread[f"{prefix}month"] = pair
    if (short := spread.pop("short_year", None)) is not None:
        spread["year"] = full_year(short)
    date = str(spread.pop("last_date", None) or spread.pop("last_monthyear", "")).split("-")
    if date[-1]:
        spread |= zip(("year", "last_month", "last_day"), map(int, date), strict=False)
    return spread


def week_of(first: str, last: str) -> str | None:
    """From one weekday to the next that is of the name of another: "Monday to Friday"."""
    start, end = days_of(first)[0], days_of(last)[0]
    if not start or not end or start == end:
        return None
    return f"{start}/{start + (end - start) % _WEEK}"


def stretch_of(first: str, last: str) -> str | None:
    """From one time to another; where the first would lie behind, it is of the year of the last or the one before."""
    start, end = first.partition("/")[0], last.rpartition("/")[2]
    ended = days_of(end)[0]
    years = (start[:4], *(str(int(end[:4]) - back) for back in (0, 1) if end[:4].isdigit()))
    for begun in (f"{year}{start[4:]}" for year in years):
        opened = days_of(begun)[0]
        if opened and ended and opened < ended:
            return f"{begun}/{end}"
    return None


_GIVES: dict[str, Callable[[Slots, Clock], Told | None]] = {
    "day": days.give_day,
    "days": days.give_days,
    "weekday": days.give_weekday,
    "weekday-of-week": days.give_weekday_of_week,
    "weekday-day": weeks.give_weekday_day,
    "weekday-of-month": weeks.give_weekday_of_month,
    "week": weeks.give_week,
    "week-of-day": weeks.give_week_of_day,
    "month-end": days.give_month_end,
    "month-half": months.give_month_half,
    "first-days": months.give_days_of_month,
    "day-beside": days.give_day_beside,
    "season": months.give_season,
    "dayword": days.give_dayword,
    "day-of-month": days.give_day_of_month,
    "days-of-month": days.give_days_of_month,
    "same-day": days.give_same_day,
    "named": years.give_named,
    "month": months.give_month,
    "months": months.give_months,
    "first-months": months.give_first_months,
    "months-to": months.give_months_to,
    "months-ending": months.give_months_ending,
    "year-ending": months.give_year_ending,
    "decade-end": years.give_decade_end,
    "quarter": months.give_quarter,
    "half": months.give_half,
    "year": years.give_year,
    "mid-year": years.give_mid_year,
    "years": years.give_years,
    "decade": years.give_decade,
    "relative": lengths.give_relative,
    "following": lengths.give_following,
    "span": lengths.give_span,
    "within": lengths.give_within,
    "ago": lengths.give_ago,
    "in-time": lengths.give_in_time,
    "hence": lengths.give_hence,
    "duration": lengths.give_duration,
    "nothing": lambda _slots, _clock: None,
}
