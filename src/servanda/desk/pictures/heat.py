"""Sectors by steps: a field for each, darker for more undertakings, which leads to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from servanda.desk.pictures.drawing import element, hint, link, picture, words

_NAMES, _FIELD, _LINE, _TOP = 210.0, 92.0, 32.0, 40.0


class Field(NamedTuple):
    """How many undertakings of a sector stand at a step, what is said of that, and where they are listed."""

    number: int
    name: str
    address: str


def heat_picture(columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Field]]], *, name: str) -> Markup:
    """The picture of the fields under their steps, each row with its sector before it."""
    most = max((field.number for _, fields in rows for field in fields), default=0) or 1
    inner = "".join(
        words(label, x=_NAMES + _FIELD * (place + 0.5), y=24, text_anchor="middle", class_="q", font_size=12)
        for place, label in enumerate(columns)
    )
    for line, (label, fields) in enumerate(rows):
        top = _TOP + line * _LINE
        inner += words(label, x=_NAMES - 10, y=top + 20, text_anchor="end", font_size=14)
        inner += "".join(_field(field, _NAMES + _FIELD * place, top, most) for place, field in enumerate(fields))
    return picture(inner, size=(_NAMES + _FIELD * len(columns), _TOP + _LINE * len(rows)), name=name, class_="heat-map")


def _field(field: Field, left: float, top: float, most: int) -> str:
    box = {"x": left + 1, "y": top + 1, "width": _FIELD - 2, "height": _LINE - 2}
    ground = element("rect", class_="track", **box)
    if not field.number:
        return ground
    share = field.number / most
    shade = element("rect", class_="heat-cell", opacity=f"{0.2 + 0.8 * share:.2f}", **box)
    tone = "strong on-dark" if share > 0.45 else "strong"
    number = words(str(field.number), x=left + _FIELD / 2, y=top + 21, text_anchor="middle", class_=tone, font_size=14)
    return ground + link(field.address, hint(field.name) + shade + number, field.name)
