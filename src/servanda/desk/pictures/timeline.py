"""Events and acts over time: a diamond for each gathering, a column of acts for each month, in their steps' colours."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from servanda.desk.pictures.drawing import days_between, element, hint, link, picture, scale, words

_WIDE, _LEFT, _RIGHT = 960.0, 16.0, 16.0
_EVENTS, _TOP, _GROUND = 26.0, 58.0, 178.0
_HIGH = 210.0
_MOST_COLUMNS = 80


class Moment(NamedTuple):
    """A gathering on the line: its day, what it is called, and where its sentence is."""

    day: datetime.date
    name: str
    address: str


class Column(NamedTuple):
    """The acts of a stretch of time, by step, the lowest first."""

    first: datetime.date
    last: datetime.date
    counts: Counter[str]


def timeline(
    moments: Sequence[Moment], columns: Sequence[Column], *, name: str, told: Callable[[Column], tuple[str, str]]
) -> Markup | None:
    """The picture, or None when nothing has a day; `told` gives a column's address and what it says."""
    days = [moment.day for moment in moments] + [day for column in columns for day in (column.first, column.last)]
    if not days:
        return None
    first, last = min(days), max(days)
    place = scale((first.toordinal(), last.toordinal() + 1), (_LEFT, _WIDE - _RIGHT))
    inner = [_axis(first, last, place)]
    most = max((sum(column.counts.values()) for column in columns), default=1)
    inner += [_column(column, place, most, told(column)) for column in columns]
    inner += [_moment(moment, place(moment.day.toordinal())) for moment in moments]
    return picture("".join(inner), size=(_WIDE, _HIGH), name=name, class_="timeline")


def columns_of(months: Mapping[str, Counter[str]], step_of: Callable[[str], str]) -> list[Column]:
    """Counts by month as columns, whole quarters or years together where there are too many."""
    if not months:
        return []
    keys = sorted(months)
    years = int(keys[-1][:4]) - int(keys[0][:4]) + 1
    length = next((n for n in (1, 3, 6, 12) if years * 12 / n <= _MOST_COLUMNS), 12 * -(-years // _MOST_COLUMNS))
    groups: dict[datetime.date, Counter[str]] = {}
    for month, counts in months.items():
        number = int(month[:4]) * 12 + int(month[5:7]) - 1
        begin = number - number % length
        group = groups.setdefault(datetime.date(begin // 12, begin % 12 + 1, 1), Counter())
        for type, count in counts.items():
            group[step_of(type)] += count
    return [Column(begin, _end(begin, length), counts) for begin, counts in sorted(groups.items())]


def _end(begin: datetime.date, months: int) -> datetime.date:
    number = begin.year * 12 + begin.month - 1 + months
    return datetime.date(min(number // 12, 9999), number % 12 + 1, 1) - datetime.timedelta(days=1)


def _axis(first: datetime.date, last: datetime.date, place: Callable[[float], float]) -> str:
    line = element("line", x1=_LEFT, x2=_WIDE - _RIGHT, y1=_GROUND, y2=_GROUND, class_="axis")
    marks = [
        element("line", x1=place(day), x2=place(day), y1=10, y2=_GROUND + 5, class_="grid")
        + words(mark, x=place(day) + 4, y=_GROUND + 20, class_="q", font_size=13)
        for day, mark in days_between(first, last)
    ]
    return "".join(marks) + line


def _column(column: Column, place: Callable[[float], float], most: int, told: tuple[str, str]) -> str:
    left, right = place(column.first.toordinal()), place(column.last.toordinal() + 1)
    wide = min(max(right - left - 1.5, 2.5), 34.0)
    field = element("rect", x=left, y=_TOP, width=wide, height=_GROUND - _TOP, class_="field")  # easier to hit
    ground, pieces = _GROUND, [field]
    for status, count in column.counts.items():
        high = count / most * (_GROUND - _TOP)
        ground -= high
        box = {"x": left, "y": ground, "width": wide, "height": max(high - 0.6, 0.8)}
        pieces.append(element("rect", class_=f"fill c-{status}", **box))
    address, name = told
    return link(address, hint(name) + "".join(pieces), name)


def _moment(moment: Moment, x: float) -> str:
    mark = element("path", d=f"M{x:.1f} {_EVENTS - 7}l7 7-7 7-7-7z", class_="event-mark")
    return link(moment.address, hint(moment.name) + mark, moment.name)
