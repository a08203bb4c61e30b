"""What is said, cut into coordinated undertakings: "to build A, to open B and to train C" are three."""

from __future__ import annotations

from servanda.reading.clauses import DEPENDENT
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AND,
    COMMA,
    CONDITIONAL,
    DEED,
    FUTURE,
    MARK,
    NP,
    PREPOSITION,
    SEMICOLON,
    STOP,
    THAT,
    TIME,
    TOWARD,
    WITH,
)
from servanda.reading.line import Line

_ADJUNCT = PREPOSITION | TOWARD | TIME | WITH  # what may open a clause whose subject is left out
LONGEST_MARK = 4  # characters of "pour"
ASIDE = 8  # pieces of an aside between "and" and its verb


_LINK = AND | COMMA | ADVERB | SEMICOLON  # what may stand before another undertaking


def segments(line: Line, first: int, end: int) -> list[tuple[int, int]]:
    """What is said, cut where "and to …", ", à …" or "and <verb>" opens another undertaking."""
    bits = line.bits
    cuts = [first, *(p for p in range(first + 2, end) if bits[p - 1] & _LINK and _opens_segment(line, p, first))]
    spans = []
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        while b > a + 1 and line.bits[b - 1] & _LINK:
            b -= 1
        spans.append((a, max(b, a + 1)))
    return spans


def is_infinitive(line: Line, place: int) -> bool:
    """Whether the mark at the place opens an infinitive: "à faire", "to do"."""
    if line.bits[place + 1] & NP:
        return False
    return bool(line.grammar.infinitive.match(line.view.lower, line.pieces[place].start))


def _opens_segment(line: Line, place: int, first: int) -> bool:
    bits = line.bits
    before = place - 1
    while before > first and bits[before] & ADVERB:
        before -= 1
    if bits[before] & SEMICOLON:
        return True
    if line.grammar.link & COMMA and bits[before] & AND and (bits[before] & WITH or line.lower(before) == "、"):
        return False
    if not bits[before] & (AND | COMMA):
        return False
    if bits[place] & THAT and bits[before] & AND:
        return True
    if bits[before] & COMMA and line.grammar.link & COMMA and bits[place] & _ADJUNCT:
        return _has_verb(line, place)
    if bits[place] & MARK and is_infinitive(line, place):
        return _is_same_mark(line, first, place)
    is_and = bits[before] & line.grammar.link or _and_before(line, before, first)
    return bool(is_and) and (_is_dependent(line, place) or _is_same_gerund(line, first, place))


def _has_verb(line: Line, place: int) -> bool:
    """Whether a verb follows before the next comma."""
    end = next((i for i in range(place, len(line)) if line.bits[i] & (COMMA | STOP | SEMICOLON)), len(line))
    return line.has(place, end, ACTION | DEED)


def _is_same_mark(line: Line, first: int, place: int) -> bool:
    """Whether what is said opens with the same mark: "à … , à …", "de … et d'…"."""
    opening = line.lower(first) if line.bits[first] & MARK or not first else line.lower(first - 1).rpartition(" ")[2]
    return opening[:1] == line.lower(place)[:1] and len(opening) <= LONGEST_MARK


def _is_dependent(line: Line, place: int) -> bool:
    is_shape = bool(line.bits[place] & (FUTURE | CONDITIONAL)) or line.action(place) in DEPENDENT
    return is_shape or any(deed.form in DEPENDENT for deed in line.deeds(place))


def _is_same_gerund(line: Line, first: int, place: int) -> bool:
    """Whether both begin with a gerund: "proposed opening A and training B"."""
    both = [line.action(i) == "gerund" or any(d.form == "gerund" for d in line.deeds(i)) for i in (first, place)]
    return all(both)


def _and_before(line: Line, comma: int, first: int) -> bool:
    """Whether the comma closes an aside after "and": "and, together with Bac Ninh, set up"."""
    bits = line.bits
    return any(bits[i] & COMMA and bits[i - 1] & AND for i in range(max(first, comma - ASIDE), comma))
