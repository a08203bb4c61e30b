"""Growth that documents state, held against the levels that documents state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf, isfinite

import msgspec

from servanda.analysis.series import Claim, Comparison, compare_figures
from servanda.records import Figure

_WHOLE = 100.0  # per cent


class GrowthCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A change in per cent as it was stated, and what the levels of both periods make it: `low` to `high`, in per cent.

    `agrees` is true where that range and what the stated change can mean meet.
    """

    change: Figure
    before: Claim
    after: Claim
    low: float
    high: float
    agrees: bool


def check_growth(figures: Iterable[Figure]) -> list[GrowthCheck]:
    """A check of each stated change whose level and whose level before are known; the likeliest pair of levels counts.

    Levels are as exact as their words: 318.6 billion is anything that rounds to it. A change agrees when some level of
    the period and some level of the basis can give it.
    """
    told = list(figures)
    levels = {_key(c, c.subject.period): c for c in compare_figures(told) if c.subject.measure == "level"}
    return [check for c in compare_figures(told) for check in _checks(c, levels)]


def _key(comparison: Comparison, period: str) -> tuple[object, ...]:
    subject = msgspec.structs.replace(comparison.subject, measure="level", period=period, basis="")
    return msgspec.structs.astuple(subject)


def _checks(comparison: Comparison, levels: dict[tuple[object, ...], Comparison]) -> Iterator[GrowthCheck]:
    subject = comparison.subject
    if subject.measure != "change" or comparison.unit != "%" or not subject.period or not subject.basis:
        return
    after, before = (levels.get(_key(comparison, period)) for period in (subject.period, subject.basis))
    if not after or not before or after.unit != before.unit:
        return
    for claim in comparison.claims:
        pairs = [_grown(claim, old, new) for old in before.claims for new in after.claims if min(old.low, new.low) > 0]
        if pairs:
            yield min(pairs, key=lambda check: (not check.agrees, _distance(check, claim.value)))


def _grown(claim: Claim, before: Claim, after: Claim) -> GrowthCheck:
    low, high = (_WHOLE * (new / old - 1) for new, old in ((after.low, before.high), (after.high, before.low)))
    return GrowthCheck(
        change=claim.figures[0],
        before=before,
        after=after,
        low=low,
        high=high,
        agrees=low <= claim.high and claim.low <= high,
    )


def _distance(check: GrowthCheck, said: float) -> float:
    middle = (check.low + check.high) / 2
    return abs(middle - said) if isfinite(middle) else inf
