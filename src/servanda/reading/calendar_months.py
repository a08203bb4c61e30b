"""The months, quarters and halves that the slots of a named time stand for, seen from the day of publication."""

from __future__ import annotations

from msgspec.structs import replace

from servanda.days import ONE_DAY, days_of
from servanda.reading.calendar_lengths import FACTORS, month_after
from servanda.reading.calendar_years import SHIFT, latest_year, year_of, year_said
from servanda.reading.clock import Clock, Slots, Told

_YEAR_OF_MONTHS = 12
_SEASON = 3
_MONTH_HALF = 15
_DAYS = {"day": 1, "week": 7}


def give_month(slots: Slots, clock: Clock) -> Told:
    """A month of the year that is written or fits."""
    month = slots.get("month")
    return Told("month", f"{year_of(slots, clock, month)}-{month:02}")


def give_months(slots: Slots, clock: Clock) -> Told | None:
    """From one month to another: of the year written, else the latest that were over at publication."""
    first, last = slots.get("month"), slots.get("last_month")
    year = slots.get("last_year") or year_said(slots, clock, "yearly") or latest_year(slots, clock, last)
    if year is None:
        return None
    begin = (slots.get("last_year") and slots.get("year")) or (year - 1 if first > last else year)
    return Told("months", f"{begin}-{first:02}/{year}-{last:02}")


def give_months_to(slots: Slots, clock: Clock) -> Told | None:
    """The months of a year up to one of them: "from the beginning of the year to September"."""
    month = slots.get("month") or int(str(slots.get("date") or "-0").split("-")[1])
    if not 1 < month <= 12:
        return None
    year = int(str(slots.get("date"))[:4]) if slots.get("date") else latest_year(slots, clock, month)
    return Told("months", f"{year}-01/{year}-{month:02}") if year else None


def give_months_ending(slots: Slots, clock: Clock) -> Told | None:
    """So many months of which the last is named: "in the six months to June"."""
    count, month = slots.get("count"), slots.get("month")
    year = year_said(slots, clock) or latest_year(slots, clock, month)
    if not isinstance(count, int) or year is None:
        return None
    first = year * 12 + month - count
    return Told("months", f"{first // 12}-{first % 12 + 1:02}/{year}-{month:02}")


def give_year_ending(slots: Slots, clock: Clock) -> Told | None:
    """Twelve months of which the last is named: "in the year to March"."""
    if written := slots.get("date"):
        year, month = map(int, str(written).split("-")[:2])
        slots = replace(slots, values={**slots.values, "year": year, "month": month})
    return give_months_ending(replace(slots, values={**slots.values, "count": _YEAR_OF_MONTHS}), clock)


def give_first_months(slots: Slots, clock: Clock) -> Told | None:
    """The first or last months of a year, counted."""
    count = (slots.get("quarters") or 0) * 3 or slots.get("count")
    count = count * FACTORS.get(slots.get("unit"), 1) if isinstance(count, int) else 0
    if not 2 <= count <= 11:
        return None
    if slots.get("closing"):  # the last months of a year, which are always named with it
        year = year_said(slots, clock) or (clock.day and clock.day.year)
        return Told("months", f"{year}-{13 - count:02}/{year}-12") if year else None
    year = year_said(slots, clock) or latest_year(slots, clock, count)
    return Told("months", f"{year}-01/{year}-{count:02}") if year else None


def give_quarter(slots: Slots, clock: Clock) -> Told | None:
    """A quarter of the year that is written, else the latest that had begun."""
    number = slots.get("ordinal") or slots.get("quarter") or slots.get("final")
    if slots.get("quarter_of"):  # "quý 1/2025": what else would be a month
        written, _, number = slots.get("quarter_of").partition("-")
        return Told("quarter", f"{written}-Q{int(number)}") if number.isdigit() and 1 <= int(number) <= 4 else None
    if not isinstance(number, int) or not 1 <= number <= 4:
        return None
    year = year_said(slots, clock) or latest_year(slots, clock, number * 3 - 2, number * 3)
    return Told("quarter", f"{year}-Q{number}") if year else None


def give_half(slots: Slots, clock: Clock) -> Told | None:
    """A half of the year that is written, else the latest that had begun."""
    number = slots.get("ordinal") or slots.get("half")
    if number not in (1, 2):
        return None
    year = year_said(slots, clock) or latest_year(slots, clock, number * 6 - 3, number * 6)
    return Told("half", f"{year}-{number * 6 - 5:02}/{year}-{number * 6:02}") if year else None


def give_season(slots: Slots, clock: Clock) -> Told | None:
    """A season of the year that is said, else the last, the next or the nearest; winter is of its December."""
    first = int(slots.get("season"))
    year = year_said(slots, clock, "yearly")
    if year is None and clock.day:
        begun = clock.day.year - (clock.day.month < first)  # the year in which the season last began
        is_over = (clock.day.month - first) % _YEAR_OF_MONTHS >= _SEASON
        is_near = (first - clock.day.month) % _YEAR_OF_MONTHS <= _YEAR_OF_MONTHS / 2
        ahead = {"last": is_over - 1, "next": 1}.get(slots.which or "", is_over and is_near)
        year = begun + ahead
    if year is None:
        return None
    last = first + _SEASON - 1
    return Told("season", f"{year}-{first:02}/{year + last // 13}-{(last - 1) % 12 + 1:02}")


def give_month_half(slots: Slots, clock: Clock) -> Told | None:
    """The first fifteen days of a month, or what is left of it behind them."""
    month = give_month(slots, clock).value
    first, last = days_of(month)
    number = slots.get("half") or slots.get("ordinal")
    if first is None or last is None or number not in (1, 2):
        return None
    return Told("days", f"{month}-01/{month}-{_MONTH_HALF}" if number == 1 else f"{month}-{_MONTH_HALF + 1}/{last}")


def give_days_of_month(slots: Slots, clock: Clock) -> Told | None:
    """So many days or weeks at the begin of a month, or at its end: "the first 20 days of October"."""
    month, count = _month_meant(slots, clock), slots.get("count")
    first, last = days_of(month)
    if first is None or last is None or not isinstance(count, int):
        return None
    length = count * _DAYS.get(slots.get("unit"), 0)
    if not 0 < length <= last.day:
        return None
    return Told(
        "days", f"{last - (length - 1) * ONE_DAY}/{last}" if slots.get("closing") else f"{first}/{month}-{length:02}"
    )


def _month_meant(slots: Slots, clock: Clock) -> str | None:
    """The month that is named, or this month or another beside it."""
    if slots.get("month"):
        return give_month(slots, clock).value
    return month_after(clock.day, SHIFT[slots.which or "this"]) if clock.day else None
