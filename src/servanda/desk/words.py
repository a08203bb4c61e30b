"""What the desk says in a language: sentences of `words/<lang>.yaml`; labels, names and dates as in the notes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from servanda.analysis.wording import Wording, wording
from servanda.languages import load_yaml

_FILES = resources.files("servanda.desk").joinpath("words")
FIRST = "en"  # for a reader who asks for none that we have


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
def _day(lang: str, value: str | None) -> str:
    """A day in words; a page tells the same ones many times."""
    from babel.dates import format_date

    try:
        day = datetime.date.fromisoformat(value or "")
    except ValueError:
        return wording(lang).date(value)
    return format_date(day, "d MMM y", lang)


class Words:
    """The sentences of the desk in a language, with `wording` for labels, names, dates and amounts."""

    def __init__(self, lang: str, sentences: Mapping[str, Any]) -> None:
        self.lang = lang
        self.wording: Wording = wording(lang)
        self._sentences = sentences

    def t(self, key: str, **slots: object) -> str:
        """The sentence of a key (`today.title`), its slots filled; a number `n` of 1 takes the key's `_one`, if any."""
        group, _, name = key.partition(".")
        sentences = self._sentences[group]
        if slots.get("n") == 1 and f"{name}_one" in sentences:
            name = f"{name}_one"
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
        """A date as lists show it (19 Dec 2025); a month, year or interval in words."""
        return _day(self.lang, value)

    def language(self, code: str) -> str:
        """A language's name (CLDR), its first letter a capital."""
        from babel import Locale

        name = str(Locale(self.lang).languages.get(code, code))
        return name[:1].upper() + name[1:]

    def pair(self, codes: Iterable[str]) -> str:
        """The countries' names with a dash between."""
        return self.wording.places(codes)
