"""What the desk says in a language: sentences of `words/<lang>.yaml`; labels, names and dates as in the notes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from servanda.analysis.wording import Wording, wording
from servanda.languages import load_yaml

_FILES = resources.files("servanda.desk").joinpath("words")
FIRST = "en"  # for a reader who asks for none that we have
_MONTH = re.compile(r"\d{4}-\d\d")


@cache
def desk_languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages of the desk, sorted."""
    return tuple(sorted(f.name.removesuffix(".yaml") for f in _FILES.iterdir() if f.name.endswith(".yaml")))


@cache
def words_of(lang: str) -> Words:
    """The words of the desk in one of its languages."""
    return Words(lang, load_yaml(_FILES.joinpath(f"{lang}.yaml")))


def chosen_language(wanted: Iterable[str | None], accepted: str) -> str:
    """The first of the wanted languages that the desk has, else the best of an Accept-Language header."""
    offered = [lang for lang in wanted if lang in desk_languages()]
    offered += [lang for lang in _accepted(accepted) if lang in desk_languages()]
    return offered[0] if offered else FIRST


def _accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header, best first; what cannot be read is left out."""
    found: list[tuple[float, str]] = []
    for item in header[:500].split(","):
        name, _, quality = item.partition(";q=")
        try:
            found.append((-float(quality or 1), name.strip()[:2].lower()))
        except ValueError:
            continue
    return [lang for _, lang in sorted(found, key=lambda pair: pair[0])]


@lru_cache(maxsize=20_000)
def _day(lang: str, locale: str, value: str | None) -> str:
    """A day, month or span of days, short; a page tells the same ones many times."""
    from babel.dates import format_interval, format_skeleton

    first, slash, last = (value or "").partition("/")
    try:
        if slash:
            span = (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
            return format_interval(*span, skeleton="yMMMd", locale=locale)
        if _MONTH.fullmatch(first):
            return format_skeleton("yMMM", datetime.date.fromisoformat(f"{first}-01"), locale=locale)
        return format_skeleton("yMMMd", datetime.date.fromisoformat(first), locale=locale)
    except ValueError:
        return wording(lang).date(value)


@lru_cache(maxsize=2_000)
def _form(lang: str, number: int) -> str:
    """The form in which a language counts so many (CLDR): one, few, many, other; `one` of 0 is said as many are."""
    from babel import Locale

    return Locale(lang).plural_form(number) if number else "other"


@cache
def _language(lang: str, code: str) -> str:
    """What a language is called in another, its first letter a capital."""
    from babel import Locale

    name = str(Locale(lang).languages.get(code, code))
    return name[:1].upper() + name[1:]


def own_names() -> list[tuple[str, str]]:
    """The languages of the desk, each with what it calls itself."""
    return [(lang, _language(lang, lang)) for lang in desk_languages()]


class Words:
    """The sentences of the desk in a language, with `wording` for labels, names, dates and amounts."""

    def __init__(self, lang: str, sentences: Mapping[str, Any]) -> None:
        self.lang = lang
        self.wording: Wording = wording(lang)
        self._sentences = sentences
        self._locale = str(sentences["frame"]["locale"])

    def t(self, key: str, **slots: object) -> str:
        """The sentence of a key (`today.title`), its slots filled, in the form that its number `n` asks for.

        The forms are the key's own with the name of CLDR's behind it (`_one`, `_few`); the key alone says the others.
        """
        group, _, name = key.partition(".")
        sentences = self._sentences[group]
        number = slots.get("n")
        if isinstance(number, int):
            counted = f"{name}_{_form(self.lang, number)}"
            name = counted if counted in sentences else name
        shown = {slot: self.wording.number(value) if isinstance(value, int) else value for slot, value in slots.items()}
        return str(sentences[name]).format(**shown)

    def has(self, key: str) -> bool:
        """Whether the desk says something for a key."""
        group, _, name = key.partition(".")
        return name in self._sentences.get(group, {})

    def label(self, kind: str, code: str | None) -> str:
        """What a code is called, its first letter a capital."""
        own = f"{kind}.{code}"  # notes count undertakings, and some languages call many by another form than one
        label = self.t(own) if self.has(own) else self.wording.label(kind, code)
        return label[:1].upper() + label[1:]

    def day(self, value: str | None) -> str:
        """A date as lists show it (19 Dec 2025, 23–24 Sept 2025, Sept 2025); a year or an open interval in words."""
        return _day(self.lang, self._locale, value)

    def weekday(self, value: str) -> str:
        """A day in full, with the day of the week."""
        from babel.dates import format_date

        return format_date(datetime.date.fromisoformat(value), "full", self._locale)

    def language(self, code: str) -> str:
        """A language's name (CLDR), its first letter a capital."""
        return _language(self.lang, code)

    def pair(self, codes: Iterable[str]) -> str:
        """The countries' names with a dash between."""
        return self.wording.places(codes)
