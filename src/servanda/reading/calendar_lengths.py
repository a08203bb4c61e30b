"""Lengths of time, and the times that are counted in them from the day of publication."""

from __future__ import annotations

import datetime

from servanda.reading.calendar_years import SHIFT
from servanda.reading.clock import Clock, Day, Slots, Told

LETTERS = {"day": "D", "week": "W", "month": "M", "quarter": "M", "half": "M", "year": "Y", "decade": "Y"}
FACTORS = {"quarter": 3, "half": 6, "decade": 10}
_SEASON = 3  # months that are counted back from now rather than on from January


def give_relative(slots: Slots, clock: Clock) -> Told | None:
    """Last, this or next week, month, quarter or year."""
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
        monday = day + datetime.timedelta(days=7 * shift + 1 - day.isoweekday())
        return Told("week", f"{monday}/{monday + datetime.timedelta(days=6)}")
    return None


def month_after(day: Day, months: int) -> str:
    """The month so many months after that of the day."""
    number = day.year * 12 + day.month - 1 + months
    return f"{number // 12}-{number % 12 + 1:02}"


def give_span(slots: Slots, clock: Clock) -> Told | None:
    """The next five years, the past decade: from or up to the year, month or day of publication."""
    length = length_of(slots)
    if clock.day is None or length is None or slots.which not in ("last", "next"):
        return None
    months = clock.day.month - 1
    if slots.which == "last" and length == (months, "M") and months > _SEASON:  # said of what a year has brought so far
        return Told("months", f"{clock.day.year}-01/{clock.day.year}-{months:02}")
    here, there = moved(clock.day, 0, length[1]), moved(clock.day, SHIFT[slots.which] * length[0], length[1])
    return Told("span", f"{min(here, there)}/{max(here, there)}")


def length_of(slots: Slots) -> tuple[int, str] | None:
    """How many days, months or years the words count."""
    count, unit = slots.get("count") or 1, slots.get("unit")
    if not isinstance(count, int) or unit not in LETTERS:
        return None
    return count * FACTORS.get(unit, 1), LETTERS[unit]


def moved(day: Day, number: int, letter: str) -> str:
    """The day, month or year so many units away."""
    if letter == "Y":
        return str(day.year + number)
    if letter == "M":
        return month_after(day, number)
    return (day + datetime.timedelta(days=number * (7 if letter == "W" else 1))).isoformat()


def give_within(slots: Slots, clock: Clock) -> Told | None:
    """By when, where the words count from publication: within two years."""
    length = length_of(slots)
    if clock.day is None or length is None:
        return None
    return Told("span", moved(clock.day, length[0], length[1]))


def give_in_time(slots: Slots, clock: Clock) -> Told | None:
    """The time so far ahead, where it is of what will be; else how long it took: "in two years"."""
    return give_within(slots, clock) if slots.tense == "ahead" else give_duration(slots, clock)


def give_ago(slots: Slots, clock: Clock) -> Told | None:
    """The day, month or year so long before publication."""
    length = length_of(slots)
    if clock.day is None or length is None:
        return None
    return Told("span", moved(clock.day, -length[0], length[1]))


def give_duration(slots: Slots, _clock: Clock) -> Told | None:
    """So many days, months or years, wherever they lie."""
    length = length_of(slots)
    return Told("duration", f"P{length[0]}{length[1]}") if length else None
