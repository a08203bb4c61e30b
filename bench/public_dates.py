"""Read the public sets of dates: how many of the marked times are found, and how many of those have the marked value.

python bench/public_dates.py [--set recognizers_dates] [--lang fr] [--misses 20] [--gold ../shared/gold]

Only the kinds that an item annotates completely are counted (`annotates`), and of these only what the reader is for:
days, periods and durations. Times of day, repeated times ("every Monday") and dates with a time of day are left out
on purpose; so is what no dispatch says ("in a day"), which counts as missed all the same. A period is right when its
first and its last day are; whether the set counts the last day in or out is left open. Where a set gives several
values (the day before and the day after, of a date without year) each of them is right. What is counted from now in
months or years ("three years ago", "the next four months") is a year or a month for Servanda, and a day for some
sets: it is right where the marked day lies in it; of what is due within a time only the end is asked.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from servanda.days import days_of
from servanda.reading.times import Time, find_times
from servanda.reading.view import open_view
from servanda.records import Document, Part

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
SETS = ("recognizers_dates", "dateparser", "duckling", "jionlp", "natasha")
LANGS = ("en", "fr", "ru", "vi", "zh")
KINDS = ("date", "daterange", "duration")
ANY_DAY = "2019-06-12"  # from which an item without reference day is read, for its spans alone
ONE = datetime.timedelta(days=1)
Day = datetime.date
LENGTH = re.compile(r"([\d.]+)([A-Za-z])")
UNITS = {"s": "second", "m": "minute", "h": "hour", "D": "day", "W": "week", "M": "month", "Y": "year"}
DAY = 86400
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": DAY, "week": 7 * DAY, "month": 30 * DAY, "quarter": 90 * DAY}
SECONDS["year"] = 365 * DAY
DAYS_OF_UNITS = {"days": 1.0, "weeks": 7.0, "months": 30.44, "years": 365.25}


class Mark(NamedTuple):
    """A marked time of an item: whether it was found, and whether its value is right (None: no value is marked)."""

    item: dict[str, Any]
    span: dict[str, Any]
    found: Time | None
    is_right: bool | None


def read_text(item: dict[str, Any]) -> list[Time]:
    """The times of an item's text where they stand in it, seen from its reference day."""
    text = item["text"]
    published = (item.get("ref") or ANY_DAY)[:10]
    view = open_view(
        Document(id="bench", text=text, lang=item["lang"], published=published, parts=(Part(0, len(text)),))
    )
    times = ((time, view.quote(time.start, time.end)) for time in find_times(view))
    return [replace(time, start=start, end=end) for time, (start, end, *_) in times]


def is_right(item: dict[str, Any], span: dict[str, Any], time: Time) -> bool | None:
    """Whether a time has the value that is marked; None where none is, or one that the set could not work out."""
    if shift := span.get("ago") or span.get("ahead"):
        return is_shifted(item, shift, time, -1 if "ago" in span else 1)
    if "unit" in span:
        year = 12 * SECONDS["month"] if span["unit"] in ("month", "quarter") else SECONDS["year"]
        wanted = float(span["value"]) * SECONDS[span["unit"]]
        return time.kind == "duration" and seconds_of(time.value, year) == wanted
    if "value" in span:
        return is_stretch(*days_of(full(span["value"])), time)
    values = [value for value in span.get("values") or () if value.get("value") != "not resolved"]
    if not values or item.get("ref") is None:
        return None
    return any(is_value(value, time) for value in values)


def full(value: str) -> str:
    """A marked value as an interval of days, where it is a day and the weeks from it ("2013-02-18/P1W")."""
    start, _, weeks = value.partition("/P")
    if not weeks:
        return value[:10]
    first = datetime.date.fromisoformat(start[:10])
    return f"{first}/{first + int(weeks[:-1]) * 7 * ONE - ONE}"


def is_stretch(start: Day | None, end: Day | None, time: Time) -> bool:
    """Whether a time is these days; one that is counted in months or years from now has them in its ends."""
    if start is None or end is None:
        return False
    if time.kind != "span":
        return days_of(time.value) == (start, end)
    (first, first_end), (last, last_end) = (days_of(part) for part in (time.value.split("/") * 2)[:2])
    is_begun = time.role == "due" or bool(first and first_end and first <= start <= first_end)
    return is_begun and bool(last and last_end and last <= end <= last_end)


def is_shifted(item: dict[str, Any], shift: dict[str, int], time: Time, sign: int) -> bool | None:
    """Whether a time stands as far from the reference day as is marked; None where there is no such day."""
    if "ref" not in item:
        return None
    length = sum(DAYS_OF_UNITS.get(unit, 0) * count for unit, count in shift.items())
    wanted = datetime.date.fromisoformat(item["ref"][:10]) + sign * datetime.timedelta(days=length)
    first, last = days_of(time.value)
    return first is not None and last is not None and first <= wanted <= last


def is_value(value: dict[str, Any], time: Time) -> bool:
    """Whether a time is one of the values that are marked."""
    start, end = (value.get(name) or value.get(f"{name}Date") for name in ("start", "end"))
    day = value.get("date") or value.get("value")
    if start and end and time.kind == "span":
        first, last = (datetime.date.fromisoformat(edge[:10]) for edge in (start, end))
        return is_stretch(first, last, time) or is_stretch(first, last - ONE, time)
    first, last = days_of(time.value)
    if start or end:
        # The last part of an interval: "from 2014 through 2018" ends with 2018, or where 2018 begins.
        begun = days_of(time.value.rpartition("/")[2])[0]
        ends = {str(edge) for edge in (last, last and last + ONE, begun) if edge}
        return (not start or str(first) == start) and (not end or end in ends)
    if "duration" in value or (day and day.replace(".", "").isdigit()):
        return time.kind == "duration" and seconds_of(time.value) == float(str(value.get("duration", day)))
    return day is not None and is_stretch(*days_of(day), time)


def seconds_of(duration: str, year: int = 365 * DAY) -> float:
    """The length of an ISO 8601 duration; a month has 30 days and a year 365, as in the sets, or twelve months."""
    date, _, clock = duration.removeprefix("P").partition("T")
    lengths = [(float(count), letter) for part in (date, clock.lower()) for count, letter in LENGTH.findall(part)]
    seconds = SECONDS | {"year": year}
    return sum(count * seconds[UNITS[letter]] for count, letter in lengths) if lengths else float("nan")


def marks_of(item: dict[str, Any]) -> Iterator[Mark]:
    """Every marked time of the kinds that an item annotates and that the reader is for."""
    times = read_text(item)
    for span in item["spans"]:
        if span["type"] not in KINDS or span["type"] not in item["annotates"] or item.get("unverified"):
            continue
        near = [time for time in times if time.start < span["end"] and span["start"] < time.end]
        answers = [(time, is_right(item, span, time)) for time in near]
        best = next((answer for answer in answers if answer[1]), answers[0] if answers else (None, None))
        yield Mark(item, span, *best)


def row_of(name: str, lang: str, kind: str, marks: list[Mark]) -> str:
    """One line of the table."""
    found = [mark for mark in marks if mark.found]
    valued = [mark for mark in found if mark.is_right is not None]
    right = sum(bool(mark.is_right) for mark in valued)
    share = f"{right / len(valued):.3f}" if valued else "–"
    return f"| {name} | {lang} | {kind} | {len(marks)} | {len(found) / len(marks):.3f} | {share} | {len(valued)} |"


def main() -> None:
    """Print the table, and what was missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--lang", choices=LANGS)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--gold", type=Path, default=GOLD)
    asked = parser.parse_args()
    if not asked.gold.is_dir():
        raise SystemExit(f"no public sets under {asked.gold}: name their folder with --gold")
    print("| set | lang | kind | n | found | value right, of those found | with a value |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    missed: list[Mark] = []
    for name in [asked.set] if asked.set else SETS:
        for lang in [asked.lang] if asked.lang else LANGS:
            path = asked.gold / name / f"{lang}.jsonl"
            lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
            marks = [mark for line in lines for mark in marks_of(json.loads(line))]
            missed += [mark for mark in marks if mark.found is None or mark.is_right is False]
            for kind in KINDS:
                if of_kind := [mark for mark in marks if mark.span["type"] == kind]:
                    print(row_of(name, lang, kind, of_kind))
    for mark in missed[: asked.misses]:
        have = mark.found.value if mark.found else "nothing"
        print(f"{mark.item['text']!r}: {mark.span['text']!r} read as {have}, from {mark.item.get('ref')}")


if __name__ == "__main__":
    main()
