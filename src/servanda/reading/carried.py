"""What a figure takes from those told before it, or from the head of the dispatch: its time, and what it is of."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from servanda.reading.counts import Draft
from servanda.reading.goods import GOODS
from servanda.reading.indicators import CAPITAL, TRADE, Earlier, Line
from servanda.reading.periods import (
    a_year_earlier,
    find_period,
    is_earlier,
    is_now,
    is_of_before,
    is_period,
)
from servanda.reading.scenes import Scene, Sides
from servanda.reading.sums import UNPAID
from servanda.records import Figure

CUE = 46  # characters before a figure in which a word of its status, or one that points back, belongs to it
_TOTAL = 15  # characters behind a share in which its whole is named: "of the total"
_PEOPLE = ("jobs", "trainees")
_EARLY = "03"  # the month up to which the statistics of a year are told as those of "the whole year"
_MACRO = TRADE | {"production", "visitors", "gdp", "revenue"}
_FLOWS = _MACRO | CAPITAL  # of a time, not as of a day
_STATISTICS = _FLOWS | {"loan", "company-count"}
_COUNTED = frozenset(("jobs", "visitors", "users", "capacity"))  # what numbers without a noun go on counting
_TOLD = _FLOWS - {"project-count"} | {"loan"}  # what sums and percentages go on about


class Settled(NamedTuple):
    """A figure of which is known whose it is and when it holds."""

    draft: Draft
    sides: Sides
    period: str | None


class Memory(Struct):
    """What the figures so far leave to those behind: the last one, the last sum or statistic, the last sum paid."""

    last: Settled | None = None  # None where a sentence does not go on about it
    earlier: Earlier | None = None
    paid: Earlier | None = None
    people: str | None = None  # what people were last counted for

    def lend(self, line: Line) -> None:
        """Let a sentence know what was told before; unless it goes on about the last figure, forget that one."""
        line.earlier, line.paid, line.people = self.earlier, self.paid, self.people
        if not line.has("anaphora", line.sentence.start, line.sentence.start + CUE):
            self.last = None

    def keep(self, line: Line, settled: Settled, figure: Figure) -> None:
        """Remember a figure; the time of one that is only compared with is not handed on."""
        draft, last = settled.draft, self.last
        is_aside = is_earlier(line, draft.quantity.start, draft.end) or draft.quantity.moves_to
        self.last = settled._replace(period=last.period) if last and is_aside else settled
        self.people = draft.indicator if draft.indicator in _PEOPLE else self.people
        self.earlier = _remembered(line, settled, figure, self.earlier)
        self.paid = self.earlier if draft.quantity.kind == "money" else self.paid


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
    return Earlier(draft.indicator, unit, settled.period, line.sentence.paragraph, _is_stock(line, draft))


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


class Dating(NamedTuple):
    """A figure whose time is sought, what its sentence says of it, and whether its own clause says so."""

    line: Line
    scene: Scene
    draft: Draft
    last: Settled | None
    period: str | None
    is_own: bool

    @property
    def published(self) -> str:
        """The day of the dispatch, or nothing."""
        return self.line.view.document.published or ""


def period_of(line: Line, scene: Scene, draft: Draft, last: Settled | None) -> str | None:
    """When a figure holds: what its clause says, else what the figure before it or the head of the dispatch says."""
    if last and last.period and is_earlier(line, draft.quantity.start, draft.end):
        return a_year_earlier(last.period)
    dating = Dating(line, scene, draft, last, *find_period(line, draft, scene.frame))
    if draft.quantity.moves_to and dating.period and _is_old(dating, dating.period):
        return a_year_earlier(dating.period)
    if any(is_timeless(dating) for is_timeless in _TIMELESS):
        return None
    if not dating.is_own and line.earlier and _opens_with_year_before(line):
        return a_year_earlier(line.earlier.period)  # "A year earlier exports were …"
    return dating.period if _is_aim_of_its_own(dating) else _inherited(dating)


def _is_of_all_time(dating: Dating) -> bool:
    """Whether a sum of all so far stands beside one of some months: "132 in seven months, 600 since work began"."""
    line, draft, last = dating.line, dating.draft, dating.last
    is_beside = last is not None and "/" in (last.period or "") and not dating.is_own
    return is_beside and line.before(draft.start, "stock", draft.room[0]) is not None


def _is_of_today(dating: Dating) -> bool:
    """Whether a figure holds now; a rate of growth took its time."""
    draft = dating.draft
    is_growth = draft.measure == "change" and draft.quantity.kind == "percent"
    return not is_growth and is_now(dating.line, draft)


def _is_of_one_before(dating: Dating) -> bool:
    """Whether a figure is of a time before that of the figure that it is compared with, which is not named."""
    return not dating.is_own and is_of_before(dating.line, dating.draft)


def _is_to_be_spent(dating: Dating) -> bool:
    """Whether it is what somebody will put into a plant: that is of no year."""
    is_loose = bool(dating.period) and not dating.is_own and dating.scene.frame is None
    return dating.draft.indicator == "investment" and is_loose and _is_ahead(dating.line, dating.draft)


_TIMELESS = (_is_of_all_time, _is_of_today, _is_of_one_before, _is_to_be_spent)


def _is_aim_of_its_own(dating: Dating) -> bool:
    """Whether a figure to come stands beside one of what is over, whose time is not its own."""
    last, published = dating.last, dating.published
    if last is None or not _is_ahead(dating.line, dating.draft):
        return False
    is_over = (last.period or "9")[:7] <= published
    return is_over and (bool(dating.period) or last.period != published[:4])


def _inherited(dating: Dating) -> str | None:
    """The period of a figure, where its clause tells none that of the figure before, of the paragraph, of the frame."""
    line, scene, draft, last = dating.line, dating.scene, dating.draft, dating.last
    period = dating.period
    if last and last.period and not dating.is_own and _goes_with(last.draft, draft):
        period = last.period
    period = period or _of_paragraph(line, draft)
    return _framed(scene, line, draft) or period if period is None or _is_so_far(scene, line, period) else period


def _opens_with_year_before(line: Line) -> bool:
    """Whether a sentence opens with "a year earlier"; words for "the same period" mean the one just told of."""
    opening = line.sentence.start, line.sentence.start + 1
    return bool(line.at(*opening, "year-on-year")) and not line.at(*opening, "meanwhile")


def _is_old(dating: Dating, period: str) -> bool:
    """Whether the first of two ends of a change is of the year before: "slipped from 127 to 118", told of a year."""
    line, draft = dating.line, dating.draft
    is_named = any(draft.start <= time.start < draft.room[1] for time in line.times)
    is_over = period[:4] <= dating.published[:4] and ".." not in period
    return is_over and not is_named and not _is_ahead(line, draft) and draft.indicator in _STATISTICS


def _is_so_far(scene: Scene, line: Line, period: str) -> bool:
    """Whether a period is the year of the dispatch, of which its statistics can only tell what is over."""
    published = line.view.document.published or ""
    if not scene.frame or period != published[:4]:
        return False
    is_early = scene.frame == str(int(period) - 1) and published[5:7] <= _EARLY  # "the whole year", told in January
    sentence = line.sentence
    is_named = any(time.value == period for time in line.times)
    is_last = is_early and (not is_named or line.has("whole-year", sentence.start, sentence.end))
    return is_last or period == scene.frame[:4]


def _goes_with(last: Draft, draft: Draft) -> bool:
    """Whether a figure may be of the time of the one before: people who work somewhere are of no year's output."""
    is_like = last.indicator == draft.indicator
    return is_like or draft.measure != "level" or _are_alike(last.indicator, draft.indicator)


def _are_alike(*indicators: str) -> bool:
    """Whether statistics of these are told side by side for the same time."""
    return {*indicators} <= _MACRO or {*indicators} <= CAPITAL


def of_before(line: Line, scene: Scene, draft: Draft, last: Settled | None) -> Draft:
    """The draft; in a dispatch on statistics, a sum or percentage of nothing named is of what was told of before."""
    is_of_sum = draft.measure == "share" and line.has("total", draft.end, draft.end + _TOTAL)
    is_paid = draft.quantity.kind == "money" or (is_of_sum and line.earlier and line.earlier.indicator in UNPAID)
    earlier = line.paid if is_paid and line.paid else line.earlier
    if draft.indicator == "revenue" and earlier and earlier.indicator in TRADE and "exports" in scene.subjects:
        return replace(draft, indicator="exports")  # what the goods sold abroad brought in
    if draft.indicator != "other" or draft.quantity.kind == "count" or draft.rule.startswith("other"):
        return draft
    if earlier is None:
        return draft
    is_here = earlier.paragraph == line.sentence.paragraph
    if scene.frame is None and (draft.measure not in ("share", "change") or not is_here):
        return draft
    if draft.quantity.kind == "percent" and draft.measure == "level":
        return draft
    if draft.quantity.kind == "percent" and draft.measure != "change" and not is_here and not is_of_sum:
        return replace(draft, indicator=last.draft.indicator) if last and "as before" in draft.rule else draft
    if earlier.indicator not in _STATISTICS or not _fits(draft, earlier):
        return draft
    return replace(draft, indicator=earlier.indicator, rule=f"{draft.rule}, as in the dispatch", sure=0.6)


def _fits(draft: Draft, earlier: Earlier) -> bool:
    """Whether a draft may be of that statistic: what is weighed or measured only of goods."""
    is_of_goods = earlier.indicator in TRADE or earlier.indicator == "production"
    return draft.quantity.kind != "physical" or (is_of_goods and draft.quantity.unit in GOODS)


def _of_paragraph(line: Line, draft: Draft) -> str | None:
    """The period of the flow of which the sentence before told, in the same paragraph."""
    earlier = line.paid if draft.quantity.kind == "money" and line.paid else line.earlier
    is_meanwhile = line.tells("meanwhile")
    if earlier is None or draft.measure == "rank":
        return None
    if earlier.paragraph != line.sentence.paragraph and not is_meanwhile:
        return None
    if is_meanwhile and draft.measure != "share":
        return earlier.period
    is_past = (earlier.period or "9")[:4] <= (line.view.document.published or "")[:4]
    is_like = _are_alike(earlier.indicator, draft.indicator) and not (_is_stock(line, draft) and not earlier.is_stock)
    return earlier.period if is_past and is_like and not _is_ahead(line, draft) else None


def _framed(scene: Scene, line: Line, draft: Draft) -> str | None:
    """The period that the head of the dispatch gives to the statistics behind it."""
    is_told = draft.indicator in _FLOWS and (draft.measure != "rank" or draft.indicator in CAPITAL)
    is_of_frame = is_told and (not scene.subjects or draft.indicator in scene.subjects)
    return scene.frame if is_of_frame and not _is_ahead(line, draft) and not _is_stock(line, draft) else None
