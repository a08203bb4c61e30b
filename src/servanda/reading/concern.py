"""What a text is of concern for: what is no cooperation of two sides stays out of the ledger (`data/concern.yaml`)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import exp, fsum
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from servanda.reading.names import find_demonyms
from servanda.reading.places import PlaceSpan
from servanda.reading.slots import country_of
from servanda.reading.topics import ASIDE, OUTRIGHT
from servanda.reading.view import Sentence, View, within
from servanda.reading.weighing import weights_of
from servanda.records import BODY, TITLE, Act, Event, Figure

Stated = TypeVar("Stated", Event, Figure, Act)

_COUNTED = frozenset(
    ("trade", "exports", "imports", "trade-balance", "investment", "gdp", "e-commerce", "digital-economy",
     "internet-economy", "loan", "grant", "visitors")
)  # fmt: skip
_SHORT = 5  # sentences; what a shorter text is about cannot be told
_HEAD = 3  # sentences that say first what it is about
_AROUND = 3  # sentences before and behind a statement that are looked at
_TOLD = ("no side", "one side", "both sides")
_TWO = "of two in the field"  # the sign of a sentence that names two countries and says much of the field
_SIDED = frozenset(("act parties", "event parties", "figure partner"))
_PLAIN = 0.6  # the share of such statements that belonged in texts of other kinds: 32 of 46
LEAST = 0.25  # how likely it must be that a statement is of concern


class _Line(NamedTuple):
    """A sentence: where it stands in the text as given, whom it names, and what kinds of words are in it."""

    start: int
    paragraph: int
    countries: frozenset[str]
    kinds: frozenset[str]


class Concern:
    """How far a document is of the ledger's field, and how likely it is that a statement of it belongs there.

    A dispatch about cooperation speaks of its field in two sentences of three and names two countries again and again;
    the news of a match, a trial or a governor's schools has other words. Each says something for or against.
    """

    def __init__(self, view: View, figures: Iterable[Figure], events: Iterable[Event]) -> None:
        """Look at the sentences of the dispatch itself, its title among them, and at what is counted in them."""
        peoples = find_demonyms(view)
        self._lines = [_line_of(view, one, peoples) for one in view.sentences if one.part in (BODY, TITLE)]
        self._starts = [line.start for line in self._lines]
        self._homes = {mention.entity.name: country_of(mention.entity) for mention in view.mentions}
        named = Counter(code for line in self._lines for code in line.countries)
        ranked = sorted(named, key=lambda code: (-named[code], code))  # of two named as often the same one every time
        self._home, self._second = next(iter(ranked), ""), named[ranked[1]] if len(ranked) > 1 else 0
        self._is_abroad = len(named) > 1
        self._counted = {self._place(figure.start) for figure in figures if figure.indicator in _COUNTED}
        self._named: dict[int, set[str]] = {}
        for line in self._lines:
            self._named.setdefault(line.paragraph, set()).update(line.countries)
        self._has_gathering = any(len(event.parties) > 1 for event in events)
        self._text = dict(self._signs_of_text())
        self._worth = _worth_of(self._text)

    def of(self, records: Iterable[Stated]) -> tuple[Stated, ...]:
        """The records that are likely of concern, each no surer than that; of a text of few sentences all are."""
        if len(self._lines) < _SHORT:
            return tuple(records)
        told = (record for record in records if self._is_abroad or _is_between(record))
        weighed = [(record, self.likelihood(record)) for record in told]
        return tuple(
            replace(record, confidence=round(record.confidence * likely, 3))
            for record, likely in weighed
            if likely >= LEAST
        )

    def likelihood(self, record: Stated) -> float:
        """How likely the record is of concern, 0 to 1; what is plainly between two countries is so in any text."""
        own = self._signs_of(record)
        likely = 1 / (1 + exp(-self._worth - _worth_of(own)))
        is_plain = f"{record.kind} {_TWO}" in own and not own.keys().isdisjoint(_SIDED)
        return max(likely, _PLAIN) if is_plain else likely

    def signs(self, record: Stated) -> dict[str, float]:
        """What the text, the sentences around and the statement itself say, each 0 to 1."""
        return {**self._text, **self._signs_of(record)}

    def _signs_of(self, record: Stated) -> dict[str, float]:
        first = max(0, self._place(record.start))
        last = max(first + 1, bisect_left(self._starts, record.end))
        around = range(max(0, first - _AROUND), min(len(self._lines), last + _AROUND))
        found = {f"{sign} around": count / len(around) for sign, count in self._counts(around)}
        lines = self._lines[first:last]
        own = chain(self._said(lines), _SLOTS[record.kind](record), self._sides(record, lines))
        found.update((f"{record.kind} {sign}", 1.0) for sign in own)
        return found

    def _sides(self, record: Stated, lines: Sequence[_Line]) -> Iterator[str]:
        """Whether those whom a statement is of are actors of the text, and which of its countries its words name."""
        names, sides = _NAMED[record.kind](record)
        known = names & self._homes.keys()
        if known != names:
            yield "by no actor"
        told = frozenset().union(*(line.countries for line in lines)) | {self._homes[name] for name in known}
        if len(sides) > 1:
            yield f"{_TOLD[min(2, len(sides & told))]} told"

    def _place(self, start: int) -> int:
        return bisect_right(self._starts, start) - 1

    def _signs_of_text(self) -> Iterator[tuple[str, float]]:
        """The shares of sentences are drawn to a half by two that are not there, so that a few say little."""
        places = range(len(self._lines))
        yield "any", 1.0
        for sign, count in self._counts(places):
            yield sign, (count + 1) / (len(places) + 2)
        yield "counted", (len(self._counted) + 1) / (len(places) + 2)
        yield "second country", (self._second + 1) / (len(places) + 2)
        yield "gathering of two", float(self._has_gathering)
        yield "head of two", float(len(frozenset().union(*(line.countries for line in self._lines[:_HEAD]))) > 1)

    def _counts(self, places: range) -> Iterator[tuple[str, int]]:
        """In how many sentences something of the field, of another field, and another country is named."""
        lines = self._lines
        yield "field", sum(place in self._counted or not OUTRIGHT.isdisjoint(lines[place].kinds) for place in places)
        yield "aside", sum(ASIDE in lines[place].kinds for place in places)
        yield "foreign", sum(bool(lines[place].countries - {self._home}) for place in places)

    def _said(self, lines: Sequence[_Line]) -> Iterator[str]:
        """What the sentences of a statement say of countries and of the field, and their paragraph of countries."""
        countries = frozenset().union(*(line.countries for line in lines))
        nearby = frozenset().union(*(self._named[line.paragraph] for line in lines))
        yield "of no country" if not countries else "of one country" if len(countries) == 1 else "of two countries"
        if len(nearby) > 1:
            yield "two countries nearby"
        if nearby - {self._home}:
            yield "foreign nearby"
        kinds = frozenset().union(*(line.kinds for line in lines)) & (OUTRIGHT | {ASIDE})
        yield from kinds
        if len(countries) > 1 and len(kinds & OUTRIGHT) > 1 and ASIDE not in kinds:
            yield _TWO


def _worth_of(signs: Mapping[str, float]) -> float:
    weights = weights_of("concern")
    return fsum(weights.get(sign, 0.0) * value for sign, value in signs.items())


def _line_of(view: View, sentence: Sentence, peoples: Sequence[PlaceSpan]) -> _Line:
    named = {country_of(mention.entity) for mention in within(view.mentions, sentence.start, sentence.end)}
    named |= {span.place.country for span in within(peoples, sentence.start, sentence.end)}
    topics = (*within(view.topics, sentence.start, sentence.end), *within(view.asides, sentence.start, sentence.end))
    start, _ = view.text.given_span(sentence.start, sentence.end)
    return _Line(
        start, sentence.paragraph, frozenset(code for code in named if code), frozenset(topic.kind for topic in topics)
    )


def _is_between(record: Stated) -> bool:
    """Whether an act is told of two countries or two actors, and a gathering of two countries or by a name of its own.

    What one does at home, with nobody, is no cooperation, however much it speaks of trade.
    """
    if isinstance(record, Figure) or len(record.parties) > 1:
        return True
    return bool(record.name) if isinstance(record, Event) else len({*record.by, *record.to}) > 1


def _slots_of_act(act: Act) -> Iterator[str]:
    yield act.verb
    if not act.by:
        yield "by nobody"
    if len(act.parties) > 1:
        yield "parties"


def _slots_of_event(event: Event) -> Iterator[str]:
    if len(event.parties) > 1:
        yield "parties"
    if event.name:
        yield "name"


def _slots_of_figure(figure: Figure) -> Iterator[str]:
    yield figure.indicator
    if figure.indicator in _COUNTED:
        yield "counted"
    if figure.partner:
        yield "partner"
    if figure.period:
        yield "period"


_SLOTS: Mapping[str, Callable[..., Iterator[str]]] = {
    "act": _slots_of_act, "event": _slots_of_event, "figure": _slots_of_figure,
}  # fmt: skip


def _names_of_act(act: Act) -> tuple[set[str], set[str]]:
    return {*act.by, *act.to}, {*act.parties}


def _names_of_event(event: Event) -> tuple[set[str], set[str]]:
    return {*event.participants, *event.organisers}, {*event.parties}


def _names_of_figure(figure: Figure) -> tuple[set[str], set[str]]:
    return set(), {code for code in (figure.reporter, figure.partner) if code}


_NAMED: Mapping[str, Callable[..., tuple[set[str], set[str]]]] = {
    "act": _names_of_act, "event": _names_of_event, "figure": _names_of_figure,
}  # fmt: skip
