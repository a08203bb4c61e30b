"""The ladder of a pair: a bar for each step by number, and beside it one by value in the unit that most sums are in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from servanda.desk.pictures.drawing import element, hint, link, picture, words

_WIDE, _LINE, _TOP = 860.0, 30.0, 34.0
_NAMES, _BARS, _VALUES = 190.0, 250.0, 500.0


class Rung(NamedTuple):
    """A step: its code, what it is called, how many stand there, what they are worth, and where that is listed.

    `worth` is the value in the unit of the picture, `told` all values in words.
    """

    status: str
    label: str
    number: int
    worth: float
    told: str
    address: str


def ladder_picture(rungs: Sequence[Rung], *, name: str, headings: tuple[str, str]) -> Markup:
    """The picture; `headings` stand over the numbers and the values."""
    most = max((rung.number for rung in rungs), default=0) or 1
    dearest = max((rung.worth for rung in rungs), default=0.0) or 1.0
    inner = words(headings[0], x=_NAMES, y=16, class_="q", font_size=13)
    inner += words(headings[1], x=_VALUES, y=16, class_="q", font_size=13)
    for place, rung in enumerate(rungs):
        inner += _rung(rung, _TOP + place * _LINE, rung.number / most, rung.worth / dearest)
    return picture(inner, size=(_WIDE, _TOP + len(rungs) * _LINE), name=name, class_="ladder-picture")


def _rung(rung: Rung, top: float, share: float, worth: float) -> str:
    middle = top + 16.0
    told = f"{rung.label}: {rung.number}" + (f", {rung.told}" if rung.told else "")
    bar = element("rect", x=_NAMES, y=top + 4, width=_BARS, height=17, class_="track")
    bar += element("rect", x=_NAMES, y=top + 4, width=_BARS * share, height=17, class_=f"fill c-{rung.status}")
    bar += words(str(rung.number), x=_NAMES + _BARS + 8, y=middle + 2, class_="strong", font_size=14)
    value = element(
        "rect", x=_VALUES, y=top + 8, width=max(150.0 * worth, 0.0), height=9, class_=f"fill c-{rung.status}"
    )
    value += words(rung.told, x=_VALUES + 150.0 * worth + 6, y=middle + 2, class_="q", font_size=12.5)
    label = words(rung.label, x=_NAMES - 10, y=middle + 2, text_anchor="end", font_size=14)
    whole = hint(told) + label + bar + (value if rung.told else "")
    return link(rung.address, whole, told) if rung.number else element("g", whole)
