"""Counts: what the noun behind a number, or before it, says is counted."""

from __future__ import annotations

from msgspec import Struct

from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.engine import Piece
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.quantities import Quantity

PEOPLE = frozenset(("jobs", "attendance", "trainees", "people"))
_PERSONS = frozenset(("jobs", "visitors", "users"))  # what is told of people before their number
_SHIPPED = ("exports", "imports", "production")  # what verbs make of any goods
NOUN = 42  # characters behind a number in which its noun stands
_NEXT = 3  # characters between a verb and the number that it governs
_BEHIND = 30
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
    if start is None or any(time.start <= start < time.end for time in line.times):
        return True
    grammar = amounts_of(line.view.lang)
    if not grammar.needs_classifier or not grammar.classifier.match(line.view.lower, start - 1):
        return False
    noun = line.at(start, start + 1, "noun")
    return noun is None or noun.start != start


def of_counted(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A number with the noun that it counts."""
    start = quantity.noun_start or quantity.end
    until = min(room[1], start + NOUN)
    noun = _head(line, line.after(start, "noun", until), until) or line.at(quantity.end, start, "noun")
    if line.at(start, start + 1, "no-figure") and not (noun and noun.start == start):
        return None
    governed = _governed(line, quantity, room) or _shipped(line, quantity)
    if noun and not _is_cut(line, start, noun.start):
        named = noun.value["noun"]
        is_governed = governed and (
            named in PEOPLE or (named == "other" and governed in _SHIPPED and governed != "production")
        )
        indicator = governed if governed and is_governed else of_people(line, named, room, last)
        indicator = "attendance" if _is_there(line, named, noun, room) else indicator
        indicator, rule = _of_capacity(line, indicator, quantity, last)
        return Draft(quantity, room, quantity.start, noun.end, indicator, "level", 1, rule, 0.9)
    if last and last.quantity.kind == "count" and last.indicator != "other" and is_further(line, quantity):
        return Draft(quantity, room, quantity.start, quantity.end, last.indicator, "level", 1, "another <count>", 0.7)
    if last and last.quantity.kind == "count" and _is_among(line, quantity):
        return Draft(quantity, room, quantity.start, quantity.end, last.indicator, "level", 1, "… of them <count>", 0.7)
    if quantity.form in ("words", "vague") and abs(quantity.value or _SMALL + 1) <= _SMALL:
        return None
    if not _has_classifier(line, quantity, start):
        return None
    end = _word_end(line, start)
    if governed:
        return Draft(quantity, room, quantity.start, end, governed, "level", 1, f"{governed} <count> <noun>", 0.8)
    indicator, _ = _of_capacity(line, "other", quantity, last)
    cue = line.before(quantity.start, "indicator", max(room[0], quantity.start - NOUN))
    if cue and indicator == "other" and cue.value["indicator"] in _SHIPPED:  # "output came to 2 million bags"
        indicator = str(cue.value["indicator"])
    return Draft(quantity, room, quantity.start, end, indicator, "level", 1, "<count> <noun>", 0.6)


def _is_there(line: Line, named: str, noun: Piece, room: Room) -> bool:
    """Whether people, whatever they are called, are said right behind to take part: "120 engineers attended"."""
    cue = line.after(noun.end, "attending", min(room[1], noun.end + _BEHIND)) if named in PEOPLE else None
    return cue is not None and not any(mark in line.view.norm[noun.end : cue.start] for mark in ",;:.()")


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


def _of_capacity(line: Line, indicator: str, quantity: Quantity, last: Draft | None) -> tuple[str, str]:
    """What a count of things is of: a capacity where one is named before it, or told of just before; with the rule."""
    since = max(line.sentence.start, quantity.start - NOUN)
    cue = line.before(quantity.start, "indicator", max(since, last.end if last else 0))
    is_after = last is not None and last.indicator == "capacity" and since <= last.end
    is_daily = _is_daily(line, quantity, quantity.end)
    is_capacity = indicator == "other" and (
        is_daily or is_after or (cue is not None and cue.value["indicator"] == "capacity")
    )
    return ("capacity", "capacity … <count>") if is_capacity else (indicator, f"<count> {indicator}")


def _is_daily(line: Line, quantity: Quantity, end: int) -> bool:
    """Whether a number of things is told for a day or a year, behind them or before their number."""
    before = line.before(quantity.start, "daily", quantity.start - _BEHIND // 2)
    is_daily = before is not None or any(line.has(name, end, end + _BEHIND) for name in ("daily", "yearly"))
    return is_daily and line.before(quantity.start, "able", quantity.start - 2 * NOUN) is not None


def _governed(line: Line, quantity: Quantity, room: Room) -> str | None:
    """What a verb right before a number makes of it, whatever is counted: "employs 1,800 people"."""
    since = max(room[0], quantity.start - _BEHIND)
    cue = line.before(quantity.start, "indicator", since)
    if cue and quantity.start - cue.end <= _NEXT and cue.value["indicator"] in PEOPLE | _PERSONS:
        return str(cue.value["indicator"])
    training = line.before(quantity.start, "training", since)
    return "trainees" if training and quantity.start - training.end <= _NEXT else None


def _shipped(line: Line, quantity: Quantity) -> str | None:
    """Exports or imports, where that word stands right before a number of goods: "exported 700,000 cars"."""
    cue = line.before(quantity.start, "indicator", quantity.start - _BEHIND)
    is_near = cue is not None and quantity.start - cue.end <= _NEXT
    return str(cue.value["indicator"]) if cue and is_near and cue.value["indicator"] in _SHIPPED else None


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


def of_people(line: Line, indicator: str, room: Room, last: Draft | None) -> str:
    """What people are counted for: trainees where they are trained, else by what they are called or do."""
    if indicator not in PEOPLE or indicator == "attendance":
        return indicator
    first, until = line.sentence.start, line.sentence.end
    if line.has("training", max(first, room[0] - NOUN), room[1]):
        return "trainees"
    if indicator != "people":
        return indicator
    doing = line.after(room[0], "indicator", room[1])
    if doing and doing.value["indicator"] in _PERSONS and not line.has("attending", *room):
        return str(doing.value["indicator"])
    if line.has("attending", first, until):
        return "attendance"
    if last and last.indicator in PEOPLE:
        return last.indicator
    for cue in (line.before(room[1], "indicator", first), line.after(room[1], "indicator", until)):
        if cue and cue.value["indicator"] in _PERSONS:
            return str(cue.value["indicator"])
    return line.people or "other"
