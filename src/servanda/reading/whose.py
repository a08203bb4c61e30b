"""Whose a figure is: its reporter and its partner are chosen together, by weighed signs (`data/whose.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import fsum
from typing import NamedTuple

from servanda.data import load_table
from servanda.reading.scenes import Sides

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


class Case(NamedTuple):
    """A figure whose sides are asked: its kinds, and what speaks for each candidate and each pair; None is no side."""

    kinds: tuple[str, ...]
    reporter: dict[str | None, Signs]
    partner: dict[str | None, Signs]
    pairs: dict[Sides, Signs]


def kinds_of(indicator: str, measure: str) -> tuple[str, ...]:
    """The kinds of figure whose weights are added up: of every one, of what it is of, of how it is measured."""
    kind = _KINDS.get(indicator, _OTHER)
    return (_EVERY, kind) if measure == "level" else (_EVERY, kind, measure)


def choose(case: Case) -> Sides:
    """The reporter and the partner for whom most is said together."""
    reporter = {code: _worth("reporter", case, signs) for code, signs in case.reporter.items()}
    partner = {code: _worth("partner", case, signs) for code, signs in case.partner.items()}
    worths = {
        pair: reporter[pair.reporter] + partner[pair.partner] + _worth("pair", case, signs)
        for pair, signs in case.pairs.items()
    }
    return max(worths, key=worths.__getitem__)


def reasons_of(case: Case, sides: Sides) -> str:
    """What spoke most for the sides that were chosen: "VN by viewpoint, owns; with CN by towards, behind"."""
    reporter, partner = case.reporter[sides.reporter], case.partner[sides.partner]
    by = [", ".join(_strongest(role, case, signs)) for role, signs in zip(ROLES, (reporter, partner), strict=True)]
    return f"of {sides.reporter or 'nobody'} by {by[0]}; with {sides.partner or 'nobody'} by {by[1]}"


@cache
def _weights(role: str, kinds: tuple[str, ...]) -> Mapping[str, float]:
    """What each sign of a role counts for in figures of some kinds."""
    found: dict[str, float] = {}
    for kind in kinds:
        for sign, weight in load_table("whose")[role].get(kind, {}).items():
            found[sign] = found.get(sign, 0.0) + weight
    return found


def _worth(role: str, case: Case, signs: Signs) -> float:
    known = _weights(role, case.kinds)
    return fsum(known[sign] * value for sign, value in signs.items() if sign in known)


def _strongest(role: str, case: Case, signs: Signs) -> list[str]:
    known = _weights(role, case.kinds)
    by = sorted(signs, key=lambda sign: (-known.get(sign, 0.0) * signs[sign], sign))
    return [sign for sign in by[:_TOLD] if known.get(sign, 0.0) > 0] or ["default"]
