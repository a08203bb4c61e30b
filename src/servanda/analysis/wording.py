"""How a note says things in a language: templates and labels from `notes/<lang>.yaml`, names and dates from CLDR."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from servanda.errors import UsageError
from servanda.languages import load_yaml
from servanda.records import Amount, Figure

_NOTES = resources.files("servanda.analysis").joinpath("notes")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_YEARLESS = re.compile(r"XXXX-(\d\d)-(\d\d)")
_MOST_NAMES = 4


@cache
def note_languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages in which a note can be written, sorted."""
    return tuple(sorted(f.name.removesuffix(".yaml") for f in _NOTES.iterdir() if f.name.endswith(".yaml")))


@cache
def wording(lang: str) -> Wording:
    """The wording of a language; `UsageError` where notes are not written in it."""
    if lang not in note_languages():
        raise UsageError(f"no notes in language {lang!r}; known: {', '.join(note_languages())}")
    return Wording(lang, load_yaml(_NOTES.joinpath(f"{lang}.yaml")))


@lru_cache(maxsize=20_000)
def _number(locale: Any, value: float) -> str:
    """A number as a language writes it; a page tells the same ones many times."""
    from babel.numbers import format_compact_decimal, format_decimal

    if abs(value) < 1e6:
        return format_decimal(value, locale=locale, decimal_quantization=False)
    length: Any = "long" if "long" in locale.compact_decimal_formats else "short"
    return format_compact_decimal(value, format_type=length, locale=locale, fraction_digits=6)


class Wording:
    """Templates, labels, names, dates and numbers of one language."""

    def __init__(self, lang: str, words: dict[str, Any]) -> None:
        from babel import Locale

        self.lang = lang
        self._words = words
        self._locale = Locale(lang)

    def say(self, group: str, key: str, **slots: object) -> str:
        """A template with its slots filled; empty where a slot is empty, so that callers can leave the clause out."""
        if any(value in (None, "") for value in slots.values()):
            return ""
        return str(self._words[group][key]).format(**slots)

    def clause(self, key: str, **slots: object) -> str:
        """A template of `clauses`, filled; empty where a slot is empty."""
        return self.say("clauses", key, **slots)

    def label(self, kind: str, code: str | None) -> str:
        """What a code is called; the code itself where the language has no word for it."""
        return str(self._words["labels"][kind].get(code, code)) if code else ""

    def labels(self, kind: str, codes: Iterable[str]) -> str:
        """What codes are called, with commas between."""
        return ", ".join(self.label(kind, code) for code in codes)

    def country(self, code: str) -> str:
        """A country's name (CLDR), or a bloc's own."""
        return str(self._locale.territories.get(code, code))

    def places(self, codes: Iterable[str]) -> str:
        """Names of countries with dashes between."""
        return " – ".join(self.country(code) for code in codes)

    def names(self, names: Iterable[str]) -> str:
        """Names with commas between, the fifth and later ones only counted."""
        listed = list(dict.fromkeys(names))
        shown = ", ".join(listed[:_MOST_NAMES])
        if len(listed) <= _MOST_NAMES + 1:
            return ", ".join(listed)
        return self.clause("and_others", names=shown, count=len(listed) - _MOST_NAMES)

    def day(self, day: datetime.date) -> str:
        """A day in full."""
        from babel.dates import format_date

        return format_date(day, "long", self._locale)

    def date(self, value: str | None) -> str:
        """An ISO 8601 date, month, quarter, year or interval in words; what cannot be read stays as it is."""
        first, slash, last = (value or "").partition("/")
        if not slash:
            return self._moment(first)
        if last == "..":
            return self.say("periods", "since", first=self._moment(first))
        if first == "..":
            return self.say("periods", "until", last=self._moment(last))
        return self.say("periods", "between", first=self._moment(first), last=self._moment(last))

    def _moment(self, value: str) -> str:
        from babel.dates import format_skeleton

        patterns: tuple[tuple[re.Pattern[str], Any], ...] = (
            (_DAY, lambda y, m, d: self.day(datetime.date(y, m, d))),
            (_MONTH, lambda y, m: format_skeleton("yMMMM", datetime.date(y, m, 1), locale=self._locale)),
            (_QUARTER, lambda y, q: format_skeleton("yQQQQ", datetime.date(y, 3 * q, 1), locale=self._locale)),
            (_YEARLESS, lambda m, d: format_skeleton("MMMMd", datetime.date(2024, m, d), locale=self._locale)),
        )
        for pattern, told in patterns:
            if match := pattern.fullmatch(value):
                try:
                    return str(told(*map(int, match.groups())))
                except ValueError:  # no such day: say what the record says
                    return value
        return value

    def number(self, value: float) -> str:
        """A number as the language writes it, millions and more in words, no digit lost."""
        return _number(self._locale, value)

    def measured(self, value: float, unit: str, approx: str = "exact") -> str:
        """A value with its unit and how exact it is."""
        key = unit if unit in self._words["units"] else "other"
        told = self.say("units", key, value=self.number(value), unit=unit)
        return self.say("approx", approx, value=told)

    def amount(self, amount: Amount | Figure | None) -> str:
        """An amount or a figure's value, a range as a range; empty where there is no value."""
        if amount is None or amount.value is None:
            return ""
        if amount.value_max is None:
            return self.measured(amount.value, amount.unit, amount.approx)
        low, high = self.number(amount.value), self.measured(amount.value_max, amount.unit)
        return str(self._words["range"]).format(low=low, high=high)
