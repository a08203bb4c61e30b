"""From which country's side a dispatch is told: where it was written, who writes it, what it names first and most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from servanda.reading.weighing import strongest


class Naming(NamedTuple):
    """A place of the text that names a country: by itself, by an adjective, or by one of its cities and regions."""

    code: str
    is_told: bool  # below the headline
    is_itself: bool  # by its own name
    is_place: bool


class Signs(NamedTuple):
    """What a dispatch says of its side: its dateline, its agency, the countries named and those who act, in order."""

    dateline: str | None
    agency: str | None
    named: list[Naming]
    voices: list[str]  # the countries of the people and bodies, as often as they are named; firms are at work abroad
    language: str | None  # the country from which most dispatches in its language are told


def signals_of(signs: Signs, code: str) -> dict[str, float]:
    """How strongly each sign speaks for a country, 0 to 1."""
    named = signs.named
    return {
        "dateline": float(code == signs.dateline),
        "agency": float(code == signs.agency),
        "language": float(code == signs.language),
        "first": _is_first(code, named, lambda _: True),
        "first_told": _is_first(code, named, lambda n: n.is_told),
        "first_itself": _is_first(code, named, lambda n: n.is_itself),
        "first_actor": float(signs.voices[:1] == [code]),
        "title": float(any(n.code == code for n in named if not n.is_told)),
        "named": _share(code, (n.code for n in named)),
        "places": _share(code, (n.code for n in named if n.is_place)),
        "voices": _share(code, signs.voices),
    }


def viewpoint_of(signs: Signs, candidates: Iterable[str]) -> str | None:
    """The country from whose side the dispatch is told; None where there are no candidates."""
    votes = ((code, sign, value) for code in candidates for sign, value in signals_of(signs, code).items())
    return strongest("viewpoint", votes)[0]


def _is_first(code: str, named: list[Naming], is_meant: Callable[[Naming], bool]) -> float:
    return float(next((n.code for n in named if is_meant(n)), None) == code)


def _share(code: str, codes: Iterable[str]) -> float:
    counts = Counter(codes)
    return counts[code] / counts.total() if counts else 0.0
