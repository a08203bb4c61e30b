"""Countries on a map of the world: those meant in colour, a bow between two, and the cities and regions as dots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from markupsafe import Markup

from servanda.desk.pictures.drawing import element, hint, link, picture, words
from servanda.languages import load_yaml

_SMALL = 12  # a country with a shorter box is a ring, else it could not be seen
_MARGIN = 60.0
_WIDE, _NEAR = 960.0, 560.0  # of the map of the world, of a part of it
_CLOSE = 22.0  # around dots
_NARROWEST, _SHAPE = 60.0, 1.4  # of a map of dots: its width, and how much wider than high it is
_LETTER, _LINE = 7.8, 15.0  # room that a letter of a label takes, and a line
_MOST_LABELS = 14


Box = tuple[float, float, float, float]


class Bow(NamedTuple):
    """Two countries, how much is between them (0 to 1), what that is, and where it is told."""

    first: str
    second: str
    weight: float
    name: str
    address: str


class Dot(NamedTuple):
    """A place on the map: where, how much is there (0 to 1), what it is called, what is said of it, where it leads."""

    x: float
    y: float
    weight: float
    label: str
    name: str
    address: str


def world_map(
    bows: Sequence[Bow], *, land: str, name: str, near: bool = False, dots: Sequence[Dot] = ()
) -> Markup | None:
    """The map, or None when none of the countries is on it; `land` is the address of the file with the countries.

    With `near`, the map shows no more than the part of the world where they lie, or where the dots are.
    """
    places = _world()["places"]
    bows = [bow for bow in bows if bow.first in places and bow.second in places]
    if not bows:
        return None
    codes = sorted({code for bow in bows for code in (bow.first, bow.second)})
    left, top, wide, high = _frame(codes, dots) if near else (0.0, 0.0, *map(float, _world()["size"]))
    across = _NEAR if near else _WIDE
    zoom = across / wide
    inner = element("use", href=f"{land}#land", class_="land")
    inner += "".join(element("use", href=f"{land}#{code}", class_="meant") for code in codes)
    inner += "" if dots else "".join(_ring(code, zoom) for code in codes)
    inner += "".join(_bow(bow, zoom) for bow in bows if not dots)
    moved = element("g", inner, transform=f"scale({zoom:.3f}) translate({-left:.1f} {-top:.1f})")
    moved += _dots(dots, lambda dot: ((dot.x - left) * zoom, (dot.y - top) * zoom))
    return picture(moved, size=(across, high * zoom), name=name, class_="world")


@cache
def _world() -> dict[str, Any]:
    return load_yaml(resources.files("servanda.desk").joinpath("pictures", "world.yaml"))


def _frame(codes: Sequence[str], dots: Sequence[Dot]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the part of the world that has all of these, as wide as a page is."""
    boxes, around = [_world()["places"][code][2:] for code in codes], _MARGIN
    if dots:
        boxes, around = [(dot.x, dot.y, dot.x, dot.y) for dot in dots], _CLOSE
    left, top = min(b[0] for b in boxes) - around, min(b[1] for b in boxes) - around / 2
    right, bottom = max(b[2] for b in boxes) + around, max(b[3] for b in boxes) + around / 2
    middle, level = (left + right) / 2, (top + bottom) / 2
    wide = max(right - left, _SHAPE * (bottom - top), _NARROWEST) if dots else max(right - left, 2 * (bottom - top))
    whole = _world()["size"]
    wide = min(wide, float(whole[0]))
    high = min(wide / (_SHAPE if dots else 2), float(whole[1]))
    return (
        max(0.0, min(middle - wide / 2, whole[0] - wide)),
        max(0.0, min(level - high / 2, whole[1] - high)),
        wide,
        high,
    )


def _dots(dots: Sequence[Dot], at: Callable[[Dot], tuple[float, float]]) -> str:
    """The dots, the largest first and so below the others, and the names of those for which there is room."""
    drawn, taken = [], [(x - 6, y - 6, x + 6, y + 6) for x, y in map(at, dots)]
    for place, dot in enumerate(sorted(dots, key=lambda dot: -dot.weight)):
        x, y = at(dot)
        mark = element("circle", cx=x, cy=y, r=4.0 + 6.0 * dot.weight**0.5, class_="spot")
        box = _room(dot.label, x, y, 7.0 + 6.0 * dot.weight**0.5, taken) if place < _MOST_LABELS else None
        label = ""
        if box:
            taken.append(box)
            label = words(dot.label, x=box[0], y=box[3] - 3.5, class_="spot-name", font_size=13)
        drawn.append(link(dot.address, hint(dot.name) + mark + label, dot.name))
    return "".join(drawn)


def _room(label: str, x: float, y: float, beside: float, taken: list[Box]) -> Box | None:
    """Where a label stands without covering another or a dot: right, left, below or above; None where nowhere."""
    wide = len(label) * _LETTER * (2 if label[:1] > "\u2e80" else 1)
    tries = [(x + beside, y - _LINE / 2), (x - beside - wide, y - _LINE / 2)]
    tries += [(x - wide / 2, y + beside), (x - wide / 2, y - beside - _LINE)]
    for left, top in tries:
        box = left, top, left + wide, top + _LINE
        if (
            left > 0
            and box[2] < _NEAR - 4
            and not any(_overlap(box, other) for other in taken if not _holds(other, x, y))
        ):
            return box
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _holds(box: Box, x: float, y: float) -> bool:
    return abs((box[0] + box[2]) / 2 - x) < 0.1 and abs((box[1] + box[3]) / 2 - y) < 0.1


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
