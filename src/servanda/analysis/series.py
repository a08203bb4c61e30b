"""Figures of one thing side by side: comparable after unit and period, disagreements shown, nothing averaged."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations
from math import floor, inf, log10
from operator import attrgetter

import msgspec

from servanda.days import days_of
from servanda.records import Figure

# How far a number that is said to be approximate may lie from what it stands for, below and above, as a share of it.
_SLACK = {"about": (0.05, 0.05), "nearly": (0.1, 0.0), "over": (0.0, 0.15), "under": (0.15, 0.0), "up-to": (1.0, 0.0)}
_MIRRORS = {"exports": "imports", "imports": "exports"}
_RELATIVE = ("%", "percentage-point", "rank", "times")  # units in which small and great stand side by side
_FAR = 100  # how many times as much is hardly said of the same thing
_FLOWS = ("trade", "trade-balance", "exports", "imports")


class Subject(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What a figure is of, seen from one side: two figures of equal subjects say the same thing or disagree.

    Slots are a figure's own, "" where it has none; `expected` is true of forecasts and targets. Of a flow of goods the
    country whose code comes first reports, whoever told it (`subject_of`).
    """

    indicator: str
    measure: str
    reporter: str = ""
    partner: str = ""
    place: str = ""
    sector: str = ""
    actor: str = ""
    of: str = ""
    per: str = ""
    expected: bool = False
    period: str = ""
    basis: str = ""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One value and all the figures that state it, in whole units; `low` and `high` bound what the words can mean.

    A number is as exact as its last digit (`precision`); "about", "over" and the like leave more room, by shares of the
    value that are our own choice (`_SLACK`).
    """

    value: float
    unit: str
    low: float
    high: float
    figures: tuple[Figure, ...]

    def of_document(self, doc: str) -> Iterator[Figure]:
        """The figures of one document that state it; they stand in order of documents."""
        for figure in self.figures[bisect_left(self.figures, doc, key=attrgetter("doc")) :]:
            if figure.doc != doc:
                return
            yield figure

    @property
    def voices(self) -> frozenset[tuple[str, str | None, str | None]]:
        """Who states it: the document, whom it quotes, and whose books they are."""
        return frozenset((figure.doc, figure.said_by, figure.reporter) for figure in self.figures)


class Comparison(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The claims about one subject in one unit, lowest value first."""

    subject: Subject
    unit: str
    claims: tuple[Claim, ...]

    @property
    def disagrees(self) -> bool:
        """Whether two claims of two voices cannot both be true; what nothing names (`other`) may be two things."""
        return bool(self.disputed)

    @cached_property
    def disputed(self) -> tuple[Claim, ...]:
        """The claims that cannot be true beside another voice's, lowest first; none where all may be.

        One voice that gives two values means two things, whether or not the reader told them apart; so of those that a
        document gives only the first is held against other documents.
        """
        first = {claim for claim in self.claims if not self._is_of_another(claim)}
        pairs = ((a, b) for a, b in self._apart() if not self._is_far(a, b) and len(a.voices | b.voices) > 1)
        found = {claim for pair in pairs if first.issuperset(pair) for claim in pair}
        return tuple(claim for claim in self.claims if claim in found)

    def _is_of_another(self, claim: Claim) -> bool:
        """Whether each document that states it had told another value of the same before, in the same voice."""
        apart = [other for other in self.claims if other.high < claim.low or claim.high < other.low]
        return all(
            any(_is_of_one_voice(before, figure) for other in apart for before in other.of_document(figure.doc))
            for figure in claim.figures
        )

    @property
    def is_doubtful(self) -> bool:
        """Whether two claims are rather of two things, as one text tells both or they lie far apart: look at them."""
        return any(self._is_far(*pair) or any(map(self._is_of_another, pair)) for pair in self._apart())

    def _apart(self) -> Iterator[tuple[Claim, Claim]]:
        """The pairs of claims that cannot both be true of one thing that is named."""
        if self.subject.indicator == "other" or min(c.high for c in self.claims) >= max(c.low for c in self.claims):
            return iter(())
        return ((a, b) for a, b in combinations(self.claims, 2) if a.high < b.low or b.high < a.low)

    def _is_far(self, first: Claim, second: Claim) -> bool:
        """Whether one of two amounts of one sign is a hundred times the other."""
        low, high = sorted((abs(first.value), abs(second.value)))
        return self.unit not in _RELATIVE and first.value * second.value > 0 and high >= _FAR * low

    @property
    def gap(self) -> float:
        """The distance between the lowest and the highest value that is disputed, in the unit; 0 where none is."""
        return self.disputed[-1].value - self.disputed[0].value if self.disputed else 0.0

    @property
    def gap_percent(self) -> float | None:
        """The same distance in per cent of the lowest value; None for what is a percentage or rank, or is zero."""
        lowest = abs(self.disputed[0].value) if self.disputed else 0.0
        return None if self.unit in _RELATIVE or not lowest else 100 * self.gap / lowest


def _is_of_one_voice(before: Figure, figure: Figure) -> bool:
    """Whether a document told one figure before another, of the same side and not by somebody else's word."""
    is_before = before.doc == figure.doc and before.start < figure.start and before.reporter == figure.reporter
    return is_before and (not before.said_by or not figure.said_by or before.said_by == figure.said_by)


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Comparisons of one thing over its periods, oldest first; the subject's own period is empty."""

    subject: Subject
    unit: str
    comparisons: tuple[Comparison, ...]

    @property
    def disagreements(self) -> int:
        """For how many periods two claims cannot both be true."""
        return sum(comparison.disagrees for comparison in self.comparisons)


def series_of(figures: Iterable[Figure]) -> list[Series]:
    """All figures with a value as series over time, one for each subject and unit.

    Those with most periods come first, then those with most disagreements; within one the oldest period. Figures that
    tell no period are compared with each other, before all others.
    """
    groups: dict[tuple[Subject, str], list[Comparison]] = {}
    for comparison in compare_figures(figures):
        subject = msgspec.structs.replace(comparison.subject, period="", basis="")
        groups.setdefault((subject, comparison.unit), []).append(comparison)
    found = [
        Series(subject=subject, unit=unit, comparisons=tuple(sorted(members, key=_by_period)))
        for (subject, unit), members in groups.items()
    ]
    return sorted(found, key=lambda series: (-len(series.comparisons), -series.disagreements, series.subject))


def _by_period(comparison: Comparison) -> tuple[str, str]:
    first, last = days_of(comparison.subject.period)
    return (last or first or datetime.date.min).isoformat(), comparison.subject.period


def compare_figures(figures: Iterable[Figure]) -> list[Comparison]:
    """All figures with a value, those of one subject together; disagreements first, then the newest period."""
    groups: dict[tuple[Subject, str], list[Figure]] = {}
    for figure in figures:
        if figure.value is not None:
            subject, sign = subject_of(figure)
            unit = _unit(figure)
            groups.setdefault((subject, unit), []).append(figure if sign > 0 else _turned(figure))
    found = [Comparison(subject=key[0], unit=key[1], claims=_claims(group, key[1])) for key, group in groups.items()]
    return sorted(found, key=lambda c: (not c.disagrees, -len(c.claims), _newest_first(c.subject.period), c.subject))


def subject_of(figure: Figure) -> tuple[Subject, int]:
    """What the figure is of, and -1 where its sign turns: the two sides' accounts of one flow are one subject.

    Imports of one side are the exports of the other; a balance seen from the other side has the other sign; outward
    investment of one is inward investment of the other; the sum of trade is the same from both.
    """
    indicator, sides, sign = figure.indicator, (figure.reporter or "", figure.partner or ""), 1
    turned = all(sides) and figure.measure in ("level", "change") and _seen_from_the_other_side(figure)
    if turned:
        indicator, sides = _MIRRORS.get(indicator, indicator), (sides[1], sides[0])
        sign = -1 if indicator == "trade-balance" and figure.measure == "level" else 1
    subject = Subject(
        indicator=indicator,
        measure=figure.measure,
        reporter=sides[0],
        partner=sides[1],
        place=figure.place or "",
        sector=figure.sector or "",
        actor="" if indicator in _FLOWS else figure.actor or "",
        of=figure.of or "",
        per=figure.per or "",
        expected=figure.status in ("forecast", "target"),
        period=_whole(figure.period or ""),
        basis=_whole(figure.basis or ""),
    )
    return subject, sign


def _seen_from_the_other_side(figure: Figure) -> bool:
    if figure.indicator in _FLOWS:
        return str(figure.reporter) > str(figure.partner)
    return figure.direction == "outward"


def _turned(figure: Figure) -> Figure:
    value = -figure.value if figure.value is not None else None
    highest = -figure.value_max if figure.value_max is not None else None
    return msgspec.structs.replace(figure, value=value, value_max=highest)


def _whole(period: str) -> str:
    """A period in its shortest form: the twelve months of a year are the year."""
    first, slash, last = period.partition("/")
    if slash and first[:4] == last[:4] and (first[4:], last[4:]) in (("-01", "-12"), ("-01-01", "-12-31")):
        return first[:4]
    return first if slash and first == last else period


def _newest_first(period: str) -> int:
    digits = "".join(char for char in period.rpartition("/")[2] if char.isdigit())[:6]
    return -int(digits.ljust(6, "9")) if digits else 0


def _unit(figure: Figure) -> str:
    """The unit to compare in: dollars where the document itself converts to them."""
    return "USD" if figure.converted and figure.converted.unit == "USD" else figure.unit


def _claims(figures: list[Figure], unit: str) -> tuple[Claim, ...]:
    """The distinct values among the figures, lowest first, each with all who state it."""
    stated: dict[tuple[float, float, float], list[Figure]] = {}
    for figure in figures:
        stated.setdefault(_bounds(figure, unit), []).append(figure)
    found = [
        Claim(value=value, unit=unit, low=low, high=high, figures=tuple(sorted(group, key=lambda f: (f.doc, f.start))))
        for (value, low, high), group in stated.items()
    ]
    return tuple(sorted(found, key=lambda claim: (claim.value, claim.low)))


def _bounds(figure: Figure, unit: str) -> tuple[float, float, float]:
    """The value in the unit, and the least and the greatest that its words can mean."""
    other = figure.converted if figure.converted and figure.converted.unit == unit != figure.unit else None
    value = (other.value if other else figure.value) or 0.0
    highest = (other.value_max if other else figure.value_max) or value
    approx = other.approx if other and other.approx != "exact" else figure.approx
    if approx == "vague":
        return value, -inf, inf
    below, above = _SLACK.get(approx, (0.0, 0.0))
    half = precision(value) / 2
    low, high = min(value, highest), max(value, highest)
    return value, low - max(half, below * abs(low)), high + max(half, above * abs(high))


def precision(value: float) -> float:
    """The step in which a number was told: 318.6 billion is told in tenths of a billion, 800 in units, 9.7 in tenths.

    Round thousands are told in units of their largest thousand: 180 billion is told in billions.
    """
    digits = repr(abs(value)) if abs(value) < 1e15 else f"{abs(value):.0f}"
    whole, _, decimals = digits.partition(".")
    if decimals.strip("0") and "e" not in digits:
        return float(10 ** -len(decimals))
    zeros = len(whole) - len(whole.rstrip("0"))
    thousands = 3 * floor(log10(abs(value)) / 3) if abs(value) >= 1 else 0
    return float(10 ** min(zeros, thousands)) if thousands >= 6 else float(10 ** min(zeros, 0))
