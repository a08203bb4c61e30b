"""Dates, periods and durations that a text names, counted from the day of publication where they are relative.

The vocabulary of time is found in one pass and becomes a string of letters for the whole document, with a break
wherever other words stand between; the rules of `times.yaml` are expressions over it. What a rule gives is worked out
in `calendar.py`; a time that cannot be known is left out, a year that cannot be known is `XXXX`.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import Any

from msgspec import Struct

from servanda.reading.calendar import stretch_of, value_of, week_of
from servanda.reading.clock import Clock, Slots, role_of
from servanda.reading.engine import Piece, Rule
from servanda.reading.tenses import tense_of
from servanda.reading.time_grammar import Grammar, grammar_of
from servanda.reading.time_matches import Parsed
from servanda.reading.time_words import segments_of
from servanda.reading.view import PLACE, View
from servanda.records import BODY

_ROLES = ("due", "from", "until", "as_of", "till")
_TENSES = {"due": "ahead", "as_of": "behind"}
_STRETCHES = {("month", "month"): "months", ("year", "year"): "years"}  # other ends make days
_DATELINE = 60  # characters that a dateline has at most
_SIGNED = 20  # characters behind its day in which its mark stands
_LATE = 3  # days after which a dispatch is published at most


class Time(Struct, frozen=True):
    """A stretch of the normal text that names a time.

    `kind` is `day`, `days`, `month`, `months`, `season`, `quarter`, `half`, `year`, `years`, `week`, `span` (counted
    from now) or `duration`; `value` is ISO 8601 (a duration: `P2Y`). `role` is `due`, `from`, `until`, `as_of` or None;
    the words that say so belong to the stretch.
    """

    start: int
    end: int
    kind: str
    value: str
    role: str | None = None


def find_times(view: View) -> list[Time]:
    """Every time that the text names, in order, without overlap."""
    grammar = grammar_of(view.lang)
    reader = _Reader(view, grammar)
    for pieces in segments_of(view, grammar):
        for parsed in grammar.parse("".join([piece.letter for piece in pieces])):
            reader.read(parsed, pieces)
    return reader.found


class _Reader:
    """What has been found so far, and the day from which relative times count: at last that of the dateline."""

    def __init__(self, view: View, grammar: Grammar) -> None:
        self.view = view
        self.grammar = grammar
        self.clock = Clock(view.document.published)
        self.found: list[Time] = []
        self.is_written = False
        self.opened: tuple[Time, Rule] | None = None  # the first end of a stretch whose last end comes next

    def read(self, parsed: Parsed, pieces: list[Piece]) -> None:
        """Add the time that a rule's match stands for, if it can be known."""
        rule, first, last, places = parsed.rule, parsed.first, parsed.last, parsed.places
        values = {name: _value(name, pieces[place]) for name, place in places.items()}
        cue = values.pop("cue", None) and places["cue"]  # a word that only shows that a time stands beside it
        start, end = pieces[first + (cue == first)].start, pieces[last - 1 - (cue == last - 1)].end
        slots = _slots(self.view, (start, end), values, self.found)
        opened, self.opened = self.opened, None
        gives = rule.gives["opening" if "opening" in rule.gives and self._opens(start, end) else "gives"]
        if told := value_of(gives, slots, self.clock):
            role = role_of(told.value, rule.gives.get("role") or slots.role, self.clock)
            time = Time(start, end, told.kind, told.value, role)
            if not (opened and self._close(*opened, time, rule)):
                self._add(time)
                self.opened = (time, rule) if parsed.opens else None

    def _opens(self, start: int, end: int) -> bool:
        """Whether a length opens its sentence before a comma, and so may be the time of what follows."""
        place = bisect_right(self.view.sentences, start, key=PLACE) - 1
        return place >= 0 and self.view.sentences[place].start == start and self.view.norm[end : end + 1] == ","

    def _close(self, opened: Time, opening: Rule, time: Time, closing: Rule) -> bool:
        """Whether a time ends the stretch that the one before opened, which then is one time."""
        is_weekdays = closing.gives["gives"] == "weekday" and opening.gives["gives"].startswith("weekday")
        value = (week_of if is_weekdays else stretch_of)(opened.value, time.value)
        if value:
            kind = _STRETCHES.get((opened.kind, time.kind), "days")
            self.found[-1] = Time(opened.start, time.end, kind, value)
        return bool(value)

    def _add(self, time: Time) -> None:
        self.found.append(time)
        if time.kind == "day" and not self.is_written and is_dateline(self.view, time):
            self.clock, self.is_written = _written_on(time.value, self.clock), True


def is_dateline(view: View, time: Time) -> bool:
    """Whether a day is that of the dateline: "NANNING, 18 mars (Xinhua) --"."""
    place = bisect_right(view.sentences, time.start, key=PLACE) - 1
    if place < 0 or time.end - view.sentences[place].start > _DATELINE or view.sentences[place].part != BODY:
        return False
    behind = view.norm[time.end : time.end + _SIGNED].lstrip(" .,")
    return behind[:1] in ("(", "/", "-", "–", "—") or bool(grammar_of(view.lang).dateline.match(" " + behind))


def _written_on(value: str, clock: Clock) -> Clock:
    """The clock of the day of the dateline, where that is the one of publication or shortly before."""
    written = Clock(value)
    is_near = clock.day and written.day and 0 <= (clock.day - written.day).days <= _LATE
    return written if is_near else clock


def _slots(view: View, span: tuple[int, int], values: dict[str, Any], found: list[Time]) -> Slots:
    """The values of a match's slots, and what its sentence says of its year and its tense."""
    role = next((name for name in _ROLES if name in values), None)
    if role is None and ("year" in values or "date" in values):
        return Slots(values, tense=None, role=None, before=None, sentence="")
    grammar, start = grammar_of(view.lang), span[0]
    place = bisect_right(view.sentences, start, key=PLACE) - 1
    begin, end = (view.sentences[place].start, view.sentences[place].end) if place >= 0 else (0, len(view.norm))
    is_of_day = "sameday" in values or "sideday" in values
    told = (time.value for time in reversed(found) if (time.kind == "day" if is_of_day else time.value[:4].isdigit()))
    is_weekday = "weekday" in values
    tense = _TENSES.get(role or "") or tense_of(view, grammar, (begin, end), span, is_weekday=is_weekday)
    return Slots(
        values,
        tense=tense,
        role=role,
        before=next(told, None),
        sentence=view.norm[begin:end],
    )


def _value(name: str, piece: Piece) -> Any:
    """What a piece is in a slot: a word has a value for each of its classes."""
    if not isinstance(piece.value, dict):
        return piece.value
    value = piece.value.get(_class_of(name))
    return value if value is not None else next((v for v in piece.value.values() if v is not True), True)


@cache
def _class_of(slot: str) -> str:
    """The class whose value a slot takes: that of its name, without what sets it apart from another of the class."""
    return slot.removeprefix("last_").removeprefix("more_")
