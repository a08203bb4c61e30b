"""The words of time of a text, in stretches that no other word interrupts, and its numbers that may be of a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

from msgspec.structs import replace

from servanda.reading.clock import full_year
from servanda.reading.engine import Piece
from servanda.reading.time_grammar import DECADE, MONTH_NUMBERS, WEEKS, Grammar, classes_of
from servanda.reading.view import View

_TWO_FIGURES = 10
_CENTURY, _HUNDRED = 1900, 100
_AROUND = 40  # characters around the own words of a time in which its small words stand
_DIGITS = re.compile(r"\d+")
_START, _END = attrgetter("start"), attrgetter("end")


def segments_of(view: View, grammar: Grammar) -> Iterator[list[Piece]]:
    """The vocabulary of time in stretches that no other word interrupts; those without a time's own word are left."""
    # "mid-March", "nine-month": a hyphen joins words that are found one by one.
    lower, plain = view.lower.replace("-", " "), view.plain.replace("-", " ")
    pieces = list(_numbers(view, grammar))
    cores = [piece for piece in pieces if piece.letter in grammar.cores] + grammar.core_words.find(lower, plain)
    for start, end in _surroundings(plain, sorted(cores, key=_START)):
        found = grammar.lexicon.find(lower[start:end], plain[start : end + 2])
        pieces += [_placed(piece, start, view.norm, grammar) for piece in found]
    pieces.sort(key=_END, reverse=True)  # of two that begin together the longer comes first
    pieces.sort(key=_START)
    norm, marks, own, capitals = view.norm, grammar.marks, grammar.cores, grammar.capitals
    segment: list[Piece] = []
    last, has_core = 0, False
    for piece in pieces:
        start = piece.start
        if start < last:
            continue
        if (
            capitals
            and piece.letter in grammar.small
            and norm[start].islower()
            and lower[start : piece.end] in capitals
        ):
            piece = replace(piece, letter=grammar.small[piece.letter])
        if not (start - last == 1 and norm[last] == " ") and (gap := norm[last:start].strip(" '")):
            mark = grammar.ties.get(norm[last:start]) or marks.get(gap)
            if mark is None:
                if has_core:
                    yield segment
                segment, has_core = [], False
            elif segment:
                segment.append(Piece(last, start, mark, None))
        segment.append(piece)
        has_core = has_core or piece.letter in own
        last = piece.end
    if has_core:
        yield segment


def _surroundings(plain: str, cores: list[Piece]) -> Iterator[tuple[int, int]]:
    """Where the small words of a time may stand: what lies around its own words, from space to space."""
    first = last = -1
    for core in cores:
        # A word longer than that is cut, and then matches nothing.
        start = max(
            0,
            core.start - 2 * _AROUND,
            plain.rfind(" ", max(0, core.start - 2 * _AROUND), max(1, core.start - _AROUND)),
        )
        space = plain.find(" ", core.end + _AROUND, core.end + 2 * _AROUND)
        end = min(len(plain) - 2, space - 1 if space > 0 else core.end + 2 * _AROUND)
        if start <= last:
            last = max(last, end)
            continue
        if last >= 0:
            yield first, last
        first, last = start, end
    if last >= 0:
        yield first, last


def _placed(piece: Piece, start: int, norm: str, grammar: Grammar) -> Piece:
    """The piece in its place behind `start`; one that stops, or that nothing follows, may be another word."""
    first, last, value = start + piece.start, start + piece.end, piece.value
    if piece.letter in grammar.watched and "unit" not in value:
        if "mon" in value and norm.startswith(".", last):  # a short month that has its stop is a month like others
            return Piece(first, last + 1, grammar.month, {"month": value["mon"]})
        if "today" in value and not norm[last : last + 2].strip()[:1].isalnum():  # else it means these days
            return Piece(first, last, grammar.dayword, {"dayword": 0})
    return Piece(first, last, piece.letter, value)


def _numbers(view: View, grammar: Grammar) -> Iterator[Piece]:
    reached = 0
    # Looked for at digits alone: the expression by itself would be tried at each letter.
    for digit in _DIGITS.finditer(view.lower):
        match = grammar.number.match(view.lower, digit.start()) if digit.start() >= reached else None
        if match is not None:
            reached = match.end()
            yield _number(match, grammar)


def _number(match: re.Match[str], grammar: Grammar) -> Piece:
    """What a number in figures may be of a time: a date, or a day, month, year, count or ordinal."""
    if match["short"]:
        return _day_and_month(match, grammar)
    if match["halves"]:
        return Piece(*match.span(), grammar.count, float(match["halves"].replace(",", ".")))
    digits = match["digits"]
    if digits is None:
        return Piece(*match.span(), grammar.written, _written_date(match, grammar))
    value = int(digits)
    if match["decade"] and DECADE <= value < _HUNDRED:
        value += _CENTURY
    is_lone = value <= WEEKS and bool(grammar.alone.match(match.string, match.end()))
    classes = classes_of(value, is_ordinal=bool(match["ordinal"]), is_decade=bool(match["decade"]), is_lone=is_lone)
    return Piece(*match.span(), grammar.letters[classes], value)


def _day_and_month(match: re.Match[str], grammar: Grammar) -> Piece:
    """A day and a month in figures, in the order of the language where they may be in both."""
    first, second = re.split(r"\D", match["short"])
    day, month = int(first), int(second)
    if month > MONTH_NUMBERS[-1] or (day in MONTH_NUMBERS and not grammar.is_day_first):
        day, month = month, day
    is_padded = first[0] == "0" or second[0] == "0" or (day > MONTH_NUMBERS[-1] and month >= _TWO_FIGURES)
    return Piece(*match.span(), grammar.padded if is_padded else grammar.daymonth, (day, month))


def _written_date(match: re.Match[str], grammar: Grammar) -> str:
    """The date of `2025-11-27` or `27/11/2025` in the order of ISO 8601; it may be no day."""
    if match["iso"] or match["year_month"]:
        return "-".join(f"{int(part):02}" for part in re.split(r"[-/.]", match["iso"] or match["year_month"]))
    if match["month"]:
        month, year_alone = re.split("[-/]", match["month"])
        return f"{year_alone}-{int(month):02}"
    first, second, year = (int(part) for part in re.split(r"[-/. ]", match["slashed"] or match["short_year"]))
    is_day_first = first > MONTH_NUMBERS[-1] or (grammar.is_day_first and second <= MONTH_NUMBERS[-1])
    day, month = (first, second) if is_day_first else (second, first)
    return f"{year if match['slashed'] else full_year(year)}-{month:02}-{day:02}"
