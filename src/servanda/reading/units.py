"""What stands behind a number: currencies, percent, physical units, and the words by which a language names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global
from msgspec import Struct
from msgspec.structs import replace

from servanda.documents.text import fold
from servanda.reading.numerals import LETTER, amount_words, spelled
from servanda.script import set_apart

# Signs that stand before or behind an amount in any language.
SYMBOLS = {
    "us$": "USD", "$us": "USD", "u.s.$": "USD", "au$": "AUD", "a$": "AUD", "nz$": "NZD", "ca$": "CAD", "c$": "CAD",
    "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "r$": "BRL", "mx$": "MXN", "b$": "BND", "$": "USD", "€": "EUR",
    "£": "GBP", "cn¥": "CNY", "rmb¥": "CNY", "jp¥": "JPY", "¥": "JPY", "₫": "VND", "₩": "KRW", "₽": "RUB",
    "₹": "INR", "฿": "THB", "₱": "PHP", "₺": "TRY", "₴": "UAH", "₸": "KZT", "₪": "ILS", "₦": "NGN", "₭": "LAK",
    "៛": "KHR", "₮": "MNT", "₾": "GEL", "₼": "AZN", "֏": "AMD", "zł": "PLN", "kč": "CZK", "₿": "BTC", "元": "CNY",
    "gh¢": "GHS", "gh₵": "GHS", "₵": "GHS", "৳": "BDT", "₡": "CRC", "₲": "PYG",
}  # fmt: skip
# Letters that say whose dollar a sign is.
DOLLARS = {
    "US": "USD", "U.S.": "USD", "USD": "USD", "AU": "AUD", "AUD": "AUD", "A": "AUD", "NZ": "NZD", "NZD": "NZD",
    "CA": "CAD", "CAD": "CAD", "CAN": "CAD", "C": "CAD", "HK": "HKD", "HKD": "HKD", "SG": "SGD", "SGD": "SGD",
    "S": "SGD", "NT": "TWD", "TWD": "TWD", "R": "BRL", "MEX": "MXN", "MX": "MXN", "BN": "BND", "B": "BND",
    "FJ": "FJD", "J": "JMD", "N": "NAD", "TT": "TTD", "EC": "XCD", "BZ": "BZD", "G": "GYD",
}  # fmt: skip
SIGNS = frozenset(symbol[-1] for symbol in SYMBOLS if not symbol[-1].isalpha()) | {"元"}
PER_CENT = "%"
POINT = "percentage-point"
KINDS = {PER_CENT: "percent", POINT: POINT, "times": "times"}  # of units; the others are physical
_NO_UNITS = frozenset({
    "year", "month", "week", "day", "hour", "minute", "second", "times", "barrel", "acre", "in", "%", POINT, "dam",
    "quintal", "joule", "ampere", "bit", "byte", "knot", "degree", "toe",
})  # fmt: skip
_EXACT = frozenset(("eV", "PB", "PJ", "TJ"))  # symbols that in other letters are other words: "20 EV"
_LEAST = 100
_FIRST = re.compile(LETTER + "+|.")


class Unit(Struct, frozen=True):
    """A unit: the kind of quantity that it makes, its code, and what the number is multiplied by."""

    kind: str
    code: str
    factor: float = 1
    least: float = 0  # the least amount of it: a name that is another word as well is money only in some number
    per: str | None = None  # the time that its name tells: of "bpd" a day
    more: float = 0  # what the name tells on top of the number: "三个半月"
    written: str = ""  # how it must be written where its letters may be another word: "t", "USD"


_NO_UNIT = Unit("", "")  # a word that begins with a unit: of "5成员" the "成" is no tenth


class Units:
    """The units of a language, looked up by the words behind a number."""

    def __init__(self, phrases: dict[str, Unit]) -> None:
        self._phrases: dict[str, list[tuple[str, Unit]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            first = _FIRST.match(phrase)
            self._phrases.setdefault(first.group() if first else phrase, []).append((phrase, phrases[phrase]))
        self.first_words = self._phrases.keys()

    def at(self, lower: str, norm: str, start: int, first: str) -> tuple[int, Unit] | None:
        """Where the unit that begins with the word `first` at `start` ends, and which it is."""
        for phrase, unit in self._phrases.get(first, ()):
            if lower.startswith(phrase, start):
                end = start + len(phrase)
                if unit is _NO_UNIT:
                    return None
                if phrase[-1].isalnum() and ((following := lower[end : end + 1]).isalnum() or following == "'"):
                    continue
                if not unit.written or norm[start:end] == unit.written:
                    return end, unit
        return None


@cache
def units_of(lang: str) -> Units:
    """The units of a language: CLDR's names of currencies, then the words of `quantities.yaml`."""
    words = amount_words(lang)
    phrases = {set_apart(name).lower(): Unit("money", code) for name, code in _cldr_names(lang)}
    phrases |= {symbol: Unit("money", code) for symbol, code in SYMBOLS.items()}
    phrases |= {code.lower(): Unit("money", code, written=code) for code in currency_codes()}
    phrases |= {code.lower(): Unit("money", code, written=code) for code in words["currencies"]}
    phrases |= {f"m{code.lower()}": Unit("money", code, 1e6, written=f"M{code}") for code in currency_codes()}
    phrases |= {f"md{code.lower()}": Unit("money", code, 1e9, written=f"Md{code}") for code in currency_codes()}
    phrases |= {name: Unit("money", code) for name, code in spelled(words["currencies"]).items()}
    phrases |= {name: Unit("money", code, 0.01) for name, code in spelled(words["hundredths"]).items()}
    phrases |= {name: Unit("money", code, 0.1) for name, code in spelled(words["dimes"]).items()}
    for name in spelled({0: words["unsure_currencies"]}):
        if name in phrases:
            phrases[name] = replace(phrases[name], least=_LEAST)
    measures = dict(_measures(words))
    phrases |= {name.replace(" ", "-"): unit for name, unit in measures.items()} | measures
    phrases |= dict.fromkeys(words["not_units"], _NO_UNIT)
    folded = {fold(phrase): unit for phrase, unit in phrases.items()} if words["accents"] == "optional" else {}
    return Units(folded | phrases)


def _measures(words: dict[str, Any]) -> Iterator[tuple[str, Unit]]:
    """Names and codes of what is measured and not paid."""
    factors = spelled({0.01: words["hundredth_points"], 10: words["tenths"]})
    for code in words["units"]:
        if code not in _NO_UNITS:
            yield code.lower(), Unit("physical", code, written=code if len(code) == 1 or code in _EXACT else "")
    for name, code in spelled(words["units"]).items():
        yield name, Unit(KINDS.get(code, "physical"), code, factors.get(name, 1))
    for name, code in spelled(words["half_more"]).items():
        yield name, Unit("physical", code, more=0.5)
    for name, rate in spelled(words["unit_rates"]).items():
        factor, code, *per = rate.split(" ")
        yield name, Unit("physical", code, float(factor), per=per[0] if per else None)


@cache
def currency_codes() -> tuple[str, ...]:
    """ISO 4217 codes of the currencies that are tender somewhere, as CLDR knows them."""
    periods = (period for listed in get_global("territory_currencies").values() for period in listed)
    return tuple(sorted({str(code) for code, _, end, is_tender in periods if is_tender and end is None}))


def _cldr_names(lang: str) -> Iterator[tuple[str, str]]:
    """Names of currencies in a language, one and many, with their codes."""
    locale = Locale(lang)
    known = set(currency_codes())
    plurals = locale._data["currency_names_plural"]
    for code, name in locale.currencies.items():
        if code in known:
            yield str(name), str(code)
            for plural in dict(plurals.get(code, {})).values():
                yield str(plural), str(code)
