"""What the figures of a dispatch leave to those behind them."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field

from servanda.reading.counts import PEOPLE, Draft
from servanda.reading.frames import Heading
from servanda.reading.indicators import CAPITAL, TRADE, Earlier, Line
from servanda.reading.periods import is_basis, is_earlier, is_period
from servanda.reading.scenes import LATEST
from servanda.reading.times import Time
from servanda.reading.timing import Case, Telling, Timing
from servanda.records import Figure

CUE = 46  # characters before a figure in which a word of its status, or one that points back, belongs to it
_FLOWS = TRADE | CAPITAL | {"production", "visitors", "gdp", "revenue"}  # of a time, not as of a day
_COUNTED = frozenset(("jobs", "visitors", "users", "capacity"))  # what numbers without a noun go on counting
_TOLD = _FLOWS - {"project-count"} | {"loan"}  # what sums and percentages go on about


class Settled(NamedTuple):
    """A figure of which is known when it holds."""

    draft: Draft
    when: Timing


class Memory(Struct):
    """What the head and the figures so far leave to those behind: the last one, the last sum or statistic, …"""

    heading: Heading
    tellings: list[Telling] = field(default_factory=list)
    line: Line | None = None  # the sentence that was heard last
    said: Time | None = None  # the last time that the one before it names, in the same paragraph
    last: Settled | None = None  # None where a sentence does not go on about it
    earlier: Earlier | None = None
    paid: Earlier | None = None
    money: str | None = None  # the currency of the last sum
    people: str | None = None  # what people were last counted for

    def hear(self, line: Line) -> None:
        """Take in a sentence, whether it has figures or not."""
        before, self.line = self.line, line
        is_beside = before is not None and before.sentence.paragraph == line.sentence.paragraph
        self.said = _last_time(before) if before and is_beside else None

    def case(self, line: Line, draft: Draft) -> Case:
        """What is known of a figure before it is asked when it holds."""
        is_ahead, is_stock = _is_ahead(line, draft), _is_stock(line, draft)
        return Case(line, draft, self.tellings[-LATEST:], self.heading, self.said, is_ahead=is_ahead, is_stock=is_stock)

    def lend(self, line: Line) -> None:
        """Let a sentence know what was told before; unless it goes on about the last figure, forget that one."""
        line.earlier, line.paid, line.people, line.money = self.earlier, self.paid, self.people, self.money
        if not line.has("anaphora", line.sentence.start, line.sentence.start + CUE):
            self.last = None

    def keep(self, line: Line, settled: Settled, figure: Figure) -> None:
        """Remember a figure."""
        draft, when, sentence = settled.draft, settled.when, line.sentence
        self.last = settled
        self.tellings.append(Telling(draft, when.period, sentence.start, sentence.paragraph, when.is_aside))
        self.people = draft.indicator if draft.indicator in PEOPLE else self.people
        self.earlier = _remembered(line, settled, figure, self.earlier)
        if draft.quantity.kind == "money":
            self.paid, self.money = self.earlier, figure.unit


def _remembered(line: Line, settled: Settled, figure: Figure, earlier: Earlier | None) -> Earlier | None:
    """What the sentences behind may go on about: this sum or statistic, else the one before it."""
    draft = settled.draft
    is_sum = figure.measure == "level" and (draft.quantity.kind == "money" or draft.indicator in _COUNTED)
    is_told = draft.indicator in _TOLD and figure.measure in ("level", "change")
    if draft.indicator == "trade-balance" and earlier and earlier.indicator in TRADE:
        return earlier  # what is sold and bought is told of a balance, and not the other way round
    if (not is_sum and not is_told) or is_earlier(line, draft.quantity.start, draft.end):
        return earlier
    unit = figure.unit if is_sum else earlier.unit if earlier else ""
    return Earlier(draft.indicator, unit, line.sentence.paragraph, _is_stock(line, draft))


def _last_time(line: Line) -> Time | None:
    """The last time of which figures can be that a sentence names."""
    return next((t for t in reversed(line.times) if is_period(t) and t.kind != "day" and not is_basis(line, t)), None)


def _is_stock(line: Line, draft: Draft) -> bool:
    """Whether a figure's clause, or the sentence before in its paragraph, tells of all that there is by now."""
    before = line.has("stock", line.sentence.start, draft.end)
    behind = line.after(draft.end, "stock", line.sentence.end)
    if before or (behind and "," not in line.view.norm[draft.end : behind.start]):
        return True
    earlier = line.earlier
    is_told = any(is_period(time) for time in line.times)
    return earlier is not None and earlier.is_stock and earlier.paragraph == line.sentence.paragraph and not is_told


def _is_ahead(line: Line, draft: Draft) -> bool:
    """Whether the words before a figure say that it is to come."""
    cue = line.before(draft.quantity.start, "status", draft.start - 2 * CUE)
    return cue is not None and cue.value["status"] != "estimate"
