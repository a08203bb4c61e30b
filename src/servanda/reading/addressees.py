"""To whom it is said or done: after "to", as the object of "invite", or whose proposal it answers."""

from __future__ import annotations

from msgspec import Struct

from servanda.reading.discourse import Discourse
from servanda.reading.entities import SITES, Entity
from servanda.reading.grammar import (
    ACTION,
    ADVERB,
    AND,
    BROAD,
    CLITIC,
    COLON,
    COMMA,
    DATIVE,
    DEED,
    DESCRIPTION,
    DETERMINER,
    FUTURE,
    HAVE,
    MARK,
    NEGATION,
    NP,
    PAIR,
    PAIRS,
    PERSON,
    PLURAL,
    PREPOSITION,
    PROPOSAL,
    QUANTITY,
    SECOND_PERSON,
    SIDE,
    SPOKEN,
    THAT,
    THING,
    TIME,
    TOWARD,
    UNKNOWN,
    WITH,
    Deed,
)
from servanda.reading.line import Line
from servanda.reading.references import Doer, pronoun
from servanda.reading.segments import is_infinitive
from servanda.reading.slots import country_of

NEAR = 5  # pieces from the word for a proposal to the name of who made it
RECEIVERS = ("company", "person", "organisation", "country", "public-body")
GIVEN = ("propose", "request", "promise", "deliver")  # verbs of what is said or given to somebody
GIVEN_BY_CASE = (*GIVEN, "approve")  # … and what is allowed to somebody
SAYING = ("wish", "propose", "request", "promise", "acknowledge")  # verbs of what is said to somebody


class Addressee(Struct, frozen=True):
    """Where what is said begins, and whom it is said to: names, and the entities among them."""

    first: int
    names: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()


def find_addressee(line: Line, place: int, end: int, deed: Deed, discourse: Discourse) -> Addressee:
    """The addressee that the verb itself takes, and the place where what is said begins."""
    bits, first = line.bits, place + 1
    skipped = ADVERB | TIME | COLON | (NEGATION if deed.frame == "denied" else 0)
    while bits[first] & skipped and not bits[first] & (MARK | NP) and first < end:
        first += 1
    if deed.verb in GIVEN and bits[first] & SPOKEN and _is_object(line, first):
        found = pronoun(line, first, discourse)
        return Addressee(_said(line, first + 1), found.names, found.entities)
    mark = _find_mark(line, first, end)
    is_given = bits[first] & NP and bits[first + 1] & (DETERMINER | QUANTITY) and not bits[first + 1] & PREPOSITION
    if is_given and deed.verb in SAYING and not line.is_possessor(first):
        return Addressee(first + 1, *_named(line, first, first + 1, discourse))
    if deed.frame == "object" and bits[first] & DATIVE and not bits[first] & DETERMINER:
        return Addressee(first)
    if not line.grammar.marks and deed.verb in SAYING and (deed.frame == "object" or line.grammar.has_cases):
        stop = _after_actors(line, first, end, deed)
        return Addressee(stop, *_named(line, first, stop, discourse)) if stop > first else Addressee(_said(line, first))
    if deed.frame == "object":
        stop = mark if mark is not None else _after_names(line, first, end)
        return Addressee(stop, *_named(line, first, stop, discourse))
    takes_dative = deed.verb in SAYING and bits[first] & DATIVE
    if takes_dative and not is_infinitive(line, first) and mark is not None and mark > first:
        stop = _before_object(line, first + 1, mark)
        return Addressee(stop, *_named(line, first + 1, stop, discourse))
    if mark is not None and all(here & _CIRCUMSTANCE for here in bits[first:mark]):
        first = mark
    return Addressee(first + 1 if bits[first] & THAT else first)


def _is_object(line: Line, place: int) -> bool:
    """Whether the pronoun of one who speaks or is spoken to is an object, and no clause of its own follows it."""
    return bool(line.bits[place] & (CLITIC | SECOND_PERSON) or not line.grammar.has_that) and not line.has(
        place + 1, place + 3, FUTURE | HAVE
    )


def _said(line: Line, first: int) -> int:
    """The place where what is said begins, a comma and "that" apart."""
    while line.bits[first] & (COMMA | THAT):
        first += 1
    return first


_ACTOR = NP | DESCRIPTION | SIDE | PAIRS


def _after_actors(line: Line, first: int, end: int, deed: Deed) -> int:
    """The place after those who are asked or told, in a language without a mark before what they shall do.

    Of a verb that need not name them they only count where a verb follows: "предложил партнерам создать центр".
    """
    bits, stop, place = line.bits, first, first
    while (
        place < end and bits[place] & (_ACTOR | UNKNOWN | AND | DETERMINER) and not bits[place] & (ACTION | DEED | THAT)
    ):
        place += 1
        stop = place if bits[place - 1] & _ACTOR else stop
    is_followed = bool(bits[place] & (ACTION | DEED | THAT | ADVERB | TIME)) or bool(
        bits[place] & COMMA and bits[place + 1] & THAT
    )
    return stop if is_followed or (deed.frame == "object" and not line.grammar.has_cases) else first


def _before_object(line: Line, first: int, mark: int) -> int:
    """The place where a second noun phrase begins, the object ("granted Laos a loan to …"); else that of the mark."""
    bits = line.bits
    for place in range(first + 1, mark):
        is_new = bits[place] & DETERMINER and not bits[place] & (PREPOSITION | NP)
        if is_new and not bits[place - 1] & (AND | COMMA | PREPOSITION | DETERMINER):
            return place
    return mark


def called_before(line: Line, first: int, place: int, deed: Deed, discourse: Discourse) -> tuple[Entity, ...]:
    """The one spoken to, or who speaks, whom a pronoun before the verb means: "je vous invite"."""
    if deed.verb not in SAYING or deed.frame == "denied":
        return ()
    for left in range(place - 1, first, -1):
        here, before = line.bits[left], line.bits[left - 1]
        if here & SPOKEN and (here & CLITIC or before & (SPOKEN | PERSON | PLURAL)):
            return pronoun(line, left, discourse).entities
    return ()


def find_subject(line: Line, first: int, last: int, discourse: Discourse) -> Addressee:
    """Those who are asked or allowed to do it, where they are the subject of a passive: "firms are invited to …"."""
    return Addressee(first, *_named(line, first, last, discourse))


def _find_mark(line: Line, first: int, end: int) -> int | None:
    """The place of the mark that opens an infinitive, or of "that"."""
    for place in range(first, end):
        here = line.bits[place]
        if here & THAT or (here & MARK and is_infinitive(line, place)):
            return place
    return None


_BETWEEN = ADVERB | TIME | DETERMINER | DESCRIPTION  # what stands between a verb and the one to whom it is done
_CIRCUMSTANCE = PREPOSITION | DATIVE | NP | TIME | DETERMINER | COMMA | MARK  # where and when it is said
_NAMING = BROAD | NP | DETERMINER | AND | PAIRS | DESCRIPTION | PREPOSITION | UNKNOWN


def _after_names(line: Line, first: int, end: int) -> int:
    place = first
    while place < end and line.bits[place] & _NAMING:
        if place > first and (line.bits[place] & DATIVE or line.asks_for(place)):
            break
        place += 1
    return place


def _named(line: Line, first: int, last: int, discourse: Discourse) -> tuple[tuple[str, ...], tuple[Entity, ...]]:
    """The names between two places; the words themselves where they name a group and no one in particular."""
    bits = line.bits
    while first < last and bits[first] & (DETERMINER | ADVERB | CLITIC) and not bits[first] & (NP | PAIR | DESCRIPTION):
        first += 1
    while last > first and bits[last - 1] & (COMMA | TIME | ADVERB):
        last -= 1
    if first >= last:
        return (), ()
    if bits[first] & PAIRS or (bits[first] & ~DETERMINER and last == first + 1):
        found = pronoun(line, first, discourse)
        if found.entities:
            return found.names, found.entities
    mentions = [mention for i in range(first, last) if (mention := line.mention(i))]
    entities = tuple(dict.fromkeys(mention.entity for mention in mentions))
    if bits[first] & NP:
        return tuple(dict.fromkeys(entity.name for entity in entities)), entities
    for place in range(first, last):
        kind = "" if mentions else line.description(place) or ("side" if line.bits[place] & SIDE else "")
        if kind and (entity := discourse.nearest(kind, line.words(first, last), line.view.lang)):
            return (entity.name,), (entity,)
    return (line.words(first, last),), entities


def implied_addressee(
    line: Line, verb: str, span: tuple[int, int], doer: Doer, discourse: Discourse
) -> tuple[Entity, ...]:
    """Whom it is said to where no dative says so: whose proposal it answers, with whom one wishes to work, who acts."""
    first, end = span
    named = [(i, mention.entity) for i in range(first, end) if (mention := line.mention(i))]
    others = [(i, entity) for i, entity in named if entity not in doer.entities]
    if verb in ("acknowledge", "refuse"):
        return _answered(line, span, doer, discourse)
    if verb in GIVEN_BY_CASE and (given := _given(line, others, first)):
        return given
    if verb == "wish":
        homes = {country_of(entity) for entity in doer.entities}
        asked = tuple(e for i, e in others if _opens_clause(line, i, first) and country_of(e) not in homes)
        return tuple(entity for i, entity in others if _follows_with(line, i, first)) or asked
    if verb in ("promise", "deliver"):
        return tuple(e for i, e in others if _follows_dative(line, i, first) and e.type in RECEIVERS)[:1]
    if verb in ("propose", "request"):
        homes = {country_of(entity) for entity in doer.entities}
        found = tuple(e for i, e in others if _opens_clause(line, i, first) and country_of(e) not in homes)
        return found or (_other_side(homes, discourse) if verb == "request" else ())
    return ()


def _other_side(homes: set[str | None], discourse: Discourse) -> tuple[Entity, ...]:
    """The one of the two sides to whom a request goes that names nobody; none where one speaks to nobody known."""
    if discourse.turn and not discourse.turn.listener:
        return ()
    pair = discourse.pair or discourse.countries
    others = tuple(entity for entity in pair if country_of(entity) not in homes)
    return others if len(others) < len(pair) else ()


def _answered(line: Line, span: tuple[int, int], doer: Doer, discourse: Discourse) -> tuple[Entity, ...]:
    """Whose proposal is answered: the one named with it, else the one who proposed last."""
    for place in range(*span):
        mention = line.mention(place)
        is_near = place == span[0] or line.has(place - NEAR, place + 2, PROPOSAL | THING)
        if mention and is_near and mention.entity not in doer.entities and not _is_beside(line, place, mention.entity):
            return (mention.entity,)
        kind = line.description(place)
        if kind and (entity := discourse.nearest(kind, line.lower(place), line.view.lang)):
            return (entity,)
    homes = {country_of(entity) for entity in doer.entities} - {None}
    others = tuple(entity for entity in discourse.proposer if entity not in doer.entities)
    return tuple(entity for entity in others if country_of(entity) not in homes) or others[: not homes]


def _is_beside(line: Line, place: int, entity: Entity) -> bool:
    """Whether a name only says with whom or, of a city or region, where it is to be."""
    before = line.bits[place - 1]
    is_where = entity.type in SITES and before & PREPOSITION and not before & DETERMINER
    return bool(before & WITH or is_where)


def _follows_with(line: Line, place: int, first: int) -> bool:
    """Whether "with" stands before the name, or before the list that it goes on."""
    bits, before = line.bits, place - 1
    while before >= first and bits[before] & (DETERMINER | NP | AND | COMMA) and not bits[before] & WITH:
        before -= 1
    return before >= first and bool(bits[before] & WITH)


def _follows_dative(line: Line, place: int, first: int) -> bool:
    """Whether "to" stands before the name, or before the noun that it stands beside: "to the company Airbus"."""
    bits, before = line.bits, place - 1
    while (
        before >= first and bits[before] & (DETERMINER | DESCRIPTION | UNKNOWN) and not bits[before] & (DATIVE | TOWARD)
    ):
        before -= 1
    return before >= first and bool(bits[before] & (DATIVE | TOWARD))


def _given(line: Line, others: list[tuple[int, Entity]], first: int) -> tuple[Entity, ...]:
    """Those to whom it is given, as the case of their names behind the verb says: "выделит Узбекистану кредит"."""
    found: list[Entity] = []
    for place, entity in others:
        between = AND | COMMA if found else _BETWEEN
        if not (line.is_oblique(place, "dative") and all(here & between for here in line.bits[first:place])):
            break
        found.append(entity)
        first = place + 1
    return tuple(found)


def _opens_clause(line: Line, place: int, first: int) -> bool:
    """Whether the name is of those who shall act: it stands at the head of what is said."""
    return all(line.bits[i] & (NP | AND | DETERMINER | THAT | COMMA) for i in range(first, place))
