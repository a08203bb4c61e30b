"""Counts: what the noun behind a number, or before it, says is counted."""

from __future__ import annotations

from msgspec import Struct

from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.engine import UNKNOWN, Piece
from servanda.reading.entities import REALMS
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.names import find_demonyms
from servanda.reading.places import gazetteer
from servanda.reading.quantities import Quantity
from servanda.reading.view import within

PEOPLE = frozenset(("jobs", "attendance", "trainees", "people"))
NOUN = 42  # characters behind a number in which its noun stands
_NEXT = 3  # characters between a verb and the number that it governs
_BEHIND = 30
_STEM = 4  # letters that a place and its people share
_SMALL = 10  # up to which a number in words is no figure without a noun that is counted


Room = tuple[int, int]  # the end of the quantity before and the beginning of the one behind


class Draft(Struct, frozen=True):
    """What is known of a figure before its slots are put together; `sure` is how directly its indicator was named."""

    quantity: Quantity
    room: Room
    start: int
    end: int
    indicator: str
    measure: str
    sign: int
    rule: str
    sure: float
    of: str | None = None
    told: tuple[str, int, str | None] | None = None  # measure, sign and whole of the last percentage up to here


def is_bare(line: Line, quantity: Quantity) -> bool:
    """Whether nothing that is counted stands behind a number, be it that a classifier does."""
    start = quantity.noun_start
    if start is not None and line.at(start, start + 1, "year-on-year"):  # "2.4 billion the year before"
        return True
    if start is None or any(time.start <= start < time.end for time in line.times) or _is_of_first(line, start):
        return True
    grammar = amounts_of(line.view.lang)
    if not grammar.needs_classifier or not grammar.classifier.match(line.view.lower, start - 1):
        return False
    noun = line.at(start, start + 1, "noun")
    return noun is None or noun.start != start


def _is_of_first(line: Line, place: int) -> bool:
    """Whether an ordinal with no noun behind it stands at a place: "les six premiers sont partis"."""
    end = next((q.end for q in line.quantities if q.start == place and q.form == "ordinal"), None)
    if end is None:
        return False
    word_end = _word_end(line, end + 1)
    return line.view.lower[end + 1 : word_end] in amounts_of(line.view.lang).not_nouns


def of_counted(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A number with the noun that it counts."""
    start = quantity.noun_start or quantity.end
    noun = noun_of(line, quantity, room)
    if not noun and not quantity.value and quantity.magnitude is None:
        return None  # "zero tolerance"
    is_named = noun is not None and noun.start == start
    is_first = noun is not None and any(q.start == start and q.form == "ordinal" for q in line.quantities)
    is_named = is_named or is_first  # "ses 60 premiers élèves"
    if not is_named and (line.at(start, start + 1, "no-figure") or _is_adjective(line, quantity)):
        return None
    if noun:
        return number_of(quantity, room, noun.end, "<count> <noun>", 0.9)
    if last and last.quantity.kind == "count" and last.indicator != "other" and is_further(line, quantity):
        return number_of(quantity, room, quantity.end, "another <count>", 0.7)
    if last and last.quantity.kind == "count" and _is_among(line, quantity):
        return number_of(quantity, room, quantity.end, "… of them <count>", 0.7)
    is_few = quantity.form in ("words", "vague") and abs(quantity.value or _SMALL + 1) <= _SMALL
    if is_few and not _is_rate(line, quantity):
        return None
    if not _has_classifier(line, quantity, start):
        return None
    return number_of(quantity, room, _word_end(line, start), "<count> …", 0.6)


def _is_rate(line: Line, quantity: Quantity) -> bool:
    """Whether a word right before a number says for what time it counts: "每周两班", not how often: "每周两次"."""
    cue = line.before(quantity.start, "daily", quantity.start - _BEHIND // 2)
    if cue is None or quantity.start - cue.end > 1:
        return False
    return line.at(quantity.end, quantity.noun_start or quantity.end + 1, "no-figure") is None


def _is_adjective(line: Line, quantity: Quantity) -> bool:
    """Whether a number begins an adjective, in a language of cases: "31-летний водитель"."""
    return line.view.norm[quantity.end : quantity.end + 1] == "-" and grammar_of(line.view.lang).is_genitive


def number_of(quantity: Quantity, room: Room, end: int, rule: str, sure: float) -> Draft:
    """The draft of a number of things or people that ends at a place."""
    return Draft(quantity, room, quantity.start, end, "other", "level", 1, rule, sure)


def noun_of(line: Line, quantity: Quantity, room: Room) -> Piece | None:
    """The noun that a number counts, of those that are known."""
    start = quantity.noun_start
    if start is None:
        return None
    until = min(room[1], start + NOUN)
    noun = _head(line, line.after(start, "noun", until), until) or line.at(quantity.end, start, "noun")
    if noun and not _is_cut(line, start, noun.start):
        return noun
    return _nationals(line, start) or (_classified(line, quantity, start) if quantity.form == "digits" else None)


def _nationals(line: Line, start: int) -> Piece | None:
    """The people of a country by their name, with a capital: "690,000 Russians", not "20 Thai chefs"."""
    named = next(iter(within(find_demonyms(line.view), start, start + 1)), None)
    if named is None or not line.view.norm[start].isupper():
        return _locals(line, start)
    name = line.view.norm[start : named.end]
    if gazetteer(line.view.lang).is_demonym(f"{name}s"):  # it has a plural, and is not in it
        return None
    is_plural = name.endswith("s") or not line.view.norm[start : _word_end(line, named.end + 1)].endswith("s")
    return Piece(start, named.end, UNKNOWN, {"noun": "people"}) if is_plural else None


def _locals(line: Line, start: int) -> Piece | None:
    """The people of a region or city by a name that begins as the place's does: "11,200 Quebecers"."""
    norm, end = line.view.norm, _word_end(line, start)
    stem = norm[start : start + _STEM]
    if not norm[start].isupper() or not norm[start:end].endswith("s") or end - start <= _STEM:
        return None
    places = (m for m in line.view.mentions if m.entity.type in REALMS and norm.startswith(stem, m.start))
    is_known = any(norm[place.start : place.end] != norm[start:end] for place in places)
    return Piece(start, end, UNKNOWN, {"noun": "people"}) if is_known else None


def _classified(line: Line, quantity: Quantity, start: int) -> Piece | None:
    """The classifier of a number, behind which what is counted begins, if it tells by itself what that is."""
    word = line.view.lower[quantity.end : start + 1].split()
    code = grammar_of(line.view.lang).classified.get(word[0]) if word else None
    return Piece(quantity.end, max(start - 1, quantity.end + 2), UNKNOWN, {"noun": code}) if code else None


def is_further(line: Line, quantity: Quantity) -> bool:
    """Whether a word right before a number, or behind it, says that it comes on top: "another 350"."""
    start, end = quantity.start, quantity.end
    return line.at(start - _NEXT, start + 1, "further") is not None or line.has("further", end, end + _NEXT)


def _is_among(line: Line, quantity: Quantity) -> bool:
    """Whether a word right before a number says that it is a part of the one before: "including 860 opened in 2024"."""
    cue = line.before(quantity.start, "anaphora", quantity.start - _BEHIND)
    return cue is not None and quantity.start - cue.end <= _NEXT


def _has_classifier(line: Line, quantity: Quantity, noun: int) -> bool:
    """Whether a classifier stands before what is counted, where it must: "305会议室" is a name."""
    grammar = amounts_of(line.view.lang)
    places = (quantity.end, noun - 1)
    return not grammar.needs_classifier or any(grammar.classifier.match(line.view.lower, place) for place in places)


def _head(line: Line, noun: Piece | None, until: int) -> Piece | None:
    """The noun that is counted, where several stand side by side: the first, or in some languages the last."""
    while noun and grammar_of(line.view.lang).is_head_last:
        following = line.after(noun.end, "noun", min(until, noun.end + 2))
        if following is None:
            break
        noun = following
    return noun


def _is_cut(line: Line, start: int, end: int) -> bool:
    """Whether a mark or a preposition stands between a number's noun phrase and the noun that was found."""
    if any(mark in line.view.norm[start:end] for mark in ",;:.()"):
        return True
    return any(line.has(name, start + 1, end) for name in ("owner", "towards", "origin", "share-of"))


def _word_end(line: Line, start: int) -> int:
    """Where the word that begins at a place ends."""
    norm, end = line.view.norm, start
    while end < line.sentence.end and (norm[end].isalnum() or norm[end] in "-'"):
        end += 1
    return end
