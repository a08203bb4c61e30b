"""Lengths of time, and the times that are counted in them from the day of publication."""

from __future__ import annotations

import datetime
from calendar import monthrange
from typing import Any

from msgspec.structs import replace

from servanda.days import ONE_DAY, first_day
from servanda.reading.calendar_years import SHIFT
from servanda.reading.clock import Clock, Day, Slots, Told

Length = tuple[tuple[float, str], ...]  # counts of units with their ISO 8601 letters, hours and minutes in small ones

FACTORS = {"quarter": 3, "half": 6, "decade": 10, "fortnight": 2}
_LETTERS = {"minute": "m", "hour": "h", "day": "D", "week": "W", "fortnight": "W", "month": "M", "quarter": "M"}
_LETTERS |= {"half": "M", "year": "Y", "decade": "Y"}
_ORDER = "mhDWMY"
_DAYS = {"m": 1 / 1440, "h": 1 / 24, "D": 1, "W": 7}
_MONTHS = {"M": 1, "Y": 12}
_MONTH_DAYS = 30  # half a month has fifteen
_SATURDAY = 5  # days behind the Monday of its week
WEEK = 7 * ONE_DAY
_SEASON = 3  # months that are counted back from now rather than on from January


def give_relative(slots: Slots, clock: Clock) -> Told | None:
    """Last, this or next week, month, weekend, quarter or year; this decade."""
    if clock.day is None:
        return None
    day, shift, unit = clock.day, SHIFT[slots.which or "this"], slots.get("unit")
    if unit == "year":
        return Told("year", str(day.year + shift))
    if unit == "month":
        return Told("month", month_after(day, shift))
    if unit == "quarter":
        number = day.year * 4 + (day.month - 1) // 3 + shift
        return Told("quarter", f"{number // 4}-Q{number % 4 + 1}")
    if unit == "week":
        return Told("week", week_with(day + shift * WEEK))
    if unit == "weekend":
        return Told("days", _weekend(slots, day, shift))
    if unit == "decade" and not shift:
        return Told("years", f"{day.year // 10 * 10}/{day.year // 10 * 10 + 9}")
    return None


def give_following(slots: Slots, clock: Clock) -> Told | None:
    """The week, month or year behind the time that was named last."""
    day = told_day(slots, clock)
    if slots.get("theyear"):
        slots = replace(slots, values={**slots.values, "unit": "year"})
    return give_relative(slots, Clock(day.isoformat())) if day else None


def told_day(slots: Slots, clock: Clock) -> Day | None:
    """The day of which a text tells: that it named last, else that of publication, unless it tells of what was."""
    return first_day(slots.before) or (None if slots.tense == "behind" else clock.day)


def week_with(day: Day) -> str:
    """The week of a day, from Monday to Sunday."""
    monday = day - day.weekday() * ONE_DAY
    return f"{monday}/{monday + WEEK - ONE_DAY}"


def _weekend(slots: Slots, day: Day, shift: int) -> str:
    """Saturday and Sunday of the week; what has happened "over the weekend" did so on the last that had begun."""
    saturday = day - day.weekday() * ONE_DAY + _SATURDAY * ONE_DAY + shift * WEEK
    is_past = slots.tense == "behind" or (slots.tense is None and saturday - day > WEEK / 2)
    if slots.which is None and is_past and saturday > day:
        saturday -= WEEK
    return f"{saturday}/{saturday + ONE_DAY}"


def month_after(day: Day, months: int) -> str:
    """The month so many months after that of the day."""
    number = day.year * 12 + day.month - 1 + months
    return f"{number // 12}-{number % 12 + 1:02}"


def give_span(slots: Slots, clock: Clock) -> Told | None:
    """The next five years, the past decade: from or up to the year, month or day of publication."""
    if slots.which == "this" and not slots.get("count"):
        return give_relative(slots, clock)
    length = length_of(slots)
    if clock.day is None or length is None or slots.which not in ("last", "next"):
        return None
    length = _in_months(length)
    months, finest = clock.day.month - 1, length[-1][1]
    # Said of what a year has brought so far.
    if slots.which == "last" and length == ((months, "M"),) and months > _SEASON:
        return Told("months", f"{clock.day.year}-01/{clock.day.year}-{months:02}")
    nearest = 1 if slots.which == "next" and finest in ("D", "W") else 0  # the next three days begin tomorrow
    here = moved(clock.day + nearest * ONE_DAY, ((0, finest),), 1)
    there = moved(clock.day, length, SHIFT[slots.which])
    return Told("span", f"{min(here, there)}/{max(here, there)}")


def length_of(slots: Slots) -> Length | None:
    """How many days, months or years the words count, the larger units first."""
    first = _counted(slots.get("count") or 1, slots.get("unit"), 0.5 if slots.get("half_more") else 0)
    more = _counted(slots.get("more_count"), slots.get("more_unit"))
    if first is None:
        return None
    return (first, more) if more and _ORDER.index(more[1]) < _ORDER.index(first[1]) else (first,)


def _in_months(length: Length) -> Length:
    """The length with a year and a half counted in months: "the past half year"."""
    return tuple((count * 12, "M") if letter == "Y" and count % 1 else (count, letter) for count, letter in length)


def _counted(count: Any, unit: Any, more: float = 0) -> tuple[float, str] | None:
    """A count of a unit with the letter of the unit; "and a half" is `more`."""
    if not isinstance(count, int | float) or unit not in _LETTERS:
        return None
    return (count + more) * FACTORS.get(unit, 1), _LETTERS[unit]


def moved(day: Day, length: Length, sign: int) -> str:
    """The day, month or year so long before it or after it, as fine as the length is."""
    months, part = divmod(sum(count * _MONTHS.get(letter, 0) for count, letter in length), 1)
    days = part * _MONTH_DAYS + sum(count * _DAYS.get(letter, 0) for count, letter in length)
    finest = length[-1][1]
    if finest == "Y" and not part and months % 12 == 0:
        return str(day.year + sign * int(months) // 12)
    reached = month_after(day, sign * int(months))
    if finest in _MONTHS and not part:
        return reached
    year, month = map(int, reached.split("-"))
    begun = Day(year, month, min(day.day, monthrange(year, month)[1]))
    return (begun + datetime.timedelta(days=sign * int(days))).isoformat()


def give_within(slots: Slots, clock: Clock) -> Told | None:
    """By when, where the words count from publication: within two years."""
    length = length_of(slots)
    return Told("span", moved(clock.day, length, 1)) if clock.day and length else None


def give_in_time(slots: Slots, clock: Clock) -> Told | None:
    """The time so far ahead, where it is of what will be; else how long it took: "in two years"."""
    return give_within(slots, clock) if slots.tense == "ahead" else give_duration(slots, clock)


def give_hence(slots: Slots, clock: Clock) -> Told | None:
    """The time so far ahead, but of what was how long it took until then: "через два года"."""
    return give_duration(slots, clock) if slots.tense == "behind" else give_within(slots, clock)


def give_ago(slots: Slots, clock: Clock) -> Told | None:
    """The day, month or year so long before publication."""
    length = length_of(slots)
    return Told("span", moved(clock.day, length, -1)) if clock.day and length else None


def give_duration(slots: Slots, _clock: Clock) -> Told | None:
    """So many hours, days, months or years, wherever they lie."""
    length = length_of(slots)
    if length is None:
        return None
    date, hours = (
        "".join(f"{count:g}{letter.upper()}" for count, letter in length if letter.islower() is is_clock)
        for is_clock in (False, True)
    )
    return Told("duration", f"P{date}" + f"T{hours}" * bool(hours))
