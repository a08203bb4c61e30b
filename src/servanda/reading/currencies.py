"""Currencies that several countries have by one name: whose dinars, pesos or dollars a sum is in."""

from __future__ import annotations

from functools import cache

from servanda.documents.text import fold
from servanda.reading.indicators import Line
from servanda.reading.quantities import Quantity
from servanda.reading.scenes import Scene
from servanda.reading.view import View
from servanda.reading.whose import Sides

_STEM = 4  # letters that inflected forms of the name of a currency have in common
_NO_CURRENCY = "XXX"  # ISO 4217: no currency that is known
# Names of several currencies, and what they mean where none of the others is meant.
_SHARED = (_NO_CURRENCY, "XOF", "INR", "SAR", "IRR")
_ISO = 2  # letters of a country's code; blocs have more


def find_unit(line: Line, scene: Scene, quantity: Quantity, sides: Sides) -> str:
    """The unit; of a currency that several countries have by that name, the one of a country that the figure is of."""
    if _is_of_taiwan(line, scene, quantity):
        return "TWD"
    is_named = any(quantity.start <= first < quantity.end for first, _ in line.named)
    if quantity.unit not in _SHARED or is_named:
        return quantity.unit
    word = _currency_word(line.view, quantity)
    for code in (sides.reporter, sides.partner, *scene.main):
        currency, name = currency_of(code, line.view.lang) if code else ("", "")
        if word and (word in name or (line.view.is_apart and all(letter in name for letter in word))):
            line.currency = currency
            return currency
    return (line.currency if quantity.unit == _NO_CURRENCY else None) or quantity.unit


def _is_of_taiwan(line: Line, scene: Scene, quantity: Quantity) -> bool:
    """Whether a sum in yuan is in Taiwan's, which are written in its characters: "25億元"."""
    view, (start, end) = line.view, (line.sentence.start, line.sentence.end)
    is_plain = quantity.unit == "CNY" and view.lower.endswith(" 元", 0, quantity.end)
    if not is_plain or "民" in view.lower[quantity.start : quantity.end]:
        return False
    is_traditional = view.norm[start:end].lower() != view.lower[start:end]
    return is_traditional and any(named.code == "TW" for named in scene.named)


def _currency_word(view: View, quantity: Quantity) -> str:
    """The stem of the last word of a sum, as it stands in names of currencies; in Chinese its last two characters."""
    words = fold(view.norm[quantity.start : quantity.end]).split(" ")
    return "".join(words)[-2:] if view.is_apart else words[-1][:_STEM]


@cache
def currency_of(country: str, lang: str) -> tuple[str, str]:
    """The currency of a country with its folded name (CLDR through babel); two empty strings where it has none."""
    from babel.numbers import get_currency_name, get_territory_currencies

    found = [str(code) for code in get_territory_currencies(country)] if len(country) == _ISO else []
    return (found[-1], fold(get_currency_name(found[-1], locale=lang))) if found else ("", "")
