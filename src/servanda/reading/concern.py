"""What a text is of concern for: what is said in a text that hardly speaks of cooperation stays out of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from servanda.reading.slots import country_of
from servanda.reading.view import Sentence, View, within
from servanda.records import BODY, TITLE, Act, Event, Figure

Stated = TypeVar("Stated", Event, Figure, Act)

_SAYS = {"sector": 1, "form": 2, "instrument": 2}  # how much a word of the field says: a sector is in all news
_COUNTED = frozenset(("trade", "exports", "imports", "trade-balance", "investment", "gdp"))
_COUNTS = 2  # what a figure of those says
_SHORT = 5  # sentences; what a shorter text is about cannot be told
_BEFOREHAND = (1.5, 3.0)  # of the field and in all: what is counted before the first sentence is seen
_NEAR, _FAR = 0.3, 0.2  # the share of its sentences from which a text is of the field, and below which it is far
_ENOUGH, _PLENTY = 2, 3  # what a sentence must say of the field in a text that is not of it, and in one far from it


class Concern:
    """How far a document is of the ledger's field: the share of its sentences that name a sector, a form or a paper.

    A dispatch about cooperation does so in two sentences of three, the news of a match or of a trial in one of ten.
    """

    def __init__(self, view: View, figures: Iterable[Figure]) -> None:
        """Look at the sentences of the dispatch itself, its title among them, and at what is counted in them."""
        read = [one for one in view.sentences if one.part in (BODY, TITLE)]
        counted = [figure.start for figure in figures if figure.indicator in _COUNTED]
        self._spans = [view.text.given_span(one.start, one.end) for one in read]
        self._signs = [
            _said_in(view, one) + _COUNTS * any(start <= place < end for place in counted)
            for one, (start, end) in zip(read, self._spans, strict=True)
        ]
        countries = {country_of(mention.entity) for mention in view.mentions if mention.entity.part in (BODY, TITLE)}
        self._is_abroad = len(countries - {None}) > 1
        of_field, in_all = _BEFOREHAND
        self._share = (sum(map(bool, self._signs)) + of_field) / (len(read) + in_all)

    def of(self, records: Iterable[Stated]) -> tuple[Stated, ...]:
        """The records that are of concern; in a text of the field that names two countries all are.

        A text of one country says what concerns two only where it is told so; of one not of the field only those
        records count whose own sentence is of it.
        """
        is_near = self._share >= _NEAR
        if len(self._signs) < _SHORT or (is_near and self._is_abroad):
            return tuple(records)
        needed = 0 if is_near else _ENOUGH if self._share >= _FAR else _PLENTY
        return tuple(one for one in records if _is_between(one) and (not needed or self._said(one) >= needed))

    def _said(self, record: Stated) -> int:
        """How much the sentences of a record say of the field."""
        spans = zip(self._spans, self._signs, strict=True)
        return max((signs for (start, end), signs in spans if start < record.end and record.start < end), default=0)


def _is_between(record: Stated) -> bool:
    """Whether an act is told of two countries or two actors, and a gathering of two countries or by a name of its own.

    What one does at home, with nobody, is no cooperation, however much it speaks of trade.
    """
    if isinstance(record, Figure) or len(record.parties) > 1:
        return True
    return bool(record.name) if isinstance(record, Event) else len({*record.by, *record.to}) > 1


def _said_in(view: View, sentence: Sentence) -> int:
    """How much the words of a sentence say of the field, each kind of word once."""
    return sum(
        _SAYS.get(kind, 0) for kind in {topic.kind for topic in within(view.topics, sentence.start, sentence.end)}
    )
