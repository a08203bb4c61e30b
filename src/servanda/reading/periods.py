"""What a sentence says of its times: which one is only compared with, and of which figure one is told."""

from __future__ import annotations

import re

from servanda.reading.counts import Draft
from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.percents import is_against, is_of_what_was, time_of
from servanda.reading.times import Time

_PERIODS = frozenset(("month", "months", "quarter", "half", "season", "year", "years", "span", "days"))
_PART = re.compile(r"(?P<year>\d{4})-(?P<quarter>Q?)(?P<number>\d{1,2})")
_MONTHS, _QUARTERS = 12, 4
_YEAR = re.compile(r"\d{4}")
_BEHIND = 48  # characters between a figure and the time that belongs to it
_SAME = 40  # characters of "compared with the same period" before its year
_TO = 4  # characters between "than" and the time that it brings in
_JOINED = 5  # characters between a change and the sum that it led to
_TURN = 9  # characters between a figure and a time that brings in the next: "5 billion, while a year earlier"
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_CLAUSE = re.compile(r", ")
_COMMA = re.compile(r", |，")
_STOP = re.compile(r"[,;:.]\s|[)，；。]")
_PARTED = (",", ";", "，", "；", "（", "(")  # what ends the clause before
_WORKS = frozenset(("investment", "capacity", "jobs", "company-count", "other"))  # what is told of a plant
_MEASURED = ("money", "physical")
_RATES = ("percent", "percentage-point")
_PARTED_OF = ("percent", "times")  # what may be of that of another time
_OTHERWISE = frozenset(("meanwhile", "compared", "yearly"))  # what a word for the year before may say besides: "за год"
_BESIDE = 2  # characters between a figure and the time right beside it
_MONTH = 7  # characters of an ISO month


def is_period(time: Time) -> bool:
    """Whether a figure can be of this time: a month or more, or a day as of which something stood."""
    return time.kind in _PERIODS or (time.kind == "day" and time.role == "as_of")


def is_of_before(line: Line, draft: Draft) -> bool:
    """Whether a share or rate is what the one before it is compared with: of an earlier time, mostly not named."""
    return draft.measure != "change" and is_against(line, draft.quantity)


def is_aside(line: Line, draft: Draft, time: Time) -> bool:
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
    if cue and not is_stopped(line, cue.end, start):
        return not any(is_period(t) and cue.start <= t.start < after for t in line.times)
    cue = line.after(end, "now", min(after, end + _BEHIND))
    is_timed = cue is not None and any(is_period(t) and start <= t.start < cue.start for t in line.times)
    return cue is not None and not is_timed and not is_stopped(line, end, cue.start)


def opens(line: Line, time: Time) -> bool:
    """Whether a time opens its sentence, or the half of it behind a semicolon."""
    return time.start == line.sentence.start or line.view.norm[time.start - _BESIDE : time.start].rstrip().endswith(
        (";", "；")
    )


def is_stopped(line: Line, start: int, end: int) -> bool:
    """Whether a mark parts two places; what stands in brackets between them does not: "of its output (GDP) in 2024"."""
    return _STOP.search(_BRACKETS.sub("", line.view.norm[start:end])) is not None


def is_of_next(line: Line, draft: Draft, time: Time) -> bool:
    """Whether an "and" between what is put into a plant and a time makes it the time of what follows: "and open it"."""
    words = line.view.lower[draft.end : time.start].split()
    return draft.indicator in _WORKS and any(word in words for word in amounts_of(line.view.lang).words["range_and"])


def is_earlier(line: Line, start: int, end: int) -> bool:
    """Whether a figure is what another is compared with: "against 2.6 billion a year earlier"."""
    if _follows_year_before(line, start):
        return True
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


def _follows_year_before(line: Line, start: int) -> bool:
    """Whether the clause of a figure begins with the year before: "9 billion, a year earlier it was 8 billion"."""
    cue = line.before(start, "year-on-year", start - _SAME)
    if cue is None or is_stopped(line, cue.end, start):
        return False
    if not _OTHERWISE.isdisjoint(cue.value):
        return False
    is_apart = any(cue.end <= q.start < start for q in line.quantities)
    return not is_apart and line.view.norm[cue.start - _BESIDE : cue.start].rstrip().endswith(_PARTED)


def is_basis(line: Line, time: Time) -> bool:
    """Whether the words before a time say that it is only compared with."""
    if line.at(time.start, time.end, "year-on-year") or line.at(time.start, time.end, "month-on-month"):
        return True
    if is_of_same_period(line, time) or _is_of_rate(line, time) or _is_of_part(line, time) or _is_exceeded(line, time):
        return True
    cue = line.before(time.end, "compared", time.start - 16)
    return cue is not None and cue.start < time.start and time.start - cue.end < _TO and time.role != "from"


def _is_of_rate(line: Line, time: Time) -> bool:
    """Whether a time begins with a word of comparison right behind a percentage: "+13 % к сентябрю"."""
    cue = line.at(time.start, time.start + 1, "compared") if time.role == "due" else None
    return cue is not None and any(q.kind in _RATES and 0 <= time.start - q.end < _BESIDE for q in line.quantities)


def _is_exceeded(line: Line, time: Time) -> bool:
    """Whether a time stands between a word of growth and by how much: "ít hơn năm 2023 sáu phần trăm"."""
    if not any(0 <= q.start - time.end <= 1 and q.kind in _RATES for q in line.quantities):
        return False
    cues = (line.before(time.start, name, time.start - _SAME) for name in ("up", "down"))
    return any(cue is not None and time.start - cue.end <= 1 for cue in cues)


def _is_of_part(line: Line, time: Time) -> bool:
    """Whether a time tells when there was what a part or multiple is of: "four times what it sold in 2023"."""
    behind = next((q for q in line.quantities if q.start > time.start), None)
    if (
        behind is not None
        and (behind.kind == "times" or behind.form == "fraction")
        and time_of(line, behind, time.start) == time.start
    ):
        return True
    quantity = next((q for q in reversed(line.quantities) if q.end <= time.start), None)
    if quantity is None or quantity.kind not in _PARTED_OF or is_stopped(line, quantity.end, time.start):
        return False
    start, end, grammar = quantity.start, quantity.end, grammar_of(line.view.lang)
    gap = line.view.lower[end : time.start].strip()
    if quantity.kind == "times":
        of = {word.strip() for word in amounts_of(line.view.lang).words["of"]} or {""}
        is_of = gap in of and not (gap == "" and line.at(time.start, time.start + 1, "inside"))
        return is_of or grammar.times_of.is_at(line.view.lower, start, end)
    return line.has("level-of", end, end + _BESIDE) or is_of_what_was(line, quantity)


def is_of_same_period(line: Line, time: Time) -> bool:
    """Whether a time only says of which year the same period is compared with: "cùng kỳ năm 2024"."""
    cue = line.before(time.start + 1, "year-on-year", time.start - _SAME)
    is_next = cue is not None and time.start - cue.end < _JOINED and not is_stopped(line, cue.end, time.start)
    return is_next and time.kind == "year"


def find_basis(line: Line, start: int, until: int, period: str | None) -> str | None:
    """The time that a change is compared with: the one that is named, else the same a year earlier."""
    for time in line.times:
        if line.at(time.start, time.end, "month-on-month"):
            continue
        if start <= time.start < until and is_period(time) and is_basis(line, time):
            value = time.value[:_MONTH] if time.kind == "day" else time.value
            return a_year_earlier(period) if period and is_of_same_period(line, time) else value
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
    return shifted(period, -1)


def shifted(period: str | None, years: int) -> str | None:
    """The same period of another year; None where there is no year in it."""
    if not period or not _YEAR.search(period):
        return None
    return _YEAR.sub(lambda match: str(int(match.group()) + years), period)
