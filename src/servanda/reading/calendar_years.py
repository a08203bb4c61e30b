"""The year that a time without one is of, and the times that are years."""

from __future__ import annotations

import re

from servanda.reading.clock import Clock, Day, Slots, Told

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d]|[.,]\d)")
_UNKNOWN_YEAR = "XXXX"
LEAP_DAY, _LEAP = (2, 29), 4
FINAL = (4, "last")  # what words for the last of several are as ordinals, and elsewhere
SHIFT = {"far-last": -2, "last": -1, "this": 0, "next": 1, "far-next": 2}


def iso(year: int | str, month: int, day: int) -> str | None:
    """The ISO date of a day; None where the month has no such day."""
    try:
        Day(year if isinstance(year, int) else 2024, month, day)
    except ValueError:
        return None
    return f"{year}-{month:02}-{day:02}"


def year_of(slots: Slots, clock: Clock, month: int, day: int = 15) -> int | str:
    """The year of a day or month: as written, else the fitting one nearest to publication, else unknown."""
    if year := year_said(slots, clock, "yearly"):
        return year
    if slots.get("sameyear") and slots.year_before:
        return slots.year_before
    if clock.day is None:
        return _year_of_sentence(slots)
    distances = {}
    around = _LEAP if (month, day) == LEAP_DAY else 1
    for year in range(clock.day.year - around, clock.day.year + around + 1):
        try:
            distances[year] = (Day(year, month, day) - clock.day).days
        except ValueError:
            continue
    return _fitting(distances, slots, is_month="day" not in slots.values)


def _year_of_sentence(slots: Slots) -> int | str:
    years = set(_YEAR.findall(slots.sentence))
    return int(years.pop()) if len(years) == 1 else _UNKNOWN_YEAR


def _fitting(distances: dict[int, int], slots: Slots, *, is_month: bool) -> int:
    """The year in which the time lies where its words say: behind, ahead, or as near as can be."""
    slack = 16 if is_month else 0  # a month that has begun is still this one
    if slots.which == "this":
        return sorted(distances)[len(distances) // 2]
    if slots.which == "last":
        return max(year for year, days in distances.items() if days <= slack)
    if slots.which == "next":
        return min(year for year, days in distances.items() if days >= -slack)
    if slots.tense == "ahead":
        return min((year for year, days in distances.items() if days >= -slack - 45), default=max(distances))
    if slots.tense == "behind":
        return max((year for year, days in distances.items() if days <= slack), default=min(distances))
    return min(distances, key=lambda year: abs(distances[year]) - (20 if distances[year] < 0 else 0))


def latest_year(slots: Slots, clock: Clock, month: int, last: int | None = None) -> int | None:
    """The year in which a stretch from a month (to a last one) was last begun, or will next end where it lies ahead."""
    if slots.get("sameyear") and slots.year_before:
        return slots.year_before
    if clock.day is None:
        year = _year_of_sentence(slots)
        return year if isinstance(year, int) else None
    if slots.which == "next" or slots.role == "due" or (slots.tense == "ahead" and slots.which != "last"):
        return clock.day.year + ((last or month) < clock.day.month)
    return clock.day.year - (month > clock.day.month)


def year_said(slots: Slots, clock: Clock, *names: str) -> int | None:
    """The year that the words name: in figures, or as last year, this year, next year."""
    if slots.get("year"):
        return int(slots.get("year"))
    which = next((slots.get(name) for name in names or ("yearly", "which") if slots.get(name)), None)
    return clock.day.year + SHIFT[which] if which and clock.day else None


def give_named(slots: Slots, _clock: Clock) -> Told:
    """A period that has a name of its own, as five-year plans have."""
    return Told("years", slots.get("named"))


def give_decade_end(_slots: Slots, clock: Clock) -> Told | None:
    """The last year of the decade, as most count it: 2030 of the years from 2021 on."""
    return Told("year", str((clock.day.year + 9) // 10 * 10)) if clock.day else None


def give_year(slots: Slots, clock: Clock) -> Told | None:
    """A year; open where it is one since which something holds."""
    year = year_said(slots, clock) or (slots.get("sameyear") and slots.year_before)
    if clock.day and not year and (slots.get("theyear") or slots.get("yearword")):
        year = clock.day.year + int(slots.get("yearword") or 0)
    if not year:
        return None
    return Told("year", f"{year}/.." if slots.role == "from" and slots.tense != "ahead" else str(year))


def give_mid_year(slots: Slots, _clock: Clock) -> Told:
    """The middle of a year, which is its June."""
    return Told("month", f"{slots.get('year')}-06")


def give_years(slots: Slots, _clock: Clock) -> Told | None:
    """From one year to another."""
    first, last = int(slots.get("year")), int(slots.get("last_year"))
    last += first // 100 * 100 if last < 100 else 0
    return Told("years", f"{first}/{last}") if first < last else None


def give_decade(slots: Slots, _clock: Clock) -> Told | None:
    """Ten years that are named by their first."""
    year = int(slots.get("year") or 1900 + slots.get("short"))
    return Told("years", f"{year}/{year + 9}") if year % 10 == 0 else None
