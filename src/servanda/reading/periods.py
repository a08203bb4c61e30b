"""When a figure holds, and the time that a change is compared with."""

from __future__ import annotations

import re

from servanda.reading.counts import Draft
from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.goods import GOODS
from servanda.reading.indicators import Line
from servanda.reading.percents import is_against
from servanda.reading.times import Time

_PERIODS = frozenset(("month", "months", "quarter", "half", "year", "years", "span", "days"))
_PART = re.compile(r"(?P<year>\d{4})-(?P<quarter>Q?)(?P<number>\d{1,2})")
_MONTHS, _QUARTERS = 12, 4
_YEAR = re.compile(r"\d{4}")
_BEHIND = 48  # characters between a figure and the time that belongs to it
_SAME = 40  # characters of "compared with the same period" before its year
_ACROSS = 12  # characters between a figure and the one behind it whose time it shares
_TO = 4  # characters between "than" and the time that it brings in
_JOINED = 5  # characters between a change and the sum that it led to
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_CLAUSE = re.compile(r", ")
_COMMA = re.compile(r", |，")
_STOP = re.compile(r"[,;:.]\s|[)，；。]")
_TIMELESS = frozenset(("project-value", "attendance", "loan", "grant"))  # of no time but one said right beside it
_STANDING = frozenset(("capacity", "jobs", "company-count", "other"))  # of a time only where their clause names one
_MEASURED = ("money", "physical")
_ENDS = ("due", "until")  # by when it is done, not when it holds
_BESIDE, _NEAR = 2, 8  # characters between a figure and the time that belongs to it: right behind, close by


def is_period(time: Time) -> bool:
    """Whether a figure can be of this time: a month or more, or a day as of which something stood."""
    return time.kind in _PERIODS or (time.kind == "day" and time.role == "as_of")


def value_of_time(line: Line, time: Time, frame: str | None = None) -> str:
    """The period that a time stands for; a stock as of a day is of its month, a flow of the months up to it."""
    value = time.value[:7] if time.kind == "day" else time.value
    if time.role == "from" and time.kind == "month" and value <= (line.view.document.published or ""):
        return f"{value}/.."
    is_of_frame = time.role == "as_of" and frame is not None and frame.endswith(f"/{value}")
    if frame and is_of_frame and not line.tells("stock"):
        return frame
    return value


def find_period(line: Line, draft: Draft, frame: str | None) -> tuple[str | None, bool]:
    """The period of a figure, and whether its own clause names it.

    A time between two figures belongs to the nearer one. Else it is the first time of the sentence that stands before
    the figure.
    """
    times = _times_of(line, draft)
    is_level = draft.measure == "level"
    if draft.indicator in _TIMELESS and is_level and not any(draft.start <= t.start < draft.end for t in times):
        found = _beside(line, draft, times)
        return (value_of_time(line, found, frame) if found else None), True
    found = _own(line, draft, times)
    if found:
        return value_of_time(line, found, frame), True
    first = None if draft.indicator in _STANDING and is_level else _of_sentence(line, draft, times)
    return (value_of_time(line, first, frame) if first else None), False


def _times_of(line: Line, draft: Draft) -> list[Time]:
    """The times of the sentence of which a figure can be: none that it is compared with."""
    times = [t for t in line.times if is_period(t) and not _is_aside(line, draft, t)]
    times = [t for t in times if not is_basis(line, t) or _is_right_before(line, draft, t)]
    if is_of_before(line, draft):
        return [time for time in times if time.start >= draft.start]
    if draft.measure != "change":
        return times
    behind = (line.after(draft.end, name, draft.end + _TO) for name in ("up", "down"))
    end = max((cue.end for cue in behind if cue), default=draft.end)  # "up 2% on May", "2 percent up on May"
    return [t for t in times if not (0 <= t.start - end <= 1 and _is_from(line, t))]


def is_of_before(line: Line, draft: Draft) -> bool:
    """Whether a share or rate is what the one before it is compared with: of an earlier time, mostly not named."""
    return draft.measure != "change" and is_against(line, draft.quantity)


def _is_right_before(line: Line, draft: Draft, time: Time) -> bool:
    """Whether a time owns the figure right behind it: "against last year's 5.1 billion"."""
    is_next = draft.measure != "change" and 0 <= draft.start - time.end <= _TO
    return is_next and not _is_stopped(line, time.end, draft.start)


def _is_aside(line: Line, draft: Draft, time: Time) -> bool:
    """Whether a time before a figure is told of something else: "the mill, which opened in 2021, makes 900"."""
    until = _COMMA.search(line.view.norm, time.end, draft.start) if time.end < draft.start else None
    if until is None:
        return False
    if time.role == "from" and until.start() == time.end and time.start > line.sentence.start:
        return True  # "in Kenya since 2014, it sold 900"
    cue = line.before(time.start + 1, "begun", time.start - _SAME)
    if cue and time.start - cue.end <= _BESIDE and until.start() == time.end:
        return True  # "founded in 2014, it sold 900"
    commas = [match.end() for match in _CLAUSE.finditer(line.view.norm, line.sentence.start, time.start)]
    if not commas or time.start - commas[-1] < _JOINED:
        return False
    stretch = commas[-1], until.start()
    is_told = any(line.has(name, *stretch) for name in ("indicator", "according", "statistics", "year-on-year"))
    return not is_told and not any(stretch[0] <= q.start < stretch[1] for q in line.quantities)


def is_now(line: Line, draft: Draft) -> bool:
    """Whether a word right behind a figure, or before it in its clause, says that it holds now: of no other time."""
    start, end, (before, after) = draft.start, draft.end, draft.room
    cue = line.before(start, "now", before)
    if cue and not _is_stopped(line, cue.end, start):
        return not any(is_period(t) and cue.start <= t.start < after for t in line.times)
    cue = line.after(end, "now", min(after, end + _BEHIND))
    is_timed = cue is not None and any(is_period(t) and start <= t.start < cue.start for t in line.times)
    return cue is not None and not is_timed and not _is_stopped(line, end, cue.start)


def _beside(line: Line, draft: Draft, times: list[Time]) -> Time | None:
    """The time right behind a sum; of a loan, one that opens its sentence as well."""
    opening = line.sentence.start + _BESIDE if draft.indicator in ("loan", "grant") else -1
    times = [time for time in times if time.kind != "span"]  # a loan over 18 years
    return next((t for t in times if draft.end <= t.start <= draft.end + _BESIDE or t.start <= opening), None)


def _own(line: Line, draft: Draft, times: list[Time]) -> Time | None:
    """The time that the clause of a figure names: within it, behind it, before it, or as the time it is due."""
    start, end, (before, after) = draft.start, draft.end, draft.room
    inside = next((t for t in times if start <= t.start and t.end <= end), None)
    if inside:
        return inside
    ahead = [t for t in times if before <= t.start and t.end <= start and t.role not in _ENDS]
    behind = next((t for t in line.times if is_period(t) and end <= t.start < min(after, end + _BEHIND)), None)
    is_its_own = behind is not None and not _is_stopped(line, end, behind.start)
    if behind in times and behind is not None and is_its_own and not _is_of_next(line, draft, behind):
        words = line.view.norm[ahead[-1].end : start].strip() if ahead else None
        is_its = words in amounts_of(line.view.lang).words["of"]  # "2015年的20亿美元增至2024年的50亿美元"
        return ahead[-1] if is_its else behind
    is_flow = draft.indicator == "other" and draft.quantity.unit in GOODS  # what a port handled
    is_standing = draft.indicator in _STANDING and draft.measure == "level" and not is_flow
    gap = line.view.norm[ahead[-1].end : start] if ahead else ""
    is_far = len(gap) > _NEAR or _COMMA.search(gap) is not None
    if ahead and not (is_standing and is_far and not _opens(line, ahead[-1])):
        return ahead[-1]
    due = [time for time in times if time.role == "due" and time.end <= start]
    is_aim = line.has("status", line.sentence.start, end)  # "by 2030 they aim to raise trade to 15 billion"
    return due[-1] if due and is_aim else None


def _opens(line: Line, time: Time) -> bool:
    """Whether a time opens its sentence, or the half of it behind a semicolon."""
    return time.start == line.sentence.start or line.view.norm[time.start - _BESIDE : time.start].rstrip().endswith(
        (";", "；")
    )


def _is_stopped(line: Line, start: int, end: int) -> bool:
    """Whether a mark parts two places; what stands in brackets between them does not: "of its output (GDP) in 2024"."""
    return _STOP.search(_BRACKETS.sub("", line.view.norm[start:end])) is not None


def _is_of_next(line: Line, draft: Draft, time: Time) -> bool:
    """Whether an "and" between what is put into a plant and a time makes it the time of what follows: "and open it"."""
    words = line.view.lower[draft.end : time.start].split()
    is_work = draft.indicator == "investment" or draft.indicator in _STANDING
    return is_work and any(word in words for word in amounts_of(line.view.lang).words["range_and"])


def _of_sentence(line: Line, draft: Draft, times: list[Time]) -> Time | None:
    """The first time before a figure in its sentence, else one behind it that it shares with the figure there."""
    start, end, after = draft.start, draft.end, draft.room[1]
    times = [time for time in times if time.role != "due"]
    first = next((t for t in times if t.end <= start), None)
    if first is None and line.before(start, "status", line.sentence.start):  # "to get 20 million and serve 3 in 2030"
        first = next((t for t in times if t.start >= end), None)
    if first or after - end > _ACROSS or _is_stopped(line, end, after) or line.has("compared", end, after):
        return first
    # "rose 12% to 1.4 billion last year": the time behind the sum is that of the change that led to it.
    return next((t for t in times if after < t.start < after + _BEHIND), None)


def _is_from(line: Line, time: Time) -> bool:
    """Whether the first word of a time behind a change makes it what is compared with."""
    cue = line.at(time.start, time.start + 1, "compared")
    is_plan = line.has("status", line.sentence.start, time.start)
    return time.role == "from" or (cue is not None and cue.start == time.start and not is_plan)


def is_earlier(line: Line, start: int, end: int) -> bool:
    """Whether a figure is what another is compared with: "against 2.6 billion a year earlier"."""
    cue = line.before(start, "compared", start - _SAME)
    is_told = line.has("year-on-year", end, end + _JOINED)  # "against a profit of 1.3 billion a year earlier"
    if cue is None or start - cue.end >= _JOINED:
        return cue is not None and is_told and not any(cue.end <= q.start < start for q in line.quantities)
    sums = [q.end for q in line.quantities if q.kind in _MEASURED and q.end <= cue.start]
    froms = tuple(amounts_of(line.view.lang).words["range_from"])
    words = line.view.lower[cue.start : start].strip()
    if "up" in cue.value or "down" in cue.value:  # "11,200 tonnes in 2025, down from 12,900"
        is_apart = any(q.start >= sums[-1] and q.end <= cue.start for q in line.quantities) if sums else True
        return not is_apart and words.endswith(froms) and not any(0 <= t.start - end <= _BESIDE for t in line.times)
    is_from = words in froms
    is_timed = any(end <= time.start <= end + _BESIDE for time in line.times)
    is_next = bool(sums) and is_from and cue.start - sums[-1] <= _BESIDE and not is_timed
    return is_next or is_told  # "fell to 257 from 281 million"


def is_basis(line: Line, time: Time) -> bool:
    """Whether the words before a time say that it is only compared with."""
    if line.at(time.start, time.end, "year-on-year") or line.at(time.start, time.end, "month-on-month"):
        return True
    if _is_same_period(line, time):
        return True
    cue = line.before(time.end, "compared", time.start - 16)
    return cue is not None and cue.start < time.start and time.start - cue.end < _TO and time.role != "from"


def _is_same_period(line: Line, time: Time) -> bool:
    """Whether a time only says of which year the same period is compared with: "cùng kỳ năm 2024"."""
    cue = line.before(time.start + 1, "year-on-year", time.start - _SAME)
    is_next = cue is not None and time.start - cue.end < _JOINED and not _is_stopped(line, cue.end, time.start)
    return is_next and time.kind == "year"


def find_basis(line: Line, start: int, until: int, period: str | None) -> str | None:
    """The time that a change is compared with: the one that is named, else the same a year earlier."""
    for time in line.times:
        if line.at(time.start, time.end, "month-on-month"):
            continue
        if start <= time.start < until and is_period(time) and is_basis(line, time):
            return a_year_earlier(period) if period and _is_same_period(line, time) else value_of_time(line, time)
    if period and line.has("month-on-month", start - _MONTHS, until):
        return _the_one_before(period)
    if line.has("year-on-year", start, until) or _is_whole(period):
        return a_year_earlier(period)
    return None


def _is_whole(period: str | None) -> bool:
    return bool(period) and not str(period).endswith("..") and not str(period).startswith("..")


def _the_one_before(period: str) -> str | None:
    """The month or quarter before this one."""
    match = _PART.fullmatch(period)
    if not match:
        return a_year_earlier(period)
    year, quarter, number = int(match["year"]), match["quarter"], int(match["number"])
    if number == 1:
        year, number = year - 1, (_QUARTERS if quarter else _MONTHS) + 1
    return f"{year}-{quarter}{number - 1}" if quarter else f"{year}-{number - 1:02}"


def a_year_earlier(period: str | None) -> str | None:
    """The same period of the year before; None where there is no year in it."""
    if not period or not _YEAR.search(period):
        return None
    return _YEAR.sub(lambda match: str(int(match.group()) - 1), period)
