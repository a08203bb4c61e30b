"""The words of time of a text, in stretches that no other word interrupts, and its numbers that may be of a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

from msgspec.structs import replace

from servanda.reading.engine import Piece
from servanda.reading.time_grammar import DAYS, MONTH_NUMBERS, YEARS, Grammar
from servanda.reading.view import View

_AROUND = 40  # characters around the own words of a time in which its small words stand
_DIGITS = re.compile(r"\d+")
_ORDER = attrgetter("start", "end", "letter")
_MOST = 999  # the largest count of days, months or years that is written in figures


def segments_of(view: View, grammar: Grammar) -> Iterator[list[Piece]]:
    """The vocabulary of time in stretches that no other word interrupts; those without a time's own word are left."""
    # "mid-March", "nine-month": a hyphen joins words that are found one by one.
    lower, plain = view.lower.replace("-", " "), view.plain.replace("-", " ")
    pieces = list(_numbers(view, grammar))
    cores = [piece for piece in pieces if piece.letter in grammar.cores] + grammar.core_words.find(lower, plain)
    for start, end in _surroundings(plain, sorted(cores, key=_ORDER)):
        found = grammar.lexicon.find(lower[start:end], plain[start : end + 2])
        pieces += [_with_stop(piece, start, view.norm, grammar.month) for piece in found]
    pieces.sort(key=_ORDER)
    norm, marks, own = view.norm, grammar.marks, grammar.cores
    segment: list[Piece] = []
    last, has_core = 0, False
    for piece in pieces:
        start = piece.start
        if start < last:
            continue
        if grammar.has_capitals and norm[start].islower() and piece.letter in grammar.small:
            # In small letters it is no month, but it may be another word.
            if not (letter := grammar.small[piece.letter]):
                continue
            piece = replace(piece, letter=letter)
        if not (start - last == 1 and norm[last] == " ") and (gap := norm[last:start].strip(" '")):
            mark = marks.get(gap)
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


def _with_stop(piece: Piece, start: int, norm: str, letter: str) -> Piece:
    """The piece in its place behind `start`; a short month that has its stop is a month like others."""
    first, last, value = piece.start, piece.end, piece.value
    if "mon" in value and "unit" not in value and norm.startswith(".", start + last):
        return Piece(start + first, start + last + 1, letter, {"month": value["mon"]})
    return Piece(start + first, start + last, piece.letter, value)


def _numbers(view: View, grammar: Grammar) -> Iterator[Piece]:
    reached = 0
    # Looked for at digits alone: the expression by itself would be tried at each letter.
    for digit in _DIGITS.finditer(view.lower):
        match = grammar.number.match(view.lower, digit.start()) if digit.start() >= reached else None
        if match is None:
            continue
        start, reached = start, end = match.span()
        digits = match["digits"]
        if match["short"]:
            yield Piece(start, end, grammar.daymonth, tuple(map(int, re.split(r"\D", match["short"]))))
            continue
        if match["halves"]:
            yield Piece(start, end, grammar.count, float(match["halves"].replace(",", ".")))
            continue
        if digits is None:
            yield Piece(start, end, grammar.written, _written_date(match, grammar))
            continue
        value, is_ordinal, is_decade = int(digits), bool(match["ordinal"]), bool(match["decade"])
        if is_decade and len(digits) == 2:
            value += 1900
        is_year = value in YEARS
        is_count = value <= _MOST and not (is_ordinal or is_decade)
        bits = (
            value in DAYS and not is_decade,
            value in MONTH_NUMBERS and not (is_ordinal or is_decade),
            is_year and not is_decade,
            is_count,
            is_ordinal,
            is_year and is_decade,
        )
        yield Piece(start, end, grammar.letters[bits], value)


def _written_date(match: re.Match[str], grammar: Grammar) -> str:
    """The date of `2025-11-27` or `27/11/2025` in the order of ISO 8601; it may be no day."""
    if match["iso"]:
        return "-".join(f"{int(part):02}" for part in re.split(r"[-/.]", match["iso"]))
    if match["month"]:
        month, _, year_alone = match["month"].partition("/")
        return f"{year_alone}-{int(month):02}"
    first, second, year = (int(part) for part in re.split(r"[-/.]", match["slashed"]))
    day, month = (first, second) if grammar.is_day_first or first > 12 else (second, first)
    return f"{year}-{month:02}-{day:02}"
