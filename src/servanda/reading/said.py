"""Which words of an act name what is said or done: no mark before them, no occasion, no aside, no verb of a subject."""

from __future__ import annotations

from servanda.reading.entities import ACTING, SITES
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AHEAD,
    AND,
    BE,
    BEEN,
    BY,
    CLITIC,
    COLON,
    COMMA,
    CONDITION,
    CONTRAST,
    DEED,
    DETERMINER,
    HAVE,
    LATTER,
    MARK,
    NEGATION,
    NP,
    OCCASION,
    PERSON,
    PLURAL,
    PREPOSITION,
    QUANTITY,
    RELATIVE,
    THING,
    TIME,
    UNDERGO,
    UNKNOWN,
)
from servanda.reading.line import CLOSING_QUOTES, OPENING_QUOTES, Line
from servanda.reading.segments import is_infinitive

_VERB = DEED | ACTION
_NOUN = DETERMINER | QUANTITY  # what opens the name of a thing
_LOOSE = COMMA | COLON | AND | ADVERB | CONTRAST | TIME | BY | UNDERGO | CLITIC | HAVE  # may stand before a verb
_POINTER = PERSON | PLURAL | THING | LATTER | TIME | DETERMINER
_ACTORS = (*ACTING, "country", "bloc")
_DONE = ("sign", "start", "deliver", "approve", "suspend")  # done to a thing: behind a comma stands where or how
_DATES = ("day", "days", "month", "months", "season", "year", "quarter", "half", "week")
_ADVERB_REACH = 3  # pieces of an adverb of several words
_MANNER = 7  # pieces of where or how it was done, up to the comma that closes it


def object_span(line: Line, first: int, end: int, verb: str = "") -> tuple[int, int]:
    """The pieces that name what is said: "à Paris un accord, lors d'une visite" is of "un accord"."""
    begin = first
    while begin < end - 1 and (further := _behind_opening(line, begin, end)) > begin:
        begin = further
    stop = next((i for i in range(begin + 1, end) if _closes(line, i, end, verb)), end)
    return begin, _without_date(line, begin, stop, verb)


def subject_span(line: Line, first: int, verb: int, end: int) -> tuple[int, int]:
    """The pieces of the subject of a verb, which is what was built or signed; those behind it where none stands before.

    Of a pronoun, and of an actor who does it, the whole clause and what follows the verb tell more.
    """
    begin, stop = _subject(line, first, verb) if verb > first else (first, first)
    if stop == begin + 1 and line.bits[begin] & _POINTER and not line.bits[begin] & NP:
        return first, _without_date(line, first, end, "")
    is_loose = all(here & _LOOSE and not here & (NP | DETERMINER) for here in line.bits[begin:stop])
    is_behind = is_loose or _is_circumstance(line, begin) or _is_doer(line, begin, stop, verb)
    while line.bits[verb] & (BE | BEEN | HAVE) and not line.bits[verb] & DEED:
        verb += 1
    return object_span(line, verb + 1, end) if is_behind and verb + 1 < end else (begin, max(stop, begin + 1))


def quoted_whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the quotation mark behind it that closes one within it."""
    inside = text[start:end]
    opened = sum(char in OPENING_QUOTES for char in inside) - sum(char in CLOSING_QUOTES for char in inside)
    return start, end + (opened > 0 and text[end : end + 1] in CLOSING_QUOTES)


def _subject(line: Line, first: int, verb: int) -> tuple[int, int]:
    """The noun phrase before a verb, without what is said of it between commas."""
    bits, stop = line.bits, verb
    while stop > first + 1 and bits[stop - 1] & _LOOSE and not bits[stop - 1] & (NP | DETERMINER):
        stop -= 1
    while first < stop - 1 and bits[first] & _LOOSE and not bits[first] & (NP | DETERMINER):
        first += 1
    commas = [i for i in range(first + 1, stop - 1) if _parts(line, i)]
    chunks = list(zip([first, *(comma + 1 for comma in commas)], [*commas, stop], strict=True))
    if len(chunks) == 1 or line.has(*chunks[-1], AND):
        return first, stop
    return chunks[-2] if line.has(stop, verb, COMMA) else chunks[-1]


def _is_circumstance(line: Line, place: int) -> bool:
    """Whether no subject in the nominative begins here: "в ходе заседания было подписано …"."""
    is_around = line.bits[place] & (PREPOSITION | OCCASION) or line.is_oblique(place)
    return line.grammar.has_cases and bool(is_around)


def _is_doer(line: Line, first: int, end: int, verb: int) -> bool:
    """Whether a subject is a bare name of somebody, and a thing follows: "Cobreluz comenzó a despachar concentrado"."""
    named = [mention for i in range(first, end) if (mention := line.mention(i))]
    is_bare = all(line.bits[i] & (NP | DETERMINER) for i in range(first, end))
    follows = line.bits[verb + 1] & MARK or not line.bits[verb + 1] & (PREPOSITION | TIME)
    return is_bare and bool(follows) and any(mention.entity.type in _ACTORS for mention in named)


def _parts(line: Line, place: int) -> bool:
    """Whether a comma parts words here, and not the digits of a number."""
    is_comma = bool(line.bits[place] & COMMA) and not line.grammar.link & COMMA
    return is_comma and line.view.norm.startswith(" ", line.pieces[place].end)


def _behind_opening(line: Line, place: int, end: int) -> int:
    """The place behind what stands before the words of a thing or a verb; the same place where nothing does."""
    bits, here = line.bits, line.bits[place]
    if here & (COMMA | COLON) or (here & MARK and is_infinitive(line, place)):
        return place + 1
    if here & AHEAD and not here & _VERB and bits[place + 1] & (_VERB | PREPOSITION | TIME | UNKNOWN):
        is_word = line.lower(place) in line.grammar.words  # and no verb that is known by its ending alone
        return place + 1 if is_word or bits[place + 1] & _VERB else place
    if (thing := _behind_adverb(line, place)) < end:
        return thing
    date = place + bool(here & PREPOSITION)
    if bits[date] & TIME and not bits[date] & NP:
        after = date + 1 + bool(bits[date + 1] & ADVERB and bits[date + 2] & _NOUN)  # "two days earlier a decree"
        if bits[after] & (_NOUN | PREPOSITION | _VERB | ADVERB) and after < end:
            return after
    return _behind_circumstance(line, place, end) if here & (PREPOSITION | OCCASION) else place


def _behind_adverb(line: Line, place: int) -> int:
    """The place of a thing behind an adverb that belongs to no verb: "a few days earlier a decree"."""
    bits = line.bits
    is_of_verb = not line.grammar.marks or bits[place - 1] & MARK
    for adverb in range(place, place if is_of_verb else place + _ADVERB_REACH):
        if bits[adverb] & (PREPOSITION | NP | AND | COMMA | _VERB):
            break
        if bits[adverb] & ADVERB and bits[adverb + 1] & _NOUN and not bits[adverb + 1] & PREPOSITION:
            return adverb + 1
    return len(line)


def _behind_circumstance(line: Line, place: int, end: int) -> int:
    """The place of the thing behind where or how it was done: "à Hanoi un mémorandum", "by a large majority, the"."""
    bits, after = line.bits, place + 1
    if (mention := line.mention(after)) and mention.entity.type in SITES:
        after += 1 + bool(bits[after + 1] & COMMA)
        is_bare = line.grammar.has_cases and not bits[after] & (AND | PREPOSITION | COMMA)
        if after < end and (bits[after] & _NOUN or is_bare):
            return after
    for comma in range(place + 1, min(end - 1, place + _MANNER)):
        if bits[comma] & DETERMINER and not bits[comma] & PREPOSITION and comma > place + 1:
            break
        opens = bits[comma + 1] & _NOUN or (bits[comma + 1] & MARK and is_infinitive(line, comma + 1))
        is_list = bits[comma - 1] & NP and bits[comma + 2] & NP
        if _parts(line, comma) and opens and not is_list:
            return comma + 1
    return place


def _closes(line: Line, place: int, end: int, verb: str) -> bool:
    """Whether what is said ends here: an occasion follows, or behind the last comma an aside."""
    bits, after = line.bits, line.bits[place + 1] if place + 1 < end else 0
    if bits[place] & OCCASION:
        return not after & TIME
    if not _parts(line, place) or line.has(place + 1, end, COMMA):
        return False
    is_around = after & (PREPOSITION | TIME) and verb in _DONE and not line.has(place, end, AND)
    return bool(after & (RELATIVE | CONDITION | OCCASION) or is_around)


def _without_date(line: Line, begin: int, end: int, verb: str) -> int:
    """The end without the day or year by which it is to be done; that of what is signed may be of its name."""
    bits = line.bits
    if verb == "sign" or line.has(begin, end, NEGATION):
        return end
    while end > begin + 1 and bits[end - 1] & TIME and not bits[end - 1] & NP:
        time = line.pieces[end - 1].value
        if time.kind not in _DATES or time.role not in (None, "due"):
            break
        end -= 1
        while end > begin + 1 and bits[end - 1] & (PREPOSITION | COMMA) and not bits[end - 1] & NP:
            end -= 1
    return end
