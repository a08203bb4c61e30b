"""Figures of one thing side by side as a page shows them: each claim with its bar, who says so, and its sentence."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from servanda.analysis.series import Claim, Comparison, Series, Subject
from servanda.days import days_of
from servanda.desk.addresses import document_address
from servanda.desk.pictures.chart import Dot, chart, sparkline
from servanda.desk.slots import subject_of
from servanda.desk.view import Asked, Drawn, Row
from servanda.records import Entry, Figure

_FEWEST = 3
Place = tuple[str, int, int, str]


class Told:
    """The entries of the figures that are compared, found again by where they stand."""

    def __init__(self, entries: Iterable[Entry], asked: Asked) -> None:
        self.asked = asked
        self.entries = {_place(entry.record): entry for entry in entries if isinstance(entry.record, Figure)}

    @property
    def figures(self) -> list[Figure]:
        """The figures themselves."""
        return [entry.record for entry in self.entries.values() if isinstance(entry.record, Figure)]

    def comparison(self, comparison: Comparison) -> dict[str, Any]:
        """The claims about one thing in one period, with the gap between them."""
        words = self.asked.words.wording
        most = max(abs(claim.value) for claim in comparison.claims) or 1.0
        return {
            "subject": self.subject(comparison.subject),
            "period": comparison.subject.period,
            "address": figures_address(comparison.subject),
            "unit": comparison.unit,
            "disagrees": comparison.disagrees,
            "doubtful": comparison.is_doubtful,
            "gap": words.measured(comparison.gap, comparison.unit) if comparison.disagrees else "",
            "gap_percent": comparison.gap_percent and round(comparison.gap_percent, 1),
            "claims": [self.claim(claim, most, claim in comparison.disputed) for claim in comparison.claims],
        }

    def claim(self, claim: Claim, most: float, is_disputed: bool) -> dict[str, Any]:
        """One value with all who state it, and whether another voice's cannot be true beside it."""
        figure = claim.figures[0]
        words = self.asked.words.wording
        value = words.amount(figure)
        return {
            "value": claim.value,
            "shown": value,
            "converted": words.amount(figure.converted),
            "share": round(100 * abs(claim.value) / most, 1),
            "disputed": is_disputed,
            "sayers": [self._sayer(figure) for figure in claim.figures],
        }

    def series(self, series: Series) -> dict[str, Any]:
        """A series with its chart and its claims by period."""
        name = self.subject(series.subject)
        return {
            "name": name,
            "indicator": series.subject.indicator,
            "unit": series.unit,
            "disagreements": series.disagreements,
            "comparisons": [self.comparison(comparison) for comparison in reversed(series.comparisons)],
        }

    def drawn(self, series: Series) -> Drawn | None:
        """The chart of a series with its figures as rows; None where it has less than two dates."""
        svg = self._chart(series, self.subject(series.subject))
        if svg is None:
            return None
        words = self.asked.words.t
        headings = {"period": words("slot.period"), "value": words("slot.value"), "said_by": words("figures.who")}
        return Drawn(svg=svg, rows=self.rows(reversed(series.comparisons)), headings=headings)

    def _chart(self, series: Series, name: str) -> Markup | None:
        dots = [dot for comparison in series.comparisons for dot in self._dots(comparison)]
        if len({dot.day for dot in dots}) < 2 or series.subject.measure == "rank":
            return None
        return chart(dots, name=f"{name}, {series.unit}", told=self.asked.words.wording.number)

    def spark(self, series: Series) -> dict[str, Any] | None:
        """A series as a line without axis, where its claims agree in at least three periods; None elsewhere."""
        agreed = [c for c in series.comparisons if not c.disagrees and c.subject.period]
        if len(agreed) < _FEWEST:
            return None
        name, newest = self.subject(series.subject), agreed[-1].claims[0].figures[0]
        return {
            "name": name,
            "picture": sparkline([c.claims[0].value for c in agreed], name=name),
            "first": agreed[0].subject.period,
            "last": agreed[-1].subject.period,
            "newest": self.asked.words.wording.amount(newest),
            "proof": self._sayer(newest)["proof"],
        }

    def rows(self, comparisons: Iterable[Comparison]) -> list[Row]:
        """Each figure as a row of a file: what it is of, what it says, who says so, and where."""
        return [
            {
                **{name: str(getattr(comparison.subject, name)) for name in comparison.subject.__struct_fields__},
                "value": repr(claim.value),
                "unit": claim.unit,
                "approx": figure.approx,
                "disagrees": str(comparison.disagrees).lower(),
                "said_by": figure.said_by or "",
                "publisher": self.entries[_place(figure)].publisher or "",
                "published": self.entries[_place(figure)].published or "",
                "doc": figure.doc,
                "id": self.entries[_place(figure)].id,
                "quote": figure.quote,
                "address": self._sayer(figure)["proof"],
            }
            for comparison in comparisons
            for claim in comparison.claims
            for figure in claim.figures
        ]

    def subject(self, subject: Subject) -> str:
        """What figures are of, in words: indicator, sides, place, sector."""
        words = self.asked.words
        named = (subject.place, subject.actor, words.wording.label("sector", subject.sector), subject.of)
        return ", ".join(filter(None, (subject_of(subject, words), *named)))

    def _sayer(self, figure: Figure) -> dict[str, Any]:
        entry = self.entries[_place(figure)]
        return {
            "who": figure.said_by or entry.publisher or figure.doc,
            "published": entry.published,
            "lang": entry.lang,
            "quote": figure.quote,
            "proof": document_address(figure.doc, entry.id),
        }

    def _dots(self, comparison: Comparison) -> Iterable[Dot]:
        day = middle_of(comparison.subject.period)
        if day is None:
            return
        period = self.asked.words.day(comparison.subject.period)
        for claim in comparison.claims:
            sayer = self._sayer(claim.figures[0])
            name = f"{period}: {self.asked.words.wording.amount(claim.figures[0])} ({sayer['who']})"
            yield Dot(day, claim.value, name, sayer["proof"], comparison.subject.period, claim in comparison.disputed)


def figures_address(subject: Subject) -> str:
    """The page of figures where those of a subject stand, with all that is told of it at other times."""
    asked = {"indicator": subject.indicator, "country": subject.reporter, "partner": subject.partner}
    return "/figures?" + urlencode({name: code for name, code in asked.items() if code})


def middle_of(period: str) -> datetime.date | None:
    """The day at which a period is drawn; None for one that cannot be placed."""
    first, last = days_of(period)
    if first and last:
        return first + (last - first) / 2
    return first or last


def _place(figure: object) -> Place:
    assert isinstance(figure, Figure)
    return figure.doc, figure.start, figure.end, f"{figure.indicator} {figure.measure}"


def newest_first(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Comparisons with those that disagree first, then by the day at which they are drawn, the newest first."""
    return sorted(
        comparisons,
        key=lambda c: (not c.disagrees, -(middle_of(c.subject.period) or datetime.date.min).toordinal(), c.subject),
    )
