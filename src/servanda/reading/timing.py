"""When a figure holds: of all times that it may be of, and of none, that for which most speaks.

It may be of a time that its sentence names, of that of a figure before it, of the year before that, of one that the
head of the dispatch names. The signs of each are weighed; what they count for stands in `data/period.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from servanda.reading.counts import Draft
from servanda.reading.frames import Heading
from servanda.reading.indicators import TRADE, Line
from servanda.reading.periods import a_year_earlier, is_basis, is_earlier, is_now, is_of_before, is_period, shifted
from servanda.reading.placing import signs_of_time
from servanda.reading.times import Time
from servanda.reading.weighing import likeliest, weights_of

Found = dict[str, set[str]]  # each period, "" for none, with its signs
_KINDS = {
    **dict.fromkeys((*TRADE, "production", "visitors", "gdp", "revenue"), "flow"),
    **dict.fromkeys(("digital-economy", "internet-economy", "e-commerce"), "flow"),
    **dict.fromkeys(("investment", "project-count"), "capital"),
    **dict.fromkeys(("project-value", "loan", "grant"), "plan"),
    **dict.fromkeys(("capacity", "company-count"), "standing"),
    **dict.fromkeys(("jobs", "attendance", "trainees", "users"), "people"),
}
_OPENING = 46  # characters of a sentence in which a word stands for what was told before
_NEAR = 14  # characters between two figures of one list
_SEMICOLON, _COMMA = re.compile(r"[;；]"), re.compile(r", |，|、")
_JANUARY = "01"
# What a sign says of where a time came from, the first that the chosen one has.
_ROUTES = (
    ("inside", "time within"),
    ("behind", "time behind"),
    ("before", "time before"),
    ("last", "time of the figure before"),
    ("year earlier", "a year before the figure before"),
    ("head", "time of the head"),
    ("paragraph", "time of the sentence before"),
)


class Telling(NamedTuple):
    """A figure that was told, its period, its sentence and paragraph, and whether it was only compared with."""

    draft: Draft
    period: str | None
    sentence: int
    paragraph: int
    is_aside: bool


class Timing(NamedTuple):
    """The period of a figure, where it came from, and whether the figure is only what another is compared with."""

    period: str | None
    route: str | None
    is_aside: bool


class Case(Struct, frozen=True):
    """A figure whose period is asked: its line and draft, what was told before it, what the head names."""

    line: Line
    draft: Draft
    tellings: list[Telling]
    heading: Heading
    said: Time | None  # the last time of the sentence before in its paragraph
    is_ahead: bool
    is_stock: bool

    @property
    def kind(self) -> str:
        """What sort of thing the figure is of."""
        return _KINDS.get(self.draft.indicator, "other")

    @property
    def published(self) -> str:
        """The day of publication."""
        return self.line.view.document.published or ""


def find_timing(case: Case) -> Timing:
    """When a figure holds."""
    found = candidates(case)
    value = likeliest(weights_of("period"), found)
    signs = found[value]
    is_aside = "last" not in signs and not signs.isdisjoint(("year earlier", "basis"))
    return Timing(value or None, next((route for sign, route in _ROUTES if sign in signs), None), is_aside)


def candidates(case: Case) -> Found:
    """Each period that a figure may be of, "" for none, with what speaks for it."""
    found: Found = {}
    line = case.line
    dated = (time for time in line.times if is_period(time) or time.kind == "day")
    times = [time for time in dated if not line.at(time.start, time.end, "year-on-year")]
    own = [time for time in times if is_period(time) and not is_basis(line, time)]
    for value, placed in _named(case, times, own):
        found.setdefault(value, set()).update(placed)
    context = list(_context(case, own))
    for value, source, signs in _carried(case, own):
        found.setdefault(value, set()).update((source, *signs, *(f"{source} & {sign}" for sign in context)))
    found[""] = {"none", *(f"none & {sign}" for sign in context), *_signs_of_none(case)}
    return found


def _named(case: Case, times: list[Time], own: list[Time]) -> Iterator[tuple[str, set[str]]]:
    """The times that the sentence names, each as it may be read."""
    start, end = case.draft.start, case.draft.end
    behind = next((time for time in own if time.start >= end), None)
    before = next((time for time in reversed(own) if time.end <= start), None)
    for time in times:
        signs = set(signs_of_time(case, time))
        if time in (behind, before):
            signs.add("nearest behind" if time is behind else "nearest before")
        value = time.value[:7] if time.kind == "day" else time.value
        if time.role == "from" and not value.endswith("..") and value[:7] <= case.published:
            yield f"{value}/..", signs | {"since", f"since {case.kind}"}
        if case.draft.measure == "change" and "basis" in signs and (later := shifted(value, 1)):
            yield later, {"year later"}
        if time.role == "as_of" and time.kind in ("month", "day") and value[5:7] > _JANUARY:
            yield f"{value[:4]}-01/{value}", signs | {f"up to {case.kind}", f"up to {_stock(case)}"}
            signs |= {"as of", f"as of {case.kind}"}
        yield value, signs


def _stock(case: Case) -> str:
    return "stock" if case.is_stock else "flow"


def _context(case: Case, own: list[Time]) -> Iterator[str]:
    """What a figure is, and how its sentence tells it: what speaks for or against any time that it does not name."""
    line, draft, start = case.line, case.draft, case.line.sentence.start
    yield case.kind
    yield draft.measure
    yield _has_time(case, own)
    if case.is_ahead:
        yield "ahead"
    if draft.measure != "change" and is_earlier(line, draft.quantity.start, draft.end):
        yield "earlier"
    if line.has("stock", draft.room[0], draft.end):
        yield "stock"
    if is_now(line, draft):
        yield "now"
    if is_of_before(line, draft):
        yield "of before"
    if draft.quantity.moves_to:
        yield "moves"
    if draft.quantity.per:
        yield "per"
    if draft.quantity.kind == "percent" and draft.measure == "level":
        yield "rate"
    if line.has("meanwhile", start, line.sentence.end):
        yield "meanwhile"
    if line.has("anaphora", start, start + _OPENING):
        yield "anaphora"
    if line.at(start, start + 1, "year-on-year"):
        yield "a year earlier"


def _has_time(case: Case, own: list[Time]) -> str:
    """Whether a sentence names a time, and one that no other figure parts from this one."""
    end, until = case.draft.end, case.draft.room[1]
    since = max((t.draft.end for t in _here(case)), default=case.line.sentence.start)
    is_near = any(since <= time.start < case.draft.start or end <= time.start < until for time in own)
    return "timed" if is_near else "times" if own else "timeless"


def _here(case: Case) -> list[Telling]:
    """The figures that the same sentence told before."""
    return [telling for telling in case.tellings if telling.sentence == case.line.sentence.start]


def _carried(case: Case, own: list[Time]) -> Iterator[tuple[str, str, list[str]]]:
    """The times of what was told before, of the sentence before and of the head, with where each comes from."""
    here = _here(case)
    earlier = [t for t in case.tellings if t.sentence < case.line.sentence.start and not t.is_aside]
    beside = [t for t in earlier if t.paragraph == case.line.sentence.paragraph]
    main = next((t for t in reversed(here) if not t.is_aside), None)
    for source, telling in (
        ("last", main),
        ("year earlier", here[-1] if here else None),
        ("aside", here[-1] if here and here[-1].is_aside else None),
        ("paragraph", beside[-1] if beside else None),
        ("paragraph earlier", beside[-1] if beside and not here else None),
        ("dispatch", earlier[-1] if earlier and not beside else None),
    ):
        period = telling and (a_year_earlier(telling.period) if source.endswith("earlier") else telling.period)
        if telling and period:
            yield period, source, [f"{source} {sign}" for sign in _signs_of_telling(case, telling)]
    if case.said:
        yield case.said.value, "said", []
    for value, marks in case.heading.times.items():
        yield value, "head", [f"head {mark}" for mark in (*marks, *_signs_of_head(case, value, own))]
    if case.is_ahead and case.published:
        yield case.published[:4], "this year", []
    told = [telling.period for telling in case.tellings if telling.period]
    most = max(dict.fromkeys(told), key=told.count, default=None)
    if most and told.count(most) > 1:
        yield most, "most", []


def _signs_of_telling(case: Case, telling: Telling) -> Iterator[str]:
    """How a figure that was told before goes with this one."""
    before, draft = telling.draft, case.draft
    is_alike = _KINDS.get(before.indicator, "other") == case.kind
    yield "same" if before.indicator == draft.indicator else "alike" if is_alike else "unlike"
    yield f"{before.measure} to {draft.measure}"
    if telling.sentence == case.line.sentence.start:
        gap = case.line.view.norm[before.end : draft.start]
        yield "over semicolon" if _SEMICOLON.search(gap) else "over comma" if _COMMA.search(gap) else "joined"
        if len(gap) < _NEAR:
            yield "near"


def _signs_of_head(case: Case, value: str, own: list[Time]) -> Iterator[str]:
    """How the statistics of which the head tells go with this figure."""
    subjects = case.heading.subjects
    yield f"{'of it' if not subjects or case.draft.indicator in subjects else 'of others'} {case.kind}"
    year = case.published[:4]
    if value != year and value.startswith(year) and any(t.value == year and t.role is None for t in own):
        yield "this year"


def _signs_of_none(case: Case) -> Iterator[str]:
    """What speaks for no time at all."""
    yield f"none {case.draft.quantity.kind} {case.kind}"
    yield f"none {case.draft.measure} {case.kind}"
    if case.draft.quantity.per:
        yield f"none per time {case.draft.measure}"  # of "by 20 percent a year" the time is told apart, or not at all
    main = next((t for t in reversed(_here(case)) if not t.is_aside), None)
    if main and not main.period:
        yield "none as before"
        yield f"none as {'the same' if main.draft.indicator == case.draft.indicator else 'another'} before"
    paragraph = case.line.sentence.paragraph
    if next((not t.period for t in reversed(case.tellings) if t.paragraph == paragraph), False):
        yield "none in the paragraph"
    if case.heading.times:
        yield "none but head"
