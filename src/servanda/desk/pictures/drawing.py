"""The pen: elements of SVG as text, escaped, and a scale from values to places."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from html import escape
from math import floor, log10

from markupsafe import Markup


def element(tag: str, inner: str = "", /, **attributes: object) -> str:
    """An element with its attributes, `inner` being elements already; `class_` and `font_size` as SVG has them."""
    told = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_shown(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{told}>{inner}</{tag}>" if inner else f"<{tag}{told}/>"


def words(text: str, **attributes: object) -> str:
    """A text at a place."""
    return element("text", escape(plain(text)) or " ", **attributes)


def hint(text: str) -> str:
    """What a pointer that rests on an element is told."""
    return element("title", escape(plain(text)) or " ")


def link(address: str, inner: str, name: str) -> str:
    """Elements that lead to an address, with the name that a screen reader says."""
    return f'<a href="{escape(address)}" aria-label="{escape(plain(name))}">{inner}</a>'


def picture(inner: str, *, size: tuple[float, float], name: str, told: str = "", class_: str = "") -> Markup:
    """The whole picture with its name and the text that stands for it."""
    heading = element("title", escape(plain(name)) or " ") + (element("desc", escape(plain(told))) if told else "")
    frame = f'viewBox="0 0 {_shown(size[0])} {_shown(size[1])}" width="{_shown(size[0])}" height="{_shown(size[1])}"'
    role = 'role="group"' if "<a " in inner else 'role="img"'
    return Markup(  # noqa: S704 -- every text in it was escaped above
        f'<svg xmlns="http://www.w3.org/2000/svg" {frame} {role} aria-label="{escape(plain(name))}"'
        f' class="{escape(class_)}">{heading}{inner}</svg>'
    )


def plain(text: str) -> str:
    """The text on one line, without the marks that turn the direction of what stands beside it."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _shown(value: object) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def scale(domain: tuple[float, float], room: tuple[float, float]) -> Callable[[float], float]:
    """The function that leads a value of the domain to a place of the room."""
    width = (domain[1] - domain[0]) or 1.0
    return lambda value: room[0] + (value - domain[0]) / width * (room[1] - room[0])


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round values from below `low` to above `high`."""
    step = _round_step((high - low or abs(high) or 1.0) / wanted)
    first = floor(low / step)
    found = [first * step]
    while found[-1] < high - step * 1e-9:
        found.append((first + len(found)) * step)
    return found if len(found) > 1 else [*found, found[0] + step]


def _round_step(raw: float) -> float:
    size = 10.0 ** floor(log10(raw))
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * 0.999999)


def cut(name: str, most: int) -> str:
    """A name of so many letters at most; three dots stand for the rest."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def days_between(first: datetime.date, last: datetime.date) -> Iterator[tuple[float, str]]:
    """The days (as ordinals) at which an axis of time is marked, with their marks: years, or months of a short one."""
    years = last.year - first.year
    if years >= 2:
        step = max(1, -(-years // 10))
        for year in range(first.year, last.year + 1):
            if year % step == 0 and datetime.date(year, 1, 1) >= first:
                yield float(datetime.date(year, 1, 1).toordinal()), str(year)
        return
    month = datetime.date(first.year, first.month, 1)
    step = max(1, -(-((last.year - first.year) * 12 + last.month - first.month) // 8))
    while month <= last:
        if month >= first and (month.month - 1) % step == 0:
            yield float(month.toordinal()), month.isoformat()[:7]
        month = datetime.date(month.year + month.month // 12, month.month % 12 + 1, 1)
