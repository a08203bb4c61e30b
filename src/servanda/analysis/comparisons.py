"""The figures of a note: claims about one thing side by side, with who says so and what separates them."""

from __future__ import annotations

from servanda.analysis.note import Clause, Sentence
from servanda.analysis.series import Claim, Comparison, Subject, compare_figures
from servanda.analysis.telling import Telling
from servanda.records import Figure, Record
from servanda.vocabulary import codes

_NO_FIGURES = ("other", "attendance")
_ARROWS = {"exports": "side_towards", "imports": "side_from", "investment": "side_from"}


class Comparisons:
    """The sentences about figures."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._words = telling.words

    def told(self, room: int) -> tuple[tuple[Sentence, ...], int]:
        """What differs first, then levels before changes; and how many had no room."""
        order = codes("indicator")
        figures = [
            f
            for f in self._telling.material.figures
            if f.indicator not in _NO_FIGURES and f.measure in ("level", "change")
        ]
        found = compare_figures(figures)
        found.sort(key=lambda c: (not c.disagrees, c.subject.measure != "level", order.index(c.subject.indicator)))
        return tuple(map(self._comparison, found[:room])), max(0, len(found) - room)

    def _comparison(self, comparison: Comparison) -> Sentence:
        words = self._words
        lead = self._subject_of(comparison.subject) + words.say("frame", "colon")
        clauses = [self._claim(claim) for claim in comparison.claims]
        clauses[0] = Clause(lead + clauses[0].text, clauses[0].citations)
        if comparison.disagrees:
            gap = words.measured(comparison.gap, comparison.unit)
            percent = comparison.gap_percent
            told = words.clause("differ", gap=gap, percent=None if percent is None else words.number(round(percent, 1)))
            ends = (comparison.claims.index(comparison.disputed[end]) for end in (0, -1))
            cited = (citation for end in ends for citation in clauses[end].citations[:1])
            clauses.append(Clause(told or words.clause("differ_flat", gap=gap), tuple(dict.fromkeys(cited))))
        return Sentence(tuple(clauses))

    def _subject_of(self, subject: Subject) -> str:
        words = self._words
        indicator = words.label("indicator", subject.indicator)
        indicator = str(words.label("measure", subject.measure)).format(indicator=indicator)
        if subject.expected:
            indicator = words.say("labels", "expected", indicator=indicator)
        told = [
            indicator[:1].upper() + indicator[1:],
            self._sides(subject),
            subject.actor,
            words.label("sector", subject.sector),
            words.date(subject.period) or words.say("periods", "undated"),
        ]
        return ", ".join(filter(None, told))

    def _sides(self, subject: Subject) -> str:
        words = self._words
        first = words.country(subject.reporter) if subject.reporter else ""
        first = words.clause("of_place", side=first, place=subject.place) or first or subject.place
        if not subject.partner:
            return first
        joint = _ARROWS.get(subject.indicator, "side_to_side")
        return words.clause(joint, first=first, second=words.country(subject.partner))

    def _claim(self, claim: Claim) -> Clause:
        """The value with who says so, proved once in each document."""
        words, figure = self._words, claim.figures[0]
        value = words.amount(figure)
        if figure.converted:
            value = words.clause("converted", value=value, converted=words.amount(figure.converted))
        who = self._telling.called(name for f in claim.figures if (name := f.said_by or self._publisher(f)))
        once: dict[str, Figure] = {}
        for one in claim.figures:
            once.setdefault(one.doc, one)
        return Clause(words.clause("value_by", value=value, who=who) or value, self._telling.cited(once.values()))

    def _publisher(self, record: Record) -> str:
        document = self._telling.material.documents.get(record.doc)
        return (document.publisher or "") if document else ""
