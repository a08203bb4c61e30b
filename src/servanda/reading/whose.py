"""Whose a figure is: its reporter and its partner are chosen together, by weighed signs (`data/whose.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import fsum
from typing import NamedTuple

from servanda.data import load_table

Signs = dict[str, float]  # how strongly each speaks for a candidate, 0 to 1
ROLES = ("reporter", "partner")
_EVERY = "every"  # what its weights are for figures of all kinds
_OTHER = "site"  # the kind of what stands somewhere
_TOLD = 2  # signs by which a choice is explained
_KINDS = {
    **dict.fromkeys(("trade", "trade-balance", "e-commerce"), "trade"),
    **dict.fromkeys(("investment", "project-count"), "capital"),
    **dict.fromkeys(("loan", "grant"), "aid"),
    **dict.fromkeys(("gdp", "digital-economy", "internet-economy", "users"), "alone"),
    **{kind: kind for kind in ("exports", "imports", "visitors", "revenue", "attendance", "trainees")},
}


class Sides(NamedTuple):
    """Reporter and partner as ISO codes, or as codes of blocs."""

    reporter: str | None = None
    partner: str | None = None


class Claim(NamedTuple):
    """A figure whose sides are asked: where it stands, its kinds, the countries near it, and what speaks for whom.

    `own` is what speaks for each country, in either role, `none` for there being no such side, `pairs` for two
    together: all that the text says. What the figures before say comes to it (`reading/past.py`); one that is joined
    goes on with the one before: no country is named between them.
    """

    sentence: int
    paragraph: int
    kinds: tuple[str, ...]
    near: frozenset[str]
    is_joined: bool
    own: dict[str, Signs]
    none: Signs
    pairs: dict[Sides, Signs]

    @property
    def kind(self) -> str:
        """The kind of figure."""
        return self.kinds[1]

    def of(self, code: str | None) -> Signs:
        """What speaks for a country, or for none."""
        return self.none if code is None else self.own[code]


def kinds_of(indicator: str, measure: str) -> tuple[str, ...]:
    """The kinds of figure whose weights are added up: of every one, of what it is of, of how it is measured."""
    kind = _KINDS.get(indicator, _OTHER)
    return (_EVERY, kind) if measure == "level" else (_EVERY, kind, measure)


def worth_of(role: str, kinds: tuple[str, ...], signs: Signs) -> float:
    """What signs count for in a role, or of a pair, of a figure of these kinds."""
    known = _weights(role, kinds)
    return fsum(known[sign] * value for sign, value in signs.items() if sign in known)


def strongest_of(role: str, kinds: tuple[str, ...], signs: Signs) -> str:
    """The signs that spoke most in a role: "viewpoint, owns"."""
    known = _weights(role, kinds)
    by = sorted(signs, key=lambda sign: (-known.get(sign, 0.0) * signs[sign], sign))
    return ", ".join([sign for sign in by[:_TOLD] if known.get(sign, 0.0) > 0] or ["default"])


@cache
def _weights(role: str, kinds: tuple[str, ...]) -> Mapping[str, float]:
    """What each sign of a role counts for in figures of some kinds."""
    found: dict[str, float] = {}
    for kind in kinds:
        for sign, weight in load_table("whose")[role].get(kind, {}).items():
            found[sign] = found.get(sign, 0.0) + weight
    return found
