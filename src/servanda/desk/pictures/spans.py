"""Offices over time: a bar for each, from the first to the last day on which a document tells it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from servanda.desk.pictures.drawing import cut, days_between, element, hint, link, picture, scale, words

_WIDE, _LEFT, _RIGHT, _LINE = 860.0, 14.0, 14.0, 44.0
_LONGEST = 90


class Span(NamedTuple):
    """Something that lasted, as far as documents tell: from when to when, its name, and where it is told."""

    first: datetime.date
    last: datetime.date
    name: str
    address: str


def spans_picture(spans: Sequence[Span], *, name: str) -> Markup | None:
    """The picture, the newest above, or None without spans."""
    if not spans:
        return None
    first = min(span.first for span in spans) - datetime.timedelta(days=45)
    last = max(span.last for span in spans) + datetime.timedelta(days=45)
    across = scale((first.toordinal(), last.toordinal()), (_LEFT, _WIDE - _RIGHT))
    ground = len(spans) * _LINE + 6
    inner = "".join(
        element("line", x1=across(day), x2=across(day), y1=0, y2=ground, class_="grid")
        + words(mark, x=across(day) + 4, y=ground + 16, class_="q", font_size=13)
        for day, mark in days_between(first, last)
    )
    for place, span in enumerate(spans):
        begin, end = across(span.first.toordinal()), across(span.last.toordinal())
        top = place * _LINE
        bar = element("rect", x=begin - 5, y=top + 24, width=end - begin + 10, height=10, rx=5, class_="span")
        is_right = begin > _WIDE * 0.6
        anchor = {"x": end + 5 if is_right else begin - 5, "text_anchor": "end" if is_right else "start"}
        label = words(cut(span.name, _LONGEST), y=top + 17, font_size=13.5, **anchor)
        inner += link(span.address, hint(span.name) + bar + label, span.name)
    return picture(inner, size=(_WIDE, ground + 24), name=name, class_="spans")
