"""How many of what was found fall into each year or month: a bar for each, which leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from servanda.desk.pictures.drawing import element, hint, link, picture, words

_WIDE, _HIGH, _GROUND = 720.0, 92.0, 66.0
_MOST_BARS = 36


class Bar(NamedTuple):
    """A stretch of time with how much falls into it, what is said of it, and where it leads."""

    period: str
    height: int
    name: str
    address: str


def by_period(months: Mapping[str, int]) -> dict[str, int]:
    """Counts of months as counts of months, or of years where there are more than a picture holds."""
    keys = sorted(months)
    if not keys:
        return {}
    first, last = (int(key[:4]) * 12 + int(key[5:7]) - 1 for key in (keys[0], keys[-1]))
    if last - first < _MOST_BARS:
        filled = (f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1))
        return {month: months.get(month, 0) for month in filled}
    years = {f"{year:04}": 0 for year in range(max(first // 12, last // 12 - 2 * _MOST_BARS), last // 12 + 1)}
    for month, count in months.items():
        if month[:4] in years:
            years[month[:4]] += count
    return years


def histogram(bars: list[Bar], *, name: str) -> Markup | None:
    """The picture, or None for less than two bars."""
    if len(bars) < 2:
        return None
    most = max(bar.height for bar in bars) or 1
    step = _WIDE / len(bars)
    inner = element("line", x1=0, x2=_WIDE, y1=_GROUND, y2=_GROUND, class_="axis")
    every = -(-len(bars) // 9)
    for place, bar in enumerate(bars):
        high = bar.height / most * (_GROUND - 6)
        left = place * step
        field = element("rect", x=left, y=0, width=step, height=_GROUND, class_="field")
        box = element("rect", x=left + 1, y=_GROUND - high, width=max(step - 2, 1), height=high, class_="bar")
        inner += link(bar.address, hint(bar.name) + field + box, bar.name) if bar.height else ""
        if place % every == 0 and left < _WIDE - 46:
            inner += words(bar.period, x=left + 2, y=_GROUND + 19, class_="q", font_size=12)
    return picture(inner, size=(_WIDE, _HIGH), name=name, class_="histogram")
