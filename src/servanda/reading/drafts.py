"""Acts before their slots are read: who tells what of whom, and where the words stand."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from servanda.reading.addressees import Addressee
from servanda.reading.clauses import Group
from servanda.reading.discourse import Discourse
from servanda.reading.entities import Entity
from servanda.reading.grammar import (
    ADVERB,
    AGAIN,
    BROAD,
    COMMA,
    CONDITION,
    DEED,
    NP,
    PREPOSITION,
    PROPOSAL,
    RELATIVE,
    SAME_FIELD,
    SEMICOLON,
    STOP,
    THING,
    TIME,
    Deed,
)
from servanda.reading.line import Line
from servanda.reading.references import Doer
from servanda.reading.said import object_span, subject_span
from servanda.reading.segments import segments

SURE, LIKELY, GUESSED = 0.93, 0.87, 0.78  # of a known verb and doer, of an inherited doer, of a shape or a pronoun
SHORTEST = 2  # characters of what is said; less is a mark
ANSWERS = frozenset(("acknowledge", "refuse"))


class Scene(Struct, frozen=True):
    """A sentence, who has been spoken of before it, and who acted in the clause before."""

    line: Line
    discourse: Discourse
    heirs: Doer


class Predicate(NamedTuple):
    """A verb where it stands, read as one deed, with its auxiliaries."""

    place: int
    deed: Deed
    group: Group


class Told(Struct, frozen=True):
    """What is told of somebody: the verb, the doer, the addressee, by which route it was read and how sure that is."""

    verb: str
    doer: Doer
    to: Addressee
    rule: str
    sure: float


class Draft(Struct, frozen=True):
    """An act before its slots are read: what is told, the spans of the whole, of what is said and of its core."""

    told: Told
    start: int
    end: int
    what_start: int
    what_end: int
    said: tuple[int, int]
    named_from: int
    named_to: int
    is_conditional: bool
    points_back: bool
    is_same_field: bool
    is_broad: bool
    is_answer: bool


class Found(Struct, frozen=True):
    """The acts of a verb, their doer, and the last place that is used up."""

    drafts: list[Draft]
    doer: Doer
    last: int


def drafts_of(line: Line, told: Told, places: tuple[int, int, int]) -> list[Draft]:
    """One draft for each coordinated undertaking of what is said.

    `places`: where the act begins (in the text), the first piece of what is said, and the one after its last.
    """
    begin, first, end = places
    drafts = []
    for number, (a, b) in enumerate(_told_apart(line, told, first, end)):
        what, stop = line.pieces[a].start, line.pieces[b - 1].end
        if stop - what < SHORTEST or all(here & (TIME | PREPOSITION) for here in line.bits[a:b]):
            continue  # a time alone says nothing of what is done
        start = min(begin, what) if number == 0 else what
        draft = _draft(line, told, a, b)
        drafts.append(replace(draft, start=start, named_from=what if number else _named_from(line, told, a)))
    return drafts


def _named_from(line: Line, told: Told, first: int) -> int:
    """Where the words begin that name what is done: with its verb, and the adverbs between ("商定联合培养")."""
    before = first
    while before and line.grammar.link & COMMA and line.bits[before - 1] & (ADVERB | DEED) == ADVERB:
        before -= 1
    after_deed = before and told.verb != "wish" and line.bits[before - 1] & DEED
    return line.pieces[before - bool(after_deed)].start


def _told_apart(line: Line, told: Told, first: int, end: int) -> list[tuple[int, int]]:
    """The undertakings of what is said; what is signed is one, whatever it provides for."""
    if first >= len(line):
        return []
    is_one = told.verb == "sign" and bool(line.grammar.link & COMMA)
    return [(first, max(end, first + 1))] if is_one else segments(line, first, max(end, first + 1))


def draft_of_clause(line: Line, told: Told, first: int, end: int, verb: int) -> Draft:
    """The draft of an act that a whole clause tells, of whose subject: what stands before its verb."""
    whole = replace(_draft(line, told, first, end), end=line.pieces[end - 1].end)
    return of_subject(line, whole, (first, verb, end))


def draft_of_object(line: Line, told: Told, places: tuple[int, int, int]) -> Draft:
    """The draft of a clause that begins with its object; `places`: its first piece, the one behind it, the end."""
    first, stop, end = places
    whole = replace(_draft(line, told, first, end), end=line.pieces[end - 1].end)
    return of_object(line, whole, first, stop)


def of_object(line: Line, draft: Draft, first: int, stop: int) -> Draft:
    """The draft as of what stands from one piece up to another."""
    return replace(draft, said=_stretch(line, *object_span(line, first, max(stop, first + 1), draft.told.verb)))


def of_subject(line: Line, draft: Draft, places: tuple[int, int, int]) -> Draft:
    """The draft as of the subject of its verb; `places`: the first piece, that of the verb, the one after the last."""
    return replace(draft, said=_stretch(line, *subject_span(line, *places)))


def _stretch(line: Line, first: int, end: int) -> tuple[int, int]:
    return line.pieces[first].start, line.pieces[end - 1].end


def _draft(line: Line, told: Told, first: int, end: int) -> Draft:
    what, stop = line.pieces[first].start, line.pieces[end - 1].end
    seen = line.classes(first, end)
    return Draft(
        told=told,
        start=what,
        end=line.pieces[_with_relative(line, end) - 1].end,
        what_start=what,
        what_end=stop,
        said=_stretch(line, *object_span(line, first, end, told.verb)),
        named_from=what,
        named_to=_named_to(line, first, end),
        is_conditional=_is_conditional(line, first, end),
        points_back=bool(seen & AGAIN),
        is_same_field=bool(seen & SAME_FIELD),
        is_broad=bool(seen & BROAD),
        is_answer=told.verb in ANSWERS and bool(seen & (PROPOSAL | THING)),
    )


def _named_to(line: Line, first: int, end: int) -> int:
    """Where the words end that name what is done: a condition behind them, or what it waits for, names other things."""
    stop = next((i for i in range(first + 1, end) if line.bits[i] & CONDITION and not line.bits[i] & NP), end)
    return line.pieces[stop - 1].end


def _is_conditional(line: Line, first: int, end: int) -> bool:
    """Whether the words, or what follows them, hang on a condition."""
    return line.has(first, min(end + 1, len(line)), CONDITION) or bool(line.bits[0] & CONDITION)


def _with_relative(line: Line, end: int) -> int:
    """The place after the relative clause that follows, where it tells a time: "…, which is due to open in June"."""
    if not (line.bits[end] & COMMA and line.bits[end + 1] & RELATIVE):
        return end
    after = end + 2
    while after < len(line) and not line.bits[after] & (COMMA | STOP | SEMICOLON):
        after += 1
    return after if line.has(end, after, TIME) else end


def answered(entities: tuple[Entity, ...], first: int) -> Addressee:
    """The addressee that these entities are, of what is said from a place on."""
    return Addressee(first, tuple(entity.name for entity in entities), entities)
