"""Weeks, weekends and weekdays that are counted within a month or a year, or named by a day of theirs."""

from __future__ import annotations

from servanda.days import ONE_DAY, days_of, first_day
from servanda.reading.calendar_days import give_day, give_day_of_month
from servanda.reading.calendar_lengths import WEEK, month_after, week_with
from servanda.reading.calendar_months import give_month
from servanda.reading.calendar_years import FINAL, SHIFT, year_of, year_said
from servanda.reading.clock import Clock, Day, Slots, Told

_THURSDAY = 4  # a week is of the month or year that has its Thursday
_MONTHS_AROUND = sorted(range(-12, 13), key=abs)


def give_weekday_day(slots: Slots, clock: Clock) -> Told | None:
    """Tuesday the 15th: the nearest day of that number which is of that weekday."""
    if clock.day is None:
        return None
    months = (month_after(clock.day, shift) for shift in _MONTHS_AROUND)
    days = (first_day(f"{month}-{slots.get('day'):02}") for month in months)
    fitting = [day for day in days if day and day.isoweekday() == slots.get("weekday")]
    if not fitting:
        return None
    published = clock.day
    return Told("day", min(fitting, key=lambda day: abs(day - published)).isoformat())


def give_week(slots: Slots, clock: Clock) -> Told | None:
    """A counted week of a month or of a year: "the first week of October", "week 31"."""
    thursday = _counted(slots, clock, _THURSDAY)
    return Told("week", week_with(thursday)) if thursday else _month_at_least(slots, clock)


def give_weekday_of_month(slots: Slots, clock: Clock) -> Told | None:
    """A counted weekday of a month: "the last Friday of May"."""
    day = _counted(slots, clock, slots.get("weekday"))
    return Told("day", day.isoformat()) if day else _month_at_least(slots, clock)


def give_week_of_day(slots: Slots, clock: Clock) -> Told | None:
    """The week that is named by a day of it: "the week of 6 October"."""
    told = (give_day if slots.get("month") or slots.get("date") else give_day_of_month)(slots, clock)
    day = first_day(told.value) if told else None
    return Told("week", week_with(day)) if day else None


def _month_at_least(slots: Slots, clock: Clock) -> Told | None:
    """The month, where its year and so its weeks cannot be known."""
    return give_month(slots, clock) if slots.get("month") else None


def _counted(slots: Slots, clock: Clock, weekday: int) -> Day | None:
    """The day of a weekday that is counted in a month or a year from its begin, or is the last of it."""
    first, last = days_of(_whole_of(slots, clock))
    if first is None or last is None:
        return None
    day = first + (weekday - first.isoweekday()) % 7 * ONE_DAY
    if slots.get("final") in FINAL:
        day = last - (last.isoweekday() - weekday) % 7 * ONE_DAY
    else:
        day += (slots.get("ordinal") - 1) * WEEK
    return day if day <= last else None


def _whole_of(slots: Slots, clock: Clock) -> str | None:
    """The month or year in which something is counted: as written, else that of publication."""
    if slots.get("month"):
        return f"{year_of(slots, clock, slots.get('month'))}-{slots.get('month'):02}"
    if slots.get("unit") == "month":
        return month_after(clock.day, SHIFT[slots.which or "this"]) if clock.day else None
    year = year_said(slots, clock) or (clock.day and clock.day.year)
    return str(year) if year else None
