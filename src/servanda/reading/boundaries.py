"""Where a clause with a subject of its own begins behind a comma."""

from __future__ import annotations

from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AND,
    COMMA,
    DEED,
    DETERMINER,
    FUTURE,
    HAVE,
    MODAL,
    NP,
    PAIR,
    PERSON,
    PLURAL,
    PREPOSITION,
    REPORT,
    SEMICOLON,
    SIDE,
    STOP,
    SUBJECT,
    TIME,
    UNDERGO,
    UNKNOWN,
)
from servanda.reading.line import Line

_NOMINATIVE = NP | SIDE | PERSON | PLURAL | PAIR
_FINITE = DEED | ACTION | FUTURE | MODAL | REPORT
FINITE = frozenset(("past", "present", "future", "conditional", "passive"))
SUBJECT_REACH = 6  # pieces of a subject with its attributes


def has_own_subject(line: Line, place: int) -> bool:
    """Whether a clause with its own subject begins at a place, where a language sets such clauses apart by commas."""
    if not (line.grammar.link & COMMA and line.bits[place] & SUBJECT):
        return False
    while line.bits[place] & (SUBJECT | AND | DETERMINER | ADVERB | TIME):
        place += 1
    return bool(line.bits[place] & (FUTURE | MODAL | HAVE | DEED | REPORT))


def is_answered(line: Line, place: int) -> bool:
    """Whether somebody answers what was said, in a language of commas: "，龙小红对此表示欢迎"."""
    place += bool(line.bits[place] & UNDERGO)  # "，被港务局拒绝": the answer is told in the passive
    is_subject = line.bits[place] & (NP | SIDE | PAIR) or (line.bits[place] & UNKNOWN and line.bits[place + 1] & ADVERB)
    if not (line.grammar.link & COMMA and is_subject):
        return False
    place += 1
    while line.bits[place] & (ADVERB | TIME | HAVE | SIDE) and not line.bits[place] & DEED:
        place += 1
    return bool(line.bits[place] & DEED) and any(
        deed.frame == "taking" or deed.verb in ("acknowledge", "refuse") for deed in line.deeds(place)
    )


def has_nominative(line: Line, place: int) -> bool:
    """Whether a clause with a subject in the nominative begins at a place: ", российская сторона поддержала"."""
    bits, first = line.bits, place
    if not line.grammar.has_cases:
        return False
    place += bool(bits[place] & UNKNOWN and not bits[place] & NP)
    if not bits[place] & _NOMINATIVE or line.is_oblique(place) or bits[first] & (AND | PREPOSITION):
        return False
    last = min(place + SUBJECT_REACH, len(line))
    while place < last and not bits[place] & (_FINITE | COMMA | STOP | SEMICOLON | PREPOSITION):
        place += 1
    is_finite_action = line.action(place) in FINITE if bits[place] & ACTION else False
    return (
        bool(bits[place] & (FUTURE | MODAL | REPORT))
        or is_finite_action
        or (bool(bits[place] & DEED) and any(deed.form in FINITE for deed in line.deeds(place)))
    )
