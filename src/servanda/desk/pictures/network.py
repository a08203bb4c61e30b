"""Who acts with whom: one actor in the middle, those beside it around, a thicker line for more acts."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import NamedTuple

from markupsafe import Markup

from servanda.desk.pictures.drawing import cut, element, hint, link, picture, words

_WIDE, _HIGH, _LOW = 860.0, 430.0, 250.0
_FEW = 4  # companions, for which half the height is enough
_LONGEST = 30


class Companion(NamedTuple):
    """Somebody who acts with the one in the middle: how often, what is said of it, and where it leads."""

    name: str
    times: int
    told: str
    address: str


def network(middle: str, companions: Sequence[Companion], *, name: str) -> Markup | None:
    """The picture, or None without companions."""
    if not companions:
        return None
    most = max(companion.times for companion in companions)
    high = _HIGH if len(companions) > _FEW else _LOW
    inner = "".join(
        _companion(companion, pi * (2 * place + 1) / len(companions), most, high)
        for place, companion in enumerate(companions)
    )
    centre = element("circle", cx=_WIDE / 2, cy=high / 2, r=9, class_="middle")
    inner += centre + words(
        cut(middle, _LONGEST), x=_WIDE / 2, y=high / 2 - 16, text_anchor="middle", class_="strong", font_size=15
    )
    return picture(inner, size=(_WIDE, high), name=name, class_="network")


def _companion(companion: Companion, angle: float, most: int, high: float) -> str:
    x = _WIDE / 2 + cos(angle - pi / 2) * 185.0
    y = high / 2 + sin(angle - pi / 2) * (high / 2 - 47.0)
    is_right = x >= _WIDE / 2
    width = 1.0 + 5.0 * companion.times / most
    line = element("line", x1=_WIDE / 2, y1=high / 2, x2=x, y2=y, class_="tie", stroke_width=width)
    dot = element("circle", cx=x, cy=y, r=6, class_="dot")
    anchor = {"x": x + (11 if is_right else -11), "text_anchor": "start" if is_right else "end"}
    label = words(cut(companion.name, _LONGEST), y=y + 4.5, font_size=13, **anchor)
    return line + link(companion.address, hint(companion.told) + dot + label, companion.told)
