"""A series over its periods: a dot for each claim, a line where they agree, a bar where they cannot both be true."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from servanda.desk.pictures.drawing import days_between, element, hint, link, picture, scale, ticks, words

_WIDE, _HIGH = 720.0, 250.0
_LEFT, _RIGHT, _TOP, _GROUND = 122.0, 18.0, 14.0, 216.0
_MOST_MARKS = 7
_SPARK = (120.0, 28.0)


class Dot(NamedTuple):
    """A claim on the chart: its day, its value, what it says, and where."""

    day: datetime.date
    value: float
    name: str
    address: str
    period: str = ""
    disagrees: bool = False  # with another of its day


def chart(dots: Sequence[Dot], *, name: str, told: Callable[[float], str]) -> Markup | None:
    """The picture, or None without any dot; `told` writes a value of the axis."""
    if not dots:
        return None
    low, high = min(dot.value for dot in dots), max(dot.value for dot in dots)
    marks = ticks(min(low, 0.0), max(high, 0.0))
    days = [dot.day.toordinal() for dot in dots]
    margin = max(20, (max(days) - min(days)) // 20)
    across = scale((min(days) - margin, max(days) + margin), (_LEFT, _WIDE - _RIGHT))
    up = scale((marks[0], marks[-1]), (_GROUND, _TOP))
    first, last = (datetime.date.fromordinal(day) for day in (min(days) - margin, max(days) + margin))
    inner = [_rows(marks, up, told), _periods(dots, first, last, across), _line(dots, across, up)]
    inner += [_gap(group, across, up) for group in _by_day(dots) if _disagree(group)]
    inner += [_dot(dot, across, up) for dot in dots]
    return picture("".join(inner), size=(_WIDE, _HIGH), name=name, class_="chart")


def sparkline(values: Sequence[float], *, name: str) -> Markup | None:
    """A line without an axis, or None for less than two values."""
    if len(values) < 2:
        return None
    across = scale((0, len(values) - 1), (3.0, _SPARK[0] - 4.0))
    up = scale((min(*values, 0.0), max(*values, 0.0)), (_SPARK[1] - 3.0, 4.0))
    points = [(across(place), up(value)) for place, value in enumerate(values)]
    line = element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), class_="line")
    end = element("circle", cx=points[-1][0], cy=points[-1][1], r=3, class_="dot")
    return picture(line + end, size=_SPARK, name=name, class_="spark")


def _rows(marks: Sequence[float], up: Callable[[float], float], told: Callable[[float], str]) -> str:
    return "".join(
        element("line", x1=_LEFT, x2=_WIDE - _RIGHT, y1=up(mark), y2=up(mark), class_="axis" if mark == 0 else "grid")
        + words(told(mark), x=_LEFT - 8, y=up(mark) + 4.5, text_anchor="end", class_="q", font_size=12.5)
        for mark in marks
    )


def _periods(dots: Sequence[Dot], first: datetime.date, last: datetime.date, across: Callable[[float], float]) -> str:
    """The periods under their dots where there are few, else the years."""
    named = {dot.day: dot.period for dot in dots}
    marks = [(float(day.toordinal()), period) for day, period in sorted(named.items())]
    if len(marks) > _MOST_MARKS:
        marks = list(days_between(first, last))
    return "".join(
        words(mark, x=across(day), y=_GROUND + 24, text_anchor="middle", class_="q", font_size=12.5)
        for day, mark in marks
    )


def _by_day(dots: Sequence[Dot]) -> list[list[Dot]]:
    groups: dict[datetime.date, list[Dot]] = {}
    for dot in dots:
        groups.setdefault(dot.day, []).append(dot)
    return [groups[day] for day in sorted(groups)]


def _line(dots: Sequence[Dot], across: Callable[[float], float], up: Callable[[float], float]) -> str:
    """The line through the days on which all agree, broken where they do not: there is nothing in between."""
    runs: list[list[str]] = [[]]
    for group in _by_day(dots):
        if _disagree(group):
            runs.append([])
        else:
            runs[-1].append(f"{across(group[0].day.toordinal()):.1f},{up(group[0].value):.1f}")
    return "".join(element("polyline", points=" ".join(run), class_="line") for run in runs if len(run) > 1)


def _disagree(group: Sequence[Dot]) -> bool:
    return any(dot.disagrees for dot in group)


def _gap(group: Sequence[Dot], across: Callable[[float], float], up: Callable[[float], float]) -> str:
    values = [dot.value for dot in group if dot.disagrees]
    low, high = min(values), max(values)
    x = across(group[0].day.toordinal())
    return element("line", x1=x, x2=x, y1=up(low), y2=up(high), class_="gap")


def _dot(dot: Dot, across: Callable[[float], float], up: Callable[[float], float]) -> str:
    class_ = "dot disagrees" if dot.disagrees else "dot"
    mark = element("circle", cx=across(dot.day.toordinal()), cy=up(dot.value), r=5, class_=class_)
    return link(dot.address, hint(dot.name) + mark, dot.name)
