"""What the slots of a named time stand for, as an ISO 8601 value, seen from the day of publication."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from servanda.reading.clock import Clock, Day, Slots, Told

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d]|[.,]\d)")
_UNKNOWN_YEAR = "XXXX"
_LETTERS = {"day": "D", "week": "W", "month": "M", "quarter": "M", "half": "M", "year": "Y", "decade": "Y"}
_FACTORS = {"quarter": 3, "half": 6, "decade": 10}
_YEAR_OF_MONTHS = 12
_SEASON = 3  # months that are counted back from now rather than on from January
_SHIFT = {"last": -1, "this": 0, "next": 1}


def value_of(gives: str, slots: Slots, clock: Clock) -> Told | None:
    """The time that a rule of this kind gives; None where it cannot be known."""
    return _GIVES[gives](replace(slots, values=_spread(slots.values)), clock)


def _spread(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The slots with day, month and year apart, where a date without year or the last of several days is one word."""
    spread = dict(values)
    for prefix in ("", "last_"):
        if (pair := spread.pop(f"{prefix}daymonth", None)) is not None:
            spread[f"{prefix}day"], spread[f"{prefix}month"] = pair
    date = str(spread.pop("last_date", None) or spread.pop("last_monthyear", "")).split("-")
    if date[-1]:
        spread |= zip(("year", "last_month", "last_day"), map(int, date), strict=False)
    return spread


def _iso(year: int | str, month: int, day: int) -> str | None:
    """The ISO date of a day; None where the month has no such day."""
    try:
        Day(year if isinstance(year, int) else 2024, month, day)
    except ValueError:
        return None
    return f"{year}-{month:02}-{day:02}"


def _year_of(slots: Slots, clock: Clock, month: int, day: int = 15) -> int | str:
    """The year of a day or month: as written, else the fitting one nearest to publication, else unknown."""
    if year := _year_said(slots, clock, "yearly"):
        return year
    if slots.get("sameyear") and slots.year_before:
        return slots.year_before
    if clock.day is None:
        return _year_of_sentence(slots)
    distances = {}
    for year in (clock.day.year - 1, clock.day.year, clock.day.year + 1):
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


def _give_day(slots: Slots, clock: Clock) -> Told | None:
    if slots.get("date"):
        year, month, *days = map(int, slots.get("date").split("-"))
        if not days:
            return Told("month", slots.get("date")) if 1 <= month <= 12 else None
        day = days[0]
        value = _iso(year, month, day)
    else:
        month, day = slots.get("month"), slots.get("day")
        value = _iso(_year_of(slots, clock, month, min(day, 28)), month, day)
    return Told("day", value) if value else None


def _give_days(slots: Slots, clock: Clock) -> Told | None:
    """Some days of one month or of two."""
    if not slots.get("last_day"):
        return None
    last_month = slots.get("last_month") or slots.get("month")
    month = slots.get("month") or last_month
    year = _year_of(slots, clock, last_month, min(slots.get("last_day"), 28))
    first_year = year - 1 if isinstance(year, int) and month > last_month else year
    first_year = slots.get("first_year") or first_year
    first, last = _iso(first_year, month, slots.get("day")), _iso(year, last_month, slots.get("last_day"))
    return Told("days", f"{first}/{last}") if first and last else None


def _give_weekday(slots: Slots, clock: Clock) -> Told | None:
    """A bare weekday: the latest one up to publication, or the next one where the words say so."""
    if clock.day is None:
        return None
    back = (clock.day.isoweekday() - slots.get("weekday")) % 7
    is_ahead = slots.tense == "ahead" and slots.which != "last"
    if slots.which == "next" or slots.role in ("due", "until"):
        back -= 7
    elif is_ahead:
        back -= 7 if back else 0
    back = 7 if slots.which == "last" and not back else back
    return Told("day", (clock.day - datetime.timedelta(days=back)).isoformat())


def _give_weekday_of_week(slots: Slots, clock: Clock) -> Told | None:
    """Tuesday of next week."""
    if clock.day is None:
        return None
    days = 7 * _SHIFT[slots.which or "this"] + slots.get("weekday") - clock.day.isoweekday()
    return Told("day", (clock.day + datetime.timedelta(days=days)).isoformat())


def _give_dayword(slots: Slots, clock: Clock) -> Told | None:
    if clock.day is None:
        return None
    return Told("day", (clock.day + datetime.timedelta(days=int(slots.get("dayword")))).isoformat())


def _give_day_of_month(slots: Slots, clock: Clock) -> Told | None:
    """A day of which only the number is named: of the month of publication, or of the one before or behind it."""
    if clock.day is None:
        return None
    shift, day = 0, slots.get("day")
    if slots.which:
        shift = _SHIFT[slots.which]
    elif slots.tense == "ahead" or slots.role == "due":
        shift = int(day < clock.day.day)
    else:
        shift = -int(day > clock.day.day)
    year, month = map(int, _month(clock.day, shift).split("-"))
    value = _iso(year, month, day)
    return Told("day", value) if value else None


def _give_days_of_month(slots: Slots, clock: Clock) -> Told | None:
    """Some days of which only the numbers are named: the last of them is of the month that it would be alone."""
    last = _give_day_of_month(replace(slots, values={**slots.values, "day": slots.get("last_day")}), clock)
    first = last and _iso(int(last.value[:4]), int(last.value[5:7]), slots.get("day"))
    return Told("days", f"{first}/{last.value}") if first and last and first < last.value else None


def _give_same_day(slots: Slots, clock: Clock) -> Told | None:
    """The day that was named last, else that of publication."""
    day = slots.before or (clock.day and clock.day.isoformat())
    return Told("day", day) if day else None


def _give_named(slots: Slots, _clock: Clock) -> Told:
    """A period that has a name of its own, as five-year plans have."""
    return Told("years", slots.get("named"))


def _give_month(slots: Slots, clock: Clock) -> Told:
    month = slots.get("month")
    return Told("month", f"{_year_of(slots, clock, month)}-{month:02}")


def _give_months(slots: Slots, clock: Clock) -> Told | None:
    """From one month to another: of the year written, else the latest that were over at publication."""
    first, last = slots.get("month"), slots.get("last_month")
    year = slots.get("last_year") or _year_said(slots, clock, "yearly") or _latest_year(slots, clock, last)
    if year is None:
        return None
    begin = (slots.get("last_year") and slots.get("year")) or (year - 1 if first > last else year)
    return Told("months", f"{begin}-{first:02}/{year}-{last:02}")


def _give_months_to(slots: Slots, clock: Clock) -> Told | None:
    """The months of a year up to one of them: "from the beginning of the year to September"."""
    month = slots.get("month") or int(str(slots.get("date") or "-0").split("-")[1])
    if not 1 < month <= 12:
        return None
    year = int(str(slots.get("date"))[:4]) if slots.get("date") else _latest_year(slots, clock, month)
    return Told("months", f"{year}-01/{year}-{month:02}") if year else None


def _give_months_ending(slots: Slots, clock: Clock) -> Told | None:
    """So many months of which the last is named: "in the six months to June"."""
    count, month = slots.get("count"), slots.get("month")
    year = _year_said(slots, clock) or _latest_year(slots, clock, month)
    if not isinstance(count, int) or year is None:
        return None
    first = year * 12 + month - count
    return Told("months", f"{first // 12}-{first % 12 + 1:02}/{year}-{month:02}")


def _give_year_ending(slots: Slots, clock: Clock) -> Told | None:
    """Twelve months of which the last is named: "in the year to March"."""
    if written := slots.get("date"):
        year, month = map(int, str(written).split("-")[:2])
        slots = replace(slots, values={**slots.values, "year": year, "month": month})
    return _give_months_ending(replace(slots, values={**slots.values, "count": _YEAR_OF_MONTHS}), clock)


def _give_decade_end(_slots: Slots, clock: Clock) -> Told | None:
    """The last year of the decade, as most count it: 2030 of the years from 2021 on."""
    return Told("year", str((clock.day.year + 9) // 10 * 10)) if clock.day else None


def _latest_year(slots: Slots, clock: Clock, month: int) -> int | None:
    """The year in which a month was last begun at publication, or will next end where it lies ahead."""
    if slots.get("sameyear") and slots.year_before:
        return slots.year_before
    if clock.day is None:
        year = _year_of_sentence(slots)
        return year if isinstance(year, int) else None
    if slots.which == "next" or slots.role == "due" or (slots.tense == "ahead" and slots.which != "last"):
        return clock.day.year + (month < clock.day.month)
    return clock.day.year - (month > clock.day.month)


def _give_first_months(slots: Slots, clock: Clock) -> Told | None:
    count = (slots.get("quarters") or 0) * 3 or slots.get("count")
    count = count * _FACTORS.get(slots.get("unit"), 1) if isinstance(count, int) else 0
    if not 2 <= count <= 11:
        return None
    if slots.get("closing"):  # the last months of a year, which are always named with it
        year = _year_said(slots, clock) or (clock.day and clock.day.year)
        return Told("months", f"{year}-{13 - count:02}/{year}-12") if year else None
    year = _year_said(slots, clock) or _latest_year(slots, clock, count)
    return Told("months", f"{year}-01/{year}-{count:02}") if year else None


def _year_said(slots: Slots, clock: Clock, *names: str) -> int | None:
    """The year that the words name: in figures, or as last year, this year, next year."""
    if slots.get("year"):
        return int(slots.get("year"))
    which = next((slots.get(name) for name in names or ("yearly", "which") if slots.get(name)), None)
    return clock.day.year + _SHIFT[which] if which and clock.day else None


def _give_quarter(slots: Slots, clock: Clock) -> Told | None:
    number = slots.get("ordinal") or slots.get("quarter") or slots.get("final")
    if slots.get("quarter_of"):  # "quý 1/2025": what else would be a month
        written, _, number = slots.get("quarter_of").partition("-")
        return Told("quarter", f"{written}-Q{int(number)}") if number.isdigit() and 1 <= int(number) <= 4 else None
    if not isinstance(number, int) or not 1 <= number <= 4:
        return None
    year = _year_said(slots, clock) or _latest_year(slots, clock, number * 3 - 2)
    return Told("quarter", f"{year}-Q{number}") if year else None


def _give_half(slots: Slots, clock: Clock) -> Told | None:
    number = slots.get("ordinal") or slots.get("half")
    if number not in (1, 2):
        return None
    year = _year_said(slots, clock) or _latest_year(slots, clock, number * 6 - 3)
    return Told("half", f"{year}-{number * 6 - 5:02}/{year}-{number * 6:02}") if year else None


def _give_year(slots: Slots, clock: Clock) -> Told | None:
    year = _year_said(slots, clock) or (slots.get("sameyear") and slots.year_before)
    year = year or (clock.day.year if clock.day and slots.get("theyear") else None)
    if not year:
        return None
    return Told("year", f"{year}/.." if slots.role == "from" and slots.tense != "ahead" else str(year))


def _give_mid_year(slots: Slots, _clock: Clock) -> Told:
    return Told("month", f"{slots.get('year')}-06")


def _give_years(slots: Slots, _clock: Clock) -> Told | None:
    first, last = int(slots.get("year")), int(slots.get("last_year"))
    last += first // 100 * 100 if last < 100 else 0
    return Told("years", f"{first}/{last}") if first < last else None


def _give_decade(slots: Slots, _clock: Clock) -> Told | None:
    year = int(slots.get("year") or 1900 + slots.get("short"))
    return Told("years", f"{year}/{year + 9}") if year % 10 == 0 else None


def _give_relative(slots: Slots, clock: Clock) -> Told | None:
    """Last, this or next week, month, quarter or year."""
    if clock.day is None:
        return None
    day, shift, unit = clock.day, _SHIFT[slots.which or "this"], slots.get("unit")
    if unit == "year":
        return Told("year", str(day.year + shift))
    if unit == "month":
        return Told("month", _month(day, shift))
    if unit == "quarter":
        number = day.year * 4 + (day.month - 1) // 3 + shift
        return Told("quarter", f"{number // 4}-Q{number % 4 + 1}")
    if unit == "week":
        monday = day + datetime.timedelta(days=7 * shift + 1 - day.isoweekday())
        return Told("week", f"{monday}/{monday + datetime.timedelta(days=6)}")
    return None


def _month(day: Day, months: int) -> str:
    number = day.year * 12 + day.month - 1 + months
    return f"{number // 12}-{number % 12 + 1:02}"


def _give_span(slots: Slots, clock: Clock) -> Told | None:
    """The next five years, the past decade: from or up to the year, month or day of publication."""
    length = _length(slots)
    if clock.day is None or length is None or slots.which not in ("last", "next"):
        return None
    months = clock.day.month - 1
    if slots.which == "last" and length == (months, "M") and months > _SEASON:  # said of what a year has brought so far
        return Told("months", f"{clock.day.year}-01/{clock.day.year}-{months:02}")
    here, there = _moved(clock.day, 0, length[1]), _moved(clock.day, _SHIFT[slots.which] * length[0], length[1])
    return Told("span", f"{min(here, there)}/{max(here, there)}")


def _length(slots: Slots) -> tuple[int, str] | None:
    """How many days, months or years the words count."""
    count, unit = slots.get("count") or 1, slots.get("unit")
    if not isinstance(count, int) or unit not in _LETTERS:
        return None
    return count * _FACTORS.get(unit, 1), _LETTERS[unit]


def _moved(day: Day, number: int, letter: str) -> str:
    """The day, month or year so many units away."""
    if letter == "Y":
        return str(day.year + number)
    if letter == "M":
        return _month(day, number)
    return (day + datetime.timedelta(days=number * (7 if letter == "W" else 1))).isoformat()


def _give_within(slots: Slots, clock: Clock) -> Told | None:
    """By when, where the words count from publication: within two years."""
    length = _length(slots)
    if clock.day is None or length is None:
        return None
    return Told("span", _moved(clock.day, length[0], length[1]))


def _give_in_time(slots: Slots, clock: Clock) -> Told | None:
    """The time so far ahead, where it is of what will be; else how long it took: "in two years"."""
    return _give_within(slots, clock) if slots.tense == "ahead" else _give_duration(slots, clock)


def _give_ago(slots: Slots, clock: Clock) -> Told | None:
    length = _length(slots)
    if clock.day is None or length is None:
        return None
    return Told("span", _moved(clock.day, -length[0], length[1]))


def _give_duration(slots: Slots, _clock: Clock) -> Told | None:
    length = _length(slots)
    return Told("duration", f"P{length[0]}{length[1]}") if length else None


_GIVES: dict[str, Callable[[Slots, Clock], Told | None]] = {
    "day": _give_day,
    "days": _give_days,
    "weekday": _give_weekday,
    "weekday-of-week": _give_weekday_of_week,
    "dayword": _give_dayword,
    "day-of-month": _give_day_of_month,
    "days-of-month": _give_days_of_month,
    "same-day": _give_same_day,
    "named": _give_named,
    "month": _give_month,
    "months": _give_months,
    "first-months": _give_first_months,
    "months-to": _give_months_to,
    "months-ending": _give_months_ending,
    "year-ending": _give_year_ending,
    "decade-end": _give_decade_end,
    "quarter": _give_quarter,
    "half": _give_half,
    "year": _give_year,
    "mid-year": _give_mid_year,
    "years": _give_years,
    "decade": _give_decade,
    "relative": _give_relative,
    "span": _give_span,
    "within": _give_within,
    "ago": _give_ago,
    "in-time": _give_in_time,
    "duration": _give_duration,
    "nothing": lambda _slots, _clock: None,
}
