"""Figures: what a quantity is of, when it holds, whose it is, how sure it is, and who says so."""

from __future__ import annotations

from msgspec.structs import replace

from servanda.reading.counts import Draft
from servanda.reading.currencies import find_unit
from servanda.reading.goods import GOODS
from servanda.reading.indicators import TRADE, Earlier, Line, find_cues
from servanda.reading.measures import drafts_of
from servanda.reading.periods import (
    a_year_earlier,
    find_basis,
    find_period,
    is_earlier,
    is_now,
    is_of_before,
    is_period,
)
from servanda.reading.quantities import Quantity
from servanda.reading.scenes import Scene, Sides, find_speaker, set_scene
from servanda.reading.sectors import find_sector
from servanda.reading.sides import find_actor, find_direction, find_sides
from servanda.reading.standins import named_in
from servanda.reading.sums import UNPAID
from servanda.reading.view import View, within
from servanda.records import Amount, Figure

_PARTS = ("body", "title")
_CUE = 46  # characters before a percentage in which a word of growth or share belongs to it
_BEHIND = 30  # the same behind it


Told = tuple[Draft, Sides, str | None]  # a figure that was told, with its sides and its period


def read_figures(view: View) -> tuple[Figure, ...]:
    """The figures of a document, in order."""
    cues = find_cues(view)
    scene = set_scene(view, cues)
    found: list[Figure] = []
    earlier: Earlier | None = None
    paid: Earlier | None = None
    last: Told | None = None
    people: str | None = None
    for sentence in view.sentences:
        quantities = list(within(view.quantities, sentence.start, sentence.end))
        line = Line(view, sentence, cues, quantities)
        speaker = find_speaker(line, scene) if sentence.part in _PARTS else None
        if sentence.part not in _PARTS or not quantities:
            continue
        line.earlier, line.paid, line.people = earlier, paid, people
        scene.here = named_in(line, scene)
        if not _goes_on(line):
            last = None
        for found_draft in drafts_of(line, last[0] if last else None):
            draft = _about(scene, line, found_draft, last)
            figure, sides, period = _figure(line, scene, draft, last, speaker)
            found.append(figure)
            is_aside = last is not None and (
                is_earlier(line, draft.quantity.start, draft.end) or draft.quantity.moves_to
            )
            last = draft, sides, last[2] if last and is_aside else period
            people = draft.indicator if draft.indicator in ("jobs", "trainees") else people
            earlier = _remembered(line, draft, figure, period, earlier)
            paid = earlier if draft.quantity.kind == "money" else paid
    return tuple(found)


def _remembered(
    line: Line, draft: Draft, figure: Figure, period: str | None, earlier: Earlier | None
) -> Earlier | None:
    """What the sentences behind may go on about: this sum or statistic, else the one before it."""
    is_sum = figure.measure == "level" and (draft.quantity.kind == "money" or draft.indicator in _COUNTED)
    is_told = draft.indicator in _TOLD and figure.measure in ("level", "change")
    if draft.indicator == "trade-balance" and earlier and earlier.indicator in TRADE:
        return earlier  # what is sold and bought is told of a balance, and not the other way round
    if (not is_sum and not is_told) or is_earlier(line, draft.quantity.start, draft.end):
        return earlier
    unit = figure.unit if is_sum else earlier.unit if earlier else ""
    return Earlier(draft.indicator, unit, period, line.sentence.paragraph, _is_stock(line, draft))


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
    cue = line.before(draft.quantity.start, "status", draft.start - 2 * _CUE)
    return cue is not None and cue.value["status"] != "estimate"


def _goes_on(line: Line) -> bool:
    """Whether a sentence begins with a word that stands for what the one before was about."""
    return line.has("anaphora", line.sentence.start, line.sentence.start + _CUE)


def _period(line: Line, scene: Scene, draft: Draft, last: Told | None) -> str | None:
    """When a figure holds: what its clause says, else what the figure before it or the head of the dispatch says."""
    if last and last[2] and is_earlier(line, draft.quantity.start, draft.end):
        return a_year_earlier(last[2])
    period, is_own = find_period(line, draft, scene.frame)
    if draft.quantity.moves_to and period and _is_old(line, draft, period):
        return a_year_earlier(period)
    is_all = (
        last is not None and "/" in (last[2] or "") and line.before(draft.start, "stock", draft.room[0]) is not None
    )
    if is_all and not is_own:
        return None  # "132 million in seven months, and 600 million since work began"
    is_growth = draft.measure == "change" and draft.quantity.kind == "percent"  # it took its time
    if (is_now(line, draft) and not is_growth) or (not is_own and is_of_before(line, draft)):
        return None
    if draft.indicator == "investment" and period and not is_own and scene.frame is None and _is_ahead(line, draft):
        return None  # what somebody will put into a plant is of no year
    if not is_own and line.earlier and _is_of_year_before(line):
        return a_year_earlier(line.earlier.period)  # "A year earlier exports were …"
    is_like = last is not None and last[0].indicator == draft.indicator
    published = line.view.document.published or ""
    if last and _is_ahead(line, draft) and (last[2] or "9")[:7] <= published and (period or last[2] != published[:4]):
        return period
    if last and last[2] and not is_own and (is_like or _goes_with(last[0], draft)):
        period = last[2] or period
    period = period or _carried(line, draft)
    return _framed(scene, line, draft) or period if period is None or _is_so_far(scene, line, period) else period


def _is_of_year_before(line: Line) -> bool:
    """Whether a sentence opens with "a year earlier"; words for "the same period" mean the one just told of."""
    opening = line.sentence.start, line.sentence.start + 1
    return bool(line.at(*opening, "year-on-year")) and not line.at(*opening, "meanwhile")


def _is_old(line: Line, draft: Draft, period: str) -> bool:
    """Whether the first of two ends of a change is of the year before: "slipped from 127 to 118", told of a year."""
    is_named = any(draft.start <= time.start < draft.room[1] for time in line.times)
    is_over = period[:4] <= (line.view.document.published or "")[:4] and ".." not in period
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


_EARLY = "03"  # the month up to which the statistics of a year are told as those of "the whole year"


def _figure(
    line: Line, scene: Scene, draft: Draft, last: Told | None, speaker: str | None
) -> tuple[Figure, Sides, str | None]:
    """The record of a draft, and what the next one may inherit."""
    quantity = draft.quantity
    before, after = draft.room
    period = _period(line, scene, draft, last)
    sides = find_sides(line, scene, draft, last[1] if last else None)
    scene.note(line.sentence.paragraph, sides)
    actor = find_actor(line, draft.indicator, draft.start)
    start, end, quote = line.view.quote(draft.start, draft.end)
    value, value_max = (None if v is None else v * draft.sign for v in (quantity.value, quantity.value_max))
    figure = Figure(
        doc=line.view.document.id,
        start=start,
        end=end,
        quote=quote,
        confidence=draft.sure,
        rule=draft.rule,
        part=line.sentence.part,
        indicator=draft.indicator,
        measure=draft.measure,
        value=value,
        value_max=value_max,
        unit=find_unit(line, scene, quantity, sides),
        magnitude=quantity.magnitude if value is None else None,
        approx=quantity.approx,
        period=period,
        per=quantity.per or _per(line, draft, after),
        basis=find_basis(line, draft.start, after, period) if draft.measure == "change" else None,
        of=draft.of,
        status=_status(
            line, draft, before if not (last and last[0].quantity.moves_to) else line.sentence.start, period
        ),
        reporter=sides.reporter,
        partner=sides.partner,
        direction=None if actor else find_direction(line, scene, draft.indicator, sides),
        actor=actor,
        place=sides.place,
        sector=find_sector(line.view, line.sentence, draft.indicator, scene.sectors),
        said_by=speaker,
        converted=_converted(quantity),
    )
    return figure, sides, period


def _goes_with(last: Draft, draft: Draft) -> bool:
    """Whether a figure may be of the time of the one before: people who work somewhere are of no year's output."""
    return draft.measure != "level" or _are_alike(last.indicator, draft.indicator)


def _are_alike(*indicators: str) -> bool:
    """Whether statistics of these are told side by side for the same time."""
    return {*indicators} <= _MACRO or {*indicators} <= _CAPITAL


def _about(scene: Scene, line: Line, draft: Draft, last: Told | None) -> Draft:
    """The draft; in a dispatch on statistics, a sum or percentage of nothing named is of what was told of before."""
    is_of_sum = draft.measure == "share" and line.has("total", draft.end, draft.end + _BEHIND // 2)
    is_paid = draft.quantity.kind == "money" or (is_of_sum and line.earlier and line.earlier.indicator in UNPAID)
    earlier = line.paid if is_paid and line.paid else line.earlier
    if draft.indicator == "revenue" and earlier and earlier.indicator in TRADE and "exports" in scene.subjects:
        return replace(draft, indicator="exports")  # what the goods sold abroad brought in
    if draft.indicator != "other" or draft.quantity.kind == "count" or draft.rule.startswith("other"):
        return draft
    if earlier is None:
        return draft
    is_told = scene.frame is not None
    if not is_told and (draft.measure not in ("share", "change") or earlier.paragraph != line.sentence.paragraph):
        return draft
    if draft.quantity.kind == "percent" and draft.measure == "level":
        return draft
    if (
        draft.quantity.kind == "percent"
        and draft.measure != "change"
        and earlier.paragraph != line.sentence.paragraph
        and not is_of_sum
    ):
        return replace(draft, indicator=last[0].indicator) if last and "as before" in draft.rule else draft
    is_goods = earlier.indicator in TRADE or earlier.indicator == "production"
    if earlier.indicator not in _STATISTICS or (draft.quantity.kind == "physical" and not is_goods):
        return draft
    if draft.quantity.kind == "physical" and draft.quantity.unit not in GOODS:
        return draft
    return replace(draft, indicator=earlier.indicator, rule=f"{draft.rule}, as in the dispatch", sure=0.6)


def _carried(line: Line, draft: Draft) -> str | None:
    """The period of the flow of which the sentence before told, in the same paragraph."""
    earlier = line.paid if draft.quantity.kind == "money" and line.paid else line.earlier
    is_meanwhile = line.tells("meanwhile")
    if (
        earlier is None
        or draft.measure == "rank"
        or (earlier.paragraph != line.sentence.paragraph and not is_meanwhile)
    ):
        return None
    if is_meanwhile and draft.measure != "share":
        return earlier.period
    is_past = (earlier.period or "9")[:4] <= (line.view.document.published or "")[:4]
    is_like = _are_alike(earlier.indicator, draft.indicator) and not (_is_stock(line, draft) and not earlier.is_stock)
    return earlier.period if is_past and is_like and not _is_ahead(line, draft) else None


def _framed(scene: Scene, line: Line, draft: Draft) -> str | None:
    """The period that the head of the dispatch gives to the statistics behind it."""
    is_told = draft.indicator in _FLOWS and (draft.measure != "rank" or draft.indicator in _CAPITAL)
    is_of_frame = not scene.subjects or draft.indicator in scene.subjects
    return (
        scene.frame if is_told and is_of_frame and not _is_ahead(line, draft) and not _is_stock(line, draft) else None
    )


_CAPITAL = frozenset(("investment", "project-count"))
_MACRO = TRADE | {"production", "visitors", "gdp", "revenue"}
_FLOWS = _MACRO | _CAPITAL  # of a time, not as of a day
_STATISTICS = _FLOWS | {"loan", "company-count"}
_COUNTED = frozenset(("jobs", "visitors", "users", "capacity"))  # what numbers without a noun go on counting
_TOLD = _FLOWS - {"project-count"} | {"loan"}  # what sums and percentages go on about


def _per(line: Line, draft: Draft, until: int) -> str | None:
    """Of a rate: for what time it is."""
    behind = min(until, draft.end + _BEHIND)
    return "year" if line.has("yearly", draft.end, behind) and draft.measure == "level" else None


def _status(line: Line, draft: Draft, before: int, period: str | None) -> str:
    """Whether the figure is a target, a forecast or an estimate; a period to come makes it no observation."""
    is_start = draft.quantity.moves_to  # of a change, whose other end is aimed at
    cue = None if is_start else line.before(draft.quantity.end, "status", max(before, draft.start - 2 * _CUE))
    if cue:
        is_aimed = cue.value["status"] == "forecast" and _is_aimed(line, cue.start, max(before, draft.start - 2 * _CUE))
        return "target" if is_aimed else str(cue.value["status"])
    published = line.view.document.published or ""
    if period and published and period[:4].isdigit() and period[:4] > published[:4]:
        return "target"
    return "observed"


def _is_aimed(line: Line, place: int, since: int) -> bool:
    """Whether a word of an aim stands before one of what will be: "they hope that trade will reach"."""
    cue = line.before(place, "status", since)
    return cue is not None and cue.value["status"] == "target"


def _converted(quantity: Quantity) -> Amount | None:
    other = quantity.converted
    if other is None:
        return None
    return Amount(value=other.value, value_max=other.value_max, unit=other.unit, approx=other.approx)
