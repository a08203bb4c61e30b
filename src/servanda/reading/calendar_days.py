"""The days that the slots of a named time stand for, seen from the day of publication."""

from __future__ import annotations

import datetime

from msgspec.structs import replace

from servanda.days import last_day
from servanda.reading.calendar_lengths import month_after, told_day
from servanda.reading.calendar_years import FINAL, LEAP_DAY, SHIFT, iso, year_of
from servanda.reading.clock import Clock, Slots, Told


def give_day(slots: Slots, clock: Clock) -> Told | None:
    """A day of a month, or a date in figures, which may be of a month alone."""
    if slots.get("date"):
        year, month, *days = map(int, slots.get("date").split("-"))
        if not days:
            return Told("month", slots.get("date")) if 1 <= month <= 12 else None
        day = days[0]
        value = iso(year, month, day)
    else:
        month, day = slots.get("month"), slots.get("day")
        value = iso(year_of(slots, clock, month, day if (month, day) == LEAP_DAY else min(day, 28)), month, day)
    return Told("day", value) if value else None


def give_days(slots: Slots, clock: Clock) -> Told | None:
    """Some days of one month or of two."""
    if not slots.get("last_day"):
        return None
    last_month = slots.get("last_month") or slots.get("month")
    month = slots.get("month") or last_month
    year = year_of(slots, clock, last_month, min(slots.get("last_day"), 28))
    first_year = year - 1 if isinstance(year, int) and month > last_month else year
    first_year = slots.get("first_year") or first_year
    first, last = iso(first_year, month, slots.get("day")), iso(year, last_month, slots.get("last_day"))
    return Told("days", f"{first}/{last}") if first and last else None


def give_weekday(slots: Slots, clock: Clock) -> Told | None:
    """A bare weekday: the latest one up to publication, or the next one where the words say so."""
    if clock.day is None:
        return None
    if slots.which == "this":
        return give_weekday_of_week(slots, clock)
    back = (clock.day.isoweekday() - slots.get("weekday")) % 7
    is_ahead = slots.tense == "ahead" and slots.which != "last"
    if slots.which == "next" or slots.role in ("due", "until"):
        back -= 7
    elif is_ahead:
        back -= 7 if back else 0
    back = 7 if slots.which == "last" and not back else back
    return Told("day", (clock.day - datetime.timedelta(days=back)).isoformat())


def give_weekday_of_week(slots: Slots, clock: Clock) -> Told | None:
    """Tuesday of next week."""
    if clock.day is None:
        return None
    days = 7 * SHIFT[slots.which or "this"] + slots.get("weekday") - clock.day.isoweekday()
    return Told("day", (clock.day + datetime.timedelta(days=days)).isoformat())


def give_dayword(slots: Slots, clock: Clock) -> Told | None:
    """Yesterday, today, tomorrow: so many days from publication."""
    if clock.day is None:
        return None
    return Told("day", (clock.day + datetime.timedelta(days=int(slots.get("dayword")))).isoformat())


def give_day_of_month(slots: Slots, clock: Clock) -> Told | None:
    """A day of which only the number is named: of the month of publication, or of the one before or behind it."""
    if clock.day is None:
        return None
    shift, day = 0, slots.get("day")
    if slots.which:
        shift = SHIFT[slots.which]
    elif slots.tense == "ahead" or slots.role == "due":
        shift = int(day < clock.day.day)
    else:
        shift = -int(day > clock.day.day)
    year, month = map(int, month_after(clock.day, shift).split("-"))
    value = iso(year, month, day)
    return Told("day", value) if value else None


def give_days_of_month(slots: Slots, clock: Clock) -> Told | None:
    """Some days of which only the numbers are named: the last of them is of the month that it would be alone."""
    last = give_day_of_month(replace(slots, values={**slots.values, "day": slots.get("last_day")}), clock)
    first = last and iso(int(last.value[:4]), int(last.value[5:7]), slots.get("day"))
    return Told("days", f"{first}/{last.value}") if first and last and first < last.value else None


def give_same_day(slots: Slots, clock: Clock) -> Told | None:
    """The day that was named last, else that of publication."""
    day = slots.before or (clock.day and clock.day.isoformat())
    return Told("day", day) if day else None


def give_day_beside(slots: Slots, clock: Clock) -> Told | None:
    """The day before or behind the one that was named last, else that of publication."""
    day = told_day(slots, clock)
    return Told("day", (day + datetime.timedelta(days=int(slots.get("sideday")))).isoformat()) if day else None


def give_month_end(slots: Slots, clock: Clock) -> Told | None:
    """The last day of a month."""
    last = last_day(f"{year_of(slots, clock, slots.get('month'))}-{slots.get('month'):02}")
    return Told("day", last.isoformat()) if last and slots.get("final") in FINAL else None
