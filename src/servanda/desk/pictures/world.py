"""Countries on a map of the world: those that are meant in colour, with a bow between two that undertake something."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from markupsafe import Markup

from servanda.desk.pictures.drawing import element, hint, link, picture
from servanda.languages import load_yaml

_SMALL = 12  # a country with a shorter box is a ring, else it could not be seen
_MARGIN = 60.0


class Bow(NamedTuple):
    """Two countries, how much is between them (0 to 1), what that is, and where it is told."""

    first: str
    second: str
    weight: float
    name: str
    address: str


def world_map(bows: Sequence[Bow], *, land: str, name: str, near: bool = False) -> Markup | None:
    """The map, or None when none of the countries is on it; `land` is the address of the file with the countries.

    With `near`, the map shows no more than the part of the world where they lie.
    """
    places = _world()["places"]
    bows = [bow for bow in bows if bow.first in places and bow.second in places]
    if not bows:
        return None
    codes = sorted({code for bow in bows for code in (bow.first, bow.second)})
    left, top, wide, high = _frame(codes) if near else (0.0, 0.0, *map(float, _world()["size"]))
    zoom = 960.0 / wide
    inner = element("use", href=f"{land}#land", class_="land")
    inner += "".join(element("use", href=f"{land}#{code}", class_="meant") for code in codes)
    inner += "".join(_ring(code, zoom) for code in codes)
    inner += "".join(_bow(bow, zoom) for bow in bows)
    moved = element("g", inner, transform=f"scale({zoom:.3f}) translate({-left:.1f} {-top:.1f})")
    return picture(moved, size=(960.0, high * zoom), name=name, class_="world")


@cache
def _world() -> dict[str, Any]:
    return load_yaml(resources.files("servanda.desk").joinpath("pictures", "world.yaml"))


def _frame(codes: Sequence[str]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the part of the world that has all of these countries, as wide as a page is."""
    boxes = [_world()["places"][code][2:] for code in codes]
    left, top = min(b[0] for b in boxes) - _MARGIN, min(b[1] for b in boxes) - _MARGIN / 2
    right, bottom = max(b[2] for b in boxes) + _MARGIN, max(b[3] for b in boxes) + _MARGIN / 2
    wide, high = right - left, bottom - top
    if wide < high * 2:
        left, wide = left - (high * 2 - wide) / 2, high * 2
    else:
        top, high = top - (wide / 2 - high) / 2, wide / 2
    whole = _world()["size"]
    wide, high = min(wide, float(whole[0])), min(high, float(whole[1]))
    return max(0.0, min(left, whole[0] - wide)), max(0.0, min(top, whole[1] - high)), wide, high


def _ring(code: str, zoom: float) -> str:
    x, y, left, top, right, bottom = _world()["places"][code]
    small = max(right - left, bottom - top) * zoom < _SMALL
    return element("circle", cx=x, cy=y, r=(5.0 if small else 3.0) / zoom, class_="ring" if small else "middle")


def _bow(bow: Bow, zoom: float) -> str:
    x1, y1 = _world()["places"][bow.first][:2]
    x2, y2 = _world()["places"][bow.second][:2]
    bend = 0.18 * ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    curve = f"M{x1} {y1}Q{(x1 + x2) / 2 + (y2 - y1) * 0.1:.1f} {(y1 + y2) / 2 - bend:.1f} {x2} {y2}"
    line = element("path", d=curve, class_="bow", stroke_width=(1.2 + 5.0 * bow.weight) / zoom)
    return link(bow.address, hint(bow.name) + line, bow.name)
